//! Wrong ballot files: each error names its place, what was expected and what was found.

use laurels::count::Shape;
use laurels::count::formats::problem::Problem;

use crate::formats_said::problem;

fn says(format: &str, text: &str, words: &str) {
    let problem = problem(format, text.as_bytes(), None).to_string();
    assert!(problem.starts_with(words), "{format} {text:?}\n  says  {problem}\n  not   {words}");
}

#[test]
fn an_abif_error_names_line_and_column() {
    says("abif", "1:A>B\n2:A>>B\n", "line 2, column 5: expected a nominee's name, found \">B\".");
    says(
        "abif",
        "2:蘇業>é é\n",
        "line 1, column 8: expected \">\", \"=\" or \",\" after a name, found \"é\".",
    );
    says("abif", "A>B\n", "line 1, column 1: expected a number of papers, found \"A>B\".");
    says(
        "abif",
        "3 A\n",
        "line 1, column 3: expected \":\" after the number of papers, found \"A\".",
    );
    says(
        "abif",
        "1:A/x\n",
        "line 1, column 5: expected a whole score from 0 to 65535, found \"x\".",
    );
    says("abif", "1:A/4.5\n", "line 1, column 5: expected a whole score");
}

#[test]
fn an_abif_file_that_does_not_agree_with_itself_is_refused_where_it_starts_to() {
    says(
        "abif",
        "1:[A\n",
        "line 1, column 3: expected \"]\" after this name, found none on this line.",
    );
    says("abif", "1:A>B,C\n", "line 1, column 6: expected the same sign as before on this line");
    says(
        "abif",
        "1:A,B\n2:A>B\n",
        "line 2, column 3: expected approvals, as on the lines before, found rankings.",
    );
    says(
        "abif",
        "5:A\n2:A/3\n",
        "line 2, column 3: expected names without scores, as before, found scores.",
    );
    says(
        "abif",
        "=A:[Ann]\n=A:[Bob]\n",
        "line 2, column 2: expected a nominee not yet listed, found \"A\" again.",
    );
    says("abif", "{title \"x\"}\n", "line 1, column 2: expected a fact such as title");
    says("abif", "99999999999999999999: A\n", "line 1, column 1: expected a number of papers");
}

#[test]
fn an_unknown_nominee_is_an_error_with_its_place() {
    says(
        "abif",
        "=A:[Ann]\n1:A>Bob\n",
        "line 2, column 5: expected one of the nominees listed above, found \"Bob\", which is none of \
         them. List it",
    );
    says(
        "blt",
        "2 1\n1 1 3 0\n",
        "line 2, column 5: expected the number of a nominee from 1 to 2, found \"3\".",
    );
    says(
        "soc",
        "# NUMBER ALTERNATIVES: 2\n1: 1,3\n",
        "line 2, column 6: expected the number of an alternative from 1 to 2, found \"3\".",
    );
}

#[test]
fn a_blt_error_names_line_and_column() {
    says(
        "blt",
        "4\n",
        "line 1, column 2: expected the number of seats, found the end of the line.",
    );
    says(
        "blt",
        "2 1\n1 1 2\n",
        "line 2, column 6: expected a nominee's number, or 0 at the end of the ballot, found the end of the line.",
    );
    says(
        "blt",
        "2 1\n1.5 1 2 0\n",
        "line 2, column 1: expected a number of papers, or 0 after the last ballot, found \"1.5\".",
    );
    says(
        "blt",
        "2 1\n1 1x 0\n",
        "line 2, column 4: expected a space or \"=\" after a nominee's number, found \"x\".",
    );
    says("blt", "2 1\n1 1 0\n", "expected a line 0 after the last ballot, found none.");
    says("blt", "2 1\n1 1 0\n0\n\"A\"\n", "expected 2 names after the ballots, found 1.");
    says("blt", "2 1\n0\n\"A\n", "line 3, column 1: expected a closing quotation mark");
    says("blt", "", "expected a first line with the numbers of nominees and seats");
}

