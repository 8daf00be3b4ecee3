//! What waits to be read is read, whatever comes between: pauses, other deliveries, other sources,
//! a lead who saves at the same moment.

use std::time::Duration;

use laurels::editions::store as editions;
use laurels::ids::SourceId;
use laurels::server::block_on;
use laurels::sources::begin::{Ticket, begin};
use laurels::sources::finish::finish;
use laurels::sources::model::{Admission, Settings};
use laurels::sources::passes::model::{Ending, Reading};
use laurels::sources::sync::{Desk, sync};
use laurels::sources::{amend, batch, failures, remove, store};
use laurels::submissions::changes::Changes;
use laurels::submissions::source::any::Left;
use laurels::submissions::source::file;
use laurels::submissions::source::found::{Failure, Found, Item, Update};
use laurels::submissions::source::github::wanted::End;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::hooks::{deliver, merged};
use crate::on_both::on_both;
use crate::source_hub::{Hub, Mischief};
use crate::sources::{AT, hub_of, source, titles, until};
use crate::world::{EDITION, World};

const LATER: &str = r#"{"message":"You have exceeded a secondary rate limit."}"#;

/// The keeper looks twice a second.
fn let_it_look() {
    std::thread::sleep(Duration::from_millis(1_200));
}

fn next_at(world: &World, source: SourceId) -> Option<String> {
    world.read(move |db| Ok(store::get(db, source)?.next_at.map(|at| at.to_string())))
}

fn pauses(world: &World, hub: &Hub, source: SourceId) {
    let pause = vec![("retry-after", "3600".to_owned())];
    hub.knows().mischief.push_back(Mischief::Says(403, pause, LATER.into()));
    let desk = Desk::of(world.app());
    let read = block_on(sync(&desk, source, Reading::News, "Lea", Box::new(|_| {}))).unwrap();
    assert_eq!(read.ending, Ending::Later);
}

pub(crate) fn begun(world: &World, source: SourceId) -> Ticket {
    world.write(move |db, now| begin(db, source, Reading::News, "Lea", now))
}

pub(crate) fn ended(world: &World, ticket: Ticket) {
    world.write(move |db, now| {
        let left = Left { cursor: String::new(), end: Ok(End::Done) };
        finish(db, &ticket, &left, Changes::default(), now)
    });
}

pub(crate) fn kept(world: &World, ticket: &Ticket, found: Found) {
    let ticket = ticket.clone();
    world.write(move |db, now| batch::batch(db, &ticket, &found, None, now).map(drop));
}

/// Pull request 1 by `AnaB` with one story, and what `says` says on it.
pub(crate) fn story(says: Option<&str>) -> Found {
    let comments: Vec<_> = says
        .map(|category| {
            json!({ "id": "discussion:70", "submission": 1, "author": "Kind", "kind": "discussion",
            "at": "2026-03-02T00:00:00Z", "nominates": [category] })
        })
        .into_iter()
        .collect();
    let file = json!({ "format": "laurels-submissions/1", "comments": comments,
        "submissions": [{ "number": 1, "title": "Add a story", "state": "merged", "author": "AnaB",
            "stories": [{ "path": "status_quo/grace_waits.md", "kind": "status_quo", "title": "Grace waits",
                "files": [{ "path": "status_quo/grace_waits.md", "text": "# Grace waits" }] }] }] });
    let read = file::read::read(file.to_string().as_bytes()).unwrap().found;
    assert_eq!(read.failures, []);
    read
}

on_both!(a_delivery_waits_for_the_end_of_a_pause_and_puts_off_nothing, |world| {
    let hub = hub_of(world);
    hub.merged(2, "Ben", "Another", &[("status_quo/ben_mends.md", "# Ben mends\n")]);
    let source = source(world, &hub, |_| {});
    pauses(world, &hub, source);
    assert_eq!(next_at(world, source).as_deref(), Some("2027-03-01T13:00:00Z"));
    hub.asked();

    deliver(world, "d-1", "pull_request", &merged(1));
    let_it_look();
    assert_eq!(hub.asked(), [""; 0], "GitHub asked for a pause");

    world.it_is("2027-03-01T13:00:00Z");
    until(|| titles(world) == ["Grace waits", "Ben mends"]);
    until(|| next_at(world, source).is_none());
});

