//! What can be counted of a nominee without asking anybody, and what follows from it: a
//! [`Measure`] decides an award instead of votes, or it chooses who stands in it. Pure.
//!
//! Equals are treated as equals: whoever is level with the last of a shortlist stands too, and all
//! who have the most share an award. Nothing is no achievement, so a figure of 0 neither wins
//! nor stands.

use super::kind::NomineeKind;
use crate::nominees::model::Subject;

/// Something that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// Words in all files of a story; of a person, in the stories that they sent.
    Words,
    /// Questions that the FAQ of a story answers; of a person, in the stories that they sent.
    FaqQuestions,
    /// Words in the FAQ of a story.
    FaqWords,
    /// Files beside the story itself.
    Chapters,
    /// Stories that a person sent.
    Sent,
    /// Stories of others of which a person is a co-author.
    Helped,
    /// Comments on pull requests in whose stories a person has no part.
    Comments,
}

impl Metric {
    /// All of them, in the order in which forms offer them.
    pub const ALL: [Self; 7] = [
        Self::Words,
        Self::FaqQuestions,
        Self::FaqWords,
        Self::Chapters,
        Self::Sent,
        Self::Helped,
        Self::Comments,
    ];

    /// The text of the column, of forms and of files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::FaqQuestions => "faq-questions",
            Self::FaqWords => "faq-words",
            Self::Chapters => "chapters",
            Self::Sent => "stories-sent",
            Self::Helped => "stories-helped-with",
            Self::Comments => "comments",
        }
    }

    /// From that text.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.as_str() == text)
    }

    /// Whether nominees of that kind have it.
    #[must_use]
    pub const fn suits(self, kind: NomineeKind) -> bool {
        match (self, kind) {
            (Self::Words | Self::FaqQuestions, NomineeKind::Story | NomineeKind::Person)
            | (Self::FaqWords | Self::Chapters, NomineeKind::Story)
            | (Self::Sent | Self::Helped | Self::Comments, NomineeKind::Person) => true,
            (Self::FaqWords | Self::Chapters, NomineeKind::Person)
            | (Self::Sent | Self::Helped | Self::Comments, NomineeKind::Story) => false,
        }
    }

    /// What is counted, as it stands behind *the most*.
    #[must_use]
    pub const fn words(self) -> &'static str {
        self.nouns().1
    }

    /// What is counted: one of it, and several.
    #[must_use]
    pub const fn nouns(self) -> (&'static str, &'static str) {
        match self {
            Self::Words => ("word", "words"),
            Self::FaqQuestions => ("FAQ question answered", "FAQ questions answered"),
            Self::FaqWords => ("word in the FAQ", "words in the FAQ"),
            Self::Chapters => ("chapter", "chapters"),
            Self::Sent => ("story sent", "stories sent"),
            Self::Helped => ("story helped with", "stories helped with"),
            Self::Comments => (
                "comment on others\u{2019} pull requests",
                "comments on others\u{2019} pull requests",
            ),
        }
    }

    /// The same in one word, where there is no room for more.
    #[must_use]
    pub const fn unit(self) -> (&'static str, &'static str) {
        match self {
            Self::Words | Self::FaqWords => ("word", "words"),
            Self::FaqQuestions => ("question", "questions"),
            Self::Chapters => ("chapter", "chapters"),
            Self::Sent | Self::Helped => ("story", "stories"),
            Self::Comments => ("comment", "comments"),
        }
    }

    /// The figure of a story or a person; 0 for what has none of it.
    #[must_use]
    pub const fn value(self, of: &Subject) -> i64 {
        match (self, of) {
            (Self::Words, Subject::Story(card)) => card.story.words,
            (Self::Words, Subject::Person(card)) => card.words,
            (Self::FaqQuestions, Subject::Story(card)) => card.story.faq_questions,
            (Self::FaqQuestions, Subject::Person(card)) => card.faq_questions,
            (Self::FaqWords, Subject::Story(card)) => card.story.faq_words,
            (Self::Chapters, Subject::Story(card)) => card.story.chapters,
            (Self::Sent, Subject::Person(card)) => card.wrote,
            (Self::Helped, Subject::Person(card)) => card.helped,
            (Self::Comments, Subject::Person(card)) => card.comments,
            (Self::FaqWords | Self::Chapters, Subject::Person(_))
            | (Self::Sent | Self::Helped | Self::Comments, Subject::Story(_)) => 0,
        }
    }
}

