//! Nominees: admitted and withdrawn by leads, until voting opens.

use laurels::editions::phase::Phase;
use laurels::editions::store as editions;

use laurels::ids::PersonId;
use laurels::submissions::kept::store as kept;
use laurels::submissions::model::Person as Somebody;

use crate::client::Person;
use crate::on_both::on_both;
use crate::page::Page;
use crate::people::member_who_is;
use crate::submissions::open_with_stories;
use crate::vision::{self, at};
use crate::world::{EDITION, World};

const AT: &str = "/editions/async-vision-2027/manage/nominees";

fn standing(page: &Page, group: &str) -> usize {
    page.texts(&format!("section[aria-labelledby='{group}'] li")).len()
}

fn press(person: &Person, selector: &str, name: &str, value: &str) -> Page {
    let form = person.get(AT).page().form(selector).press(name, value);
    person.follow(&person.submit(&form))
}

on_both!(admitting_everybody_leaves_out_who_was_withdrawn, |world| {
    let lea = world.lead();
    open_with_stories(world);
    let admit = "form[action$='/admission'].buttons";
    assert_eq!(standing(&lea.get(AT).page(), "waiting"), 56 + 43);

    press(&lea, admit, "all", "stories");
    let withdraw = "form[action$='/withdrawal']";
    press(&lea, withdraw, "story", "alan-lost-the-world");
    let page = press(&lea, admit, "all", "everybody");

    assert_eq!(standing(&page, "admitted"), 55 + 43);
    assert_eq!(standing(&page, "withdrawn"), 1);
    assert!(page.text(".flash, [role=status]").contains("One stays withdrawn"));
});

on_both!(a_withdrawn_nominee_can_be_admitted_by_name, |world| {
    let lea = world.lead();
    open_with_stories(world);
    press(&lea, "form[action$='/admission'].buttons", "all", "stories");
    press(&lea, "form[action$='/withdrawal']", "story", "alan-lost-the-world");

    let back = "section[aria-labelledby='withdrawn'] form";
    let page = press(&lea, back, "story", "alan-lost-the-world");

    assert_eq!((standing(&page, "withdrawn"), standing(&page, "admitted")), (0, 56));
    let log = lea.get(&format!("/editions/{EDITION}/audit")).page();
    assert!(log.text("main").contains("withdrew a nominee"));
});

on_both!(nobody_is_admitted_or_withdrawn_once_voting_has_opened, |world| {
    let lea = world.lead();
    open_with_stories(world);
    let page = lea.get(AT).page();
    let admit = page.form("form[action$='/admission'].buttons");
    world.write(|db, now| {
        let edition = editions::by_slug(db, EDITION)?.id;
        editions::move_to(db, edition, Phase::Voting, now)
    });

    let refused = lea.submit(&admit.press("all", "everybody")).page_with(409);

    assert!(refused.text("main").contains("frozen"));
    assert!(!lea.get(AT).page().has("form[action$='/admission']"));
});

on_both!(only_leads_admit, |world| {
    world.lead();
    open_with_stories(world);

    world.voter("ana").get(AT).expect(403);
    world.visitor().get(AT).expect(401);
});

on_both!(a_name_of_nobody_is_not_found, |world| {
    let lea = world.lead();
    open_with_stories(world);
    let form = lea.get(AT).page().form("section[aria-labelledby='waiting'] form");

    lea.submit(&form.forge("story", "no-such-story")).expect(404);
});

/// The section of the page that is about its reader's own nomination.
const OWN: &str = "[aria-labelledby=nomination]";

fn own(person: &Person, page: &str, button: &str) -> Page {
    let form = person.get(&at(page)).page().form(&format!("{OWN} form[action$='{button}']"));
    person.follow(&person.submit(&form))
}

fn names(page: &Page, group: &str) -> Vec<String> {
    page.texts(&format!("section[aria-labelledby='{group}'] li > span > a:first-child"))
}

/// Somebody who is known, and has a part in no story.
fn commenter(world: &World) {
    world.write(|db, _| {
        let edition = editions::by_slug(db, EDITION)?.id;
        let somebody = Somebody {
            id: PersonId::new(),
            slug: "quiet-reader".into(),
            handle: Some("quiet-reader".into()),
            name: "Quiet Reader".into(),
            github_id: None,
            shown_name: None,
            merged_into: None,
            account: None,
        };
        kept::put_person(db, edition, &somebody)
    });
}

