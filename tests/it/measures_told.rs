//! What is told of measures: figures that freeze with the rules, results and their files, the
//! demonstration, and the pages in a real browser.

use laurels::categories::store;
use laurels::demo::awards;
use laurels::demo::build::build;
use laurels::editions::store as editions;
use laurels::secrets::PasswordHashed;
use laurels::submissions::kept::store as kept;
use laurels::submissions::store as submissions;
use serde_json::Value;

use crate::measures::{FAQ, FUNNY, MOST_FAQ, PROLIFIC, define, papers, rulebook, withdraw};
use crate::on_both::on_both;
use crate::submissions::open_with_stories;
use crate::tab::Tab;
use crate::vision::{self, at};
use crate::world::{EDITION, PASSWORD, World};
use crate::{axe, chromium, machine};

on_both!(figures_freeze_when_voting_opens, |world| {
    let lea = world.lead();
    open_with_stories(world);
    define(&lea, FUNNY);
    define(&lea, FAQ);
    let change = |words: i64, commit: &'static str| {
        world.write(move |db, _| {
            let edition = editions::by_slug(db, EDITION)?.id;
            let mut story = submissions::story_by_slug(db, edition, "alan-lost-the-world")?.story;
            (story.faq_words, story.commit) = (words, Some(commit.to_owned()));
            story.digest = Some("d".repeat(64));
            kept::set_story(db, &story)
        });
    };
    let first = || {
        let page = world.visitor().get(&at("categories/most-extensive-faq")).page();
        let name = page.texts(".tally tbody th a").remove(0);
        (name, page.texts(".tally tbody td[data-number]").remove(0), page.text(".page-head"))
    };

    change(4_000, "c0ffee0");
    assert_eq!(first().0, "Alan lost the world!", "until voting opens the figures are live");
    vision::begin(world);
    change(1, "0000000");

    let (name, figure, said) = first();
    assert_eq!((name.as_str(), figure.as_str()), ("Alan lost the world!", "4,000"));
    assert!(said.contains("were frozen when voting opened"), "{said}");
    let book = rulebook(world);
    assert_eq!(book["schema"], 2);
    let faq = &book["categories"][1];
    assert_eq!(faq["measure"]["metric"], "faq-words");
    assert_eq!((&faq["measure"]["role"], &faq["method"]), (&"decides".into(), &Value::Null));
    let nominees = faq["nominees"].as_array().unwrap();
    let alan = nominees.iter().find(|one| one["slug"] == "alan-lost-the-world").unwrap();
    assert_eq!((&alan["value"], &alan["commit"]), (&4_000.into(), &"c0ffee0".into()));
    assert_eq!(alan["digest"], "d".repeat(64));
    let funny = &book["categories"][0]["nominees"][0];
    assert!(funny["value"].is_null() && funny["commit"].is_null(), "{funny}");
});

/// Three people have sent three stories each, once the one with seven is gone.
fn publish(world: &World) {
    let lea = world.lead();
    open_with_stories(world);
    define(&lea, FAQ);
    define(&lea, &[("title", "Most humorous"), ("max", "3")]);
    define(&lea, &[PROLIFIC, &[("most", "5")]].concat());
    let sent = [("of", "person"), ("by", "measure"), ("metric", "stories-sent")];
    define(&lea, &[&sent[..], &[("title", "Most stories")]].concat());
    withdraw(&lea, "nikomatsakis");
    vision::begin(world);
    let prolific = papers(world).remove(1);
    let rylev = prolific.candidates.iter().find(|one| one.nominee.title() == "rylev");
    let rylev = rylev.unwrap().number.0.to_string();
    for voter in world.crowd(6) {
        let form = voter.get(&at("ballot")).page().form("form.paper");
        let form = form.tick("mark.most-humorous", "3").tick("mark.most-prolific", &rylev);
        voter.submit(&form.press("", "")).see_other();
    }
    vision::end(world);
    let form = lea.get(&at("manage/count")).page().form("form.confirm");
    lea.submit(&form).see_other();
    let preview = lea.get(&at("manage/preview")).page();
    assert!(preview.texts("table td[data-label='Votes or figure']")[0].contains("by a measure"));
    let form = lea.get(&at("manage/publication")).page().form("form.confirm");
    lea.submit(&form.fill("slug", EDITION)).see_other();
}

on_both!(results_tell_what_measures_decided_beside_what_votes_did, |world| {
    publish(world);

    let page = world.visitor().get(&at("results")).page();

    let titles = page.texts(".certificate-award");
    assert_eq!(titles, ["Most extensive FAQ", "Most humorous", "Most prolific", "Most stories"]);
    assert!(page.text(".page-head .figures").contains("4 awards, one of them shared"));
    assert!(page.text(".page-head .figures").contains("2 decided by a measure, not by votes"));
    let why = page.texts(".certificate-why");
    assert_eq!(
        why[0],
        "Decided by a measure, not by votes: 1,060 words in the FAQ, the most of all."
    );
    assert_eq!(
        why[3],
        "An award shared, decided by a measure and not by votes: each has 3 stories sent."
    );
    let faq = |of: &str| page.texts(&format!("[aria-labelledby=most-extensive-faq] {of}"));
    assert_eq!(faq(".certificate-name"), [MOST_FAQ.0]);
    assert_eq!(faq(".wreath-text"), ["1,060 words"]);
    assert_eq!(faq("tr[data-winner] td[data-number]"), ["1,060"]);
    assert_eq!(faq("tbody tr").len(), 56);
    assert_eq!(page.texts("[aria-labelledby=most-stories] .certificate-name").len(), 3);
    let prolific = page.text("[aria-labelledby=most-prolific] .stack");
    assert!(prolific.contains("The 5 with the most stories sent stood"), "{prolific}");
    assert_eq!(page.texts("[aria-labelledby=most-prolific] tbody tr").len(), 7);
});

