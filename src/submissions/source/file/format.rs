//! The shape of the file, field for field. `docs/submissions.schema.json` says the same to
//! machines; a test holds the two together.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The one version of the format that there is.
pub const FORMAT: &str = "laurels-submissions/1";

/// The whole file, its items not yet read: one bad item must not spoil the others.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document<'a> {
    /// Lets editors find the schema; ignored.
    #[serde(default, rename = "$schema")]
    pub schema: Option<String>,
    /// Must be [`FORMAT`].
    pub format: String,
    /// Where the contents come from, in words; shown beside them.
    #[serde(default)]
    pub source: Option<Origin>,
    /// The people, each a [`Person`].
    #[serde(borrow, default)]
    pub people: Vec<&'a RawValue>,
    /// The submissions, each a [`Submission`].
    #[serde(borrow)]
    pub submissions: Vec<&'a RawValue>,
    /// The comments, each a [`Comment`].
    #[serde(borrow, default)]
    pub comments: Vec<&'a RawValue>,
}

/// The whole file as it is written.
#[derive(Serialize)]
pub struct Written {
    /// [`FORMAT`].
    pub format: &'static str,
    /// Where the contents come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Origin>,
    /// The people.
    pub people: Vec<Person>,
    /// The submissions.
    pub submissions: Vec<Submission<Story>>,
    /// The comments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<Comment>,
}

/// Where a file's contents come from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// The repository, as `owner/name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
    /// Where people read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// How it was read, and what is missing, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Somebody who wrote or commented.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The name by which the rest of the file refers to them.
    pub key: String,
    /// Their handle on the forge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// The forge's number for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// The name they give themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Keys that earlier files gave them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_keys: Vec<String>,
}

/// A pull request; `S` is a story, read or not yet read.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Submission<S> {
    /// Its number on the forge.
    pub number: u64,
    /// Where people read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its title.
    pub title: String,
    /// `open`, `unmerged`, `merged` or `closed`.
    pub state: String,
    /// The key of a person, or a handle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Keys of persons, or handles.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub co_authors: Vec<String>,
    /// The branch it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
    /// Its labels.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// RFC 3339, as all times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_at: Option<Timestamp>,
    /// When its first commit was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_commit_at: Option<Timestamp>,
    /// When it was merged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_at: Option<Timestamp>,
    /// When it was closed unmerged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    /// How many commits it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commits: Option<u64>,
    /// Reactions to its description.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub reactions: u64,
    /// Its stories.
    pub stories: Vec<S>,
}

/// A story.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// Where its main file stands.
    pub path: String,
    /// Where it stood when it was submitted, if it has moved since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_path: Option<String>,
    /// Whether its main file has been removed from the repository.
    #[serde(default, skip_serializing_if = "is_false")]
    pub removed: bool,
    /// The short name of its kind.
    pub kind: String,
    /// Its title, plain text.
    pub title: String,
    /// The character it is told through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub character: Option<String>,
    /// The commit at which it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// Its files, the main one first; left out where only `path` is known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<File>,
    /// What was counted; needed only where the text is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures: Option<Measures>,
}

/// A file of a story.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Where it stands.
    pub path: String,
    /// Its Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// What was counted in a story.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Measures {
    /// Words in all its files.
    pub words: u64,
    /// Questions answered in its FAQ.
    pub faq_questions: u64,
    /// Words in its FAQ.
    pub faq_words: u64,
    /// Files beside the main one.
    pub chapters: u64,
}

/// A comment.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Comment {
    /// Its name, unique in the source.
    pub id: String,
    /// The number of the submission.
    pub submission: u64,
    /// The key of a person, or a handle.
    pub author: String,
    /// When it was said.
    pub at: Timestamp,
    /// `discussion`, `review` or `line`.
    pub kind: String,
    /// Where people read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// How many words it has.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub words: u64,
    /// How many reactions it got.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub reactions: u64,
    /// The categories it nominates for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nominates: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}