on_both!(who_declines_is_on_no_paper_and_only_they_come_back, |world| {
    vision::nominate(world, &["most-prolific"]);
    let lea = world.lead();
    world.write(|db, now| {
        let edition = editions::by_slug(db, EDITION)?.id;
        editions::move_to(db, edition, Phase::Nominating, now)
    });
    let ana = member_who_is(world, &lea, "ana", "rylev");
    let paper = || ana.get(&at("categories/most-prolific")).page().texts(".nominee-name");
    let before = paper();
    assert!(before.contains(&"rylev".to_owned()));

    let page = own(&ana, "people/rylev", "/decline");

    assert!(page.text(OWN).contains("You declined it"));
    assert_eq!(paper().len(), before.len() - 1);
    let public = world.visitor().get(&at("people/rylev")).page();
    assert!(public.text("[aria-labelledby=nominated]").contains("no award"));
    assert!(!public.text("main").contains("decline"));
    assert!(!world.visitor().get(&at("audit")).page().text("main").contains("declined"));
    let told = lea.get(AT).page();
    assert_eq!(names(&told, "declined"), ["rylev"]);
    assert!(!told.has("section[aria-labelledby=declined] button"));

    let page = press(&lea, "form[action$='/admission'].buttons", "all", "people");
    assert!(page.text("[role=status]").contains("One declined to be nominated"));
    let form = page.form("section[aria-labelledby=waiting] form");
    let page = lea.follow(&lea.submit(&form.forge("person", "rylev")));
    assert!(page.text("[role=status]").contains("only they can take that back"));
    assert_eq!((standing(&page, "declined"), paper().len()), (1, before.len() - 1));

    let page = own(&ana, "people/rylev", "/decline/withdrawal");
    assert!(page.text(OWN).contains("You are no nominee yet"));
    let page = lea.get(AT).page();
    assert!(names(&page, "waiting").contains(&"rylev".to_owned()));
    press(&lea, "section[aria-labelledby=waiting] form", "person", "rylev");
    assert_eq!(paper().len(), before.len() - 1, "a place is chosen, not given back");
});

on_both!(an_author_declines_for_a_story_before_anybody_admits_it, |world| {
    let lea = world.lead();
    open_with_stories(world);
    let ana = member_who_is(world, &lea, "ana", "rylev");
    let story = "stories/barbara-anguishes-over-http";

    own(&ana, story, "/decline");

    let page = press(&lea, "form[action$='/admission'].buttons", "all", "stories");
    assert!(page.text("[role=status]").contains("One declined"));
    assert_eq!((standing(&page, "admitted"), standing(&page, "declined")), (55, 1));
    // A part in a story is not a say over it, and neither is being nobody.
    for (person, story) in [(&ana, "stories/barbara-trims-a-stacktrace"), (&world.visitor(), story)]
    {
        assert!(!person.get(&at(story)).page().has(OWN));
    }
    own(&ana, story, "/decline/withdrawal");
    let page = press(&lea, "form[action$='/admission'].buttons", "all", "stories");
    assert_eq!(standing(&page, "admitted"), 56);
});

on_both!(what_the_leads_withdrew_is_not_declined_too, |world| {
    let lea = world.lead();
    open_with_stories(world);
    let ana = member_who_is(world, &lea, "ana", "rylev");
    let stale = ana.get(&at("people/rylev")).page().form(&format!("{OWN} form"));
    press(&lea, "form[action$='/admission'].buttons", "all", "people");
    press(&lea, "form[action$='/withdrawal']", "person", "rylev");

    let refused = ana.submit(&stale).page_with(409);

    assert!(refused.text("main").contains("nothing to decline"));
    let page = ana.get(&at("people/rylev")).page();
    assert!(page.text(OWN).contains("The leads withdrew it") && !page.has(&format!("{OWN} form")));
});

on_both!(who_only_commented_is_admitted_by_name, |world| {
    let lea = world.lead();
    open_with_stories(world);
    commenter(world);

    vision::nominate(world, &["most-prolific"]);
    let paper = lea.get(&at("categories/most-prolific")).page().texts(".nominee-name");
    assert!(paper.contains(&"rylev".to_owned()) && !paper.contains(&"quiet-reader".to_owned()));
    let page = press(&lea, "form[action$='/admission'].buttons", "all", "everybody");
    assert_eq!(names(&page, "waiting"), ["quiet-reader"]);

    let page = press(&lea, "section[aria-labelledby=waiting] form", "person", "quiet-reader");
    assert!(names(&page, "admitted").contains(&"quiet-reader".to_owned()));
});

