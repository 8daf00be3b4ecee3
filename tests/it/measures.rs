//! Measures: awards that a figure decides or shortlists, from the leads' form to the opening of
//! voting, and nominees who join papers by themselves. `measures_told.rs` has what comes after.

use laurels::ballots;
use laurels::categories::join::join;
use laurels::categories::model::Paper;
use laurels::categories::ranking::Ranking;
use laurels::categories::store;
use laurels::editions::store as editions;
use laurels::nominees::admit;
use laurels::nominees::model::SubjectId;
use laurels::submissions::source::file::read::read;
use laurels::submissions::store as submissions;
use serde_json::Value;

use crate::client::Person;
use crate::form::Form;
use crate::on_both::on_both;
use crate::page::Page;
use crate::submissions::{open_with_stories, take};
use crate::vision::{self, at, cast};
use crate::world::{EDITION, World};

/// The story whose FAQ has the most words, and how many.
pub(crate) const MOST_FAQ: (&str, &str) =
    ("Barbara bridges sync and async in perf.rust-lang.org", "1,060");

pub(crate) fn papers(world: &World) -> Vec<Paper> {
    world.read(|db| {
        let edition = editions::by_slug(db, EDITION)?.id;
        store::papers(db, edition)
    })
}

pub(crate) fn measured(world: &World) -> Vec<Ranking> {
    world.read(|db| {
        let edition = editions::by_slug(db, EDITION)?.id;
        store::measured(db, edition)
    })
}

pub(crate) fn rulebook(world: &World) -> Value {
    let text = world.read(|db| {
        let edition = editions::by_slug(db, EDITION)?.id;
        ballots::store::rulebook(db, edition)
    });
    serde_json::from_str(&text.unwrap()).unwrap()
}

/// Fills in a category's form: lists are chosen from, the rest is typed.
pub(crate) fn fill(form: Form, fields: &[(&str, &str)]) -> Form {
    fields.iter().fold(form, |form, (name, value)| match *name {
        "of" | "kind" | "by" | "metric" | "method" | "joining" => form.choose(name, value),
        _ => form.fill(name, value),
    })
}

pub(crate) fn new_form(lea: &Person) -> Form {
    lea.get(&at("manage/categories/new")).page().form("form.form")
}

#[track_caller]
pub(crate) fn define(lea: &Person, fields: &[(&str, &str)]) {
    lea.submit(&fill(new_form(lea), fields)).see_other();
}

#[track_caller]
fn amend(lea: &Person, slug: &str, fields: &[(&str, &str)]) -> Page {
    let form = lea.get(&at(&format!("manage/categories/{slug}"))).page().form("form.form");
    lea.follow(&lea.submit(&fill(form, fields)))
}

pub(crate) const FUNNY: &[(&str, &str)] = &[("title", "Most humorous")];
pub(crate) const FAQ: &[(&str, &str)] =
    &[("title", "Most extensive FAQ"), ("by", "measure"), ("metric", "faq-words")];
/// Seven, three, three and three stories were sent by those who sent the most.
pub(crate) const PROLIFIC: &[(&str, &str)] = &[
    ("title", "Most prolific"),
    ("of", "person"),
    ("by", "shortlist"),
    ("metric", "stories-sent"),
    ("most", "2"),
];

fn names(paper: &Paper) -> Vec<String> {
    paper.candidates.iter().map(|one| one.nominee.title().to_owned()).collect()
}

pub(crate) fn withdraw(lea: &Person, person: &str) {
    let form = lea.get(&at("manage/nominees")).page().form("form[action$='/withdrawal']");
    lea.submit(&form.press("person", person)).see_other();
}

