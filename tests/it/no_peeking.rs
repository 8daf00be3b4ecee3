//! Before publication no page shows a tally: every page is read as every kind of reader.

use crate::client::Person;
use crate::form::words;
use crate::on_both::on_both;
use crate::results::TWO;
use crate::vision::{self, at, cast};
use crate::world::EDITION;

/// Every page that somebody can open, each as its reader sees it.
const PAGES: &[&str] = &[
    "",
    "/stories",
    "/people",
    "/categories/most-creative",
    "/categories/most-prolific",
    "/ballot",
    "/ballot/recorded",
    "/results",
    "/results.json",
    "/results.csv",
    "/audit",
    "/join",
    "/manage",
    "/manage/calendar",
    "/manage/categories",
    "/manage/nominees",
    "/manage/electorate",
    "/manage/voting",
    "/manage/turnout",
    "/manage/count",
    "/manage/preview",
    "/manage/publication",
];

/// What this reader is sent of the edition and of the instance, in one text: as words, and as HTML.
fn everything(who: &Person) -> String {
    let edition = PAGES.iter().map(|page| format!("/editions/{EDITION}{page}"));
    let others = ["/", "/account", "/admin", "/healthz"].map(str::to_owned);
    let mut all = String::new();
    for path in edition.chain(others) {
        let answer = who.get(&path);
        let html = scraper::Html::parse_document(&answer.text());
        all.push_str(&words(html.root_element()));
        all.push_str(&html.html());
        all.push('\n');
    }
    all
}

on_both!(before_publication_no_page_shows_a_tally_to_anybody_but_leads_after_counting, |world| {
    vision::nominate(world, TWO);
    let (lea, ada) = (world.lead(), world.admin());
    vision::begin(world);
    let (ana, visitor) = (world.voter("ana"), world.visitor());
    // Twelve mark story 3, five story 17; nobody else has a count, so any trace of a winner or of
    // a number of marks is a leak. Turnout is seventeen.
    for (at, voter) in world.crowd(17).iter().enumerate() {
        let creative: &[u16] = if at < 12 { &[3] } else { &[17] };
        cast(voter, &[("most-creative", creative)]).see_other();
    }
    let leaks = [
        "12 votes",
        "12 of 17",
        "70.6",
        "29.4",
        "Chosen by",
        "data-winner",
        "certificate",
        "\"counts\"",
    ];
    let scan = |who: &Person, when: &str| {
        let seen = everything(who);
        for leak in leaks {
            assert!(!seen.contains(leak), "{when} somebody reads {leak:?}");
        }
    };

    for who in [&lea, &ada, &ana, &visitor] {
        scan(who, "while voting is open");
    }
    vision::end(world);
    for who in [&lea, &ada, &ana, &visitor] {
        scan(who, "after closing");
    }
    let form = lea.get(&at("manage/count")).page().form("form.confirm");
    lea.submit(&form).see_other();
    for who in [&ada, &ana, &visitor] {
        scan(who, "after counting");
    }

    // The scan can see: a lead reads the outcome now, and afterwards everybody does.
    assert!(everything(&lea).contains("12 of 17"));
    let form = lea.get(&at("manage/publication")).page().form("form.confirm");
    lea.submit(&form.fill("slug", EDITION)).see_other();
    assert!(everything(&visitor).contains("Chosen by 12 of the 17"));
});
