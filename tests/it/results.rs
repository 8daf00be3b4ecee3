//! Results, through HTTP: turnout, counting, the preview, publishing, and what everybody is told.

use laurels::ballots;
use laurels::count::Marks;
use laurels::editions::store as editions;
use laurels::results::model::inputs_digest;

use crate::client::Person;
use crate::on_both::on_both;
use crate::vision::{self, at, cast};
use crate::world::{EDITION, World};

pub(crate) const TWO: &[&str] = &["most-creative", "most-prolific"];

/// Seven people vote. Most creative: story 3 has five marks, 17 and 40 two each. Most prolific:
/// persons 2 and 5 have three marks each, and one leaves it blank. The numbers of marks are such
/// that no page shows them for another reason.
fn vote(world: &World) {
    let crowd = world.crowd(7);
    for (at, voter) in crowd.iter().enumerate() {
        let creative: &[u16] = if at < 5 { &[3] } else { &[17, 40] };
        let prolific: &[u16] = match at {
            0..3 => &[2],
            3..6 => &[5],
            _ => &[],
        };
        cast(voter, &[("most-creative", creative), ("most-prolific", prolific)]).see_other();
    }
}

fn voted(world: &World) -> Person {
    vision::nominate(world, TWO);
    let lea = world.lead();
    vision::begin(world);
    vote(world);
    lea
}

fn counted(world: &World) -> Person {
    let lea = voted(world);
    vision::end(world);
    let form = lea.get(&at("manage/count")).page().form("form.confirm");
    lea.submit(&form).see_other();
    lea
}

fn published(world: &World) -> Person {
    let lea = counted(world);
    let form = lea.get(&at("manage/publication")).page();
    let form = form.form("form.confirm").fill("slug", EDITION);
    lea.submit(&form).see_other();
    lea
}

on_both!(turnout_tells_how_many_and_never_what, |world| {
    let lea = voted(world);

    let page = lea.get(&at("manage/turnout")).page();

    assert_eq!(page.texts(".tally tbody td:nth-child(2)"), ["7", "6"]);
    assert_eq!(page.texts(".tally tbody td:nth-child(4)"), ["7 , equal", "6 , equal"]);
    assert!(page.text(".figures").starts_with("7 have voted"));
    world.voter("ana").get(&at("manage/turnout")).expect(403);
});

on_both!(nothing_is_counted_while_people_can_vote, |world| {
    let lea = voted(world);
    let page = lea.get(&at("manage/count")).page();
    assert!(page.text("main").contains("Nothing is counted while people can still vote."));
    assert!(!page.has("form.confirm"));

    let csrf = page.attribute("form[action='/sign-out'] input[name=csrf]", "value").unwrap();
    let refused = lea.post_form(&at("manage/count"), &[("csrf", csrf)]).page_with(409);

    assert!(refused.text("main").contains("Close voting first"));
    lea.get(&at("manage/preview")).expect(409);
});

on_both!(an_edition_is_counted_once, |world| {
    let lea = voted(world);
    vision::end(world);
    let form = lea.get(&at("manage/count")).page().form("form.confirm");

    lea.submit(&form).see_other();
    let again = lea.submit(&form).page_with(409);

    assert!(again.text("main").contains("The ballots are counted already."));
});

on_both!(the_uncounted_is_not_published, |world| {
    let lea = voted(world);
    vision::end(world);
    let page = lea.get(&at("manage/publication")).page();
    assert!(page.text("main").contains("have not been counted yet"));

    let csrf = page.attribute("form[action='/sign-out'] input[name=csrf]", "value").unwrap();
    let fields = [("csrf", csrf), ("slug", EDITION)];
    let refused = lea.post_form(&at("manage/publication"), &fields).page_with(409);

    assert!(refused.text("main").contains("Count them first"));
});

on_both!(publishing_asks_for_the_address_and_happens_once, |world| {
    let lea = counted(world);
    let form = lea.get(&at("manage/publication")).page().form("form.confirm");

    let refused = lea.submit(&form.clone().fill("slug", "async")).refused();
    assert!(refused.text(".error-summary").contains(&format!("Type {EDITION} here")));
    assert_eq!(refused.attribute("#slug", "value"), Some("async"));
    world.visitor().get(&at("results.json")).expect(409);

    let form = form.fill("slug", EDITION);
    assert_eq!(lea.submit(&form).see_other(), at("results"));
    let again = lea.submit(&form).page_with(409);
    assert!(again.text("main").contains("published already"));
});

on_both!(winners_come_first_then_all_counts, |world| {
    published(world);

    let page = world.visitor().get(&at("results")).page();

    assert!(page.text(".page-head .lead").starts_with("7 people voted."));
    assert!(page.text(".page-head .figures").contains("2 awards, one of them shared"));
    assert_eq!(page.texts(".certificate-award"), ["Most creative story", "Most prolific"]);
    assert_eq!(page.texts(".wreath-text"), ["5 votes", "3 votes each"]);
    assert_eq!(page.texts(".certificate-name").len(), 3, "one, and two who share");
    let why = page.texts(".certificate-why");
    assert_eq!(why[0], "Chosen by 5 of the 7 people who voted here.");
    assert_eq!(why[1], "An award shared: each was chosen by 3 of the 6 people who voted here.");
    let figures = page.texts(".award .figures li");
    assert_eq!(figures[..3], ["7 voted here", "0 left it blank", "56 nominated"]);
    assert_eq!(figures[3..5], ["6 voted here", "1 left it blank"]);
    let creative = page.texts("#most-creative-counts ~ tbody tr td:nth-child(2)");
    assert_eq!((creative.len(), &creative[..4]), (56, &["5", "2", "2", "0"].map(String::from)[..]));
    assert_eq!(page.texts("tr[data-winner] td:nth-child(4)"), ["71.4 %", "50.0 %", "50.0 %"]);
    assert!(page.text("main").contains("Counted 1 March 2027, 12:00 UTC"));
    assert!(page.text("main").contains("Each voter marked up to 3 stories"));
});

