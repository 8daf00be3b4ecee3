//! People: members who say that they are one of them, and the name that they choose. Two who are one
//! person stand in `people_merged.rs`.

use laurels::editions::model::Draft;
use laurels::editions::phase::Phase;
use laurels::editions::store as editions;
use laurels::ids::EditionId;
use laurels::submissions::source::file::read::read;
use laurels::web::forms::Form as Fields;

use crate::client::{Answer, Person};
use crate::on_both::on_both;
use crate::page::Page;
use crate::submissions::{STORIES, open_with_stories, take};
use crate::vision::at;
use crate::world::{EDITION, World};

const CLAIM: &str = "form[action$='/claim']";
const TAKE_BACK: &str = "form[action$='/claim/withdrawal']";

pub(crate) fn page_of(person: &Person, slug: &str) -> Page {
    person.get(&at(&format!("people/{slug}"))).page()
}

/// Presses the one button of a form, and sees where it leads.
fn press(person: &Person, page: &Page, form: &str) -> Page {
    person.follow(&person.submit(&page.form(form)))
}

pub(crate) fn desk(lea: &Person) -> Page {
    lea.get(&at("manage/people")).page()
}

/// Presses a button of the desk that is about this person.
pub(crate) fn answer(lea: &Person, verb: &str, slug: &str) -> Page {
    let form = desk(lea).form(&format!("form[action$='/{verb}']:has([value='{slug}'])"));
    lea.follow(&lea.submit(&form))
}

/// Sends what no page offers, with a token as one who means harm has it.
pub(crate) fn forge(person: &Person, path: &str, fields: &[(&str, &str)]) -> Answer {
    let account = person.get("/account").page();
    let token = account.attributes("input[name=csrf]", "value")[0].to_owned();
    let fields: Vec<_> = fields.iter().copied().chain([("csrf", token.as_str())]).collect();
    person.post_form(&at(path), &fields)
}

/// A member who is that person, as Lea agreed.
pub(crate) fn member_who_is(world: &World, lea: &Person, name: &str, slug: &str) -> Person {
    let member = world.voter(name);
    press(&member, &page_of(&member, slug), CLAIM);
    answer(lea, "agreement", slug);
    member
}

pub(crate) fn log(person: &Person) -> Vec<String> {
    person.get(&at("audit")).page().texts(".log > li > p:first-of-type")
}

/// Opens the vote, with everybody on its papers.
fn vote(world: &World) {
    world.write(|db, now| {
        let edition = editions::by_slug(db, EDITION)?.id;
        editions::move_to(db, edition, Phase::Voting, now)
    });
}

on_both!(a_member_says_who_they_are_and_a_lead_agrees_in_public, |world| {
    let lea = world.lead();
    open_with_stories(world);
    let visitor = world.visitor();
    let ways = page_of(&visitor, "rylev");
    let door = format!("/sign-in?then={}", at("people/rylev"));
    assert!(ways.has(&format!("main a[href='{door}']")) && !ways.has(CLAIM));
    let ana = world.voter("ana");

    let waiting = press(&ana, &page_of(&ana, "rylev"), CLAIM);
    let phrase = waiting.text(".phrase");
    assert!(waiting.text("#own").contains("You say that you are rylev"));
    assert_eq!(desk(&lea).text("#claims + p + .order code"), phrase);
    // Nobody else sees what she says.
    assert!(!page_of(&world.voter("zoe"), "rylev").text("main").contains(&phrase));

    let page = answer(&lea, "agreement", "rylev");
    assert!(page.text("[aria-labelledby=members] .roster").contains("ana is rylev"));
    assert!(!page.has("form[action$='/agreement']"));
    assert_eq!(page_of(&ana, "rylev").text("#own"), "This is you");
    assert_eq!(log(&visitor)[0], "lea agreed to a claim: ana is rylev");
});

on_both!(a_claim_is_made_once_and_can_be_taken_back_or_refused, |world| {
    let lea = world.lead();
    open_with_stories(world);
    let ana = world.voter("ana");
    let form = page_of(&ana, "rylev").form(CLAIM);
    ana.submit(&form).see_other();
    ana.submit(&form).see_other();
    assert_eq!(desk(&lea).texts("[aria-labelledby=claims] .order > li").len(), 1);

    let page = press(&ana, &page_of(&ana, "rylev"), TAKE_BACK);
    assert!(page.has(CLAIM) && !desk(&lea).has("form[action$='/agreement']"));

    press(&ana, &page, CLAIM);
    let stale = desk(&lea).form("form[action$='/agreement']");
    let refusal = at("manage/people/refusal");
    let refused = lea.follow(&lea.submit(&stale.clone().press("refuse", "rylev")));
    assert!(refused.text("[role=status]").contains("Refused: ana is not rylev"));
    assert_eq!(stale.press("refuse", "rylev").action(), refusal);
    assert!(page_of(&ana, "rylev").has(CLAIM), "she may try again");
    // The log names nobody who erred.
    assert_eq!(log(&lea)[0], "lea refused a claim: to be rylev");
});

