//! The console's sources: a repository becomes stories, people and nominees by itself; what
//! breaks off is told and goes on later; nothing is lost, and nothing is taken once voting opens.

use std::collections::BTreeSet;

use laurels::editions::phase::Phase;
use laurels::editions::store as editions;
use laurels::error::Error;
use laurels::ids::SourceId;
use laurels::server::block_on;
use laurels::sources::begin::{Ticket, begin};
use laurels::sources::draft::Draft;
use laurels::sources::finish::Finished;
use laurels::sources::model::Settings;
use laurels::sources::passes::model::{Ending, Reading};
use laurels::sources::sync::{Desk, run, start, sync};
use laurels::sources::{add, batch, store};
use laurels::submissions::source::any::Source;
use laurels::submissions::source::found::{Found, State, Submission};
use laurels::submissions::store as submissions;
use serde_json::json;

use crate::client::Person;
use crate::on_both::on_both;
use crate::page::Page;
use crate::source_hub::{Hub, Mischief};
use crate::world::{EDITION, World};

pub(crate) const AT: &str = "/editions/async-vision-2027/manage/sources";

/// The story, who sent it, and the name on its commit, of which nobody can tell whose it is.
pub(crate) const NOMINEES: usize = 3;

const GRACE: &str = "# Status quo: Grace waits\n\nFor a long time.\n";

/// A repository with one merged story, `o/r`.
pub(crate) fn hub_of(world: &World) -> Hub {
    let hub = world.hub();
    hub.merged(1, "AnaB", "Add a story", &[("status_quo/grace_waits.md", GRACE)]);
    hub
}

/// A source that reads the hub, as an operator adds it.
pub(crate) fn source(world: &World, hub: &Hub, change: impl FnOnce(&mut Settings)) -> SourceId {
    let place = Source::parse("github", "o/r", Some(&hub.url)).unwrap();
    let mut settings = Settings::default();
    change(&mut settings);
    let draft = Draft { place, repository: "o/r".into(), settings };
    world.write(move |db, now| {
        let edition = editions::by_slug(db, EDITION)?.id;
        Ok(add::add(db, edition, draft, "the operator", now)?.id)
    })
}

fn read(world: &World, source: SourceId) -> Finished {
    let desk = Desk::of(world.app());
    block_on(sync(&desk, source, Reading::News, "Lea", Box::new(|_| {}))).unwrap()
}

fn page(lea: &Person, source: SourceId) -> Page {
    lea.get(&format!("{AT}/{source}")).page()
}

/// Presses a button of the source's page, and waits until its pass has ended.
fn press(lea: &Person, source: SourceId, form: &str) -> Page {
    let form = page(lea, source).form(form);
    lea.submit(&form).see_other();
    ended(lea, source)
}

fn ended(lea: &Person, source: SourceId) -> Page {
    for _ in 0..400 {
        let page = page(lea, source);
        if !page.has("#live[data-running]") {
            return page;
        }
        std::thread::sleep(std::time::Duration::from_millis(25));
    }
    panic!("the pass does not end");
}

pub(crate) fn titles(world: &World) -> Vec<String> {
    let stories = world.read(|db| {
        let edition = editions::by_slug(db, EDITION)?.id;
        submissions::stories(db, edition)
    });
    stories.into_iter().map(|card| card.story.title).collect()
}

pub(crate) fn admitted(world: &World) -> usize {
    world.read(|db| {
        let edition = editions::by_slug(db, EDITION)?.id;
        Ok(laurels::nominees::store::bare(db, edition)?.len())
    })
}

fn open_voting(world: &World) {
    world.write(|db, now| {
        let edition = editions::by_slug(db, EDITION)?.id;
        editions::move_to(db, edition, Phase::Voting, now)
    });
}

