//! `/nominate` in comments: who may, for what, by whose rule, and what is said of it.

use laurels::editions::store as editions;
use laurels::nominees::people::merge::{Same, merge};
use laurels::server::block_on;
use laurels::sources::add;
use laurels::sources::answer::{self, Answer};
use laurels::sources::draft::Draft;
use laurels::sources::model::{Admission, Nominators, Replies, Settings};
use laurels::sources::passes::model::Reading;
use laurels::sources::sync::{Desk, sync};
use laurels::submissions::claims::store::everybody;
use laurels::submissions::source::any::Source;
use laurels::submissions::source::file;
use laurels::submissions::source::github::api::Token;
use serde_json::json;

use crate::hooks::{answered, award, deliver, said, standing};
use crate::keeper::{begun, ended, kept, story};
use crate::on_both::on_both;
use crate::source_hub::{Hub, remark, who};
use crate::sources::{admitted, hub_of, source, titles, until};
use crate::world::EDITION;

on_both!(a_comment_nominates_by_the_rule_of_its_own_repository_alone, |world| {
    let hub = hub_of(world);
    let own = source(world, &hub, |settings| settings.nominators = Nominators::Nobody);
    award(world);
    let ticket = begun(world, own);
    kept(world, &ticket, story(Some("most-humorous")));

    // Another source of the edition ends a pass before this one does.
    let settings = Settings {
        nominators: Nominators::Everybody,
        replies: Replies::Answered,
        ..Settings::default()
    };
    let place = Source::parse("github", "p/r", Some(&hub.url)).unwrap();
    let draft = Draft { place, repository: "p/r".into(), settings };
    let other = world.write(move |db, now| {
        let edition = editions::by_slug(db, EDITION)?.id;
        Ok(add::add(db, edition, draft, "the operator", now)?.id)
    });
    let desk = Desk::of(world.app());
    block_on(sync(&desk, other, Reading::News, "Lea", Box::new(|_| {}))).unwrap();

    assert!(standing(world).is_empty(), "comments there do not nominate");
    assert_eq!(hub.knows().said.len(), 0, "its pull request 1 is another");
});

on_both!(what_is_refused_to_stand_becomes_no_nominee_on_the_way, |world| {
    let hub = hub_of(world);
    hub.merged(2, "Ben", "Another", &[("shiny_future/ben.md", "# Ben mends\n")]);
    let source = source(world, &hub, |settings| {
        settings.admission = Admission::ByHand;
        settings.nominators = Nominators::Everybody;
        settings.replies = Replies::Answered;
    });
    let desk = Desk::of(world.app());
    block_on(sync(&desk, source, Reading::News, "Lea", Box::new(|_| {}))).unwrap();
    let lea = world.lead();
    let at = format!("/editions/{EDITION}/manage/categories/new");
    let form = lea.get(&at).page().form("form[action$='/manage/categories']");
    let form = form.fill("title", "Most humorous").choose("kind", "shiny_future");
    lea.submit(&form.choose("joining", "chosen")).see_other();

    deliver(world, "d-1", "issue_comment", &said(1, "AnaB", "/nominate most-humorous"));

    let told = answered(&hub, 1).remove(0);
    assert!(told.contains("“Grace waits” is not of the kind"), "{told}");
    assert_eq!(admitted(world), 0);
});

on_both!(whoever_was_found_to_be_somebody_nominates_as_them, |world| {
    let hub = hub_of(world);
    let source = source(world, &hub, |settings| settings.replies = Replies::Answered);
    award(world);
    let desk = Desk::of(world.app());
    block_on(sync(&desk, source, Reading::News, "Lea", Box::new(|_| {}))).unwrap();
    world.write(|db, now| {
        let edition = editions::by_slug(db, EDITION)?.id;
        let all = everybody(db, edition)?;
        let (with, without): (Vec<_>, Vec<_>) = all.iter().partition(|it| it.handle.is_some());
        let same = Same { one: with[0].slug.clone(), kept: without[0].slug.clone() };
        merge(db, edition, "Lea", &same, now)
    });

    deliver(world, "d-1", "issue_comment", &said(1, "AnaB", "/nominate most-humorous"));

    let told = answered(&hub, 1).remove(0);
    assert!(told.contains("is nominated for Most humorous now"), "{told}");
});

