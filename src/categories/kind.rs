//! What can win an award: a story or a person.

/// What can win an award.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NomineeKind {
    /// A story.
    Story,
    /// A person.
    Person,
}

impl NomineeKind {
    /// The column's text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Story => "story",
            Self::Person => "person",
        }
    }

    /// From the column's or a form's text.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        [Self::Story, Self::Person].into_iter().find(|kind| kind.as_str() == text)
    }

    /// One of them, and several.
    #[must_use]
    pub const fn nouns(self) -> (&'static str, &'static str) {
        match self {
            Self::Story => ("story", "stories"),
            Self::Person => ("person", "people"),
        }
    }
}
