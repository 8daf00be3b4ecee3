//! Deliveries of GitHub: signed, taken once, and seen within seconds.

use hmac::{Hmac, KeyInit as _, Mac as _};
use laurels::sources::hooks::store::{Wish, note};
use laurels::sources::model::{Admission, Nominators, Replies};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::on_both::on_both;
use crate::source_hub::{Hub, remark, who};
use crate::sources::{NOMINEES, admitted, hub_of, source, titles, until};
use crate::world::{EDITION, WHISPER, World};

/// Delivers; gives the status and what was answered.
pub(crate) fn deliver(world: &World, id: &str, event: &str, body: &Value) -> (u16, String) {
    deliver_signed(world, id, event, &body.to_string(), WHISPER)
}

fn deliver_signed(world: &World, id: &str, event: &str, body: &str, secret: &str) -> (u16, String) {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body.as_bytes());
    let signature = format!("sha256={}", hex::encode(mac.finalize().into_bytes()));
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut answer = agent
        .post(format!("{}/hooks/github", world.base))
        .header("content-type", "application/json")
        .header("x-github-event", event)
        .header("x-github-delivery", id)
        .header("x-hub-signature-256", signature)
        .send(body)
        .unwrap();
    (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
}

pub(crate) fn merged(number: u64) -> Value {
    json!({ "action": "closed", "number": number, "pull_request": { "number": number },
        "repository": { "full_name": "o/r", "default_branch": "main" } })
}

pub(crate) fn said(id: u64, who: &str, text: &str) -> Value {
    let number: u64 = who.bytes().map(u64::from).sum();
    json!({
        "action": "created",
        "repository": { "full_name": "O/R", "default_branch": "main" },
        "issue": { "number": 1, "pull_request": { "url": "x" } },
        "comment": { "id": id, "body": text, "created_at": "2027-03-01T10:00:00Z",
            "html_url": format!("https://github.com/o/r/pull/1#issuecomment-{id}"),
            "user": { "login": who, "id": number, "type": "User" } },
    })
}

on_both!(a_merged_pull_request_is_a_nominee_within_seconds_and_a_replay_is_ignored, |world| {
    let hub = hub_of(world);
    source(world, &hub, |_| {});

    assert_eq!(deliver(world, "d-1", "pull_request", &merged(1)).0, 202);
    until(|| admitted(world) == NOMINEES);
    assert_eq!(titles(world), ["Grace waits"]);

    let asked = hub.asked().len();
    assert!(asked <= 2, "a delivery costs two requests at most, not {asked}");
    let (status, words) = deliver(world, "d-1", "pull_request", &merged(1));
    assert_eq!(status, 202);
    assert!(words.contains("delivered before"), "{words}");
    let (_, words) = deliver(world, "d-2", "ping", &json!({ "zen": "Be quick." }));
    assert!(words.contains("No edition"), "{words}");
    // The keeper looks twice a second.
    std::thread::sleep(std::time::Duration::from_millis(1_200));
    assert_eq!(hub.asked(), [""; 0], "a replay asks nothing");
});

on_both!(what_is_not_signed_or_not_whole_is_refused_with_words, |world| {
    source(world, &hub_of(world), |_| {});
    let body = merged(1).to_string();

    let (status, words) = deliver_signed(world, "d-1", "pull_request", &body, "guessed");
    assert_eq!(status, 401);
    assert!(words.contains("LAURELS_WEBHOOK_SECRET"), "{words}");
    assert_eq!(deliver_signed(world, "d-1", "pull_request", "{", WHISPER).0, 422);
    assert_eq!(deliver_signed(world, "", "", &body, WHISPER).0, 202, "an unknown event is heard");
    let large = format!("{{\"zen\": \"{}\"}}", "x".repeat(2 << 20));
    assert_eq!(deliver_signed(world, "d-3", "ping", &large, WHISPER).0, 202);
    assert!(titles(world).is_empty());
});

on_both!(an_open_pull_request_is_no_nominee_until_it_is_merged, |world| {
    let hub = hub_of(world);
    hub.change(1, 5, "state", json!("OPEN"));
    hub.change(1, 6, "mergedAt", json!(null));
    hub.knows()
        .texts
        .insert(format!("{:040x}:status_quo/grace_waits.md", 1 + 0xf000), "# Grace waits\n".into());
    source(world, &hub, |_| {});

    deliver(world, "d-1", "pull_request", &merged(1));
    until(|| titles(world).len() == 1);
    assert_eq!(admitted(world), 0);

    hub.change(1, 7, "state", json!("MERGED"));
    hub.change(1, 8, "mergedAt", json!("2026-03-02T00:00:00Z"));
    deliver(world, "d-2", "pull_request", &merged(1));
    until(|| admitted(world) == NOMINEES);
});

/// An award for stories, in which nobody stands yet.
pub(crate) fn award(world: &World) {
    let lea = world.lead();
    let at = format!("/editions/{EDITION}/manage/categories/new");
    let form = lea.get(&at).page().form("form[action$='/manage/categories']");
    let form = form.fill("title", "Most humorous").choose("joining", "chosen");
    lea.submit(&form).see_other();
}

pub(crate) fn standing(world: &World) -> Vec<String> {
    let paper = world.read(|db| {
        let edition = laurels::editions::store::by_slug(db, EDITION)?.id;
        laurels::categories::store::paper(db, edition, "most-humorous")
    });
    paper.candidates.iter().map(|one| one.nominee.title().to_owned()).collect()
}