on_both!(a_delivery_that_met_a_pause_is_read_after_it, |world| {
    let hub = hub_of(world);
    let source = source(world, &hub, |_| {});
    let pause = vec![("retry-after", "60".to_owned())];
    hub.knows().mischief.push_back(Mischief::Says(403, pause, LATER.into()));

    deliver(world, "d-1", "pull_request", &merged(1));
    until(|| next_at(world, source).is_some());
    let waiting = move |world: &World| {
        let all = world.read(laurels::sources::hooks::store::waiting);
        all.get(&source).map_or(0, |waiting| waiting.ids.len())
    };
    let_it_look();
    assert_eq!(waiting(world), 1);

    world.it_is("2027-03-01T12:01:00Z");
    until(|| titles(world) == ["Grace waits"] && waiting(world) == 0);
});

on_both!(a_delivery_and_a_lead_who_saves_move_no_pass_that_is_due, |world| {
    let hub = hub_of(world);
    let source = source(world, &hub, |settings| settings.every_minutes = Some(60));
    until(|| next_at(world, source).as_deref() == Some("2027-03-01T13:00:00Z"));
    world.it_is("2027-03-01T12:30:00Z");
    hub.merged(2, "Ben", "Another", &[("status_quo/ben_mends.md", "# Ben mends\n")]);
    deliver(world, "d-1", "pull_request", &merged(2));
    until(|| titles(world).len() == 2);
    let_it_look();
    assert_eq!(next_at(world, source).as_deref(), Some("2027-03-01T13:00:00Z"));
});

on_both!(a_pause_outlasts_other_settings, |world| {
    let hub = hub_of(world);
    let source = source(world, &hub, |_| {});
    pauses(world, &hub, source);

    world.write(move |db, now| {
        let edition = editions::by_slug(db, EDITION)?.id;
        let settings = Settings { admission: Admission::ByHand, ..Settings::default() };
        amend::amend(db, edition, source, &settings, "Lea", now)
    });

    assert_eq!(next_at(world, source).as_deref(), Some("2027-03-01T13:00:00Z"));
});

on_both!(what_failed_of_a_story_is_forgotten_once_an_update_brings_it, |world| {
    let source = source(world, &hub_of(world), |_| {});
    let ticket = begun(world, source);
    let found = story(None);
    let story = found.submissions[0].stories[0].clone();
    kept(world, &ticket, found);
    let failed = |path: &str| Failure {
        item: Item::Story { number: 1, path: path.into() },
        why: "It is too large.".into(),
        now: "Make it smaller.".into(),
    };
    let failures = vec![failed("status_quo/grace_waits.md"), failed("status_quo/other.md")];
    kept(world, &ticket, Found { failures, ..Found::default() });
    ended(world, ticket);

    world.it_is("2027-03-01T12:05:00Z");
    let ticket = begun(world, source);
    let updates = vec![Update { number: 1, story }];
    kept(world, &ticket, Found { updates, ..Found::default() });

    let left = world.read(move |db| failures::store::of_source(db, source));
    let left: Vec<&str> = left.iter().map(|failure| failure.item.as_str()).collect();
    assert_eq!(left, ["#1 status_quo/other.md"]);
});

on_both!(a_pass_that_ends_and_a_lead_who_saves_do_not_stop_each_other, |world| {
    let hub = hub_of(world);
    for saves in [true, false] {
        let source = source(world, &hub, |_| {});
        let ticket = begun(world, source);
        let (ending, of) = (world.app().store.clone(), ticket.clone());
        let now = world.clock.now();
        let end = move || {
            let left = Left { cursor: "here".into(), end: Ok(End::Done) };
            let end = ending.write(move |db| finish(db, &of, &left, Changes::default(), now));
            block_on(end).map(drop)
        };
        let (tell, told) = std::sync::mpsc::channel();
        let saved = world.app().write(move |db, now| {
            let edition = editions::by_slug(db, EDITION)?.id;
            editions::locked(db, edition)?;
            std::thread::spawn(move || tell.send(end()));
            // Until that pass waits for this.
            std::thread::sleep(Duration::from_millis(500));
            if saves {
                let every = Settings { every_minutes: Some(60), ..Settings::default() };
                return amend::amend(db, edition, source, &every, "Lea", now);
            }
            remove::remove(db, edition, source, "Lea", now)
        });
        block_on(saved).unwrap();
        let ended = told.recv().unwrap();
        assert_eq!(ended.is_ok(), saves, "{ended:?}");
        if saves {
            world.write(move |db, now| {
                let edition = editions::by_slug(db, EDITION)?.id;
                remove::remove(db, edition, source, "Lea", now)
            });
        }
    }
});