on_both!(what_a_measure_decides_has_no_paper_and_its_page_says_so, |world| {
    let lea = world.lead();
    open_with_stories(world);
    define(&lea, FUNNY);
    define(&lea, FAQ);

    let page = world.visitor().get(&at("categories/most-extensive-faq")).page();
    let said = page.text(".page-head");
    assert!(said.contains("Decided by a measure: the most words in the FAQ."), "{said}");
    assert!(said.contains("Nobody votes on it; the figures below freeze when voting opens."));
    assert_eq!(page.texts(".tally tbody tr").len(), 56);
    assert!(page.texts(".tally tbody th")[0].contains(MOST_FAQ.0));
    assert_eq!(page.texts(".tally tbody td[data-number]")[0], MOST_FAQ.1);

    let paper = world.visitor().get(&at("ballot")).page();
    assert_eq!(paper.attributes("[data-sheet]", "data-sheet"), ["most-humorous"]);
    assert!(paper.text(".page-head").contains("1 award is not on this paper"));
    let way = format!(".page-head a[href='{}']", at("categories/most-extensive-faq"));
    assert_eq!(paper.text(&way), "Most extensive FAQ");

    let index = world.visitor().get(&at("categories")).page();
    assert_eq!(index.texts(".meta li")[1..3], ["approval", "mark as many stories as you like"]);
    assert_eq!(index.texts(".meta li")[4..], ["decided by the most words in the FAQ"]);
    let front = world.visitor().get(&format!("/editions/{EDITION}")).page();
    assert!(front.texts(".card-foot")[1].ends_with("decided by the most words in the FAQ"));
});

on_both!(nobody_can_vote_on_what_a_measure_decides, |world| {
    let lea = world.lead();
    open_with_stories(world);
    define(&lea, FUNNY);
    define(&lea, FAQ);
    vision::begin(world);
    let ana = world.voter("ana");

    // A story stands in both, and is marked where votes decide.
    let measured = ana.get(&at("categories/most-extensive-faq")).page();
    let story = ana.get(measured.attributes(".tally tbody th a", "href")[0]).page();
    let ways = story.attributes(".page-head .buttons a", "href");
    assert!(ways.contains(&&*at("ballot#most-humorous")), "{ways:?}");

    let form = ana.get(&at("ballot")).page().form("form.paper");
    let forged = form.tick("mark.most-humorous", "3").forge("mark.most-extensive-faq", "1");
    ana.submit(&forged).refused();

    let voters = world.read(|db| {
        let edition = editions::by_slug(db, EDITION)?.id;
        ballots::store::voters(db, edition)
    });
    assert_eq!(voters, 0);
    cast(&ana, &[("most-humorous", &[3])]).see_other();
    let front = ana.get(&format!("/editions/{EDITION}")).page();
    assert!(front.text(".masthead").contains("1 of 1 categories"), "{}", front.text(".masthead"));
});

on_both!(a_shortlist_has_those_with_the_most_and_whoever_is_level_with_the_last, |world| {
    let lea = world.lead();
    open_with_stories(world);
    define(&lea, PROLIFIC);

    let paper = papers(world).remove(0);
    assert_eq!(names(&paper), ["erichgess", "nikomatsakis", "rylev", "zeenix"]);
    let figures: Vec<_> = paper.candidates.iter().map(|one| one.value).collect();
    assert_eq!(figures, [Some(3), Some(7), Some(3), Some(3)]);

    let page = world.visitor().get(&at("categories/most-prolific")).page();
    let said = page.text(".page-head");
    assert!(said.contains("the 2 with the most stories sent"), "{said}");
    assert!(said.contains("Whoever is level with the last of them stands too"));
    assert_eq!(page.texts(".nominees .nominee-name").len(), 4);
    assert_eq!(page.texts(".tally tbody td[data-number]"), ["7", "3", "3", "3"]);
    assert_eq!(page.texts(".tally-place"), ["1", "2", "2", "2"]);
});

on_both!(a_form_asks_for_what_its_way_of_deciding_needs_and_for_nothing_else, |world| {
    let lea = world.lead();
    open_with_stories(world);
    let form = fill(new_form(&lea), PROLIFIC).fill("charter", "They kept on giving.");
    let refusals = [
        ("metric", "chapters", "Choose what is counted of a person: words, FAQ questions"),
        ("metric", "", "Choose what is counted of a person"),
        ("most", "1", "Type how many stand, from 2"),
        ("most", "", "Type how many stand, from 2"),
        ("most", "all", "Type how many stand, from 2"),
        ("by", "lot", "Choose votes, a measure"),
        ("max", "0", "from 1"),
    ];

    for (field, typed, words) in refusals {
        let page = lea.submit(&form.clone().forge(field, typed)).refused();
        assert!(page.text(&format!("#{field}-error")).contains(words), "{}", page.text("main"));
        let kept = page.form("form.form").fields();
        assert!(kept.contains(&("charter".into(), "They kept on giving.".into())));
    }
    assert_eq!(papers(world).len(), 0);

    // Put away by the browser, and still sent: of no meaning, so not looked at.
    let by_votes = fill(new_form(&lea), FUNNY).forge("metric", "nonsense").forge("most", "0");
    lea.submit(&by_votes).see_other();
    let by_measure = fill(new_form(&lea), FAQ).forge("max", "many").forge("method", "");
    lea.submit(&by_measure).see_other();
    assert_eq!((papers(world).len(), measured(world).len()), (1, 1));
});

