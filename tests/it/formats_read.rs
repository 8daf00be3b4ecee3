//! Files as people write them, in each format, and what is read from them.

use laurels::count::Shape;

use crate::formats_said::{ballots, election, nominees};

#[test]
fn an_abif_file_ranks_names_given_beforehand_in_brackets_or_as_they_come() {
    let listed = election(
        "abif",
        "# ABIF test cases 2, 13 and 20 (electorama/abif), shortened\n\
         {title: \"A \\\"good\\\" vote\"}\n=DGM:[Doña García Márquez]\n=\"蘇業\":[Sue Ye (蘇業)]  # c\n\
         \n27: DGM > \"蘇業\"\n 26:\"蘇業\"=DGM#tied\n24 * [蘇業]>[Doña García Márquez]\n10:\n5:[New One]\r\n",
        None,
    );
    assert_eq!(nominees(&listed), ["Doña García Márquez", "Sue Ye (蘇業)", "New One"]);
    assert_eq!(listed.told.title.as_deref(), Some("A \"good\" vote"));
    assert_eq!(
        ballots(&listed),
        [
            "10: nothing",
            "24: Sue Ye (蘇業) > Doña García Márquez",
            "26: Doña García Márquez = Sue Ye (蘇業)",
            "27: Doña García Márquez > Sue Ye (蘇業)",
            "5: New One",
        ]
    );
    let bare = election("abif", "1:A>B\n2:B>A\n1:A>B\n", None);
    assert_eq!(ballots(&bare), ["2: A > B", "2: B > A"]);
}

#[test]
fn an_abif_file_with_scores_is_scores_unless_ranks_are_wanted() {
    let text = "{max_rating: 5}\n12: Allie/5 > Billy/5\n3: Billy/2 = Allie/2\n1: Cy/4\n";
    let scored = election("abif", text, None);
    assert_eq!(ballots(&scored), ["12: Allie/5, Billy/5", "1: Cy/4", "3: Allie/2, Billy/2"]);
    assert_eq!((scored.told.max_score, scored.told.highest_score), (Some(5), Some(5)));
    assert_eq!(scored.told.at_odds, 12);
    let ranked = election("abif", text, Some(Shape::Ranked));
    assert_eq!(ballots(&ranked), ["12: Allie > Billy", "1: Cy", "3: Allie = Billy"]);
    let commas = election("abif", "42:M/400,N/200,C/133,K\n", Some(Shape::Ranked));
    assert_eq!(ballots(&commas), ["42: M > N > C"]);
    let missing = election("abif", "26:M,N/400,C/0\n", None);
    assert_eq!(ballots(&missing), ["26: N/400, C/0"]);
}

#[test]
fn names_joined_by_commas_are_approvals_and_single_names_go_along() {
    let plain = election("abif", "5:A\n2:\n3:A,B\n1:B,B\n", None);
    assert_eq!(plain.profile.shape(), Shape::Approved);
    assert_eq!(ballots(&plain), ["1: B", "2: nothing", "3: A + B", "5: A"]);
    assert_eq!(plain.profile.repeated(), 1);
    let typed = election("abif", "{ballot_type: \"choose_many\"}\n4:A/1,B/0,C/1\n2:B\n", None);
    assert_eq!(ballots(&typed), ["2: B", "4: A + C"]);
    let single = election("abif", "5:A\n6:B\n", Some(Shape::Approved));
    assert_eq!(single.profile.shape(), Shape::Approved);
}

