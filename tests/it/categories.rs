//! Categories: defined, changed, ordered, filled and removed by leads; read by everybody.

use laurels::categories::model::Paper;
use laurels::categories::store;
use laurels::editions::phase::Phase;
use laurels::editions::store as editions;

use crate::client::Person;
use crate::on_both::on_both;
use crate::page::Page;
use crate::submissions::open_with_stories;
use crate::world::{EDITION, World};

const AT: &str = "/editions/async-vision-2027";

fn papers(world: &World) -> Vec<Paper> {
    world.read(|db| {
        let edition = editions::by_slug(db, EDITION)?.id;
        store::papers(db, edition)
    })
}

/// Lea defines a category with its form's own defaults.
fn define(lea: &Person, title: &str, choices: &[(&str, &str)]) {
    let page = lea.get(&format!("{AT}/manage/categories/new")).page();
    let form = page.form("form.form").fill("title", title);
    let form = choices.iter().fold(form, |form, (name, value)| form.choose(name, value));
    lea.submit(&form).see_other();
}

fn edit(lea: &Person, slug: &str) -> crate::form::Form {
    let page = lea.get(&format!("{AT}/manage/categories/{slug}")).page();
    page.form("form.form")
}

fn titles(page: &Page) -> Vec<String> {
    page.texts(".nominee-name a")
}

on_both!(a_category_is_filled_with_all_that_suits_it, |world| {
    let lea = world.lead();
    open_with_stories(world);

    define(&lea, "Most humorous story", &[]);
    define(&lea, "Most ambitious", &[("kind", "shiny_future")]);
    define(&lea, "Most prolific", &[("of", "person"), ("method", "plurality")]);
    define(&lea, "Most extensive FAQ", &[("joining", "chosen")]);

    let sizes: Vec<usize> = papers(world).iter().map(|paper| paper.slate.len()).collect();
    assert_eq!(sizes, [56, 9, 43, 0]);
    let page = world.visitor().get(&format!("{AT}/categories/most-ambitious")).page();
    assert_eq!(titles(&page).len(), 9);
    assert_eq!(page.text(".eyebrow"), "Award 2 of 4");
    let index = world.visitor().get(&format!("{AT}/categories")).page();
    assert_eq!(titles(&index)[3], "Most extensive FAQ");
});

on_both!(a_refused_form_says_why_and_loses_nothing, |world| {
    let lea = world.lead();
    open_with_stories(world);
    define(&lea, "Most humorous story", &[]);
    let form = lea.get(&format!("{AT}/manage/categories/new")).page().form("form.form");
    let filled = form.fill("title", "Another").fill("charter", "To laugh.");
    let refusals = [
        ("slug", "most-humorous-story", "Another category of this edition"),
        ("slug", "No Slug", "small letters"),
        ("slug", "new", "address of another page"),
        ("kind", "nonsense", "Its kinds: shiny_future, status_quo"),
        ("method", "schulze", "papers offer no other"),
        ("of", "company", "story or to a person"),
        ("max", "0", "from 1"),
        ("max", "many", "from 1"),
        ("title", "", "Fill this in"),
    ];
    let long = "x".repeat(1_001);
    let lengthy = ("charter", long.as_str(), "1000 is the most");

    for (field, typed, words) in refusals.into_iter().chain([lengthy]) {
        let page = lea.submit(&filled.clone().forge(field, typed)).refused();
        assert!(page.text(".error-summary").contains(words), "{field}: {}", page.text("main"));
        let kept = page.form("form.form");
        let expected = if field == "charter" { typed } else { "To laugh." };
        assert!(kept.fields().contains(&("charter".into(), expected.into())));
    }
    assert_eq!(papers(world).len(), 1);
});

on_both!(an_edition_without_stories_has_no_kind_to_choose, |world| {
    let lea = world.lead();
    let form = lea.get(&format!("{AT}/manage/categories/new")).page().form("form.form");

    let form = form.fill("title", "Most painful").forge("kind", "status_quo");
    let page = lea.submit(&form).refused();

    assert!(page.text(".error-summary").contains("no stories yet"));
});