on_both!(a_category_can_become_a_shortlist_and_a_vote_of_all_again, |world| {
    let lea = world.lead();
    open_with_stories(world);
    define(&lea, &[("title", "Most prolific"), ("of", "person")]);
    let before = papers(world).remove(0);
    let number = |paper: &Paper, name: &str| {
        paper.candidates.iter().find(|one| one.nominee.title() == name).unwrap().number
    };

    let page = amend(&lea, "most-prolific", &PROLIFIC[2..]);
    assert!(
        page.text("main").contains("39 left its paper: its measure chose others."),
        "{}",
        page.text("main")
    );
    let short = papers(world).remove(0);
    assert_eq!(short.candidates.len(), 4);
    assert_eq!(number(&short, "rylev"), number(&before, "rylev"), "a number is kept");

    let page = amend(&lea, "most-prolific", &[("by", "votes")]);
    assert!(page.text("main").contains("39 came onto its paper"), "{}", page.text("main"));
    assert_eq!(papers(world)[0].candidates.len(), 43);

    amend(&lea, "most-prolific", &[("by", "measure"), ("metric", "stories-sent")]);
    let ranking = measured(world).remove(0);
    let (first, second) = (&ranking.places[0], &ranking.places[1]);
    assert_eq!((first.candidate.nominee.title(), first.value), ("nikomatsakis", 7));
    assert!(first.wins && !second.wins);
    let log = lea.get(&at("audit")).page();
    let log = log.text("main");
    assert!(log.contains("by approval among the 2 with the most stories sent"), "{log}");
    assert!(log.contains("decided by the most stories sent"), "{log}");
});

on_both!(where_a_measure_chooses_there_is_nothing_to_tick, |world| {
    let lea = world.lead();
    open_with_stories(world);
    define(&lea, PROLIFIC);
    let choosing = at("manage/categories/most-prolific/nominees");

    let page = lea.get(&choosing).page();
    assert!(page.text("main").contains("A measure chooses who stands"));
    assert!(page.text("main").contains("It is up to date."));
    assert!(!page.has("main input[type=checkbox]") && !page.has("main form"));

    let csrf = page.attribute("form[action='/sign-out'] input[name=csrf]", "value").unwrap();
    let forged = [("csrf", csrf), ("nominee", "rylev")];
    let refused = lea.post_form(&choosing, &forged).page_with(409);
    assert!(refused.text("main").contains("A measure chooses who stands here"));
    assert_eq!(papers(world)[0].candidates.len(), 4);
});

on_both!(who_was_withdrawn_makes_room_when_the_shortlist_is_brought_up_to_date, |world| {
    let lea = world.lead();
    open_with_stories(world);
    define(&lea, &[PROLIFIC, &[("most", "4")]].concat());
    let choosing = at("manage/categories/most-prolific/nominees");
    withdraw(&lea, "nikomatsakis");
    assert_eq!(papers(world)[0].candidates.len(), 3);

    let page = lea.get(&choosing).page();
    assert!(page.text("form.notice").contains("4 would come, and 0 would leave"));
    let said = lea.follow(&lea.submit(&page.form("form.notice")));

    assert!(
        said.text("main").contains("4 added, 0 taken off, 7 standing"),
        "{}",
        said.text("main")
    );
    assert!(said.text("main").contains("It is up to date."));
    let log = lea.get(&at("audit")).page();
    assert!(log.text("main").contains("brought a shortlist up to date"));
    world.voter("ana").get(&choosing).expect(403);
});

on_both!(voting_opens_with_shortlists_brought_up_to_date, |world| {
    let lea = world.lead();
    open_with_stories(world);
    define(&lea, &[PROLIFIC, &[("most", "4")]].concat());
    withdraw(&lea, "nikomatsakis");

    vision::begin(world);

    assert_eq!(papers(world)[0].candidates.len(), 7);
    let book = rulebook(world);
    assert_eq!(book["categories"][0]["nominees"].as_array().unwrap().len(), 7);
    let form = lea.get(&at("manage/categories/most-prolific/nominees")).page();
    assert!(!form.has("main form"), "frozen");
});