on_both!(results_are_files_too, |world| {
    published(world);

    let json = world.visitor().get(&at("results.json")).json();

    assert_eq!(json["schema"], 2);
    assert_eq!(json["edition"]["slug"], EDITION);
    assert_eq!(json["edition"]["votes"], "real");
    assert_eq!(json["edition"]["counted_at"], "2027-03-01T12:00:00Z");
    assert_eq!(json["turnout"]["voted"], 7);
    let [creative, prolific] = &json["categories"].as_array().unwrap()[..] else {
        panic!("two categories: {json}");
    };
    assert_eq!(creative["method"], "approval");
    assert_eq!(creative["winners"][0]["number"], 3);
    assert_eq!(creative["counts"].as_array().unwrap().len(), 56);
    assert_eq!(creative["counts"][0]["votes"], 5);
    assert_eq!(creative["turnout"]["left_blank"], 0);
    assert_eq!(prolific["winners"].as_array().unwrap().len(), 2);
    assert_eq!(prolific["turnout"]["left_blank"], 1);

    let csv = world.visitor().get(&at("results.csv")).text();
    let mut lines = csv.lines();
    assert_eq!(
        lines.next().unwrap(),
        "category,category_title,method,voted,left_blank,place,number,kind,slug,title,by,votes,won,\
         measure,value"
    );
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("most-creative,Most creative story,approval,7,0,1,3,story,")
    );
    assert_eq!(csv.lines().filter(|line| line.ends_with(",true,,")).count(), 3);
});

on_both!(the_digest_is_of_what_was_counted, |world| {
    published(world);
    let json = world.visitor().get(&at("results.json")).json();

    // The same ballots in any order give the same digest, and others another.
    let (same, other) = world.read(|db| {
        let edition = editions::by_slug(db, EDITION)?;
        let papers = laurels::categories::store::papers(db, edition.id)?;
        let mut marks = ballots::store::of_category(db, papers[0].category.id)?;
        marks.reverse();
        let same = inputs_digest(&papers[0], &marks)?;
        marks.push(Marks::Approved(vec![]));
        Ok((same, inputs_digest(&papers[0], &marks)?))
    });

    assert_eq!(json["categories"][0]["inputs_digest"], same);
    assert_ne!(json["categories"][0]["inputs_digest"], other);
});

on_both!(in_a_small_category_only_the_winners_are_told_and_voters_know_before, |world| {
    vision::nominate(world, TWO);
    let lea = world.lead();
    vision::begin(world);
    let crowd = world.crowd(4);
    let told = crowd[0].get(&at("ballot")).page().text(".page-head");
    assert!(told.contains("fewer than 5 ballots only the winners are told"), "{told}");
    for voter in &crowd {
        cast(voter, &[("most-creative", &[3])]).see_other();
    }
    vision::end(world);
    let form = lea.get(&at("manage/count")).page().form("form.confirm");
    lea.submit(&form).see_other();
    assert!(!lea.get(&at("manage/preview")).page().has(".tally"), "leads are no exception");
    let form = lea.get(&at("manage/publication")).page().form("form.confirm");
    lea.submit(&form.fill("slug", EDITION)).see_other();

    let page = world.visitor().get(&at("results")).page();
    assert_eq!(page.texts("[aria-labelledby=most-creative] .certificate-name").len(), 1);
    assert!(!page.has("[aria-labelledby=most-creative] .tally"));
    assert!(!page.has("[aria-labelledby=most-creative] .wreath-text"));
    let json = world.visitor().get(&at("results.json")).json();
    assert!(json["categories"][0]["counts"].is_null());
    assert!(json["categories"][0]["inputs_digest"].is_null(), "few ballots can be guessed");
    let csv = world.visitor().get(&at("results.csv")).text();
    let rows: Vec<_> = csv.lines().filter(|line| line.starts_with("most-creative,")).collect();
    assert!(matches!(rows[..], [one] if one.ends_with(",,true,,")), "{rows:?}");
});

on_both!(where_nobody_voted_nobody_wins_and_it_is_said_kindly, |world| {
    vision::nominate(world, TWO);
    let lea = world.lead();
    vision::begin(world);
    vision::end(world);
    for (page, field) in [("manage/count", None), ("manage/publication", Some(EDITION))] {
        let form = lea.get(&at(page)).page().form("form.confirm");
        let form = field.map_or(form.clone(), |slug| form.fill("slug", slug));
        lea.submit(&form).see_other();
    }

    let page = world.visitor().get(&at("results")).page();

    assert!(page.text(".page-head .lead").starts_with("Nobody voted this time"));
    assert!(!page.has(".certificate-name"));
    assert!(page.texts(".certificate-why")[0].starts_with("Nobody voted in this category"));
});