#[test]
fn a_blt_file_has_weights_withdrawals_equal_and_skipped_ranks_and_names_at_the_end() {
    // The example of Hill, Wichmann and Woodall (1987), with the later additions.
    let blt = election(
        "blt",
        "4 2 # four for two\n-2\n3 1 3 4 0\n4 1 3 2 0\n2 4 1=3 0\n1 2 0 5 0\n\
         (x-7) 2 2=4=3 1 0 # with a name\n1 - 3 - - 4 0\n1 (1 2) 3 0\n2 3 -  0\n0\n\
         \"Adam\"\n\"Basil \"the \" B\" \"Charlotte # no comment\"\nDonald Duck # unquoted\n\n\"Title\"\n\"source\"\n",
        None,
    );
    assert_eq!(
        nominees(&blt),
        ["Adam", "-Basil \"the \" B", "Charlotte # no comment", "Donald Duck"]
    );
    assert_eq!(blt.told.title.as_deref(), Some("Title"));
    assert_eq!(blt.told.seats.unwrap().get(), 2);
    assert_eq!(blt.told.gaps, 1);
    let short: Vec<String> = ballots(&blt)
        .iter()
        .map(|line| line.replace("Basil \"the \" B", "B").replace("Charlotte # no comment", "C"))
        .collect();
    assert_eq!(
        short,
        [
            "1: Adam = B > C",
            "1: B",
            "1: C > Donald Duck",
            "2: B = C = Donald Duck > Adam",
            "2: C",
            "2: Donald Duck > Adam = C",
            "3: Adam > C > Donald Duck",
            "4: Adam > C > B",
            "5: nothing",
        ]
    );
}

#[test]
fn a_nominee_named_twice_or_out_of_order_is_a_ballot_and_no_error() {
    let blt = election("blt", "2 1\n3 1 2 1 0\n1 2=2 0\n0\n\"A\"\n\"B\"\n", None);
    assert_eq!(ballots(&blt), ["1: B", "3: A > B"]);
    assert_eq!(blt.profile.repeated(), 4);
    let abif = election("abif", "2:A/5,A/3\n1:A/2,A/2\n", None);
    assert_eq!(abif.profile.spoiled().values().sum::<u64>(), 2);
    assert_eq!(ballots(&abif), ["1: A/2"]);
}

#[test]
fn preflib_files_of_today_and_of_before_hold_orders_with_ties() {
    let header = "# FILE NAME: x.toc\n# TITLE: A vote\n# DATA TYPE: toc\n# NUMBER ALTERNATIVES: 3\n\
                  # NUMBER VOTERS: 9\n# ALTERNATIVE NAME 1: Ann, Lee\n# ALTERNATIVE NAME 2: Bob\n";
    let today = election("toc", &format!("{header}5: 1,{{2,3}}\n3: {{3, 1}} , 2\n1: \n"), None);
    assert_eq!(nominees(&today), ["Ann, Lee", "Bob", "nominee 3"]);
    assert_eq!(
        ballots(&today),
        ["1: nothing", "3: Ann, Lee = nominee 3 > Bob", "5: Ann, Lee > Bob = nominee 3"]
    );
    assert!(today.told.notes.is_empty());
    let old = election("soi", "3\n1,Ann\n2,Bob, jr\n3,Cy\n9,9,2\n5,1,{2,3}\n4,3\n", None);
    assert_eq!(nominees(&old), ["Ann", "Bob, jr", "Cy"]);
    assert_eq!(ballots(&old), ["4: Cy", "5: Ann > Bob, jr = Cy"]);
    let short = election("soi", "1\n1,Ann\n9,9,1\n5,1\n", None);
    assert!(short.told.notes[0].to_string().contains("holds 9 papers, and it holds 5"));
}

