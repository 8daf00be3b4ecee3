//! Two who are one person: what goes over to the one who is kept, and what undoing gives back.

use laurels::categories::model::Candidate;
use laurels::categories::store::paper;
use laurels::editions::phase::Phase;
use laurels::editions::store as editions;

use crate::client::{Answer, Person};
use crate::on_both::on_both;
use crate::page::Page;
use crate::people::{answer, desk, forge, log, member_who_is, page_of};
use crate::submissions::open_with_stories;
use crate::vision::{self, at};
use crate::world::{EDITION, World};

fn merge(lea: &Person, one: &str, kept: &str) -> Answer {
    let form = desk(lea).form("form[action$='/merger']").choose("one", one).choose("kept", kept);
    lea.submit(&form)
}

/// The paper of one award: numbers and names.
fn numbers(world: &World) -> Vec<(u16, String)> {
    world.read(|db| {
        let edition = editions::by_slug(db, EDITION)?.id;
        let paper = paper(db, edition, "most-prolific")?;
        let line = |it: &Candidate| (it.number.0, it.nominee.title().to_owned());
        Ok(paper.candidates.iter().map(line).collect())
    })
}

fn number(all: &[(u16, String)], who: &str) -> Option<u16> {
    all.iter().find(|(_, title)| title == who).map(|(number, _)| *number)
}

/// Presses a button of the leads' page of nominees.
fn press(lea: &Person, group: &str, slug: &str) -> Page {
    let form = lea.get(&at("manage/nominees")).page();
    let form = form.form(&format!("section[aria-labelledby={group}] form"));
    lea.follow(&lea.submit(&form.press("person", slug)))
}

fn group(lea: &Person, group: &str) -> Vec<String> {
    let page = lea.get(&at("manage/nominees")).page();
    page.texts(&format!("section[aria-labelledby={group}] li > span > a"))
}

on_both!(two_who_are_one_person_have_their_stories_and_places_together, |world| {
    vision::nominate(world, &["most-prolific", "most-supportive"]);
    let lea = world.lead();
    let places = |slug: &str| {
        let page = lea.get(&at(&format!("people/{slug}"))).page();
        page.texts("[aria-labelledby=nominated] h3")
    };
    // The kept one stands for one award, the other for both.
    let choose = lea.get(&at("manage/categories/most-prolific/nominees")).page();
    let form = choose.form("form[action$='/nominees']").untick("nominee", "eholk");
    lea.submit(&form).see_other();
    let before = numbers(world);
    let taken = number(&before, "rylev").unwrap();
    assert_eq!(number(&before, "eholk"), None);

    let page = lea.follow(&merge(&lea, "rylev", "eholk"));

    assert!(page.text("[aria-labelledby=same] .roster").contains("rylev (Ryan Levick) is eholk"));
    let after = numbers(world);
    assert_eq!((number(&after, "eholk"), after.len()), (Some(taken), before.len()));
    assert_eq!(places("eholk"), ["Most supportive", "Most prolific"]);
    assert_eq!(places("rylev"), places("eholk"), "the old address leads there");
    let people = lea.get(&at("people")).page().texts(".nominee-name");
    assert!(!people.contains(&"rylev".to_owned()));
    let trims = || lea.get(&at("stories/barbara-trims-a-stacktrace")).page().text(".lead");
    assert!(trims().contains("with eholk"), "{}", trims());
    assert_eq!(log(&lea)[0], "lea merged two people: rylev is the same person as eholk");

    let page = answer(&lea, "parting", "rylev");

    assert!(page.text("[role=status]").contains("Places on papers stay where they went"));
    assert!(trims().contains("with rylev"), "{}", trims());
    assert_eq!(numbers(world), after);
    assert_eq!(places("rylev"), [""; 0]);
    assert_eq!(log(&lea)[0], "lea parted two people: rylev is not eholk");
});

