//! Stories and people as GitHub tells of them, over their whole life.

use laurels::submissions::source::found::{Found, State};
use laurels::submissions::source::github::cursor::Cursor;
use serde_json::{Value, json};

use crate::source_github::{done, pass_as, with_stories};
use crate::source_hub::{Hub, remark, time, who};

#[test]
fn a_story_renamed_by_a_later_pull_request_stays_the_same_story() {
    let hub = with_stories(1);
    let (_, cursor) = done(&hub, &Cursor::default());
    hub.asked();
    hub.merged(2, "bo", "Move", &[("told/status_quo/moved.md", "# Moved\n")]);
    let renamed = json!([{ "path": "told/status_quo/moved.md", "changeType": "RENAMED",
        "from": "status_quo/story_1.md" }]);
    hub.change(2, 2, "files", renamed);

    let (kept, cursor) = done(&hub, &cursor);

    assert_eq!(kept.found.submissions, []);
    let [update] = kept.found.updates.as_slice() else { unreachable!("{:#?}", kept.found) };
    assert_eq!((update.number, update.story.first_path.as_str()), (1, "status_quo/story_1.md"));
    assert_eq!(update.story.title, "Moved");
    assert_eq!(hub.asked(), ["newest", "Pulls", "files", "Texts"]);

    // A direct push: no pull request tells of it, but the main line has moved.
    hub.knows().texts.insert("tip:told/status_quo/moved.md".into(), "# Edited\n".into());
    hub.knows().tip = "e".repeat(40);
    let (kept, cursor) = done(&hub, &cursor);
    assert_eq!(kept.found.updates[0].story.title, "Edited");
    assert_eq!(hub.asked(), ["newest 304", "tip", "Pulls", "Blobs", "Texts"]);
    assert_eq!(done(&hub, &cursor).0.found, Found::default());
}

#[test]
fn an_open_pull_request_that_is_renamed_and_merged_is_one_story() {
    let hub = Hub::new();
    hub.merged(5, "ana", "status quo: Draft", &[]);
    let files = |path: &str| json!([{ "path": path, "changeType": "ADDED" }]);
    let head = format!("{:040x}", 5 + 0xf000);
    hub.knows().texts.insert(format!("{head}:status_quo/draft.md"), "# Draft\n".into());
    hub.change(5, 6, "files", files("status_quo/draft.md"));
    hub.change(5, 6, "state", "OPEN".into());
    hub.change(5, 6, "mergedAt", Value::Null);
    let (open, cursor) = done(&hub, &Cursor::default());

    hub.change(5, 7, "files", files("status_quo/final.md"));
    hub.change(5, 7, "state", "MERGED".into());
    hub.change(5, 7, "mergedAt", time(7).into());
    hub.knows().texts.insert("tip:status_quo/final.md".into(), "# Final\n".into());
    hub.knows().tip = "b".repeat(40);
    let (merged, _) = done(&hub, &cursor);

    assert_eq!(
        (open.submission(5).state, open.only_story(5).title.as_str()),
        (State::Open, "Draft")
    );
    let story = merged.only_story(5);
    assert_eq!(merged.submission(5).state, State::Merged);
    assert_eq!((story.first_path.as_str(), story.title.as_str()), ("status_quo/draft.md", "Final"));
}

#[test]
fn long_lists_are_read_to_their_end() {
    let hub = with_stories(1);
    let commit = |n: u64| {
        let user = json!({ "login": format!("w{n}"), "databaseId": 1000 + n, "name": null });
        json!({ "commit": { "message": "x", "authoredDate": time(n),
            "author": { "name": "W", "email": format!("w{n}@x.org"), "user": user } } })
    };
    let comments: Vec<Value> = (0..230).map(|n| remark(n, who("bo"), "Good words")).collect();
    let lines: Vec<Value> = (0..60).map(|n| remark(n, who("cy"), "This line")).collect();
    let mut review = remark(900, who("cy"), "");
    review["submittedAt"] = review["createdAt"].take();
    review.as_object_mut().unwrap().remove("createdAt");
    review["comments"] = lines.into();
    let mut files: Vec<Value> =
        (0..250).map(|n| json!({ "path": format!("x/{n}.rs"), "changeType": "ADDED" })).collect();
    files.push(json!({ "path": "status_quo/story_1.md", "changeType": "ADDED" }));
    hub.change(1, 5, "files", files.into());
    hub.change(1, 5, "commits", (0..120).map(commit).collect());
    hub.change(1, 5, "comments", comments.into());
    hub.change(1, 5, "reviews", json!([review]));

    let (kept, _) = done(&hub, &Cursor::default());

    assert_eq!(kept.only_story(1).title, "Story 1");
    assert_eq!(kept.submission(1).co_authors.len(), 120);
    assert_eq!(kept.submission(1).commits, Some(120));
    assert_eq!(kept.found.comments.len(), 230 + 60);
    assert_eq!(kept.found.failures, []);
}

