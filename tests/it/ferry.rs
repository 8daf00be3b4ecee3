//! An invented story with chapters, comments and everything that people put into Markdown; and
//! somebody who comments on others' stories. For tests of what readers see.

use laurels::submissions::source::file::read::read;
use laurels::submissions::source::found::Found;
use serde_json::{Value, json};

const STORY: &str = include_str!("../stories/the_ferry.md");
const SECOND: &str = include_str!("../stories/the_ferry/part_2.md");
const TENTH: &str = include_str!("../stories/the_ferry/part_10.md");

/// Its page, within the edition.
pub(crate) const FERRY: &str = "stories/barbara-and-the-ferry-that-never-left";

/// The commit at which it was read.
pub(crate) const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

/// Three stories in two pull requests, by Ana; what Ben, Cleo and Ana said about them.
pub(crate) fn file() -> Value {
    let comment = |id: &str, on: u64, author: &str, kind: &str, at: &str| {
        json!({
            "id": id, "submission": on, "author": author, "kind": kind, "at": at, "words": 12,
            "url": format!("https://github.com/harbour/stories/pull/{on}#{id}"),
        })
    };
    json!({
        "format": "laurels-submissions/1",
        "people": [
            {"key": "ana", "handle": "Ana", "id": 7, "name": "Ana Lee"},
            {"key": "ben", "handle": "ben", "id": 8},
            {"key": "cleo", "name": "Cleo of the quay"},
        ],
        "submissions": [
            {
                "number": 9, "title": "The ferry", "state": "merged", "author": "ana",
                "url": "https://github.com/harbour/stories/pull/9",
                "labels": ["status-quo-story", "good first read"], "reactions": 5, "commits": 3,
                "opened_at": "2027-01-10T10:00:00Z", "first_commit_at": "2027-01-09T20:00:00Z",
                "merged_at": "2027-01-20T10:00:00Z",
                "stories": [{
                    "path": "src/the_ferry.md", "kind": "status_quo", "commit": COMMIT,
                    "title": "Barbara and the ferry that never left", "character": "Barbara",
                    "files": [
                        {"path": "src/the_ferry.md", "text": STORY},
                        {"path": "src/the_ferry/part_2.md", "text": SECOND},
                        {"path": "src/the_ferry/part_10.md", "text": TENTH},
                    ],
                }],
            },
            {
                "number": 12, "title": "Two at once", "state": "open", "author": "ben",
                "co_authors": ["ana"], "url": "https://github.com/harbour/stories/pull/12",
                "stories": [
                    {"path": "src/a.md", "kind": "status_quo", "title": "Alan prints"},
                    {"path": "src/b.md", "kind": "shiny_future", "title": "Grace prints",
                     "first_path": "src/old.md", "removed": true,
                     "files": [{"path": "src/b.md", "text": "# Grace prints\n\nShe prints.\n"}]},
                ],
            },
        ],
        "comments": [
            comment("c1", 9, "ben", "discussion", "2027-01-11T08:00:00Z"),
            comment("c2", 9, "ben", "line", "2027-01-12T08:00:00Z"),
            comment("c3", 9, "cleo", "review", "2027-01-08T08:00:00Z"),
            comment("c4", 9, "ana", "discussion", "2027-01-13T08:00:00Z"),
            comment("c5", 12, "cleo", "discussion", "2027-02-01T08:00:00Z"),
            comment("c6", 12, "ben", "discussion", "2027-02-02T08:00:00Z"),
        ],
    })
}

/// The same, as a source finds it.
pub(crate) fn found(file: &Value) -> Found {
    let found = read(file.to_string().as_bytes()).unwrap().found;
    assert_eq!(found.failures, []);
    found
}
