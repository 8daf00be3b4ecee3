//! From GitHub's answer about a pull request to what is kept of it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::submissions::source::changes::{Change, What};
use crate::submissions::source::found::{Comment, CommentKind, State, Submission};
use crate::submissions::source::github::answers::{self, List, Page, Remark, Review};
use crate::submissions::source::github::people::Named;
use crate::submissions::source::people::{Person, PersonKey};
use crate::submissions::source::rules::is_markdown;
use crate::submissions::source::{commands, measures, webhook};

/// A pull request that was read and waits for its stories to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// What is known of it, its stories left out.
    pub submission: Submission,
    /// Everybody named.
    pub people: Vec<Person>,
    /// What was said on it.
    pub comments: Vec<Comment>,
    /// What it does to Markdown files.
    pub changes: Vec<Change>,
    /// Its last commit.
    pub head: String,
    /// The commit that merged it.
    pub merge_commit: Option<String>,
    /// When anything about it changed last.
    pub updated_at: Timestamp,
}

/// A pull request as one answer has it.
pub struct Part {
    /// What was read.
    pub waiting: Waiting,
    /// Where its lists break off.
    pub rest: Rest,
    /// Whether a Markdown file was renamed: GraphQL does not say from what.
    pub has_renames: bool,
    /// Whether GitHub cannot tell its files.
    pub has_no_files: bool,
}

/// Where lists break off.
#[derive(Debug, Clone, Default)]
pub struct Rest {
    /// Files, commits, comments and reviews.
    pub pages: [Page; 4],
    /// Whether a review has more remarks than were asked for.
    pub remarks: bool,
}

impl Rest {
    /// Whether anything is left to ask.
    #[must_use]
    pub fn is_any(&self) -> bool {
        self.remarks || self.pages.iter().any(|page| page.has_next_page)
    }
}

/// Reads an answer.
#[must_use]
pub fn read(pull: answers::Pull) -> Part {
    let mut named = Named::default();
    let has_no_files = pull.files.is_none();
    let files = pull.files.unwrap_or_default();
    let pages = [
        files.page_info.clone(),
        pull.commits.page_info.clone(),
        pull.comments.page_info.clone(),
        pull.reviews.page_info.clone(),
    ];
    let author = named.who(pull.author);
    let commits = pull.commits.total_count;
    let written: Vec<answers::Commit> = pull.commits.into_items().map(|c| c.commit).collect();
    let first_commit_at = written.iter().map(|commit| commit.authored_date).min();
    let writers = written.into_iter().flat_map(|commit| named.commit(commit)).collect();
    let (comments, remarks) = said(pull.number, pull.comments, pull.reviews, &mut named);
    let files: Vec<answers::File> = files.into_items().filter(|f| is_markdown(&f.path)).collect();
    let has_renames = files.iter().any(|file| file.change_type == "RENAMED");
    let state = match pull.state.as_str() {
        "MERGED" => State::Merged,
        "CLOSED" => State::Closed,
        _ => State::Open,
    };
    let submission = Submission {
        url: Some(pull.url).filter(|url| url.starts_with("https://") || url.starts_with("http://")),
        co_authors: co_authors(writers, author.as_ref()),
        author,
        branch: Some(pull.head_ref_name),
        labels: pull.labels.into_items().map(|label| label.name).collect(),
        opened_at: Some(pull.created_at),
        first_commit_at,
        merged_at: pull.merged_at,
        closed_at: pull.closed_at.filter(|_| state == State::Closed),
        commits,
        reactions: pull.reactions.total_count,
        ..Submission::new(pull.number, pull.title, state)
    };
    let waiting = Waiting {
        submission,
        people: named.all(),
        comments,
        changes: files.into_iter().map(change).collect(),
        head: pull.head_ref_oid,
        merge_commit: pull.merge_commit.map(|commit| commit.oid),
        updated_at: pull.updated_at,
    };
    Part { waiting, rest: Rest { pages, remarks }, has_renames, has_no_files }
}

/// Adds what a further answer brings of the same pull request.
pub fn add(to: &mut Waiting, more: Waiting) {
    let old = &mut to.submission;
    for key in more.submission.co_authors {
        if !old.co_authors.contains(&key) && old.author.as_ref() != Some(&key) {
            old.co_authors.push(key);
        }
    }
    let times = [old.first_commit_at, more.submission.first_commit_at];
    old.first_commit_at = times.into_iter().flatten().min();
    for person in more.people {
        if !to.people.iter().any(|p| p.key == person.key) {
            to.people.push(person);
        }
    }
    for comment in more.comments {
        if !to.comments.iter().any(|c| c.id == comment.id) {
            to.comments.push(comment);
        }
    }
    for change in more.changes {
        if !to.changes.iter().any(|c| c.path == change.path) {
            to.changes.push(change);
        }
    }
}

fn co_authors(writers: Vec<PersonKey>, author: Option<&PersonKey>) -> Vec<PersonKey> {
    let mut keys: Vec<PersonKey> = Vec::new();
    for key in writers {
        if Some(&key) != author && !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// Everything that was said, and whether a review said more than the answer holds.
fn said(
    number: u64,
    conversation: List<Remark>,
    reviews: List<Review>,
    named: &mut Named,
) -> (Vec<Comment>, bool) {
    let mut comments: Vec<Comment> = Vec::new();
    let mut remarks = false;
    for remark in conversation.into_items() {
        comments.extend(comment(remark, CommentKind::Discussion, number, named));
    }
    for Review { own, comments: lines } in reviews.into_items() {
        remarks |= lines.page_info.has_next_page;
        comments.extend(comment(own, CommentKind::Review, number, named));
        for line in lines.into_items() {
            comments.extend(comment(line, CommentKind::Line, number, named));
        }
    }
    (comments, remarks)
}

/// What somebody said; nothing of what programs say, and of reviews without words.
fn comment(remark: Remark, kind: CommentKind, number: u64, named: &mut Named) -> Option<Comment> {
    if remark.body.trim().is_empty() {
        return None;
    }
    Some(Comment {
        id: webhook::comment_id(kind, remark.database_id?),
        submission: number,
        author: named.who(remark.author)?,
        at: remark.created_at?,
        url: Some(remark.url)
            .filter(|url| url.starts_with("https://") || url.starts_with("http://")),
        kind,
        words: measures::comment_words(&remark.body),
        reactions: remark.reactions.total_count,
        nominates: commands::nominations(&remark.body),
    })
}

fn change(file: answers::File) -> Change {
    let what = match file.change_type.as_str() {
        "ADDED" | "COPIED" | "RENAMED" => What::Added,
        "DELETED" => What::Removed,
        _ => What::Edited,
    };
    Change { what, path: file.path, blob: None }
}
