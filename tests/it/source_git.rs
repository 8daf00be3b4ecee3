//! Reading a clone: a repository with every oddity that people really leave in theirs.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use laurels::error::Result;
use laurels::submissions::source::found::{Found, Standing, State, Story, Submission};
use laurels::submissions::source::git::cursor::Cursor;
use laurels::submissions::source::git::fetch::Repository;
use laurels::submissions::source::git::read::{Wanted, read};
use laurels::submissions::source::pass::{Progress, Sink};
use laurels::submissions::source::people::Person;

use crate::source_repository::Built;
use crate::source_rules::vision;

pub(crate) const ANA: (&str, &str) = ("Ana Bé", "1234+AnaB@users.noreply.github.com");
pub(crate) const BO: (&str, &str) = ("Bo Li", "bo@example.org");
pub(crate) const BOT: (&str, &str) =
    ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com");

#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) found: Found,
    pub(crate) steps: usize,
}

impl Sink for Kept {
    fn found(&mut self, found: Found, _: Option<String>) -> Result<()> {
        self.found.submissions.extend(found.submissions);
        self.found.updates.extend(found.updates);
        self.found.people.extend(found.people);
        self.found.failures.extend(found.failures);
        Ok(())
    }

    fn progress(&mut self, _: Progress) {
        self.steps += 1;
    }
}

impl Kept {
    pub(crate) fn submission(&self, number: u64) -> &Submission {
        self.found.submissions.iter().find(|s| s.number == number).unwrap()
    }

    pub(crate) fn only_story(&self, number: u64) -> &Story {
        let stories = &self.submission(number).stories;
        assert_eq!(stories.len(), 1, "{stories:#?}");
        stories.first().unwrap()
    }

    pub(crate) fn person(&self, key: &str) -> &Person {
        self.found.people.iter().find(|p| p.key.as_str() == key).unwrap()
    }
}

/// One pass; the cursor goes through text, as the database keeps it.
pub(crate) fn pass(built: &Built, cursor: &Cursor, only: Option<u64>) -> (Kept, Cursor) {
    let rules = vision();
    let repository = Repository::at(built.path()).unwrap();
    let only = only.map(|number| [number].into());
    let mut kept = Kept::default();
    let wanted = Wanted { rules: &rules, web: None, only };
    let next = read(&repository, &wanted, cursor, &mut kept).unwrap();
    let text = serde_json::to_string(&next).unwrap();
    (kept, serde_json::from_str(&text).unwrap())
}

pub(crate) fn first(built: &Built) -> (Kept, Cursor) {
    pass(built, &Cursor::default(), None)
}

pub(crate) fn begun() -> Built {
    let built = Built::new();
    let template = b"# \xf0\x9f\x98\xb1 Status quo stories: Template\n\nOnce upon a time\n";
    built.commit(BO, "Begin", &[("status_quo/template.md", template), ("README.md", b"# Hi\n")]);
    built
}

#[test]
fn a_pull_request_may_bring_two_stories_and_its_template_brings_none() {
    let built = begun();
    built.pull(7, "AnaB/two", "[shiny future] Two of them", |b| {
        b.commit(
            ANA,
            "Write",
            &[
                ("shiny_future/a.md", b"# \xe2\x9c\xa8 Alan: one\n"),
                ("shiny_future/b.md", b"# Grace, two.\n"),
                ("shiny_future/template.md", b"# x\n"),
                ("src/main.rs", b"fn main() {}\n"),
            ],
        );
    });

    let (kept, _) = first(&built);

    let titles: Vec<&str> = kept.submission(7).stories.iter().map(|s| s.title.as_str()).collect();
    assert_eq!(titles, ["Alan: one", "Grace, two"]);
    let submission = kept.submission(7);
    assert_eq!(submission.url.as_deref(), Some("https://github.com/rust-lang/wg-async/pull/7"));
    assert_eq!((submission.state, submission.commits), (State::Merged, Some(1)));
    assert_eq!(kept.person("anab").id, Some(1234));
    assert_eq!(kept.person("anab").handle.as_ref().unwrap().as_str(), "AnaB");
    assert!(kept.steps > 0);
}

#[test]
fn a_story_may_have_seventeen_files_in_the_order_in_which_it_names_them() {
    let built = begun();
    built.pull(193, "AnaB/aws", "add life of an engineer", |b| {
        let main =
            b"# Status quo of an engineer\n\nFirst [z](aws/ch_16.md), then [b](aws/ch_2.md).\n";
        let names: Vec<String> = (1..=16).map(|n| format!("status_quo/aws/ch_{n}.md")).collect();
        let mut files: Vec<(&str, &[u8])> = vec![("status_quo/aws.md", main)];
        files.extend(names.iter().map(|name| (name.as_str(), &b"# Part\n\nMore words\n"[..])));
        b.commit(ANA, "Write", &files);
    });

    let (kept, _) = first(&built);

    let story = kept.only_story(193);
    let paths: Vec<&str> = story.files.iter().map(|f| f.path.as_str()).collect();
    assert_eq!(paths.len(), 17);
    assert_eq!(paths[..2], ["status_quo/aws.md", "status_quo/aws/ch_16.md"]);
    assert_eq!(paths[2..4], ["status_quo/aws/ch_2.md", "status_quo/aws/ch_1.md"]);
    assert_eq!(
        (story.measures.unwrap().chapters, story.title.as_str()),
        (16, "Status quo of an engineer")
    );
}