#[test]
fn a_preflib_error_names_line_and_column() {
    says(
        "soc",
        "1: 1,2\n",
        "line 1, column 1: expected a header with a line such as # NUMBER ALTERNATIVES: 4",
    );
    says(
        "soc",
        "# NUMBER ALTERNATIVES: 2\n1; 1,2\n",
        "line 2, column 2: expected \":\" after the number of papers",
    );
    says("soc", "# NUMBER ALTERNATIVES: 2\n1: {1,2\n", "line 2, column 8: expected \",\" or \"}\"");
    says("soc", "# DATA TYPE: wmd\n", "line 1, column 14: expected one of the data types");
    says(
        "soi",
        "2\n1,A\n3,B\n",
        "line 3, column 1: expected \"2,\" and the name of that alternative",
    );
    says(
        "cat",
        "# NUMBER ALTERNATIVES: 2\n# NUMBER CATEGORIES: 1\n1: 1,2\n",
        "line 3, column 6: expected the end of the line after 1 categories",
    );
}

#[test]
fn a_table_error_names_line_and_column() {
    let ranked = Some(Shape::Ranked);
    let wrong = problem("csv", b"Ann,Bob\n1,2\n0,5\n", ranked).to_string();
    assert!(
        wrong.starts_with("line 3, column 1: expected a rank from 1 to 2, found \"0\"."),
        "{wrong}"
    );
    assert!(wrong.contains("--cells scores"), "{wrong}");
    says(
        "csv",
        "Ann,Bob\n1,2\n",
        "line 2, column 1: expected a word on what the numbers in this table are, found none.",
    );
    says(
        "csv",
        "count,Ann,Bob\nx,1,2\n",
        "line 2, column 1: expected a number of papers, found \"x\".",
    );
    says(
        "csv",
        "ballots (scores),Ann,Bob\n1,2\n",
        "line 2, column 4: expected 3 cells in this row, found 2.",
    );
    says(
        "csv",
        "count,Ann,Ann\n1,2,2\n",
        "line 1, column 11: expected another nominee's name, found \"Ann\" again.",
    );
    says(
        "csv",
        "ballots (ranks),Ann\n1,\"x\n",
        "line 2, column 3: expected a closing quotation mark",
    );
    says("csv", "", "expected a row with the names of nominees, and ballots");
}

#[test]
fn a_million_nominees_are_refused_politely() {
    let polite = |problem: Problem, line: u64| {
        assert!(problem.expected.contains("at most 65535 nominees"), "{problem}");
        assert_eq!(problem.place.unwrap().line, line, "{problem}");
    };
    polite(problem("blt", b"1000000 1\n", None), 1);
    polite(problem("soc", b"# NUMBER ALTERNATIVES: 1000000\n", None), 1);
    polite(problem("soi", b"1000000\n", None), 1);
    let names: Vec<String> = (0..1_000_000).map(|i| format!("n{i}")).collect();
    polite(problem("csv", format!("count,{}\n", names.join(",")).as_bytes(), None), 1);
    polite(problem("abif", format!("1:{}\n", names.join(">")).as_bytes(), None), 1);
    let listed: String = names.iter().map(|name| format!("={name}:[{name}]\n")).collect();
    polite(problem("abif", listed.as_bytes(), None), 65_536);
}

#[test]
fn bytes_that_are_no_text_are_refused_where_they_are_a_name() {
    let wrong = |format, bytes| problem(format, bytes, None).to_string();
    let utf16 = wrong("abif", b"\xff\xfe1\0:\0A\0");
    assert!(utf16.contains("expected text in UTF-8, found text in UTF-16. Save"), "{utf16}");
    let latin = wrong("abif", b"1:A>Jos\xe9\n");
    assert!(latin.starts_with("line 1, column 5: expected text in UTF-8"), "{latin}");
    let control = wrong("blt", b"1 1\n0\n\"A\x1b[31m\"\n");
    assert!(control.contains("found the control character U+001B"), "{control}");
}