on_both!(a_lead_adds_a_repository_and_a_wrong_form_comes_back_whole, |world| {
    let lea = world.lead();
    assert!(lea.get(AT).page().text("main").contains("No sources yet"));
    let form = lea.get(&format!("{AT}/new")).page().form("form[action$='/manage/sources']");
    let wrong = form.clone().fill("repository", "not one").fill("rules", "[[kinds]]\nkey = 3\n");

    let refused = lea.submit(&wrong).refused();

    assert!(refused.text("#repository-error").contains("OWNER/NAME"));
    assert!(!refused.text("#rules-error").is_empty());
    assert!(refused.text("#rules").contains("key = 3"), "what was typed stays");

    let page = lea.follow(&lea.submit(&form.clone().fill("repository", "rust-lang/wg-async")));
    assert_eq!(page.text("h1"), "rust-lang/wg-async");
    assert!(page.text("#live").contains("Never read yet"));

    let again = form.fill("repository", "https://github.com/Rust-Lang/wg-async");
    assert!(lea.submit(&again).refused().text("#repository-error").contains("already"));
});

on_both!(syncing_takes_in_what_is_new_says_what_changed_and_then_that_nothing_has, |world| {
    let (lea, hub) = (world.lead(), hub_of(world));
    let source = source(world, &hub, |_| {});

    let first = press(&lea, source, "form[action$='/sync']");
    assert!(first.text("section[aria-labelledby='changed']").contains("new Grace waits"));
    assert_eq!((titles(world), admitted(world)), (vec!["Grace waits".to_owned()], NOMINEES));

    let second = press(&lea, source, "form[action$='/sync']");
    assert!(second.text("section.panel").contains("Nothing has changed"));

    hub.merged(2, "Ben", "Rewrite", &[]);
    let edited = json!([{ "path": "status_quo/grace_waits.md", "changeType": "MODIFIED" }]);
    hub.change(2, 9, "files", edited);
    let text = GRACE.replace("long time", "while");
    hub.knows().texts.insert("tip:status_quo/grace_waits.md".into(), text);
    let third = press(&lea, source, "form[action$='/sync']");
    let changed = third.text("section[aria-labelledby='changed']");
    assert!(changed.contains("Grace waits its text"), "{changed}");
    let log = lea.get(&format!("/editions/{EDITION}/audit")).page().text("main");
    assert!(log.contains("added a source") && log.contains("took in submissions"), "{log}");
});

on_both!(one_bad_item_is_told_skipped_and_read_when_somebody_says_so, |world| {
    let (lea, hub) = (world.lead(), hub_of(world));
    hub.merged(2, "Ben", "Broken", &[("status_quo/broken.md", "\0\0")]);
    let source = source(world, &hub, |_| {});

    let page = press(&lea, source, "form[action$='/sync']");
    let failed = page.text("section[aria-labelledby='failed']");
    assert!(failed.contains("1 item could not be read") && failed.contains("#2"), "{failed}");
    assert_eq!(titles(world), ["Grace waits"]);
    assert!(lea.get(AT).page().text("main").contains("1 item could not be read"));

    hub.knows().texts.insert("tip:status_quo/broken.md".into(), "# Ben mends\n\nIt.\n".into());
    world.it_is("2027-03-01T12:01:00Z");
    let form = page.form("form[action$='/retry']").press("number", "2");
    lea.submit(&form).see_other();
    let page = ended(&lea, source);
    assert!(!page.has("section[aria-labelledby='failed']"), "{}", page.text("main"));
    assert_eq!(titles(world), ["Grace waits", "Ben mends"]);
});

on_both!(a_repository_in_which_nothing_fits_the_rules_says_so, |world| {
    let (lea, hub) = (world.lead(), world.hub());
    hub.merged(1, "Ben", "Code", &[("src/main.md", "# No story\n")]);
    let source = source(world, &hub, |_| {});

    let page = press(&lea, source, "form[action$='/sync']");

    let told = page.text("section.panel");
    assert!(told.contains("nothing in it is a story by these rules"), "{told}");
    assert!(titles(world).is_empty());
});

