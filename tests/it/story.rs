//! The whole road, once, as people walk it: an admin makes an edition and names its lead; the lead
//! gathers stories, names awards and opens the vote; voters vote, think again, and leave blank; the
//! lead closes, counts, looks and publishes; a visitor reads who has won.
//!
//! Each room's own file tests its corners. Here everything goes through pages and the one command
//! that a lead's operator types, so that no door on the road can be missing.

use std::process::Command;

use crate::client::{Answer, Person};
use crate::form::Form;
use crate::on_both::on_both;
use crate::page::Page;
use crate::world::World;

const SLUG: &str = "async-vision-2021";
const TITLE: &str = "Async Vision Doc Awards 2021";
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/demo/async-vision-2021.json");

/// Title, to whom it goes, which kind of story, how it is decided, how many marks.
const AWARDS: [[&str; 5]; 8] = [
    ["Most humorous story", "story", "", "approval", ""],
    ["Most creative story", "story", "", "approval", "3"],
    ["Most supportive", "person", "", "approval", ""],
    ["Most prolific", "person", "", "plurality", ""],
    ["Most unexpected", "story", "", "approval", ""],
    ["Most painful", "story", "status_quo", "approval", ""],
    ["Most extensive FAQ", "story", "", "plurality", ""],
    ["Most ambitious", "story", "shiny_future", "plurality", ""],
];

const GRACE: &str = "Grace debugs a crash dump";
const STACK: &str = "Alan runs into stack allocation trouble";
const NIKO: &str = "nikomatsakis";

fn at(page: &str) -> String {
    format!("/editions/{SLUG}{page}")
}

/// Sends a form and reads the page that tells what happened.
fn done(person: &Person, form: &Form) -> Page {
    let answer = person.submit(form);
    person.follow(&answer)
}

on_both!(an_edition_goes_from_an_idea_to_published_laurels, |world| {
    let (ada, lea, visitor) = (world.admin(), world.voter("lea"), world.visitor());

    found(&ada);
    ada.get(&at("")).expect(404);
    gather(world, &lea);
    name_awards(&lea);
    choose(&lea);
    open(&lea);

    assert!(visitor.get(&at("/ballot")).page().has("a[href^='/sign-in']"));
    let ana = world.voter("ana");
    think_twice(&ana);
    vote(world);
    leave_blank(&world.voter("bo"));
    watch(&lea);

    close(&lea);
    too_late(&ana);
    count(&lea);
    assert_eq!(visitor.get(&at("/results")).page().text("h1"), "No results yet");
    visitor.get(&at("/results.json")).expect(409);
    publish(&lea);

    read(&visitor);
    read_as_json(&visitor);
    read_as_csv(&visitor);
    look_back(&visitor);
});

/// Ada makes the edition, with its end, and names Lea.
fn found(ada: &Person) {
    let form = ada.get("/admin/editions").page();
    let form = form.form("form[action='/admin/editions']");
    let form = form
        .fill("title", TITLE)
        .fill("slug", SLUG)
        .fill("description", "Stories of async Rust.")
        .fill("voting_closes_at", "2027-03-12T18:00")
        .fill("leads", "");
    let made = done(ada, &form);
    assert!(made.text(".flash").contains("The edition is made."));
    assert!(made.text("main").contains("nobody yet"), "no lead so far");

    let leads = format!("/admin/editions/{SLUG}/leads");
    let form = ada.get(&leads).page();
    let form = form.form(&format!("form[action='{leads}']"));
    let named = done(ada, &form.fill("leads", "lea@example.org"));
    assert!(named.text(".flash").contains("lea is a lead."));
}

/// The operator takes the stories in, and Lea lets everybody see them.
fn gather(world: &World, lea: &Person) {
    let (database, secret) = world.settings();
    let intake = Command::new(env!("CARGO_BIN_EXE_laurels"))
        .args(["intake", "file", FILE, "--edition", SLUG])
        .args(["--database-url", &database, "--secret-file"])
        .arg(secret)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&intake.stderr);
    assert!(intake.status.success(), "{said}");

    let stories = lea.get(&at("/stories")).page();
    assert_eq!(stories.text("h1"), "56 stories");
    let form = lea.get(&at("/manage/calendar")).page();
    let form = form.form(&format!("form[action='{}']", at("/manage/nominations")));
    done(lea, &form);
    assert_eq!(world.visitor().get(&at("")).page().text("h1"), TITLE);
}

fn name_awards(lea: &Person) {
    for [title, of, kind, method, max] in AWARDS {
        let form = lea.get(&at("/manage/categories/new")).page();
        let form = form.form("main form");
        let form = form
            .fill("title", title)
            .fill("charter", "What moved you, and why.")
            .choose("of", of)
            .choose("kind", kind)
            .choose("method", method)
            .fill("max", max);
        let defined = done(lea, &form);
        assert!(defined.text(".flash").contains(title));
    }
    // The last but one was meant to be the last.
    let order = lea.get(&at("/manage/categories")).page();
    let order = order.form("form:has(.order)").press("up", "most-ambitious");
    let titles = done(lea, &order).texts(".order h2");
    assert_eq!(titles[6..], ["Most ambitious", "Most extensive FAQ"]);
}

