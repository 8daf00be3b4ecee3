//! The one call that reads any source.

use laurels::error::Result;
use laurels::submissions::source::any::{Left, Needs, Source, pass};
use laurels::submissions::source::found::Found;
use laurels::submissions::source::github::wanted::End;
use laurels::submissions::source::pass::{Progress, Sink};

use crate::source_rules::vision;

#[derive(Default)]
struct Counted {
    batches: usize,
    failures: usize,
    stories: usize,
}

impl Sink for Counted {
    fn found(&mut self, found: Found, _: Option<String>) -> Result<()> {
        self.batches += 1;
        self.failures += found.failures.len();
        self.stories += found.submissions.iter().map(|s| s.stories.len()).sum::<usize>();
        Ok(())
    }

    fn progress(&mut self, _: Progress) {}
}

fn once(source: &Source, cursor: &str) -> (Left, Counted) {
    let rules = vision();
    let mut counted = Counted::default();
    let needs = Needs { rules: &rules, cursor, only: None, token: None };
    let left = pass(source, needs, &mut counted);
    (left, counted)
}

#[test]
fn a_file_is_read_once_and_again_only_when_it_has_changed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("vision.json");
    let vision = include_str!("../../demo/async-vision-2021.json");
    std::fs::write(&path, vision).unwrap();
    let source = Source::parse("file", path.to_str().unwrap(), None).unwrap();

    let (first, counted) = once(&source, "");
    assert_eq!((first.end.unwrap(), counted.stories), (End::Done, 56));
    assert_eq!(once(&source, &first.cursor).1.batches, 0);

    std::fs::write(&path, vision.replacen("\"status_quo\"", "\"poem\"", 1)).unwrap();
    let (_, counted) = once(&source, &first.cursor);
    assert_eq!((counted.stories, counted.failures), (55, 1), "a kind that the edition has not");
}

#[test]
fn a_source_that_cannot_be_read_keeps_its_cursor() {
    for (kind, locator, words) in [
        ("file", "/nowhere/x.json", "cannot be read"),
        ("git", "/nowhere/x", "There is no git clone"),
        ("github", "o/r", "only with a token"),
    ] {
        let source = Source::parse(kind, locator, Some("http://127.0.0.1:9")).unwrap();
        assert_eq!((source.kind(), source.locator().as_str()), (kind, locator));

        let (left, _) = once(&source, "");

        let message = left.end.unwrap_err().to_string();
        assert!(message.contains(words), "{message}");
    }
    assert!(Source::parse("svn", "x", None).is_err());
}
