//! Deliveries of GitHub: whose signature holds, and what they tell.

use laurels::submissions::source::webhook::{News, is_signed, read};
use proptest::prelude::*;
use serde_json::{Value, json};

/// The example of GitHub's own documentation, "Validating webhook deliveries".
const SIGNED: &str = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

#[test]
fn the_example_of_githubs_documentation_holds_and_nothing_beside_it() {
    let secret = b"It's a Secret to Everybody";

    assert!(is_signed(secret, b"Hello, World!", SIGNED));
    assert!(!is_signed(secret, b"Hello, World! ", SIGNED));
    assert!(!is_signed(b"Another", b"Hello, World!", SIGNED));
    for header in ["", "sha256=", "sha1=00", &SIGNED[..70], &SIGNED[7..], "sha256=zz"] {
        assert!(!is_signed(secret, b"Hello, World!", header), "{header:?}");
    }
    let empty = "sha256=b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad";
    assert!(!is_signed(b"", b"", empty), "no secret, no signature");
}

fn news(event: &str, body: &Value) -> News {
    let delivered = read(event, body.to_string().as_bytes());
    delivered.unwrap_or_else(|e| unreachable!("{e}")).news
}

fn comment(action: &str, who: &str, kind: &str, text: &str) -> Value {
    json!({
        "action": action,
        "repository": { "full_name": "o/r", "default_branch": "main" },
        "issue": { "number": 5, "pull_request": { "url": "x" } },
        "comment": { "id": 9, "body": text, "created_at": "2026-03-01T10:00:00Z",
            "html_url": "https://github.com/o/r/pull/5#issuecomment-9",
            "user": { "login": who, "id": 77, "type": kind }, "reactions": { "total_count": 2 } },
    })
}

#[test]
fn a_pull_request_that_changes_is_told_by_its_number() {
    let body = json!({ "action": "closed", "number": 5, "pull_request": { "number": 5, "merged": true },
        "repository": { "full_name": "o/r" } });

    assert_eq!(news("pull_request", &body), News::Changed { number: 5 });
}

#[test]
fn a_comment_is_told_with_its_nominations() {
    let body = comment("created", "AnaB", "User", "So good!\n/nominate most-humorous");

    let News::Said { comment, by } = news("issue_comment", &body) else { unreachable!() };

    assert_eq!((comment.id.as_str(), comment.submission, comment.words), ("discussion:9", 5, 2));
    assert_eq!(comment.nominates, ["most-humorous"]);
    assert_eq!((by.id, by.key.as_str()), (Some(77), "id:77"));
}

#[test]
fn programs_and_plain_issues_say_nothing_and_a_deleted_comment_is_unsaid() {
    let bot = comment("created", "ci[bot]", "Bot", "/nominate most-humorous");
    let mut issue = comment("created", "AnaB", "User", "/nominate most-humorous");
    issue["issue"] = json!({ "number": 5 });
    let gone = comment("deleted", "AnaB", "User", "x");

    assert_eq!(news("issue_comment", &bot), News::Nothing);
    assert_eq!(news("issue_comment", &issue), News::Nothing);
    assert_eq!(news("issue_comment", &gone), News::Unsaid { id: "discussion:9".into() });
    assert_eq!(news("star", &json!({})), News::Nothing);
}

#[test]
fn a_push_to_the_main_line_tells_pull_requests_and_files() {
    let mut body = json!({
        "ref": "refs/heads/main",
        "repository": { "full_name": "o/r", "default_branch": "main" },
        "commits": [
            { "message": "Merge pull request #5 from a/b", "added": ["b.md", "a.md"] },
            { "message": "Title (#4)", "modified": ["a.md"], "removed": ["c.md"] } ],
    });

    let paths = ["a.md", "b.md", "c.md"].map(str::to_owned).to_vec();
    assert_eq!(news("push", &body), News::Pushed { numbers: vec![4, 5], paths });
    body["ref"] = "refs/heads/other".into();
    assert_eq!(news("push", &body), News::Nothing);
}

#[test]
fn what_is_no_delivery_is_refused_with_words() {
    for (event, body) in [("push", "not json"), ("pull_request", "{}"), ("issue_comment", "[]")] {
        let message = read(event, body.as_bytes()).unwrap_err().to_string();
        assert!(message.starts_with("payload: "), "{message}");
    }
}

proptest! {
    #[test]
    fn no_body_and_no_header_panics(
        event in "(ping|push|pull_request|issue_comment|pull_request_review|[a-z]{0,5})",
        body in prop::collection::vec(any::<u8>(), 0..200),
        header in "(sha256=)?[0-9a-fxyz]{0,70}",
    ) {
        let _ = read(&event, &body);
        prop_assert!(!is_signed(b"secret", &body, &header));
    }
}