on_both!(voting_does_not_open_for_an_award_that_nobody_can_win, |world| {
    let lea = world.lead();
    open_with_stories(world);
    define(&lea, FUNNY);
    // The file of 2021 knows of no comments.
    define(
        &lea,
        &[
            ("title", "Most supportive"),
            ("of", "person"),
            ("by", "measure"),
            ("metric", "comments"),
        ],
    );
    define(&lea, &[PROLIFIC, &[("metric", "comments")]].concat());

    let page = lea.get(&at("manage/voting")).page();

    let lacks = page.texts(".notice li");
    let nobody = "Most supportive goes to the most comments on others’ pull requests, and no \
                  nominee in it has any.";
    assert!(lacks.iter().any(|lack| lack == nobody), "{lacks:?}");
    let short = lacks.iter().find(|lack| lack.starts_with("Most prolific")).unwrap();
    assert!(short.contains("fewer than two") && short.contains("A measure fills it"), "{short}");
    assert!(!page.has("form.confirm"));
    let overview = lea.get(&at("manage")).page();
    assert!(overview.text("main").contains("no nominee in it has any"));
});

/// A later pull request with one story.
const LATER: &[u8] = br#"{"format": "laurels-submissions/1",
    "people": [{"key": "zoe", "handle": "Zoe"}],
    "submissions": [{"number": 999, "title": "Later", "state": "merged", "author": "zoe",
        "stories": [{"path": "src/vision/status_quo/later.md", "kind": "status_quo",
            "title": "Grace comes later",
            "measures": {"words": 10, "faq_questions": 1, "faq_words": 5, "chapters": 0}}]}]}"#;

on_both!(fresh_nominees_join_what_they_suit_and_nobody_is_brought_back, |world| {
    let lea = world.lead();
    open_with_stories(world);
    define(&lea, FUNNY);
    define(&lea, FAQ);
    define(&lea, &[("title", "Most ambitious"), ("kind", "shiny_future")]);
    define(&lea, &[("title", "By hand"), ("joining", "chosen")]);
    define(&lea, PROLIFIC);
    let form = lea.get(&at("manage/categories/most-humorous/nominees")).page().form("form.paper");
    lea.submit(&form.untick("nominee", "alan-lost-the-world")).see_other();
    amend(&lea, "by-hand", &[("title", "Chosen by hand")]);

    take(world, read(LATER).unwrap().found);
    let (places, again) = world.write(|db, _| {
        let edition = editions::by_slug(db, EDITION)?.id;
        let late = submissions::story_by_slug(db, edition, "grace-comes-later")?.story.id;
        let alan = submissions::story_by_slug(db, edition, "alan-lost-the-world")?.story.id;
        let fresh = admit::ensure(db, edition, [SubjectId::Story(late)])?;
        // Admitted long ago, and fresh to nobody: it is not given to `join`.
        let old = admit::ensure(db, edition, [SubjectId::Story(alan)])?;
        assert!(!fresh.contains(&old[0]));
        Ok((join(db, edition, &fresh)?, join(db, edition, &fresh)?))
    });

    assert_eq!((places, again), (2, 0), "one vote, one measure, and each once");
    let sizes: Vec<usize> = papers(world).iter().map(|paper| paper.candidates.len()).collect();
    assert_eq!(sizes, [56, 9, 0, 4], "55 and the new one; no shiny future; by hand; a shortlist");
    assert!(names(&papers(world)[0]).contains(&"Grace comes later".to_owned()));
    assert!(!names(&papers(world)[0]).contains(&"Alan lost the world!".to_owned()));
    assert_eq!(measured(world)[0].places.len(), 57);
});

on_both!(a_lead_can_change_who_joins, |world| {
    let lea = world.lead();
    open_with_stories(world);
    define(&lea, FUNNY);
    let form = lea.get(&at("manage/categories/most-humorous")).page().form("form.form");
    assert!(form.fields().contains(&("joining".into(), "all-that-suit".into())));

    amend(&lea, "most-humorous", &[("joining", "chosen")]);

    let form = lea.get(&at("manage/categories/most-humorous")).page().form("form.form");
    assert!(form.fields().contains(&("joining".into(), "chosen".into())));
    assert_eq!(papers(world)[0].candidates.len(), 56, "nobody leaves for it");
    assert!(lea.get(&at("audit")).page().text("main").contains("chosen by hand"));
    let refused = lea.submit(&form.forge("joining", "everybody")).refused();
    assert!(refused.text("#joining-error").contains("join by themselves"));
});