on_both!(two_syncs_at_once_are_one_and_a_silent_one_is_given_up, |world| {
    let (lea, hub) = (world.lead(), hub_of(world));
    let source = source(world, &hub, |_| {});
    let form = page(&lea, source).form("form[action$='/sync']");
    let ticket = world.write(move |db, now| begin(db, source, Reading::News, "Somebody", now));

    let refused = lea.submit(&form).page_with(409);
    assert!(refused.text("main").contains("runs since"), "{}", refused.text("main"));
    assert!(page(&lea, source).text("section.panel").contains("asked for by Somebody"));

    world.it_is("2027-03-01T12:10:01Z");
    assert!(page(&lea, source).text("section.panel").contains("nobody runs it any more"));
    lea.submit(&form).see_other();
    let page = ended(&lea, source);
    assert!(page.text("section[aria-labelledby='before']").contains("it was given up"));
    let late = keep(world, &ticket, &Found::default(), None);
    assert!(matches!(late, Err(Error::Conflict(_))), "{late:?}");
});

fn keep(world: &World, ticket: &Ticket, found: &Found, resume: Option<&str>) -> Result<(), Error> {
    let (ticket, found) = (ticket.clone(), found.clone());
    let resume = resume.map(str::to_owned);
    let kept = world
        .app()
        .write(move |db, now| batch::batch(db, &ticket, &found, resume.as_deref(), now).map(drop));
    block_on(kept)
}

on_both!(a_pass_that_was_cut_off_goes_on_from_its_last_batch, |world| {
    let hub = hub_of(world);
    let source = source(world, &hub, |_| {});
    let begun = move |db: &mut _, now| begin(db, source, Reading::News, "the schedule", now);
    let ticket = world.write(begun);
    let mut found = Found::default();
    found.submissions.push(Submission::new(7, "Half way", State::Open));

    keep(world, &ticket, &found, Some("from here")).unwrap();
    // The machine stops here; another begins after a while.
    world.it_is("2027-03-01T12:11:00Z");
    let next = world.write(begun);

    assert_eq!(next.cursor, "from here");
    let known = world.read(move |db| store::get(db, source));
    assert_eq!(known.repository, "o/r");
});

on_both!(what_github_refuses_is_told_and_loses_nothing, |world| {
    let (lea, hub) = (world.lead(), hub_of(world));
    let source = source(world, &hub, |_| {});
    press(&lea, source, "form[action$='/sync']");
    for (status, words) in [
        (401, "does not accept the token"),
        (403, "may not do this"),
        (404, "no such repository"),
        (422, "does not understand"),
    ] {
        hub.knows().mischief.push_back(Mischief::Says(status, vec![], "{}".into()));

        let page = press(&lea, source, "form[action$='/sync']");

        let told = page.text("section.panel");
        assert!(told.contains("Broke off") && told.contains(words), "{status}: {told}");
    }
    assert_eq!(titles(world), ["Grace waits"]);
    let after = press(&lea, source, "form[action$='/sync']");
    assert!(after.text("section.panel").contains("Nothing has changed"));
});

on_both!(a_pause_that_github_asks_for_is_kept_and_then_it_goes_on_by_itself, |world| {
    let (lea, hub) = (world.lead(), hub_of(world));
    let source = source(world, &hub, |_| {});
    let pause = vec![("retry-after", "120".to_owned())];
    let words = r#"{"message":"You have exceeded a secondary rate limit."}"#;
    hub.knows().mischief.push_back(Mischief::Says(403, pause, words.into()));

    let page = press(&lea, source, "form[action$='/sync']");
    assert!(page.text("section.panel").contains("GitHub asks for a pause"));
    assert!(titles(world).is_empty());

    world.it_is("2027-03-01T12:02:01Z");
    until(|| titles(world).len() == 1);
    assert!(ended(&lea, source).text("section.panel").contains("the schedule"));
});

/// Waits for what a keeper does by itself.
pub(crate) fn until(mut holds: impl FnMut() -> bool) {
    for _ in 0..800 {
        if holds() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(25));
    }
    panic!("what was waited for does not come");
}

on_both!(a_schedule_reads_by_itself_and_again_after_its_time, |world| {
    let hub = hub_of(world);
    let source = source(world, &hub, |settings| settings.every_minutes = Some(60));
    until(|| titles(world).len() == 1);
    let is_read = |at: &str| {
        let at = at.parse().unwrap();
        world.read(move |db| store::get(db, source)).next_at == Some(at)
    };
    until(|| is_read("2027-03-01T13:00:00Z"));

    hub.merged(2, "Ben", "Another", &[("status_quo/ben_mends.md", "# Ben mends\n")]);
    world.it_is("2027-03-01T13:00:00Z");

    until(|| titles(world).len() == 2);
    until(|| is_read("2027-03-01T14:00:00Z"));
});