/// What a measure is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It gives the award, and nobody votes.
    Decides,
    /// It chooses who stands; votes decide among them.
    Shortlists {
        /// How many stand, not counting those who are level with the last; at least 2.
        most: u16,
    },
}

impl Role {
    /// The text of the column and of files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Decides => "decides",
            Self::Shortlists { .. } => "shortlists",
        }
    }

    /// How many it lets stand, where it chooses.
    #[must_use]
    pub const fn most(self) -> Option<u16> {
        match self {
            Self::Decides => None,
            Self::Shortlists { most } => Some(most),
        }
    }

    /// From the columns' values.
    #[must_use]
    pub fn of(text: &str, most: Option<u16>) -> Option<Self> {
        match (text, most) {
            ("decides", None) => Some(Self::Decides),
            ("shortlists", Some(most)) => Some(Self::Shortlists { most }),
            _ => None,
        }
    }
}

/// What is counted in a category, and what for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// What is counted.
    pub metric: Metric,
    /// What for.
    pub role: Role,
}

impl Measure {
    /// Fewer than two to choose from would be no choice.
    pub const LEAST: u16 = 2;

    /// In words: `the most words in the FAQ`; `the 10 with the most words`.
    #[must_use]
    pub fn sentence(self) -> String {
        let words = self.metric.words();
        match self.role {
            Role::Decides => format!("the most {words}"),
            Role::Shortlists { most } => format!("the {most} with the most {words}"),
        }
    }
}

/// The figure from which one stands on a shortlist of so many. Whoever has it or more stands.
#[must_use]
pub fn least(values: impl IntoIterator<Item = i64>, most: u16) -> i64 {
    let mut values: Vec<i64> = values.into_iter().filter(|value| *value > 0).collect();
    values.sort_unstable_by(|a, b| b.cmp(a));
    // With room for all, anything is enough that is something.
    values.get(usize::from(most).saturating_sub(1)).copied().unwrap_or(1)
}

/// The figure that wins; nothing where nobody has any.
#[must_use]
pub fn highest(values: impl IntoIterator<Item = i64>) -> Option<i64> {
    values.into_iter().filter(|value| *value > 0).max()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn whoever_is_level_with_the_last_stands_and_nothing_does_not() {
        let values = [5, 0, 9, 3, 3, 0, 1];

        assert_eq!(least(values, 2), 5);
        assert_eq!(least(values, 3), 3, "two are third, so four stand");
        assert_eq!(least(values, 4), 3);
        assert_eq!(least(values, 5), 1);
        assert_eq!(least(values, 7), 1, "there is room, but not for nothing");
        assert_eq!(least([0, 0], 2), 1);
    }

    #[test]
    fn the_most_wins_unless_it_is_nothing() {
        assert_eq!(highest([3, 8, 8]), Some(8));
        assert_eq!(highest([0, 0]), None);
        assert_eq!(highest([]), None);
    }

    #[test]
    fn each_kind_of_nominee_has_its_metrics_and_each_is_read_back() {
        let of = |kind| Metric::ALL.into_iter().filter(move |it| it.suits(kind)).count();

        assert_eq!((of(NomineeKind::Story), of(NomineeKind::Person)), (4, 5));
        for metric in Metric::ALL {
            assert_eq!(Metric::of(metric.as_str()), Some(metric));
        }
        assert_eq!(Metric::of("votes"), None);
        for role in [Role::Decides, Role::Shortlists { most: 3 }] {
            assert_eq!(Role::of(role.as_str(), role.most()), Some(role));
        }
        assert_eq!(Role::of("shortlists", None), None);
    }

    proptest! {
        #[test]
        fn a_shortlist_is_as_long_as_asked_and_no_longer_than_equals_make_it(
            values in prop::collection::vec(0_i64..12, 0..40),
            most in 2_u16..20,
        ) {
            let least = least(values.iter().copied(), most);
            let stands = |from: i64| values.iter().filter(|value| **value >= from).count();
            let some = values.iter().filter(|value| **value > 0).count();

            prop_assert!(least > 0);
            prop_assert!(stands(least) >= some.min(usize::from(most)));
            prop_assert!(stands(least + 1) < usize::from(most), "the last equals are needed");
        }
    }
}
