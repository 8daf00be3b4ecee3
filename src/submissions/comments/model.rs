//! [`Comment`]: something said on a pull request; and the [`Proposal`]s in it.

use crate::clock::Timestamp;
use crate::ids::{PersonId, StoryId, SubmissionId};
use crate::submissions::source::found::{self, CommentKind};

/// Something said on a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// On which.
    pub submission: SubmissionId,
    /// The source's name for it.
    pub id: String,
    /// Who said it.
    pub person: PersonId,
    /// Where it stands.
    pub kind: CommentKind,
    /// When.
    pub at: Timestamp,
    /// Where people read it; empty if the source does not say.
    pub url: String,
    /// How many words it has, quotations left out.
    pub words: i64,
    /// How many reactions it got.
    pub reactions: i64,
}

impl Comment {
    /// What a source found, as it is kept.
    #[must_use]
    pub fn of(found: &found::Comment, submission: SubmissionId, person: PersonId) -> Self {
        let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        Self {
            submission,
            id: found.id.clone(),
            person,
            kind: found.kind,
            at: Timestamp::from_millis(found.at.as_millisecond()),
            url: found.url.clone().unwrap_or_default(),
            words: count(found.words),
            reactions: count(found.reactions),
        }
    }
}

/// A comment's wish that a submission's story stand in a category, not yet looked into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// On which submission it was made.
    pub submission: SubmissionId,
    /// The submission's number.
    pub number: i64,
    /// The comment's name.
    pub comment: String,
    /// Who made it.
    pub person: PersonId,
    /// The category's part of addresses, as they wrote it.
    pub category: String,
    /// The stories of the submission.
    pub stories: Vec<StoryId>,
}