#[test]
fn a_heading_left_as_template_takes_the_pull_requests_title() {
    let built = begun();
    let left = b"# \xf0\x9f\x98\xb1 Status quo stories: Template\n\nBarbara waits\n";
    built.pull(169, "nobody/x", "barbara gets burned by select", |b| {
        b.commit(BO, "x", &[("status_quo/barbara_gets_burned.md", left)]);
    });
    built.pull(68, "nobody/y", "Add a story", |b| {
        b.commit(BO, "x", &[("status_quo/niklaus_shares.md", b"no heading\n")]);
    });

    let (kept, _) = first(&built);

    assert_eq!(kept.only_story(169).title, "Barbara gets burned by select");
    assert_eq!(kept.only_story(169).character.as_deref(), Some("Barbara"));
    assert_eq!(kept.only_story(68).title, "Niklaus shares");
}

#[test]
fn a_squash_merge_is_a_submission_of_its_author_and_co_authors() {
    let built = begun();
    let message = "status quo: Alan squashes (#31)\n\n* more\n\nCo-authored-by: Bo Li <bo@example.org>\n\
                   Co-authored-by: dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>";
    built.commit(ANA, message, &[("status_quo/alan.md", b"text\n")]);

    let (kept, _) = first(&built);

    let submission = kept.submission(31);
    assert_eq!(submission.title, "status quo: Alan squashes");
    assert_eq!(submission.stories[0].title, "Alan squashes");
    assert_eq!(submission.author.as_ref().unwrap().as_str(), "anab");
    assert_eq!(submission.co_authors.len(), 1, "the bot is left out");
    assert_eq!(kept.person(submission.co_authors[0].as_str()).name.as_deref(), Some("Bo Li"));
}

#[test]
fn a_bot_is_no_author_and_a_branch_of_the_repository_itself_says_nothing() {
    let built = begun();
    built.pull(1, "rust-lang/dependabot/cargo/x", "Bump x", |b| {
        b.commit(BOT, "Bump", &[("status_quo/bump.md", b"# Bumped\n")]);
    });
    built.pull(2, "rust-lang/bos-branch", "Bo's", |b| {
        b.commit(BO, "Write", &[("status_quo/bo.md", b"# Bo writes\n")]);
    });
    built.pull(3, "bo-li/own", "Bo's own", |b| {
        b.commit(BO, "Write", &[("status_quo/own.md", b"# Bo's own\n")]);
    });

    let (kept, _) = first(&built);

    assert_eq!(kept.submission(1).author, None);
    assert_eq!(kept.submission(2).author, kept.submission(3).author);
    assert_eq!(kept.submission(2).author.as_ref().unwrap().as_str(), "bo-li");
    assert!(kept.person("bo-li").former_keys.iter().all(|key| !key.as_str().contains('@')));
}

#[test]
fn a_text_that_cannot_be_read_is_a_failure_and_the_rest_goes_on() {
    let built = begun();
    let huge = vec![b'x'; 50 << 20];
    built.pull(5, "AnaB/x", "Three", |b| {
        b.commit(
            ANA,
            "x",
            &[
                ("status_quo/bytes.md", b"# Bad \xff\n"),
                ("status_quo/huge.md", &huge),
                ("status_quo/good.md", b"# Good\n"),
            ],
        );
    });

    let (kept, cursor) = first(&built);

    assert_eq!(kept.only_story(5).title, "Good");
    let whys: Vec<String> =
        kept.found.failures.iter().map(|f| format!("{}: {}", f.item, f.why)).collect();
    assert_eq!(
        whys,
        [
            "#5 status_quo/bytes.md: It is not UTF-8 text: byte 6 begins no character.",
            "#5 status_quo/huge.md: It has 52428800 bytes, and the rules allow 1048576."
        ]
    );
    let (again, _) = pass(&built, &cursor, Some(5));
    assert_eq!(again.found.failures.len(), 2, "a retry reads it again");
}

#[test]
fn a_story_that_is_moved_and_edited_later_stays_the_same_story() {
    let built = begun();
    built.pull(10, "AnaB/x", "Alan", |b| {
        b.commit(ANA, "x", &[("status_quo/alan.md", b"# Alan waits\n\nA long line of text.\n")]);
    });
    let (_, cursor) = first(&built);
    built.git(&["mv", "status_quo", "told"]);
    built.commit(BO, "Move all", &[]);
    built.pull(11, "bo/y", "Better", |b| {
        std::fs::create_dir_all(b.path().join("submitted/status_quo")).unwrap();
        b.git(&["mv", "told/alan.md", "submitted/status_quo/alan.md"]);
        let better = b"# Alan waits no more\n\nNothing is as it was, not one word.\n";
        b.commit(BO, "Rewrite", &[("submitted/status_quo/alan.md", better)]);
    });

    let (later, cursor) = pass(&built, &cursor, None);
    let (fresh, _) = first(&built);

    assert_eq!(later.found.submissions, [], "no new nominee");
    let [update] = later.found.updates.as_slice() else { panic!("{:#?}", later.found.updates) };
    assert_eq!((update.number, update.story.first_path.as_str()), (10, "status_quo/alan.md"));
    assert_eq!(update.story.path, "submitted/status_quo/alan.md");
    assert_eq!(update.story.title, "Alan waits no more");
    assert_eq!(fresh.only_story(10), &update.story, "in two passes or in one");

    built.git(&["rm", "-q", "submitted/status_quo/alan.md"]);
    built.commit(BO, "Remove", &[]);
    let (gone, _) = pass(&built, &cursor, None);
    let story = &gone.found.updates[0].story;
    assert_eq!((story.standing, story.title.as_str()), (Standing::Removed, "Alan waits no more"));
}
