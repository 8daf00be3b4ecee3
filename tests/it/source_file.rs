//! The JSON file of submissions: the demonstration's own file, and files with something wrong.

use laurels::submissions::source::file::read::{Contents, read};
use laurels::submissions::source::found::{Item, State};

const VISION: &[u8] = include_bytes!("../../demo/async-vision-2021.json");

#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn vision() -> Contents {
    read(VISION).unwrap()
}

#[test]
fn the_vision_edition_holds_fifty_six_stories_in_fifty_five_pull_requests() {
    let found = vision().found;

    let kinds = |kind: &str| {
        found
            .submissions
            .iter()
            .flat_map(|s| &s.stories)
            .filter(|s| s.kind.as_str() == kind)
            .count()
    };
    assert_eq!(found.submissions.len(), 55);
    assert_eq!((kinds("status_quo"), kinds("shiny_future")), (47, 9));
    assert_eq!(found.failures, []);
    assert!(
        found
            .submissions
            .iter()
            .all(|s| s.state == State::Merged && s.author.is_some())
    );
}

#[test]
fn a_co_author_who_also_sent_a_pull_request_is_one_person() {
    let found = vision().found;

    let named = |name: &str| {
        found
            .people
            .iter()
            .filter(|p| p.name.as_deref() == Some(name))
            .count()
    };
    for name in [
        "Niko Matsakis",
        "Ryan Levick",
        "Zeeshan Ali",
        "Andrew Chin",
        "Ibraheem Ahmed",
    ] {
        assert_eq!(named(name), 1, "{name}");
    }
    let ryan = found
        .people
        .iter()
        .find(|p| p.name.as_deref() == Some("Ryan Levick"))
        .unwrap();
    assert_eq!(ryan.handle.as_ref().unwrap().as_str(), "rylev");
}

#[test]
fn a_broken_file_is_refused_with_line_and_column() {
    let cases: [(&[u8], &str); 4] = [
        (b"{\n  \"format\": oops\n}", "line 2, column 13"),
        (
            b"{\"format\": \"laurels-submissions/1\"}",
            "missing field `submissions`",
        ),
        (
            b"{\"format\": \"x\", \"submissions\": []}",
            "line 1, column 2: the format is \"x\"",
        ),
        (
            b"{\n\"format\": \"\xff\"}",
            "line 2, column 12: this is not UTF-8 text",
        ),
    ];
    for (bytes, words) in cases {
        let message = read(bytes).unwrap_err().to_string();
        assert!(message.contains(words), "{message}");
    }
}

#[test]
fn a_bad_item_is_skipped_with_its_place_and_the_rest_is_read() {
    let text = r#"{ "format": "laurels-submissions/1",
      "submissions": [
        { "number": 1, "title": "One", "state": "merged", "author": "Ana",
          "stories": [
            { "path": "a.md", "kind": "k", "title": "A" },
            { "path": "../b.md", "kind": "k", "title": "B" } ] },
        { "number": 1, "title": "Again", "state": "merged", "stories": [] },
        { "number": 2, "title": "Two", "state": "merged", "autor": "x", "stories": [] },
        { "number": 3, "title": "Three", "state": "open", "author": "ana", "stories": [] },
        { "number": 4, "title": "Four", "state": "open", "author": "Ana Bé", "stories": [] },
        { "number": 5, "title": "Five", "state": "open", "url": "javascript:alert(1)",
          "stories": [] }
      ] }"#;

    let found = read(text.as_bytes()).unwrap().found;

    let numbers: Vec<u64> = found.submissions.iter().map(|s| s.number).collect();
    assert_eq!(numbers, [1, 3]);
    assert_eq!(found.submissions[0].stories.len(), 1);
    assert_eq!(
        found.submissions[0].author, found.submissions[1].author,
        "case does not count"
    );
    let failures: Vec<(Item, &str)> = found
        .failures
        .iter()
        .map(|f| (f.item.clone(), f.why.as_str()))
        .collect();
    let place = |line, column| Item::Place { line, column };
    assert_eq!(failures.len(), 5, "{failures:#?}");
    assert_eq!(failures[0].0, place(6, 13));
    assert_eq!(failures[1].0, place(7, 9));
    assert!(failures[1].1.contains("given twice"));
    assert_eq!(failures[2].0, place(8, 65));
    assert!(
        failures[2].1.contains("unknown field `autor`"),
        "{}",
        failures[2].1
    );
    assert!(failures[3].1.contains("neither a key"));
    assert!(failures[4].1.contains("not an http(s) address"));
}
