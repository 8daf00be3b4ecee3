//! The JSON file of submissions: the demonstration's own file, and files with something wrong.

use laurels::submissions::source::file::format::Origin;
use laurels::submissions::source::file::read::{Contents, read};
use laurels::submissions::source::file::write::write;
use laurels::submissions::source::found::{Item, State};
use laurels::submissions::source::titles::{self, Told};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::source_rules;
use crate::source_schema::Schema;

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
    assert!(found.submissions.iter().all(|s| s.state == State::Merged && s.author.is_some()));
}

#[test]
fn a_co_author_who_also_sent_a_pull_request_is_one_person() {
    let found = vision().found;

    let named =
        |name: &str| found.people.iter().filter(|p| p.name.as_deref() == Some(name)).count();
    for name in ["Niko Matsakis", "Ryan Levick", "Zeeshan Ali", "Andrew Chin", "Ibraheem Ahmed"] {
        assert_eq!(named(name), 1, "{name}");
    }
    let ryan = found.people.iter().find(|p| p.name.as_deref() == Some("Ryan Levick")).unwrap();
    assert_eq!(ryan.handle.as_ref().unwrap().as_str(), "rylev");
}

#[test]
fn a_broken_file_is_refused_with_line_and_column() {
    let cases: [(&[u8], &str); 4] = [
        (b"{\n  \"format\": oops\n}", "line 2, column 13"),
        (b"{\"format\": \"laurels-submissions/1\"}", "missing field `submissions`"),
        (b"{\"format\": \"x\", \"submissions\": []}", "line 1, column 2: the format is \"x\""),
        (b"{\n\"format\": \"\xff\"}", "line 2, column 12: this is not UTF-8 text"),
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
    assert_eq!(found.submissions[0].author, found.submissions[1].author, "case does not count");
    let failures: Vec<(Item, &str)> =
        found.failures.iter().map(|f| (f.item.clone(), f.why.as_str())).collect();
    let place = |line, column| Item::Place { line, column };
    assert_eq!(failures.len(), 5, "{failures:#?}");
    assert_eq!(failures[0].0, place(6, 13));
    assert_eq!(failures[1].0, place(7, 9));
    assert!(failures[1].1.contains("given twice"));
    assert_eq!(failures[2].0, place(8, 65));
    assert!(failures[2].1.contains("unknown field `autor`"), "{}", failures[2].1);
    assert!(failures[3].1.contains("neither a key"));
    assert!(failures[4].1.contains("not an http(s) address"));
}

#[test]
fn the_vision_editions_titles_are_as_the_rules_would_give_them() {
    let rules = source_rules::vision();
    for submission in vision().found.submissions {
        for story in submission.stories {
            assert_eq!(titles::of_heading(&story.title, &rules), story.title);
            let character = titles::character(&story.title, &story.path, &rules);
            assert_eq!(character, story.character, "{}", story.path);
        }
    }
    let left_as_template = |pull_title, path| {
        let text = Some("# Status quo stories: Template");
        titles::of_story(&Told { text, pull_title: Some(pull_title), path }, &rules)
    };
    let pull = "Add life of a Facebook C++ engineer status quo story";
    assert_eq!(left_as_template(pull, "x.md"), "Life of a Facebook C++ engineer");
}

#[test]
fn a_file_that_is_written_reads_the_same() {
    let contents = vision();

    let text = write(&contents.origin, &contents.found).unwrap();

    assert_eq!(read(text.as_bytes()).unwrap(), contents);
    let schema = Schema::ours();
    assert_eq!(schema.complaints(&serde_json::from_str(&text).unwrap()), [""; 0]);
}

#[test]
fn the_schema_describes_every_field_that_is_read() {
    let whole = json!({
        "$schema": "x", "format": "laurels-submissions/1",
        "source": { "repository": "o/r", "url": "https://x.org", "note": "n" },
        "people": [{ "key": "a", "handle": "@a", "id": 7, "name": "A", "former_keys": ["b"] }],
        "submissions": [{ "number": 1, "url": "https://x.org", "title": "T", "state": "unmerged",
            "author": "a", "co_authors": ["bo"], "branch": "b", "labels": ["l"],
            "opened_at": "2021-03-16T15:28:24Z", "first_commit_at": "2021-03-16T15:28:24+01:00",
            "merged_at": "2021-03-16T15:28:24Z", "closed_at": "2021-03-16T15:28:24Z",
            "commits": 1, "reactions": 2,
            "stories": [{ "path": "p.md", "first_path": "q.md", "removed": true, "kind": "k",
                "title": "S", "character": "C", "commit": "a".repeat(40),
                "files": [{ "path": "p.md", "text": "one two" }, { "path": "p/c.md", "text": "x" }],
                "measures": { "words": 9, "faq_questions": 9, "faq_words": 9, "chapters": 9 } }] }],
        "comments": [{ "id": "c", "submission": 1, "author": "a", "at": "2021-03-16T15:28:24Z",
            "url": "https://x.org", "kind": "line", "words": 1, "reactions": 1,
            "nominates": ["most-humorous"] }],
    });
    let schema = Schema::ours();

    let found = read(whole.to_string().as_bytes()).unwrap().found;

    assert_eq!(schema.complaints(&whole), [""; 0]);
    assert_eq!(found.failures, []);
    let measures = found.submissions[0].stories[0].measures.unwrap();
    assert_eq!((measures.words, measures.chapters), (3, 1), "counted, not believed");
    for pointer in schema.pointers() {
        assert!(whole.pointer(&pointer).is_some(), "{pointer} is in the schema, not in this test");
    }
}

#[test]
fn what_the_schema_refuses_is_not_read_either() {
    let good = json!({ "format": "laurels-submissions/1", "submissions": [{ "number": 1, "title": "T",
        "state": "open", "stories": [{ "path": "p.md", "kind": "k", "title": "S" }] }] });
    let story = "/submissions/0/stories/0";
    let spoiled: [(&str, &str, Value); 8] = [
        ("/submissions/0", "number", json!(-1)),
        ("/submissions/0", "state", json!("lost")),
        ("/submissions/0", "url", json!("ftp://x")),
        ("/submissions/0", "more", json!(1)),
        (story, "kind", json!("A Kind")),
        (story, "title", json!("")),
        (story, "commit", json!("abc")),
        ("", "format", json!("other")),
    ];
    for (at, field, value) in spoiled {
        let mut bad = good.clone();
        bad.pointer_mut(at).unwrap()[field] = value;
        let schema = Schema::ours().complaints(&bad);
        let read = read(bad.to_string().as_bytes()).map(|contents| contents.found.failures.len());
        assert!(schema.len() == 1, "{at} {field}: {schema:?}");
        assert!(!matches!(read, Ok(0)), "{at} {field} was read");
    }
}

proptest! {
    #[test]
    fn any_file_is_read_or_refused_with_words(
        cut in 0..1500_usize, put in "(\\PC|[\\[\\]{}\",:0-9n]){0,6}",
    ) {
        let text = std::str::from_utf8(VISION).unwrap();
        let at = (0..=cut * 30).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let spoiled = format!("{}{put}{}", &text[..at], &text[at..]);
        match read(spoiled.as_bytes()) {
            Ok(contents) => {
                let count = contents.found.submissions.len() + contents.found.failures.len();
                prop_assert!(count >= 55 || spoiled.len() < text.len());
            }
            Err(error) => prop_assert!(error.to_string().contains("line "), "{error}"),
        }
    }

    #[test]
    fn whatever_is_read_is_written_and_read_the_same(
        title in "[^\\p{C}]{1,30}", texts in prop::collection::vec("\\PC{0,30}|#+ FAQ\n", 1..4),
        id in prop::option::of(0..9_000_000_000_u64), name in prop::option::of("[a-z]{1,9}"),
    ) {
        prop_assume!(!title.trim().is_empty());
        let files: Vec<Value> = texts.iter().enumerate()
            .map(|(n, text)| json!({ "path": format!("p{n}.md"), "text": text })).collect();
        let file = json!({ "format": "laurels-submissions/1",
            "people": [{ "key": "k", "handle": "k", "id": id, "name": name }],
            "submissions": [{ "number": 3, "title": title, "state": "closed", "author": "K",
                "stories": [{ "path": "p0.md", "kind": "k", "title": title, "files": files }] }] });
        let contents = read(file.to_string().as_bytes()).unwrap();
        prop_assert_eq!(&contents.found.failures, &vec![]);
        let again = write(&Origin::default(), &contents.found).unwrap();
        prop_assert_eq!(read(again.as_bytes()).unwrap(), contents);
    }
}