/// Lea takes one story off the first award's paper.
fn choose(lea: &Person) {
    let here = at("/manage/categories/most-humorous-story/nominees");
    let page = lea.get(&here).page();
    let slugs = page.attributes("input[name=nominee]", "value");
    let titles = page.texts(".choice-name");
    let mut told = titles.iter().zip(slugs);
    let (_, odd) = told.find(|(title, _)| ![GRACE, STACK].contains(&title.as_str())).unwrap();

    let chosen = done(lea, &page.form("form.paper").untick("nominee", odd));

    assert!(chosen.text(".flash").contains("55 are nominated"));
}

fn open(lea: &Person) {
    let form = lea.get(&at("/manage/voting")).page();
    let opening = form.form(&format!("form[action='{}']", at("/manage/voting/opening")));
    lea.submit(&opening).refused();

    let opened = done(lea, &opening.fill("slug", SLUG));

    assert!(opened.text(".flash").contains("Voting is open."));
}

/// The paper as the voter has it, with these nominees marked as well, each by its name.
fn mark(page: &Page, marks: &[(&str, &[&str])]) -> Form {
    let marks = marks.iter().flat_map(|(slug, names)| names.iter().map(move |name| (slug, *name)));
    marks.fold(page.form("form.paper"), |form, (slug, name)| {
        let field = format!("mark.{slug}");
        let number = number(page, slug, name);
        if page.has(&format!("input[type=radio][name='{field}']")) {
            form.choose(&field, number)
        } else {
            form.tick(&field, number)
        }
    })
}

/// The number of a nominee on a category's sheet.
fn number<'a>(page: &'a Page, slug: &str, name: &str) -> &'a str {
    let names = page.texts(&format!("#{slug} .choice-name"));
    let numbers = page.attributes(&format!("#{slug} .choice input"), "value");
    let found = names.iter().zip(numbers).find(|(found, _)| *found == name);
    found.unwrap_or_else(|| panic!("{slug} has {names:?}")).1
}

fn cast(voter: &Person, marks: &[(&str, &[&str])]) -> Answer {
    let page = voter.get(&at("/ballot")).page();
    voter.submit(&mark(&page, marks).press("", ""))
}

/// Ana votes in three categories, then changes one and leaves another blank after all.
fn think_twice(ana: &Person) {
    let first = cast(
        ana,
        &[
            ("most-humorous-story", &[STACK]),
            ("most-creative-story", &[STACK, GRACE]),
            ("most-prolific", &[NIKO]),
        ],
    );
    let recorded = ana.follow(&first);
    assert!(recorded.text(".receipt-head").contains("3 of 8 categories"));

    let page = ana.get(&at("/ballot")).page();
    let again = mark(&page, &[("most-humorous-story", &[GRACE])])
        .untick("mark.most-humorous-story", number(&page, "most-humorous-story", STACK))
        .choose("mark.most-prolific", "")
        .press("", "");
    let recorded = done(ana, &again);

    assert!(recorded.text(".flash").contains("Withdrawn"));
    assert!(recorded.text(".receipt-head").contains("2 of 8 categories"));
    let mut marks = recorded.texts(".receipt-marks li");
    marks.iter_mut().for_each(|mark| *mark = mark.split(" by ").next().unwrap().to_owned());
    marks.sort();
    assert_eq!(marks, [STACK, GRACE, GRACE]);
    assert!(ana.get(&at("")).page().text("main").contains("2 of 8"));
}

/// Six others. With Ana's, the most humorous story has six marks of seven; the most creative has
/// two with four each; only two people say who was most prolific.
fn vote(world: &World) {
    for (number, voter) in world.crowd(6).iter().enumerate() {
        let creative: &[&str] = if number < 3 { &[GRACE] } else { &[STACK] };
        let humorous: &[&str] = if number < 5 { &[GRACE] } else { &[STACK] };
        let prolific: &[&str] = if number < 2 { &[NIKO] } else { &[] };
        let answer = cast(
            voter,
            &[
                ("most-humorous-story", humorous),
                ("most-creative-story", creative),
                ("most-prolific", prolific),
            ],
        );
        answer.see_other();
    }
}

fn leave_blank(bo: &Person) {
    let told = bo.follow(&cast(bo, &[]));

    assert!(told.text(".flash").contains("nothing was recorded"));
    assert!(told.text(".receipt-head").contains("0 of 8 categories"));
}

