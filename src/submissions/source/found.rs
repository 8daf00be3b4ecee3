//! What every source yields: submissions with their stories, people, comments, and failures.
//!
//! Nothing here is judged yet: whether a story becomes a nominee is decided by the rooms below.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::submissions::source::people::{Person, PersonKey};

/// What one step of a pass over a source brought. A long pass brings many of these, each ready
/// to be stored by itself; every person that one of its items names is listed in `people`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Pull requests, or what stands for them.
    pub submissions: Vec<Submission>,
    /// Stories that an earlier pass reported and that have changed since: edited, moved or
    /// removed by somebody else's submission.
    pub updates: Vec<Update>,
    /// Everybody named by the submissions and comments of this step; never a program.
    pub people: Vec<Person>,
    /// What was said on submissions.
    pub comments: Vec<Comment>,
    /// What could not be read, and why. Nothing that was stored before is lost by a failure.
    pub failures: Vec<Failure>,
}

/// How far a submission has come on its forge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// Open for discussion.
    Open,
    /// Merged.
    Merged,
    /// Closed without being merged.
    Closed,
    /// Not merged; the source cannot tell whether it is still open (a clone knows no more).
    Unmerged,
}

impl State {
    /// Every state, in the order of a submission's life.
    pub const ALL: [Self; 4] = [Self::Open, Self::Unmerged, Self::Merged, Self::Closed];

    /// The word in files and columns.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Merged => "merged",
            Self::Closed => "closed",
            Self::Unmerged => "unmerged",
        }
    }
}

/// A pull request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// The forge's number for it: its name within the source, for ever.
    pub number: u64,
    /// Where people read it.
    pub url: Option<String>,
    /// Its title, as the source has it.
    pub title: String,
    /// How far it has come.
    pub state: State,
    /// Who sent it. `None` where the author is a program or has left the forge.
    pub author: Option<PersonKey>,
    /// Who else wrote: authors of its commits and `Co-authored-by` trailers, in order of
    /// appearance, without the author.
    pub co_authors: Vec<PersonKey>,
    /// The branch it came from.
    pub branch: Option<String>,
    /// Its labels.
    pub labels: Vec<String>,
    /// When it was opened.
    pub opened_at: Option<Timestamp>,
    /// When its first commit was written, by the author's clock.
    pub first_commit_at: Option<Timestamp>,
    /// When it was merged.
    pub merged_at: Option<Timestamp>,
    /// When it was closed without being merged.
    pub closed_at: Option<Timestamp>,
    /// How many commits it holds.
    pub commits: Option<u64>,
    /// How many reactions its description got.
    pub reactions: u64,
    /// Its stories. A submission without a story is not reported at all.
    pub stories: Vec<Story>,
}

impl Submission {
    /// A submission of which only its number, title and state are known.
    #[must_use]
    pub fn new(number: u64, title: impl Into<String>, state: State) -> Self {
        Self {
            number,
            url: None,
            title: title.into(),
            state,
            author: None,
            co_authors: Vec::new(),
            branch: None,
            labels: Vec::new(),
            opened_at: None,
            first_commit_at: None,
            merged_at: None,
            closed_at: None,
            commits: None,
            reactions: 0,
            stories: Vec::new(),
        }
    }
}

/// A later state of a story that was reported before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// The number of the submission that brought the story.
    pub number: u64,
    /// The story as it is now; `first_path` says which.
    pub story: Story,
}

/// Whether a story still stands in its repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// It does.
    Present,
    /// Its main file is gone. What was stored of it stays: people may have voted for it.
    Removed,
}

impl Standing {
    /// The word in columns.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Removed => "removed",
        }
    }

    /// From the column's text.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        [Self::Present, Self::Removed].into_iter().find(|standing| standing.as_str() == text)
    }
}