#[test]
fn preflib_categories_are_approvals_scores_or_ranks_as_the_count_needs() {
    let cat = |names: [&str; 2]| {
        format!(
            "# DATA TYPE: cat\n# NUMBER ALTERNATIVES: 3\n# NUMBER CATEGORIES: 2\n\
             # CATEGORY NAME 1: {}\n# CATEGORY NAME 2: {}\n# ALTERNATIVE NAME 1: A\n\
             # ALTERNATIVE NAME 2: B\n# ALTERNATIVE NAME 3: C\n7: 1,{{2,3}}\n2: {{}},{{1,2,3}}\n1: {{1,3}}\n",
            names[0], names[1]
        )
    };
    let yes = cat(["Yes", "No"]);
    assert_eq!(ballots(&election("cat", &yes, None)), ["1: A + C", "2: nothing", "7: A"]);
    assert_eq!(
        ballots(&election("cat", &yes, Some(Shape::Ranked))),
        ["1: A = C", "2: A = B = C", "7: A > B = C"]
    );
    assert_eq!(
        ballots(&election("cat", &yes, Some(Shape::Scored))),
        ["1: A/1, C/1", "2: A/0, B/0, C/0", "7: A/1, B/0, C/0"]
    );
    let numbers = election("cat", &cat(["9", "4"]), None);
    assert_eq!(ballots(&numbers), ["1: A/9, C/9", "2: A/4, B/4, C/4", "7: A/9, B/4, C/4"]);
    let upward = election("cat", &cat(["1", "2"]), None);
    assert_eq!(upward.profile.shape(), Shape::Approved);
}

#[test]
fn a_table_has_a_column_for_each_nominee_or_for_each_rank() {
    let ranks = election("csv", "Ann,\"Lee, Bob\",Cy\n1,2,\n2,1,2\n,,\n", Some(Shape::Ranked));
    assert_eq!(nominees(&ranks), ["Ann", "Lee, Bob", "Cy"]);
    assert_eq!(ballots(&ranks), ["1: Ann > Lee, Bob", "1: Lee, Bob > Ann = Cy", "1: nothing"]);
    let scores = election("csv", "count;Ann;Bob\n3;5;0\n2;;4\n", Some(Shape::Scored));
    assert_eq!(ballots(&scores), ["2: Bob/4", "3: Ann/5, Bob/0"]);
    let approvals = election("csv", "voter,Ann,Bob\nx1,x,\nx2,yes,1\n", None);
    assert_eq!(ballots(&approvals), ["1: Ann", "1: Ann + Bob"]);
    let choices = election("csv", "First choice,2nd choice,Rank 3\nAnn,Bob,\n,Bob,Ann\n", None);
    assert_eq!(ballots(&choices), ["1: Ann > Bob", "1: Bob > Ann"]);
    assert_eq!(choices.told.gaps, 1);
    let plain = election("csv", "Ann,Bob,Cy\nBob,Ann,Cy\nAnn\n", None);
    assert_eq!(ballots(&plain), ["1: Ann", "1: Ann > Bob > Cy", "1: Bob > Ann > Cy"]);
    let counted = election("csv", "12,Ann,Bob\n3,Bob\n", None);
    assert_eq!(ballots(&counted), ["12: Ann > Bob", "3: Bob"]);
}

#[test]
fn a_table_may_hold_a_whole_ranking_in_one_cell() {
    let signs =
        election("csv", "Timestamp,Ranking\n2026-01-01,Ann > Bob = Cy\n,\"Bob, jr\"\n", None);
    assert_eq!(ballots(&signs), ["1: Ann > Bob = Cy", "1: Bob, jr"]);
    let form = election("csv", "ID,Ranking\n1,Ann;Bob;\n2,Bob;Ann;\n", None);
    assert_eq!(ballots(&form), ["1: Ann > Bob", "1: Bob > Ann"]);
    let bare = election("csv", "Ann>Bob\nBob>Ann\n", None);
    assert_eq!(ballots(&bare), ["1: Ann > Bob", "1: Bob > Ann"]);
}

#[test]
fn more_than_255_nominees_may_come_one_by_one() {
    let text: String = (0..1000).map(|i| format!("1:N{i}>N{}\n", i / 2)).collect();
    let many = election("abif", &text, None);
    assert_eq!(many.profile.slate().len(), 1000);
    assert!(ballots(&many).contains(&"1: N999 > N499".to_owned()));
    assert_eq!(many.profile.papers(), 1000);
}