on_both!(whoever_only_opened_a_pull_request_nominates_nothing, |world| {
    let hub = hub_of(world);
    hub.merged(2, "Mallory", "Junk", &[]);
    let junk = "status_quo/junk.md";
    hub.change(2, 5, "files", json!([{ "path": junk, "changeType": "ADDED" }]));
    hub.change(2, 6, "state", json!("OPEN"));
    hub.change(2, 7, "mergedAt", json!(null));
    let words = "/nominate most-humorous";
    hub.change(2, 8, "comments", json!([remark(70, who("Mallory"), words)]));
    hub.knows().texts.insert(format!("{:040x}:{junk}", 2 + 0xf000), "# Junk\n".into());
    let source = source(world, &hub, |settings| settings.replies = Replies::Answered);
    award(world);
    let desk = Desk::of(world.app());
    let reads = || block_on(sync(&desk, source, Reading::News, "Lea", Box::new(|_| {}))).unwrap();

    let first = reads();
    assert_eq!(titles(world), ["Grace waits", "Junk"]);
    assert!(first.answers[0].said.contains("merged story"), "{:?}", first.answers);

    // Nor does anybody for what was closed.
    hub.change(2, 9, "state", json!("CLOSED"));
    hub.change(2, 10, "comments", json!([remark(71, who("AnaB"), words)]));
    let second = reads();
    assert!(second.answers[0].said.contains("here is none"), "{:?}", second.answers);
    assert!(standing(world).is_empty());
});

on_both!(a_comment_on_a_pull_request_without_a_story_tells_of_nobody, |world| {
    let hub = hub_of(world);
    let _ = source(world, &hub, |_| {});

    deliver(world, "d-1", "issue_comment", &said(1, "Passerby", "Nice."));

    let people = world.read(|db| {
        let edition = editions::by_slug(db, EDITION)?.id;
        everybody(db, edition)
    });
    assert_eq!(people, []);
});

on_both!(a_comment_that_comes_while_its_pull_request_is_read_is_not_lost, |world| {
    let hub = hub_of(world);
    let words = "/nominate most-humorous";
    let source = source(world, &hub, |settings| settings.nominators = Nominators::Everybody);
    award(world);
    let ticket = begun(world, source);
    // The pass has asked for pull request 1; then somebody says this, and then it is kept.
    deliver(world, "d-1", "issue_comment", &said(70, "Kind", words));
    hub.change(1, 5, "comments", json!([remark(70, who("Kind"), words)]));
    kept(world, &ticket, story(None));
    ended(world, ticket);

    until(|| standing(world) == ["Grace waits"]);
});

#[test]
fn each_pull_request_is_answered_once_however_the_comments_came() {
    let hub = Hub::new();
    let place = Source::parse("github", "o/r", Some(&hub.url)).unwrap();
    let said = |number, said: &str| Answer { number, said: said.into() };

    let answers = [said(1, "a"), said(2, "b"), said(1, "c")];
    answer::post(&place, Token::parse("good"), &answers).unwrap();

    let heard = std::mem::take(&mut hub.knows().said);
    let mut heard: Vec<(String, String)> = heard
        .into_iter()
        .map(|(path, body)| (path, body["body"].as_str().unwrap().to_owned()))
        .collect();
    heard.sort();
    let at = |number: u64| format!("/repos/o/r/issues/{number}/comments");
    assert_eq!(heard, [(at(1), "a\n\nc".into()), (at(2), "b".into())]);
}

#[test]
fn a_file_cannot_put_other_words_into_our_mouth() {
    let file = json!({ "format": "laurels-submissions/1",
        "submissions": [{ "number": 1, "title": "Add", "state": "merged", "stories": [] }],
        "comments": [{ "id": "1", "submission": 1, "author": "Kind", "kind": "discussion",
            "at": "2026-03-02T00:00:00Z", "nominates": ["@everybody, \u{0}come"] }] });

    let found = file::read::read(file.to_string().as_bytes()).unwrap().found;

    assert_eq!(found.comments, []);
    assert!(found.failures[0].why.contains("nominates"), "{:?}", found.failures);
}
