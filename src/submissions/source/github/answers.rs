//! GitHub's answers, as far as they are read.

use jiff::Timestamp;
use serde::Deserialize;

/// The answer to a page of pull requests, or to one.
#[derive(Deserialize)]
pub struct Asked {
    /// The repository; none where it cannot be seen.
    pub repository: Option<Repository>,
}

/// A repository.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Repository {
    /// `owner/name`, as it is called now.
    pub name_with_owner: String,
    /// The tip of its main line.
    pub default_branch_ref: Option<Ref>,
    /// The page that was asked for.
    pub pull_requests: Option<List<serde_json::Value>>,
    /// The one that was asked for.
    pub pull_request: Option<serde_json::Value>,
}

/// A branch.
#[derive(Deserialize)]
pub struct Ref {
    /// Its tip.
    pub target: Option<Oid>,
}

/// A commit or a content.
#[derive(Deserialize)]
pub struct Oid {
    /// Its name.
    pub oid: String,
}

/// A list, or the beginning of one.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct List<T> {
    /// How many there are altogether, where it was asked.
    pub total_count: Option<u64>,
    /// Where it breaks off.
    #[serde(default)]
    pub page_info: Page,
    /// What there is. GitHub leaves holes for what may not be seen.
    pub nodes: Option<Vec<Option<T>>>,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { total_count: None, page_info: Page::default(), nodes: None }
    }
}

impl<T> List<T> {
    /// What there is, without holes.
    pub fn into_items(self) -> impl Iterator<Item = T> {
        self.nodes.into_iter().flatten().flatten()
    }
}

/// Where a list breaks off.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Page {
    /// Whether it goes on.
    pub has_next_page: bool,
    /// From where.
    pub end_cursor: Option<String>,
}

/// A pull request.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pull {
    /// Its number.
    pub number: u64,
    /// Where people read it.
    pub url: String,
    /// Its title.
    pub title: String,
    /// `OPEN`, `MERGED` or `CLOSED`.
    pub state: String,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it was merged.
    pub merged_at: Option<Timestamp>,
    /// When it was closed or merged.
    pub closed_at: Option<Timestamp>,
    /// When anything about it changed last.
    pub updated_at: Timestamp,
    /// The branch.
    pub head_ref_name: String,
    /// Its last commit.
    pub head_ref_oid: String,
    /// The commit that merged it.
    pub merge_commit: Option<Oid>,
    /// Who sent it; none for a ghost.
    pub author: Option<Who>,
    /// Reactions to its description.
    #[serde(default)]
    pub reactions: Count,
    /// Its labels.
    #[serde(default)]
    pub labels: List<Label>,
    /// Its files; none where GitHub cannot tell them any more.
    pub files: Option<List<File>>,
    /// Its commits.
    #[serde(default)]
    pub commits: List<CommitOf>,
    /// What was said in its conversation.
    #[serde(default)]
    pub comments: List<Remark>,
    /// Its reviews.
    #[serde(default)]
    pub reviews: List<Review>,
}

/// A label.
#[derive(Deserialize)]
pub struct Label {
    /// Its name.
    pub name: String,
}

/// A file that a pull request changes.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct File {
    /// Where it stands after that.
    pub path: String,
    /// `ADDED`, `DELETED`, `RENAMED`, `COPIED`, `MODIFIED` or `CHANGED`.
    pub change_type: String,
}

/// A commit in a list.
#[derive(Deserialize)]
pub struct CommitOf {
    /// The commit.
    pub commit: Commit,
}

/// A commit.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Commit {
    /// Its whole message.
    pub message: String,
    /// When it was written.
    pub authored_date: Timestamp,
    /// Who wrote it.
    pub author: Option<Author>,
}

/// Who wrote a commit.
#[derive(Deserialize)]
pub struct Author {
    /// The name in the commit.
    pub name: Option<String>,
    /// The address in the commit.
    pub email: Option<String>,
    /// The account that GitHub finds behind it.
    pub user: Option<Account>,
}

/// An account of a person.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// The handle.
    pub login: String,
    /// The number.
    pub database_id: Option<u64>,
    /// The name.
    pub name: Option<String>,
}

/// Somebody who acts: a person, a program, an organisation.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Who {
    /// What it is: `User`, `Bot`, `Organization`, `Mannequin`.
    #[serde(rename = "__typename")]
    pub kind: String,
    /// The handle.
    pub login: String,
    /// The number, of persons.
    pub database_id: Option<u64>,
    /// The name, of persons.
    pub name: Option<String>,
}

/// A number of things.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Count {
    /// How many.
    pub total_count: u64,
}

/// Something that was said.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Remark {
    /// Its number.
    pub database_id: Option<u64>,
    /// Its words.
    #[serde(default)]
    pub body: String,
    /// When it was said.
    #[serde(alias = "submittedAt")]
    pub created_at: Option<Timestamp>,
    /// Where people read it.
    pub url: String,
    /// Who said it.
    pub author: Option<Who>,
    /// Reactions to it.
    #[serde(default)]
    pub reactions: Count,
}

/// A review with its remarks.
#[derive(Deserialize)]
pub struct Review {
    /// What it says itself.
    #[serde(flatten)]
    pub own: Remark,
    /// What it says on lines.
    #[serde(default)]
    pub comments: List<Remark>,
}

/// A content.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Blob {
    /// Its name.
    pub oid: Option<String>,
    /// How large it is.
    #[serde(default)]
    pub byte_size: u64,
    /// Whether it is no text.
    pub is_binary: Option<bool>,
    /// Whether the text is only a beginning.
    #[serde(default)]
    pub is_truncated: bool,
    /// The text.
    pub text: Option<String>,
}