on_both!(one_person_has_one_member_and_one_member_is_one_person, |world| {
    let lea = world.lead();
    open_with_stories(world);
    let (ana, zoe) = (world.voter("ana"), world.voter("zoe"));
    let three = [(&ana, "rylev", 1), (&zoe, "rylev", 2), (&ana, "eholk", 3)];
    for (member, slug, minute) in three {
        world.it_is(&format!("2027-03-01T13:0{minute}:00Z"));
        press(member, &page_of(member, slug), CLAIM);
    }
    let before = desk(&lea);
    assert!(before.text("[aria-labelledby=claims] li:first-child").contains("1 other member"));
    let stale = before.form("[aria-labelledby=claims] li:nth-child(2) form");
    let first = before.form("[aria-labelledby=claims] li:nth-child(1) form");

    let page = lea.follow(&lea.submit(&first));

    assert!(!page.has("[aria-labelledby=claims] form"), "the others ended with it");
    let gone = lea.submit(&stale).page_with(409);
    assert!(gone.text("main").contains("does not say any more"));
    assert_eq!(page_of(&zoe, "rylev").text("#own"), "Another member is rylev");
    assert_eq!(page_of(&ana, "eholk").text("#own"), "You are rylev here");
    forge(&zoe, "people/rylev/claim", &[]).expect(409);
    let twice = forge(&ana, "people/eholk/claim", &[]).page_with(409);
    assert!(twice.text("main").contains("You are rylev here"));

    let page = answer(&lea, "release", "rylev");
    assert!(!page.has("[aria-labelledby=members]"));
    assert!(page_of(&zoe, "rylev").has(CLAIM) && page_of(&ana, "eholk").has(CLAIM));
    assert_eq!(log(&lea)[0], "lea undid a claim: ana is rylev");
});

on_both!(the_name_that_somebody_chose_is_shown_and_intake_leaves_it, |world| {
    let lea = world.lead();
    open_with_stories(world);
    let ana = member_who_is(world, &lea, "ana", "rylev");
    let form = ana.get(&at("people/rylev/name")).page().form("form[action$='/name']");

    let page = ana.follow(&ana.submit(&form.fill("name", "Ryan L. & friends")));

    assert_eq!(page.text("h1"), "Ryan L. & friends");
    let story = world.visitor().get(&at("stories/barbara-trims-a-stacktrace")).page();
    assert!(story.text(".lead").contains("Ryan L. & friends"));
    assert!(take(world, read(STORIES).unwrap().found).is_none());
    assert_eq!(page_of(&ana, "rylev").text("h1"), "Ryan L. & friends");

    let name = ana.get(&at("people/rylev/name")).page();
    assert_eq!(name.attribute("#name", "value"), Some("Ryan L. & friends"));
    let page = press(&ana, &name, "form[action$='/name/removal']");
    assert_eq!(page.text("h1"), "rylev");
});

on_both!(a_name_that_cannot_be_shown_is_refused_and_kept_in_the_form, |world| {
    let lea = world.lead();
    open_with_stories(world);
    let ana = member_who_is(world, &lea, "ana", "rylev");
    let form = ana.get(&at("people/rylev/name")).page().form("form[action$='/name']");

    let long = "x".repeat(61);
    for (name, words) in
        [("", "Fill this in"), (&*long, "60 is the most"), ("NikoMatsakis", "Somebody else")]
    {
        let page = ana.submit(&form.clone().fill("name", name)).refused();
        assert!(page.text("#name-error").contains(words), "{name}");
        assert_eq!(page.attribute("#name", "value"), Some(name));
    }
    // Her own handle, in any case, is hers.
    ana.submit(&form.fill("name", "RyLev")).see_other();
});

on_both!(undoing_a_claim_takes_the_chosen_name_with_it, |world| {
    let lea = world.lead();
    open_with_stories(world);
    let ana = member_who_is(world, &lea, "ana", "rylev");
    forge(&ana, "people/rylev/name", &[("name", "Ryan")]).see_other();
    forge(&ana, "people/rylev/decline", &[]).see_other();

    let page = answer(&lea, "release", "rylev");

    assert!(page.text("[role=status]").contains("counts as withdrawn"));
    assert_eq!(page_of(&ana, "rylev").text("h1"), "rylev");
    let nominees = lea.get(&at("manage/nominees")).page();
    assert!(nominees.text("[aria-labelledby=withdrawn]").contains("rylev"));
});

