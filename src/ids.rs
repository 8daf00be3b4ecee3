//! Typed ids, and the only place that makes them.
//!
//! They are UUIDv7: in order of making, which keeps the databases' trees compact and lists stable.
//! Nothing here names a ballot: a v7 id tells the instant at which it was made, so a ballot is
//! known by its pseudonym alone (`ballots::model`).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new one, later in order than all before.
            #[expect(clippy::new_without_default, reason = "a new id is an act, not a default")]
            #[expect(clippy::disallowed_methods, reason = "this is the one place that makes ids")]
            #[must_use]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// An account: somebody who can sign in.
    AccountId,
    /// An edition: one round of awards.
    EditionId,
    /// A submission: a pull request that brings stories.
    SubmissionId,
    /// A story.
    StoryId,
    /// A person behind stories, as one edition knows them.
    PersonId,
    /// A nominee: a story or a person that was admitted.
    NomineeId,
    /// A category: one award.
    CategoryId,
    /// A source of submissions.
    SourceId,
    /// One reading of a source.
    PassId,
    /// An invitation to the electorate.
    InvitationId,
}