on_both!(whoever_no_longer_suits_a_changed_category_leaves_its_paper, |world| {
    let lea = world.lead();
    open_with_stories(world);
    define(&lea, "Most painful", &[]);

    let form = edit(&lea, "most-painful").choose("kind", "status_quo").fill("max", "3");
    let page = lea.follow(&lea.submit(&form));

    assert!(page.text("main").contains("9 left its paper"), "{}", page.text("main"));
    let paper = papers(world).remove(0);
    assert_eq!((paper.slate.len(), paper.category.terms.max_marks), (47, Some(3)));
});

on_both!(numbers_are_kept_and_never_given_twice, |world| {
    let lea = world.lead();
    open_with_stories(world);
    define(&lea, "Most ambitious", &[("kind", "shiny_future")]);
    let at = format!("{AT}/manage/categories/most-ambitious/nominees");
    let before = papers(world).remove(0);
    let last = before.candidates[8].nominee.of.slug().to_owned();

    let form = lea.get(&at).page().form("form.paper");
    lea.submit(&form.untick("nominee", &last)).see_other();
    assert_eq!(papers(world)[0].slate.len(), 8);
    let form = lea.get(&at).page().form("form.paper");
    lea.submit(&form.press("also", "everybody")).see_other();

    let after = papers(world).remove(0);
    let numbers: Vec<u16> = after.candidates.iter().map(|c| c.number.0).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 10]);
    assert_eq!(after.candidates[8].nominee.of.slug(), last);
});

on_both!(all_stories_of_a_kind_come_with_one_button, |world| {
    let lea = world.lead();
    open_with_stories(world);
    let admission = lea.get(&format!("{AT}/manage/nominees")).page();
    let admission = admission.form("form[action$='/admission'].buttons");
    lea.submit(&admission.press("all", "stories")).see_other();
    define(&lea, "Most creative", &[("joining", "chosen")]);
    let at = format!("{AT}/manage/categories/most-creative/nominees");

    let form = lea.get(&at).page().form("form.paper");
    let form = form.tick("nominee", "alan-lost-the-world").press("also", "kind:shiny_future");
    let page = lea.follow(&lea.submit(&form));

    assert!(page.text("main").contains("10 are nominated"), "{}", page.text("main"));
});