#[test]
fn people_are_known_by_number_and_programs_and_ghosts_are_nobody() {
    let hub = with_stories(2);
    let bot = json!({ "__typename": "Bot", "login": "ci" });
    let comments = json!([
        remark(1, who("bo"), "Lovely!\n/nominate most-humorous"),
        remark(2, bot.clone(), "Build passed"),
        remark(3, Value::Null, "from a ghost"),
        remark(4, who("ana"), "Thanks"),
    ]);
    hub.change(1, 5, "comments", comments);
    hub.change(2, 5, "author", bot);
    let message =
        "x\n\nCo-authored-by: Bo <77+bo@users.noreply.github.com>\nCo-authored-by: Dee <dee@x.org>";
    hub.change(
        2,
        5,
        "commits",
        json!([{ "commit": { "message": message, "authoredDate": time(1),
        "author": { "name": "ci[bot]", "email": "ci@x.org", "user": null } } }]),
    );

    let (kept, _) = done(&hub, &Cursor::default());

    let said: Vec<(&str, &[String], u64)> = kept
        .found
        .comments
        .iter()
        .map(|c| (c.id.as_str(), c.nominates.as_slice(), c.words))
        .collect();
    let nominated = ["most-humorous".to_owned()];
    assert_eq!(said, [("discussion:1", &nominated[..], 1), ("discussion:4", &[], 1)]);
    assert_eq!(kept.submission(2).author, None);
    let names: Vec<Option<&str>> = kept
        .submission(2)
        .co_authors
        .iter()
        .map(|key| kept.found.people.iter().find(|p| p.key == *key).unwrap().name.as_deref())
        .collect();
    assert_eq!(names, [Some("Bo"), Some("Dee")]);
    assert!(kept.found.people.iter().any(|p| p.key.as_str() == "id:77" && p.id == Some(77)));
}

#[test]
fn one_bad_pull_request_is_a_failure_and_the_rest_is_read() {
    let hub = with_stories(3);
    hub.change(2, 5, "createdAt", "yesterday".into());
    hub.change(3, 6, "files", Value::Null);
    hub.knows().texts.insert("tip:status_quo/story_1.md".into(), "bin\0ary".into());

    let (kept, cursor) = done(&hub, &Cursor::default());

    let failed: Vec<String> =
        kept.found.failures.iter().map(|f| format!("{} {}", f.item, f.why)).collect();
    assert_eq!(failed.len(), 3, "{failed:#?}");
    assert!(failed.iter().any(|f| f.starts_with("#2 GitHub's answer about it cannot be read")));
    assert!(failed.iter().any(|f| f.starts_with("#3 GitHub does not tell all of its files")));
    assert!(failed.iter().any(|f| f.starts_with("#1 status_quo/story_1.md It is not UTF-8")));

    hub.change(2, 5, "createdAt", time(2).into());
    hub.asked();
    let retried = pass_as(&hub, &cursor, "good", "o/r", Some(2));
    assert_eq!(hub.asked(), ["Pull", "Texts"], "one pull request takes two requests");
    assert_eq!(retried.kept.only_story(2).title, "Story 2");
    let vanished = pass_as(&hub, &retried.cursor, "good", "o/r", Some(99));
    assert!(vanished.kept.found.failures[0].why.contains("no pull request of this number"));
    assert_eq!(done(&hub, &vanished.cursor).0.found.submissions, []);
}
