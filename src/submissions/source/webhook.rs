//! What GitHub sends by itself: signed deliveries, and the news in them.
//!
//! A delivery says *that* something happened; what it brings is then asked for by the same pass
//! as always, for that pull request alone, so that there is one way in which things are read.

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde::Deserialize;
use sha2::Sha256;

use crate::error::{Error, Result};
use crate::submissions::source::found::{Comment, CommentKind};
use crate::submissions::source::git::subjects;
use crate::submissions::source::people::{Handle, Person, PersonKey};
use crate::submissions::source::{commands, measures};

/// Whether `header` (`X-Hub-Signature-256`) signs exactly these bytes with this secret. Takes the
/// same time whatever the signature. An empty secret signs nothing.
#[must_use]
pub fn is_signed(secret: &[u8], body: &[u8], header: &str) -> bool {
    let Some(signature) = header.strip_prefix("sha256=").and_then(|h| hex::decode(h).ok()) else {
        return false;
    };
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else {
        return false;
    };
    mac.update(body);
    mac.verify_slice(&signature).is_ok() && !secret.is_empty()
}

/// What a delivery tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// The repository, as `owner/name`; none for news about no repository.
    pub repository: Option<String>,
    /// What happened.
    pub news: News,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// GitHub tries the address.
    Ping,
    /// A pull request is new, or another than before.
    Changed {
        /// Its number.
        number: u64,
    },
    /// Somebody said something on a pull request, or said it differently.
    Said {
        /// What, with the categories that it nominates for.
        comment: Box<Comment>,
        /// Who.
        by: Box<Person>,
    },
    /// Something that was said is gone.
    Unsaid {
        /// The comment's name.
        id: String,
    },
    /// The main line has new commits.
    Pushed {
        /// The pull requests that their messages name.
        numbers: Vec<u64>,
        /// The files that they touched.
        paths: Vec<String>,
    },
    /// Nothing that concerns submissions.
    Nothing,
}

/// Reads a delivery whose signature holds. `event` is its `X-GitHub-Event`.
///
/// # Errors
/// [`Error::Invalid`] where the body is not what GitHub sends for that event.
pub fn read(event: &str, body: &[u8]) -> Result<Delivered> {
    let body: Body = serde_json::from_slice(body)
        .map_err(|e| Error::invalid("payload", format!("This is not a GitHub delivery: {e}.")))?;
    let missing =
        |what: &str| Error::invalid("payload", format!("A {event} delivery without its {what}."));
    let news = match event {
        "ping" => News::Ping,
        "pull_request" => {
            let pull = body.pull_request.ok_or_else(|| missing("pull_request"))?;
            News::Changed { number: pull.number }
        }
        "issue_comment" => {
            let issue = body.issue.ok_or_else(|| missing("issue"))?;
            match issue.pull_request {
                Some(_) => said(&body.action, body.comment, issue.number, CommentKind::Discussion)
                    .ok_or_else(|| missing("comment"))?,
                None => News::Nothing,
            }
        }
        "pull_request_review" | "pull_request_review_comment" => {
            let number = body.pull_request.ok_or_else(|| missing("pull_request"))?.number;
            let (remark, kind) = match event {
                "pull_request_review" => (body.review, CommentKind::Review),
                _ => (body.comment, CommentKind::Line),
            };
            said(&body.action, remark, number, kind).ok_or_else(|| missing("comment"))?
        }
        "push" => pushed(&body),
        _ => News::Nothing,
    };
    Ok(Delivered { repository: body.repository.map(|r| r.full_name), news })
}

/// The name of a comment within GitHub, the same whether it was delivered or asked for.
#[must_use]
pub fn comment_id(kind: CommentKind, id: u64) -> String {
    format!("{}:{id}", kind.as_str())
}

fn said(action: &str, remark: Option<Remark>, number: u64, kind: CommentKind) -> Option<News> {
    let remark = remark?;
    let id = comment_id(kind, remark.id);
    if matches!(action, "deleted" | "dismissed") {
        return Some(News::Unsaid { id });
    }
    let text = remark.body.unwrap_or_default();
    let by = remark.user.and_then(Login::person);
    let (Some(by), false) = (by, text.trim().is_empty()) else {
        return Some(News::Nothing);
    };
    let comment = Comment {
        id,
        submission: number,
        author: by.key.clone(),
        at: remark.created_at.or(remark.submitted_at)?,
        url: remark
            .html_url
            .filter(|url| url.starts_with("https://") || url.starts_with("http://")),
        kind,
        words: measures::comment_words(&text),
        reactions: remark.reactions.map_or(0, |r| r.total_count),
        nominates: commands::nominations(&text),
    };
    Some(News::Said { comment: Box::new(comment), by: Box::new(by) })
}

fn pushed(body: &Body) -> News {
    let main = body.repository.as_ref().map(|r| format!("refs/heads/{}", r.default_branch));
    if main.is_none() || body.r#ref != main {
        return News::Nothing;
    }
    let (mut numbers, mut paths) = (Vec::new(), Vec::new());
    for commit in &body.commits {
        let named = [2, 1].into_iter().find_map(|n| subjects::of_message(&commit.message, n));
        numbers.extend(named.map(|named| named.number));
        for list in [&commit.added, &commit.modified, &commit.removed] {
            paths.extend(list.iter().cloned());
        }
    }
    paths.sort_unstable();
    paths.dedup();
    numbers.sort_unstable();
    numbers.dedup();
    News::Pushed { numbers, paths }
}

#[derive(Deserialize)]
struct Body {
    #[serde(default)]
    action: String,
    repository: Option<Repository>,
    pull_request: Option<Pull>,
    issue: Option<Issue>,
    comment: Option<Remark>,
    review: Option<Remark>,
    r#ref: Option<String>,
    #[serde(default)]
    commits: Vec<Commit>,
}

#[derive(Deserialize)]
struct Repository {
    full_name: String,
    #[serde(default)]
    default_branch: String,
}

#[derive(Deserialize)]
struct Pull {
    number: u64,
}

#[derive(Deserialize)]
struct Issue {
    number: u64,
    pull_request: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
struct Remark {
    id: u64,
    body: Option<String>,
    user: Option<Login>,
    html_url: Option<String>,
    created_at: Option<Timestamp>,
    submitted_at: Option<Timestamp>,
    reactions: Option<Reactions>,
}

#[derive(Deserialize)]
struct Reactions {
    total_count: u64,
}

#[derive(Deserialize)]
struct Commit {
    #[serde(default)]
    message: String,
    #[serde(default)]
    added: Vec<String>,
    #[serde(default)]
    modified: Vec<String>,
    #[serde(default)]
    removed: Vec<String>,
}

#[derive(Deserialize)]
struct Login {
    login: String,
    id: u64,
    #[serde(default)]
    r#type: String,
}

impl Login {
    /// Who this is; `None` for a program.
    fn person(self) -> Option<Person> {
        let handle = Handle::parse(&self.login).filter(|_| self.r#type == "User")?;
        Some(Person {
            key: PersonKey::new(format!("id:{}", self.id)),
            former_keys: vec![PersonKey::new(handle.folded())],
            handle: Some(handle),
            id: Some(self.id),
            name: None,
        })
    }
}