/// While the vote is open its lead sees how many, and nothing else.
fn watch(lea: &Person) {
    let turnout = lea.get(&at("/manage/turnout")).page();
    assert_eq!(
        turnout.texts(".tally tbody td:nth-child(2)"),
        ["7", "7", "0", "2", "0", "0", "0", "0"]
    );
    lea.get(&at("/manage/preview")).expect(409);
}

fn close(lea: &Person) {
    let form = lea.get(&at("/manage/voting")).page();
    let form = form.form(&format!("form[action='{}']", at("/manage/voting/closing")));
    let closed = done(lea, &form.fill("slug", SLUG));
    assert!(closed.text(".flash").contains("Voting is closed."));
}

/// After closing Ana can cast no more, and nobody can tell any more what she marked: not even she.
fn too_late(ana: &Person) {
    let paper = ana.get(&at("/ballot")).page();
    assert!(!paper.has("form.paper") && !paper.has("[name^='mark.']"));
    let recorded = ana.get(&at("/ballot/recorded")).page();
    assert!(recorded.text(".receipt-head").contains("2 of 8 categories"));
    assert!(!recorded.has(".receipt-marks"));
}

fn count(lea: &Person) {
    let form = lea.get(&at("/manage/count")).page().form("form.confirm");
    let preview = done(lea, &form);
    assert!(preview.texts(".flash").concat().contains("Counted."));
    assert_eq!(winners(&preview, "most-humorous-story"), [GRACE]);
}

fn publish(lea: &Person) {
    let form = lea.get(&at("/manage/publication")).page().form("form.confirm");
    let published = done(lea, &form.fill("slug", SLUG));
    assert!(published.text(".flash").contains("Published."));
}

fn winners(page: &Page, slug: &str) -> Vec<String> {
    page.texts(&format!("[aria-labelledby='{slug}'] .certificate-name"))
}

fn read(visitor: &Person) {
    let page = visitor.get(&at("/results")).page();

    assert!(page.text(".page-head").contains("7 people voted"));
    assert_eq!(winners(&page, "most-humorous-story"), [GRACE]);
    let counts = "[aria-labelledby='most-humorous-story'] .tally tbody";
    assert_eq!(page.texts(&format!("{counts} tr")).len(), 55);
    assert_eq!(page.texts(&format!("{counts} tr:first-child td:nth-child(2)")), ["6"]);

    let mut joint = winners(&page, "most-creative-story");
    joint.sort();
    assert_eq!(joint, [STACK, GRACE]);

    // Two ballots are too few to tell counts: whoever knows one would know the other.
    assert_eq!(winners(&page, "most-prolific"), [NIKO]);
    assert!(!page.has("[aria-labelledby='most-prolific'] .tally"));
    assert_eq!(winners(&page, "most-painful"), [""; 0], "nobody voted there");
}

fn read_as_json(visitor: &Person) {
    let file = visitor.get(&at("/results.json")).json();

    assert_eq!(file["edition"]["title"], TITLE);
    assert_eq!(file["turnout"]["voted"], 7);
    let [humorous, creative, _, prolific, ..] = &file["categories"].as_array().unwrap()[..] else {
        panic!("{file}");
    };
    assert_eq!(humorous["winners"][0]["title"], GRACE);
    assert_eq!(humorous["counts"][0]["votes"], 6);
    assert_eq!(humorous["counts"][1]["title"], STACK);
    assert_eq!(creative["winners"].as_array().unwrap().len(), 2);
    assert_eq!(creative["counts"][1]["place"], 1, "they share the first place");
    assert_eq!(prolific["turnout"]["left_blank"], 5);
    assert!(prolific["counts"].is_null());
}

fn read_as_csv(visitor: &Person) {
    let file = visitor.get(&at("/results.csv")).expect(200).text();
    let mut rows = csv::Reader::from_reader(file.as_bytes());
    let names = rows.headers().unwrap().clone();
    let field = |row: &csv::StringRecord, name| {
        let column = names.iter().position(|column| column == name).unwrap();
        row[column].to_owned()
    };
    let rows: Vec<_> = rows.records().map(Result::unwrap).collect();
    let won: Vec<_> = rows
        .iter()
        .filter(|row| field(row, "won") == "true")
        .map(|row| [field(row, "category"), field(row, "title"), field(row, "votes")].join(": "))
        .collect();

    assert_eq!(won[0], format!("most-humorous-story: {GRACE}: 6"));
    assert_eq!(won[3], format!("most-prolific: {NIKO}: "), "without its count");
}

/// All that the lead did stands in the log, and nothing of what voters did.
fn look_back(visitor: &Person) {
    let log = visitor.get(&at("/audit")).page();
    let acts = log.texts(".log p:not(.log-digest)");
    assert!(acts[0].contains("published the results"));
    for act in ["counted", "closed voting", "opened voting", "opened nominations"] {
        assert!(acts.iter().any(|line| line.contains(act)), "{act}: {acts:#?}");
    }
    assert!(!log.text("main").contains("ana"));
}