on_both!(result_files_tell_what_measures_decided, |world| {
    publish(world);

    let json = world.visitor().get(&at("results.json")).json();

    assert_eq!(json["schema"], 2);
    let [faq, funny, prolific, stories] = &json["categories"].as_array().unwrap()[..] else {
        panic!("four categories: {json}");
    };
    assert_eq!((&faq["decided_by"], &faq["method"]), (&"measure".into(), &Value::Null));
    assert!(faq["turnout"].is_null() && faq["inputs_digest"].is_null());
    assert_eq!(faq["winners"][0]["title"], MOST_FAQ.0);
    let (first, second) = (&faq["counts"][0], &faq["counts"][1]);
    assert_eq!((&first["value"], &first["won"]), (&1_060.into(), &true.into()));
    assert_eq!((&second["place"], &second["votes"]), (&2.into(), &Value::Null));
    assert_eq!((&funny["decided_by"], &funny["measure"]), (&"votes".into(), &Value::Null));
    assert_eq!(prolific["measure"]["most"], 5);
    assert_eq!(
        (&prolific["counts"][0]["votes"], &prolific["counts"][0]["value"]),
        (&6.into(), &3.into())
    );
    assert_eq!(stories["winners"].as_array().unwrap().len(), 3);

    let csv = world.visitor().get(&at("results.csv")).text();
    let row = csv.lines().nth(1).unwrap();
    assert!(row.starts_with("most-extensive-faq,Most extensive FAQ,,,,1,"), "{row}");
    assert!(row.ends_with(",,true,faq-words,1060"), "{row}");
    assert_eq!(csv.lines().count(), 1 + 56 + 56 + 7 + 42);
});

on_both!(the_demonstration_votes_on_all_eight_awards_two_of_them_among_a_shortlist, |world| {
    let (secret, hash) = (world.secret(), PasswordHashed::of(PASSWORD).unwrap());
    let papers = world.write(move |db, now| {
        build(db, &secret, &hash, now)?;
        let edition = editions::by_slug(db, awards::SLUG)?.id;
        store::papers(db, edition)
    });

    assert_eq!(papers.len(), 8);
    let standing = |slug: &str| {
        let paper = papers.iter().find(|paper| paper.category.slug == slug).unwrap();
        let titles = paper.candidates.iter().map(|one| one.nominee.title().to_owned());
        titles.collect::<Vec<_>>()
    };
    assert_eq!(standing("most-prolific").len(), 8, "who sent two stories or more");
    let extensive = standing("most-extensive-faq");
    assert!(extensive.len() == 12 && extensive.iter().any(|title| title == MOST_FAQ.0));
});

/// Which fields of a category's form its reader sees.
fn seen(tab: &Tab) -> Vec<String> {
    let names = tab.eval(
        "[...document.querySelectorAll('form.form .input')]
            .filter(it => it.offsetParent !== null).map(it => it.name)",
    );
    serde_json::from_value(names).unwrap()
}

fn pick(tab: &Tab, field: &str, value: &str) {
    tab.eval(&format!("void (document.getElementById('{field}').value = '{value}')"));
}

#[test]
fn the_form_shows_what_the_chosen_way_asks_for_even_without_a_script() {
    let Some(browser) = machine::or_left_out(chromium::browser()) else {
        return;
    };
    let world = World::on_sqlite();
    let lea = world.lead();
    let tab = browser.tab();
    tab.without_javascript();
    tab.take_cookies(&world.base, &lea.cookies());
    tab.open(&format!("{}{}", world.base, at("manage/categories/new")));
    let about = ["title", "slug", "charter", "of", "kind", "by"];

    assert_eq!(seen(&tab), [&about[..], &["method", "max", "joining"]].concat());
    pick(&tab, "by", "measure");
    assert_eq!(seen(&tab), [&about[..], &["metric", "joining"]].concat());
    pick(&tab, "by", "shortlist");
    assert_eq!(seen(&tab), [&about[..], &["metric", "most", "method", "max"]].concat());
    pick(&tab, "of", "person");
    assert!(!seen(&tab).contains(&"kind".to_owned()));
    let offered = "[...document.querySelectorAll('#metric option')]
        .filter(it => getComputedStyle(it).display != 'none').map(it => it.value)";
    let offered: Vec<String> = serde_json::from_value(tab.eval(offered)).unwrap();
    assert_eq!(
        offered,
        ["words", "faq-questions", "stories-sent", "stories-helped-with", "comments"]
    );
}

#[test]
fn the_pages_of_measures_keep_nobody_out() {
    let Some(browser) = machine::or_left_out(chromium::browser()) else {
        return;
    };
    let Some(axe) = machine::or_left_out(axe::axe()) else {
        return;
    };
    let world = World::on_sqlite();
    let lea = world.lead();
    open_with_stories(&world);
    define(&lea, FAQ);
    define(&lea, PROLIFIC);
    withdraw(&lea, "nikomatsakis");
    let tab = browser.tab();
    tab.take_cookies(&world.base, &lea.cookies());

    for page in [
        "categories",
        "categories/most-extensive-faq",
        "categories/most-prolific",
        "manage/categories/most-prolific",
        "manage/categories/most-prolific/nominees",
    ] {
        axe.looks_everywhere(
            &tab,
            &format!("{}{}", world.base, at(page)),
            &format!("measures-{page}"),
        );
    }
    assert_eq!(tab.complaints(), [""; 0]);
}