on_both!(merging_has_no_circles_and_no_chains, |world| {
    let lea = world.lead();
    open_with_stories(world);
    merge(&lea, "rylev", "eholk").see_other();
    let stale = desk(&lea).form("form[action$='/merger']");

    merge(&lea, "eholk", "zeenix").see_other();
    let roster = desk(&lea).texts("[aria-labelledby=same] .roster li > span");
    assert_eq!(roster, ["eholk is zeenix", "rylev (Ryan Levick) is zeenix"]);

    let merge =
        |one: &str, kept: &str| lea.submit(&stale.clone().forge("one", one).forge("kept", kept));
    let circle = merge("zeenix", "rylev").refused();
    assert!(circle.text("#kept-error").contains("one already"));
    assert!(merge("zeenix", "zeenix").refused().text("#kept-error").contains("one already"));
    assert!(merge("rylev", "glommer").page_with(409).text("main").contains("already"));
    let nobody = merge("", "glommer").refused();
    assert_eq!(nobody.attributes(".error-summary a", "href"), ["#one"]);
    merge("nobody-at-all", "glommer").expect(404);

    answer(&lea, "parting", "eholk");
    let roster = desk(&lea).texts("[aria-labelledby=same] .roster li > span");
    assert_eq!(roster, ["rylev (Ryan Levick) is zeenix"]);
});

on_both!(a_member_goes_along_when_people_are_merged_and_two_members_are_no_one_person, |world| {
    let lea = world.lead();
    open_with_stories(world);
    let ana = member_who_is(world, &lea, "ana", "rylev");
    member_who_is(world, &lea, "zoe", "zeenix");
    forge(&ana, "people/rylev/decline", &[]).see_other();
    let refused = merge(&lea, "rylev", "zeenix").page_with(409);
    assert!(refused.text("main").contains("Two members"));

    merge(&lea, "rylev", "eholk").see_other();

    assert_eq!(page_of(&ana, "eholk").text("#own"), "This is you");
    let nominees = lea.get(&at("manage/nominees")).page();
    let declined = nominees.texts("[aria-labelledby=declined] li a");
    assert_eq!(declined, ["eholk"], "what one of the two declined is declined");
    // Their stories are hers, whoever sent them.
    assert!(ana.get(&at("stories/barbara-anguishes-over-http")).page().has("#nomination"));
});

on_both!(where_both_stand_the_kept_one_keeps_the_number, |world| {
    vision::nominate(world, &["most-prolific"]);
    let lea = world.lead();
    let before = numbers(world);

    merge(&lea, "rylev", "eholk").see_other();

    let after = numbers(world);
    assert_eq!(number(&after, "eholk"), number(&before, "eholk"));
    assert_eq!((number(&after, "rylev"), after.len()), (None, before.len() - 1));
    // Named, the other is passed over, and it is said why.
    let form = lea.get(&at("manage/nominees")).page().form("form[action$='/admission'].buttons");
    let form = form.press("all", "people").forge("all", "").forge("person", "rylev");
    let page = lea.follow(&lea.submit(&form));
    assert!(page.text("[role=status]").contains("One is the same person as somebody else"));
    assert_eq!(numbers(world), after);
});

on_both!(the_kept_one_becomes_a_nominee_with_the_other_unless_they_declined, |world| {
    vision::nominate(world, &["most-prolific"]);
    let lea = world.lead();
    world.write(|db, now| {
        let edition = editions::by_slug(db, EDITION)?.id;
        editions::move_to(db, edition, Phase::Nominating, now)
    });
    press(&lea, "admitted", "eholk");
    press(&lea, "admitted", "zeenix");
    let rylev = number(&numbers(world), "rylev");

    merge(&lea, "rylev", "eholk").see_other();

    assert_eq!(group(&lea, "withdrawn"), ["zeenix"]);
    assert_eq!(number(&numbers(world), "eholk"), rylev);

    answer(&lea, "parting", "rylev");
    assert!(group(&lea, "admitted").contains(&"rylev".to_owned()), "as before, on no paper");
    let ana = member_who_is(world, &lea, "ana", "rylev");
    forge(&ana, "people/rylev/decline", &[]).see_other();
    merge(&lea, "eholk", "rylev").see_other();

    assert_eq!(group(&lea, "declined"), ["rylev"]);
    let after = numbers(world);
    assert_eq!((number(&after, "rylev"), number(&after, "eholk")), (None, None));
});