on_both!(nothing_is_taken_in_once_voting_has_opened, |world| {
    let (lea, hub) = (world.lead(), hub_of(world));
    let source = source(world, &hub, |settings| settings.every_minutes = Some(60));
    until(|| titles(world).len() == 1);
    let form = ended(&lea, source).form("form[action$='/sync']");
    let settings = lea.get(&format!("{AT}/{source}/settings")).page();
    let settings = settings.form("form[action$='/settings']");
    let desk = Desk::of(world.app());
    until(|| block_on(start(&desk, source, Reading::News, "Lea")).is_ok());
    let running = world.read(move |db| {
        let pass = laurels::sources::passes::store::running(db, source)?.unwrap();
        Ok((pass.id, store::get(db, source)?, store::cursor(db, source)?))
    });
    hub.merged(2, "Ben", "Another", &[("status_quo/ben_mends.md", "# Ben mends\n")]);
    open_voting(world);

    let (pass, source_now, cursor) = running;
    let ticket = Ticket {
        pass,
        began_at: world.clock.now(),
        actor: "Lea".into(),
        source: source_now,
        reading: Reading::News,
        cursor,
    };
    let finished = block_on(run(&desk, ticket, Box::new(|_| {}))).unwrap();
    assert_eq!(finished.ending, Ending::Failed);
    assert!(finished.words.contains("frozen when voting opened"), "{}", finished.words);
    for form in [&form, &settings] {
        assert!(lea.submit(form).page_with(409).text("main").contains("frozen"));
    }
    assert!(!page(&lea, source).has("form[action$='/sync']"));
    assert_eq!(titles(world), ["Grace waits"]);
    // The schedule gives up, and does not knock again and again.
    world.it_is("2027-03-01T14:00:00Z");
    until(|| world.read(move |db| store::get(db, source)).next_at.is_none());
});

on_both!(sources_are_the_leads_of_that_edition_alone, |world| {
    let (lea, ana, hub) = (world.lead(), world.voter("ana"), hub_of(world));
    let source = source(world, &hub, |_| {});
    world.write(|db, now| {
        let edition = editions::by_slug(db, EDITION)?.id;
        editions::move_to(db, edition, Phase::Nominating, now)
    });
    for path in [AT.to_owned(), format!("{AT}/new"), format!("{AT}/{source}")] {
        ana.get(&path).expect(403);
        world.visitor().get(&path).expect(401);
    }
    let form = page(&lea, source).form("form[action$='/sync']");
    let token = ana.get("/account").page().form("form[action='/sign-out']").fields();
    let token = token.into_iter().find(|(name, _)| name == "csrf").unwrap().1;
    ana.submit(&form.clone().forge("csrf", &token)).expect(403);
    lea.get(&format!("{AT}/{}", SourceId::new())).expect(404);

    let gone = page(&lea, source).form("form[action$='/removal']");
    let page = lea.follow(&lea.submit(&gone));
    assert!(page.text("main").contains("No sources yet"));
    lea.submit(&form).expect(404);
});

on_both!(what_is_read_again_alone_does_not_lose_the_place_of_the_whole, |world| {
    let hub = hub_of(world);
    hub.merged(2, "Ben", "Another", &[("status_quo/ben_mends.md", "# Ben mends\n")]);
    let source = source(world, &hub, |_| {});
    let desk = Desk::of(world.app());
    let only = Reading::Only(BTreeSet::from([2]));

    let one = block_on(sync(&desk, source, only, "a delivery", Box::new(|_| {}))).unwrap();
    assert_eq!((one.ending, titles(world)), (Ending::Done, vec!["Ben mends".to_owned()]));

    let rest = read(world, source);
    assert_eq!(rest.changes.stories.added, 1, "{}", rest.words);
    assert!(read(world, source).changes.is_none());
});