pub(crate) fn answered(hub: &Hub, most: usize) -> Vec<String> {
    until(|| hub.knows().said.len() >= most);
    let said = std::mem::take(&mut hub.knows().said);
    let body = |(path, body): (String, Value)| {
        assert_eq!(path, "/repos/o/r/issues/1/comments");
        body["body"].as_str().unwrap().to_owned()
    };
    said.into_iter().map(body).collect()
}

on_both!(a_comment_by_somebody_who_may_nominates_and_is_answered, |world| {
    let hub = hub_of(world);
    source(world, &hub, |settings| {
        settings.admission = Admission::ByHand;
        settings.replies = Replies::Answered;
    });
    award(world);
    deliver(world, "d-1", "pull_request", &merged(1));
    until(|| titles(world).len() == 1);

    deliver(world, "d-2", "issue_comment", &said(1, "Stranger", "Ha!\n/nominate most-humorous"));
    assert!(answered(&hub, 1)[0].contains("Only those who have a part"));
    assert!(standing(world).is_empty());

    deliver(world, "d-3", "issue_comment", &said(2, "AnaB", "/nominate funniest"));
    assert!(answered(&hub, 1)[0].contains("no award “funniest”"));

    deliver(world, "d-4", "issue_comment", &said(3, "AnaB", "/nominate most-humorous"));
    assert!(answered(&hub, 1)[0].contains("“Grace waits” is nominated for Most humorous now"));
    assert_eq!(standing(world), ["Grace waits"]);

    deliver(world, "d-5", "issue_comment", &said(4, "AnaB", "/nominate most-humorous"));
    assert!(answered(&hub, 1)[0].contains("already"));
    let log = world.visitor().get(&format!("/editions/{EDITION}/audit"));
    drop(log);
});

on_both!(a_comment_puts_nobody_where_a_measure_chooses, |world| {
    let hub = hub_of(world);
    source(world, &hub, |settings| {
        settings.admission = Admission::ByHand;
        settings.nominators = Nominators::Everybody;
        settings.replies = Replies::Answered;
    });
    let lea = world.lead();
    let at = format!("/editions/{EDITION}/manage/categories/new");
    let form = lea.get(&at).page().form("form[action$='/manage/categories']");
    let form = form.fill("title", "Most humorous").choose("by", "shortlist").fill("most", "2");
    lea.submit(&form).see_other();
    deliver(world, "d-1", "pull_request", &merged(1));
    until(|| titles(world).len() == 1);

    deliver(world, "d-2", "issue_comment", &said(1, "AnaB", "/nominate most-humorous"));

    let said = answered(&hub, 1).remove(0);
    assert!(said.contains("Most humorous: the 2 with the most words"), "{said}");
    assert!(standing(world).is_empty());
});

on_both!(comments_that_a_pass_reads_nominate_too_and_one_taken_back_changes_no_paper, |world| {
    let hub = hub_of(world);
    let words = "So good.\n/nominate most-humorous";
    hub.change(1, 5, "comments", json!([remark(70, who("Kind"), words)]));
    source(world, &hub, |settings| settings.nominators = Nominators::Everybody);
    award(world);

    deliver(world, "d-1", "pull_request", &merged(1));
    until(|| standing(world) == ["Grace waits"]);
    let comments = || {
        world.read(|db| {
            let edition = laurels::editions::store::by_slug(db, EDITION)?.id;
            let people = laurels::submissions::store::people(db, edition)?;
            Ok(people.iter().map(|card| card.comments).sum::<i64>())
        })
    };
    assert_eq!(comments(), 1);

    let mut gone = said(70, "Kind", words);
    gone["action"] = json!("deleted");
    deliver(world, "d-2", "issue_comment", &gone);
    assert_eq!((comments(), standing(world).len()), (0, 1));
});

on_both!(nothing_is_taken_from_a_delivery_once_voting_has_opened, |world| {
    let hub = hub_of(world);
    source(world, &hub, |_| {});
    world.write(|db, now| {
        let edition = laurels::editions::store::by_slug(db, EDITION)?.id;
        laurels::editions::store::move_to(db, edition, laurels::editions::phase::Phase::Voting, now)
    });

    let (status, words) = deliver(world, "d-1", "pull_request", &merged(1));

    assert_eq!(status, 202);
    assert!(words.contains("voting has opened"), "{words}");
    assert!(titles(world).is_empty() && hub.asked().is_empty());
});

on_both!(a_delivery_that_was_noted_before_the_machine_stopped_is_read_afterwards, |world| {
    let hub = hub_of(world);
    let source = source(world, &hub, |_| {});

    world.write(move |db, now| note(db, "d-1", source, Wish::Submission(1), now));

    until(|| titles(world).len() == 1);
});

on_both!(deliveries_that_come_at_once_are_all_read, |world| {
    let hub = hub_of(world);
    for number in 2..=6 {
        let (path, text) = (format!("status_quo/s{number}.md"), format!("# Story {number}\n"));
        hub.merged(number, "Ben", "Another", &[(&path, &text)]);
    }
    source(world, &hub, |_| {});

    std::thread::scope(|scope| {
        for number in 1..=6 {
            scope.spawn(move || {
                deliver(world, &format!("d-{number}"), "pull_request", &merged(number))
            });
        }
    });

    until(|| titles(world).len() == 6);
});