/// One story of a submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// The path under which the submission brought it. With the submission's number this is
    /// the story's name for ever, wherever it is moved later.
    pub first_path: String,
    /// The path at which it stands now.
    pub path: String,
    /// Whether it still stands there.
    pub standing: Standing,
    /// What kind of story it is.
    pub kind: KindKey,
    /// Its title as a person would give it, plain text.
    pub title: String,
    /// The character it is told through, if it names one.
    pub character: Option<String>,
    /// The commit at which its text was read.
    pub commit: Option<CommitId>,
    /// Its files: the story itself, then its chapters in reading order. Never empty.
    pub files: Vec<StoryFile>,
    /// What was counted in its text, where the text or the counts are known.
    pub measures: Option<Measures>,
}

impl Story {
    /// The whole text as Markdown, chapters after the story itself; `None` where the source
    /// brought no text.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        let texts: Vec<&str> = self.files.iter().filter_map(|f| f.text.as_deref()).collect();
        (!texts.is_empty()).then(|| texts.join("\n\n"))
    }
}

/// One file of a story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryFile {
    /// Where it stands in the repository now.
    pub path: String,
    /// Its text, if the source brings it. `None` never wipes out a text that was stored.
    pub text: Option<String>,
}

/// What can be counted in a story.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measures {
    /// Words in all its files.
    pub words: u64,
    /// Questions answered in its FAQ.
    pub faq_questions: u64,
    /// Words in its FAQ.
    pub faq_words: u64,
    /// Files beside the story itself.
    pub chapters: u64,
}

/// Something said on a submission. The words themselves stay on the forge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// The source's name for it, unique within the source.
    pub id: String,
    /// The number of the submission.
    pub submission: u64,
    /// Who said it.
    pub author: PersonKey,
    /// When.
    pub at: Timestamp,
    /// Where people read it.
    pub url: Option<String>,
    /// What sort of comment it is.
    pub kind: CommentKind,
    /// How many words it has, quotations left out.
    pub words: u64,
    /// How many reactions it got.
    pub reactions: u64,
    /// The categories it nominates for, by `/nominate` lines.
    pub nominates: Vec<String>,
}

/// Where a comment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CommentKind {
    /// In the conversation.
    Discussion,
    /// The words of a review.
    Review,
    /// On a line of a file.
    Line,
}

impl CommentKind {
    /// Every kind of comment.
    pub const ALL: [Self; 3] = [Self::Discussion, Self::Review, Self::Line];

    /// The word in files and columns.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Discussion => "discussion",
            Self::Review => "review",
            Self::Line => "line",
        }
    }
}

/// Something that could not be read. It is skipped, the rest goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// What it was.
    pub item: Item,
    /// What happened, one sentence.
    pub why: String,
    /// What to do about it, one sentence.
    pub now: String,
}

/// The thing that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Item {
    /// A whole submission.
    Submission(u64),
    /// One story of a submission, by the path that it had.
    Story {
        /// The submission's number.
        number: u64,
        /// The path.
        path: String,
    },
    /// A place in a file, both counted from 1; columns are characters.
    Place {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
}

impl Item {
    /// The submission that a retry has to read again.
    #[must_use]
    pub fn submission(&self) -> Option<u64> {
        match self {
            Self::Submission(number) | Self::Story { number, .. } => Some(*number),
            Self::Place { .. } => None,
        }
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Submission(number) => write!(f, "#{number}"),
            Self::Story { number, path } => write!(f, "#{number} {path}"),
            Self::Place { line, column } => write!(f, "line {line}, column {column}"),
        }
    }
}

/// The short name of a kind of story, such as `status_quo`: lower-case ASCII letters, digits,
/// `_` and `-`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct KindKey(String);

impl KindKey {
    /// Takes a short name; anything else gives `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
        let good = !text.is_empty() && text.len() <= 40 && text.chars().all(fits);
        good.then(|| Self(text.to_owned()))
    }

    /// The short name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KindKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of a commit: 40 or 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CommitId(String);

impl CommitId {
    /// Takes a full commit name in either case; anything else gives `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let good = matches!(text.len(), 40 | 64) && text.bytes().all(|b| b.is_ascii_hexdigit());
        good.then(|| Self(text.to_ascii_lowercase()))
    }

    /// The name in full.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CommitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