on_both!(a_submission_is_left_out_with_its_stories_and_a_public_reason, |world| {
    vision::nominate(world, &["most-humorous"]);
    let lea = world.lead();
    world.write(|db, now| {
        let edition = editions::by_slug(db, EDITION)?.id;
        editions::move_to(db, edition, Phase::Nominating, now)
    });
    let paper = || lea.get(&at("categories/most-humorous")).page().texts(".nominee-name").len();
    let two = ["alan-switches-runtimes", "alans-trust-in-the-compiler-is-rewarded"];
    let exclusion = at(&format!("manage/nominees/{}/exclusion", two[0]));
    assert!(lea.get(AT).page().has(&format!("a[href='{exclusion}']")));
    let question = lea.get(&exclusion).page();
    assert_eq!(question.texts(".confirm li").len(), 2);
    let form = question.form(".confirm");
    let long = "x".repeat(301);
    for (reason, words) in [("", "Fill this in"), (&*long, "300 is the most")] {
        let page = lea.submit(&form.clone().fill("reason", reason)).refused();
        assert!(page.text("#reason-error").contains(words));
        assert_eq!(page.attribute("#reason", "value"), Some(reason));
    }
    assert_eq!(paper(), 56);

    let page = lea.follow(&lea.submit(&form.fill("reason", "Sent by a lead & sponsor.")));

    assert_eq!((standing(&page, "excluded"), paper()), (2, 54));
    let visitor = world.visitor();
    for slug in two {
        let story = visitor.get(&at(&format!("stories/{slug}"))).page();
        let notice = story.text("[aria-labelledby=left-out]");
        assert!(notice.contains("Left out by the leads Sent by a lead & sponsor."), "{notice}");
    }
    let list = visitor.get(&at("stories?q=switches+runtimes")).page();
    assert!(list.text(".meta").contains("Left out by the leads"));
    let log = visitor.get(&at("audit")).page().texts(".log > li > p:first-of-type");
    let line = "lea left out a submission: rust-lang/wg-async #160: Sent by a lead & sponsor.";
    assert_eq!(log[0], line);
    // Neither everybody's admission nor anybody's name brings it back.
    press(&lea, "form[action$='/admission'].buttons", "all", "everybody");
    let form = lea.get(AT).page().form("form[action$='/admission'].buttons");
    let forged = form.press("all", "everybody").forge("all", "").forge("story", two[0]);
    let page = lea.follow(&lea.submit(&forged));
    assert!(page.text("[role=status]").contains("One is left out with its submission"));
    assert_eq!(standing(&page, "excluded"), 2);

    let page = press(&lea, "section[aria-labelledby=excluded] form", "story", two[1]);

    let said = page.text("[role=status]");
    assert!(said.contains("admitted again") && said.contains("until you choose them"), "{said}");
    assert_eq!((standing(&page, "excluded"), paper()), (0, 54));
    assert!(names(&page, "admitted").contains(&"Alan switches runtimes".to_owned()));
    let story = visitor.get(&at(&format!("stories/{}", two[0]))).page();
    assert!(!story.has(".left-out"));
    let log = visitor.get(&at("audit")).page().texts(".log > li > p:first-of-type");
    assert_eq!(log[0], "lea took a submission back in: rust-lang/wg-async #160");
});

on_both!(leaving_out_and_taking_back_in_leaves_alone_what_its_author_declined, |world| {
    let lea = world.lead();
    open_with_stories(world);
    let ana = member_who_is(world, &lea, "ana", "rylev");
    let story = "stories/barbara-anguishes-over-http";
    own(&ana, story, "/decline");
    let form = lea.get(&at("manage/nominees/barbara-anguishes-over-http/exclusion")).page();
    lea.submit(&form.form(".confirm").fill("reason", "Twice the same.")).see_other();
    assert!(!ana.get(&at(story)).page().has(OWN), "what is left out is nobody's nomination");

    let back = "section[aria-labelledby=excluded] form";
    let page = press(&lea, back, "story", "barbara-anguishes-over-http");

    assert_eq!((standing(&page, "declined"), standing(&page, "admitted")), (1, 0));
});
