//! The [`Nominee`]: a story or a person that the leads admitted.

use crate::clock::Timestamp;
use crate::ids::{NomineeId, PersonId, StoryId};
use crate::submissions::model::{PersonCard, StoryCard};

/// Somebody or something that can be voted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nominee {
    /// Its key.
    pub id: NomineeId,
    /// Whether it may stand.
    pub standing: Standing,
    /// What it is.
    pub of: Subject,
}

/// What a nominee is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all nominees are stories, and a box each would cost more than it saves"
)]
pub enum Subject {
    /// A story.
    Story(StoryCard),
    /// A person.
    Person(PersonCard),
}

/// The key of what a nominee is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SubjectId {
    /// Of a story.
    Story(StoryId),
    /// Of a person.
    Person(PersonId),
}

/// Whether a nominee may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Yes.
    Admitted,
    /// The leads took it back; admitting everybody does not bring it back.
    Withdrawn,
    /// Somebody does not want it, for themselves or for their story; only they bring it back.
    Declined,
}

impl Standing {
    /// The column's text. Who declined is withdrawn there, and has an instant beside it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Admitted => "admitted",
            Self::Withdrawn | Self::Declined => "withdrawn",
        }
    }

    /// From the column's text, and when somebody declined.
    #[must_use]
    pub fn of(text: &str, declined_at: Option<Timestamp>) -> Option<Self> {
        match (text, declined_at) {
            ("admitted", None) => Some(Self::Admitted),
            ("withdrawn", None) => Some(Self::Withdrawn),
            ("withdrawn", Some(_)) => Some(Self::Declined),
            (_, None | Some(_)) => None,
        }
    }
}

impl Subject {
    /// Its key.
    #[must_use]
    pub const fn id(&self) -> SubjectId {
        match self {
            Self::Story(card) => SubjectId::Story(card.story.id),
            Self::Person(card) => SubjectId::Person(card.person.id),
        }
    }

    /// What it is called.
    #[must_use]
    pub fn title(&self) -> &str {
        match self {
            Self::Story(card) => &card.story.title,
            Self::Person(card) => card.person.title(),
        }
    }

    /// Its part of addresses.
    #[must_use]
    pub fn slug(&self) -> &str {
        match self {
            Self::Story(card) => &card.story.slug,
            Self::Person(card) => &card.person.slug,
        }
    }
}

impl Nominee {
    /// What it is called.
    #[must_use]
    pub fn title(&self) -> &str {
        self.of.title()
    }

    /// The address of its page.
    #[must_use]
    pub fn href(&self, edition: &str) -> String {
        match &self.of {
            Subject::Story(card) => format!("/editions/{edition}/stories/{}", card.story.slug),
            Subject::Person(card) => format!("/editions/{edition}/people/{}", card.person.slug),
        }
    }
}