on_both!(what_a_lead_stops_is_not_begun_again_at_once, |world| {
    let (lea, hub) = (world.lead(), hub_of(world));
    let source = source(world, &hub, |settings| settings.every_minutes = Some(60));
    until(|| next_at(world, source).as_deref() == Some("2027-03-01T13:00:00Z"));
    world.it_is("2027-03-01T12:55:00Z");
    drop(begun(world, source));
    world.it_is("2027-03-01T13:00:00Z");
    hub.asked();

    let form = lea.get(&format!("{AT}/{source}")).page().form("form[action$='/end']");
    lea.submit(&form).see_other();
    let_it_look();
    assert_eq!(hub.asked(), [""; 0]);

    world.it_is("2027-03-01T13:15:00Z");
    until(|| next_at(world, source).as_deref() == Some("2027-03-01T14:15:00Z"));
});

on_both!(what_failed_stays_told_while_only_labels_change, |world| {
    let hub = hub_of(world);
    hub.merged(2, "Ben", "Broken", &[("status_quo/broken.md", "\0\0")]);
    let source = source(world, &hub, |_| {});
    let desk = Desk::of(world.app());
    let reads = || block_on(sync(&desk, source, Reading::News, "Lea", Box::new(|_| {}))).unwrap();
    let failed = |all: &[failures::store::Kept]| -> Vec<String> {
        all.iter().map(|failure| failure.item.clone()).collect()
    };
    let before = failed(&reads().failures);
    assert_eq!(before, ["#2 status_quo/broken.md"]);

    world.it_is("2027-03-01T12:05:00Z");
    hub.change(2, 9, "reactions", json!({ "totalCount": 3 }));

    assert_eq!(failed(&reads().failures), before);
    assert_eq!(titles(world), ["Grace waits"]);
});

on_both!(a_path_longer_than_any_key_is_told_and_the_rest_goes_on, |world| {
    let hub = hub_of(world);
    // Nothing that compresses.
    let step = |number: u64| hex::encode(Sha256::digest(number.to_be_bytes()));
    let steps: Vec<String> = (0..60).map(step).collect();
    let path = format!("status_quo/{}.md", steps.join("/"));
    hub.merged(2, "Mallory", "Deep", &[(&path, "# Deep\n")]);
    let source = source(world, &hub, |_| {});
    let desk = Desk::of(world.app());

    let read = block_on(sync(&desk, source, Reading::News, "Lea", Box::new(|_| {}))).unwrap();

    assert_eq!(read.ending, Ending::Done, "{}", read.words);
    assert_eq!(titles(world), ["Grace waits"]);
    assert_eq!(read.failures.len(), 1);
    assert_eq!(read.failures[0].item, "#2");
    assert!(read.failures[0].why.contains("longer than"), "{}", read.failures[0].why);
});

on_both!(what_was_not_read_whole_is_not_said_to_hold_no_story, |world| {
    let hub = hub_of(world);
    hub.merged(2, "Ben", "Code", &[("src/main.md", "# No story\n")]);
    let source = source(world, &hub, |_| {});
    let desk = Desk::of(world.app());
    let only = Reading::Only([2].into());

    let read = block_on(sync(&desk, source, only, "a delivery", Box::new(|_| {}))).unwrap();

    assert_eq!(read.words, "Nothing has changed.");
});

on_both!(the_token_is_sent_to_no_other_github, |world| {
    let other = Hub::new();
    let source = source(world, &other, |_| {});
    let desk = Desk::of(world.app());

    let refused = sync(&desk, source, Reading::News, "Lea", Box::new(|_| {}));

    let refused = block_on(refused).unwrap();
    assert_eq!(refused.ending, Ending::Failed);
    assert!(refused.words.contains("it is not sent to"), "{}", refused.words);
    assert_eq!(other.asked(), [""; 0]);
});