on_both!(a_nominee_that_does_not_suit_is_refused_and_the_ticks_stay, |world| {
    let lea = world.lead();
    open_with_stories(world);
    define(&lea, "Most ambitious", &[("kind", "shiny_future")]);
    let at = format!("{AT}/manage/categories/most-ambitious/nominees");
    let form = lea.get(&at).page().form("form.paper");
    let ticked = form.fields().iter().filter(|(name, _)| name == "nominee").count();

    let mut fields = form.fields();
    fields.push(("nominee".into(), "alan-lost-the-world".into()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let page = lea.post_form(&at, &fields).refused();

    assert!(page.text(".error-summary").contains("alan-lost-the-world"));
    let kept = page.form("form.paper").fields();
    assert_eq!(kept.iter().filter(|(name, _)| name == "nominee").count(), ticked);
    assert_eq!(papers(world)[0].slate.len(), 9);
});

on_both!(a_withdrawn_nominee_leaves_every_paper, |world| {
    let lea = world.lead();
    open_with_stories(world);
    define(&lea, "Most humorous", &[]);
    define(&lea, "Most painful", &[("kind", "status_quo")]);

    let page = lea.get(&format!("{AT}/manage/nominees")).page();
    let form = page.form("form[action$='/withdrawal']");
    lea.submit(&form.press("story", "alan-lost-the-world")).see_other();

    let sizes: Vec<usize> = papers(world).iter().map(|paper| paper.slate.len()).collect();
    assert_eq!(sizes, [55, 46]);
    define(&lea, "Most creative", &[]);
    assert_eq!(papers(world)[2].slate.len(), 55, "a new category must not bring it back");
});

on_both!(categories_move_up_and_down_and_are_removed_after_a_question, |world| {
    let lea = world.lead();
    open_with_stories(world);
    for title in ["One", "Two", "Three"] {
        define(&lea, title, &[]);
    }
    let at = format!("{AT}/manage/categories");
    let order = |lea: &Person| titles(&lea.get(&at).page());

    let press = |button: &str, slug: &str| {
        let form = lea.get(&at).page().form("form[action$='/order']");
        lea.submit(&form.press(button, slug)).see_other();
    };
    press("up", "three");
    press("down", "one");
    assert_eq!(order(&lea), ["Three", "One", "Two"]);

    let question = lea.get(&format!("{at}/one/removal")).page();
    assert!(question.text("form.confirm").contains("56 nominations go"));
    lea.submit(&question.form("form.confirm")).see_other();
    assert_eq!(order(&lea), ["Three", "Two"]);
    lea.get(&format!("{AT}/categories/one")).expect(404);
});

on_both!(no_rule_changes_once_voting_has_opened, |world| {
    let lea = world.lead();
    open_with_stories(world);
    define(&lea, "Most humorous", &[]);
    define(&lea, "Most painful", &[]);
    let at = format!("{AT}/manage/categories");
    let get = |path: &str| lea.get(&format!("{at}{path}")).page();
    let forms = [
        get("/new").form("form.form").fill("title", "Late"),
        edit(&lea, "most-humorous").fill("title", "Late"),
        get("").form("form[action$='/order']").press("down", "most-humorous"),
        get("/most-humorous/removal").form("form.confirm"),
        get("/most-humorous/nominees").form("form.paper").untick("nominee", "alan-lost-the-world"),
    ];
    world.write(|db, now| {
        let edition = editions::by_slug(db, EDITION)?.id;
        editions::move_to(db, edition, Phase::Voting, now)
    });

    for form in forms {
        let page = lea.submit(&form).page_with(409);
        assert!(page.text("main").contains("frozen"), "{}", form.action());
    }
    let titles: Vec<String> =
        papers(world).into_iter().map(|paper| paper.category.terms.title).collect();
    assert_eq!(titles, ["Most humorous", "Most painful"]);
    for path in ["", "/new", "/most-humorous", "/most-humorous/removal"] {
        assert!(!get(path).has("main form"), "{path} offers what is refused");
    }
});

on_both!(only_leads_define, |world| {
    world.lead();
    open_with_stories(world);
    let at = format!("{AT}/manage/categories");

    world.voter("ana").get(&at).expect(403);
    world.visitor().get(&at).expect(401);
});

on_both!(a_story_tells_its_facts_and_where_it_is_nominated, |world| {
    let lea = world.lead();
    open_with_stories(world);
    define(&lea, "Most humorous story", &[]);
    define(&lea, "Most ambitious", &[("kind", "shiny_future")]);

    let page = world.visitor().get(&format!("{AT}/stories/alan-lost-the-world")).page();

    let facts = page.text(".facts");
    for fact in ["status quo", "Alan", "1,698 words, about 8 minutes", "4 questions, 563 words"] {
        assert!(facts.contains(fact), "{fact}: {facts}");
    }
    let pull = "https://github.com/rust-lang/wg-async/pull/93";
    assert!(page.has(&format!("a[href='{pull}']")));
    assert!(page.has(&format!("a[href='{AT}/people/kmeisthax']")));
    assert!(page.attribute(".facts time", "datetime").is_some());
    assert_eq!(page.texts("#nominated + ul .nominee-name"), ["Most humorous story"]);
});

on_both!(a_person_tells_what_they_wrote_and_helped_with, |world| {
    let lea = world.lead();
    open_with_stories(world);
    define(&lea, "Most prolific", &[("of", "person")]);

    let page = world.visitor().get(&format!("{AT}/people/rylev")).page();

    assert_eq!(page.text("h1"), "rylev");
    assert!(page.text(".profile").contains("Ryan Levick"));
    assert_eq!(page.texts("section[aria-labelledby='wrote'] .nominee").len(), 3);
    assert_eq!(page.texts("section[aria-labelledby='nominated'] .nominee-name"), ["Most prolific"]);
    world.visitor().get(&format!("{AT}/people/nobody")).expect(404);
});

on_both!(a_draft_shows_nothing_to_others_than_its_leads, |world| {
    let lea = world.lead();
    define(&lea, "Most humorous story", &[]);

    let path = format!("{AT}/categories/most-humorous-story");
    lea.get(&path).expect(200);
    world.voter("ana").get(&path).expect(404);
});