/// Everything that somebody could try, and the status of the answer.
fn tries(person: &Person, claim: &[(&str, &str)]) -> Vec<(String, u16)> {
    let story = "stories/barbara-anguishes-over-http";
    let reason = [("reason", "Not a story.")];
    let named = [("person", "rylev"), ("story", "barbara-anguishes-over-http")];
    let same = [("one", "eholk"), ("kept", "zeenix")];
    let all: [(&str, &[(&str, &str)]); 16] = [
        ("people/rylev/name", &[("name", "Ryan")]),
        ("people/rylev/name/removal", &[]),
        ("people/rylev/decline", &[]),
        ("people/rylev/decline/withdrawal", &[]),
        (&format!("{story}/decline"), &[]),
        (&format!("{story}/decline/withdrawal"), &[]),
        ("manage/people/agreement", claim),
        ("manage/people/refusal", claim),
        ("manage/people/release", &named),
        ("manage/people/merger", &same),
        ("manage/people/parting", &named),
        ("manage/nominees/barbara-anguishes-over-http/exclusion", &reason),
        ("manage/nominees/return", &named),
        ("manage/nominees/admission", &named),
        ("people/eholk/claim", &[]),
        ("people/eholk/claim/withdrawal", &[]),
    ];
    let status = |(path, fields): (&str, &[(&str, &str)])| {
        (path.to_owned(), forge(person, path, fields).status())
    };
    all.into_iter().map(status).collect()
}

fn claim_fields(world: &World, name: &'static str) -> String {
    world.read(move |db| {
        let email = laurels::accounts::model::Email::parse(&format!("{name}@example.org"));
        let found = laurels::accounts::store::by_email(db, &email.unwrap())?;
        Ok(found.unwrap().0.id.to_string())
    })
}

on_both!(none_of_it_is_possible_for_others, |world| {
    let lea = world.lead();
    open_with_stories(world);
    member_who_is(world, &lea, "ana", "rylev");
    let claimant = world.voter("zoe");
    press(&claimant, &page_of(&claimant, "zeenix"), CLAIM);
    let account = claim_fields(world, "zoe");
    let claim = [("person", "zeenix"), ("account", account.as_str())];
    // Mia leads another edition, where nobody was taken in.
    let mia = world.voter("mia");
    world.write(|db, now| {
        let fields = [("slug", "thanks-2027"), ("title", "Thanks 2027")];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let other = EditionId::new();
        editions::put(db, other, &Draft::parse(&Fields::of(fields.into()))?, now)?;
        let email = laurels::accounts::model::Email::parse("mia@example.org").unwrap();
        let mia = laurels::accounts::store::by_email(db, &email)?.unwrap().0.id;
        editions::put_lead(db, other, mia)
    });

    for stranger in [&claimant, &mia] {
        let open = ["people/eholk/claim", "people/eholk/claim/withdrawal"];
        for (path, status) in tries(stranger, &claim) {
            let expected = if open.contains(&&*path) { 303 } else { 403 };
            assert_eq!(status, expected, "{path}");
        }
        stranger.get(&at("people/rylev/name")).expect(403);
        stranger.get(&at("manage/people")).expect(403);
    }
    // At her own desk she finds nobody of this edition.
    let token = mia.get("/account").page().attributes("input[name=csrf]", "value")[0].to_owned();
    let fields = [claim[0], claim[1], ("csrf", token.as_str())];
    mia.post_form("/editions/thanks-2027/manage/people/agreement", &fields).expect(404);
    assert_eq!(page_of(&claimant, "rylev").text("h1"), "rylev");
    assert_eq!(desk(&lea).texts("[aria-labelledby=members] li").len(), 1);
});

on_both!(none_of_it_is_possible_once_voting_is_open, |world| {
    let lea = world.lead();
    open_with_stories(world);
    let ana = member_who_is(world, &lea, "ana", "rylev");
    let zoe = world.voter("zoe");
    press(&zoe, &page_of(&zoe, "zeenix"), CLAIM);
    let account = claim_fields(world, "zoe");
    let claim = [("person", "zeenix"), ("account", account.as_str())];
    vote(world);

    let members = |(path, _): &(String, u16)| !path.starts_with("manage/");
    for (path, status) in tries(&ana, &claim).into_iter().filter(members) {
        assert_eq!(status, 409, "{path}");
    }
    for (path, status) in tries(&lea, &claim).into_iter().filter(|it| !members(it)) {
        assert_eq!(status, 409, "{path}");
    }
    let refused = forge(&ana, "people/rylev/decline", &[]).page_with(409).text("main");
    assert!(refused.contains("frozen") && refused.contains("ask the leads"), "{refused}");
    ana.get(&at("people/rylev/name")).expect(409);
    assert!(!page_of(&ana, "rylev").has("main form"));
    assert!(!page_of(&zoe, "zeenix").has("main form, .own"));
    assert!(!desk(&lea).has("main form"));
    assert!(!lea.get(&at("manage/nominees")).page().has("main form"));
});
