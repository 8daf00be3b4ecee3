//! The [`Category`], the [`Paper`] drawn up from it, and the [`Terms`] that leads may write.
//! `form.rs` reads them from forms.

use std::collections::BTreeSet;
use std::sync::Arc;

pub use super::kind::NomineeKind;
use super::measure::{Measure, Role};
use crate::count::{Limits, Method, Number, Slate};
use crate::error::Error;
use crate::ids::CategoryId;
use crate::nominees::model::{Nominee, Standing, Subject};

/// One award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its key.
    pub id: CategoryId,
    /// Its part of addresses; never changes.
    pub slug: String,
    /// What the leads wrote.
    pub terms: Terms,
    /// Where it stands in the edition's order, smallest first.
    pub position: i64,
}

/// What the leads write of a category; frozen when voting opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The award's title.
    pub title: String,
    /// What people should think of when they mark; plain text.
    pub charter: String,
    /// Whether a story or a person wins it.
    pub nominee_kind: NomineeKind,
    /// The one kind of story that can win; `None` is every kind, or a person's award.
    pub story_kind: Option<String>,
    /// How votes decide it: one of [`Category::METHODS`]. Without meaning where a measure decides.
    pub method: Method,
    /// How many nominees one paper may mark; `None` is as many as it likes.
    pub max_marks: Option<u16>,
    /// What decides it instead of votes, or chooses who stands in it.
    pub measure: Option<Measure>,
    /// Who comes onto its paper. A shortlist does not ask: its measure chooses.
    pub joining: Joining,
}

impl Category {
    /// The methods that a paper offers, the default first.
    pub const METHODS: [Method; 2] = [Method::Approval, Method::Plurality];
    /// The most categories that one edition can have: a paper must stay readable.
    pub const MOST: usize = 40;
}

impl Terms {
    /// Whether a nominee can win this award.
    #[must_use]
    pub fn fit(&self, nominee: &Nominee) -> bool {
        nominee.standing == Standing::Admitted && self.suit(&nominee.of)
    }

    /// Whether a story or a person is of the kind that can win this award.
    #[must_use]
    pub fn suit(&self, of: &Subject) -> bool {
        match (self.nominee_kind, of) {
            (NomineeKind::Story, Subject::Story(card)) => {
                self.story_kind.as_ref().is_none_or(|kind| *kind == card.story.kind)
            }
            (NomineeKind::Person, Subject::Person(_)) => true,
            (NomineeKind::Story, Subject::Person(_)) | (NomineeKind::Person, Subject::Story(_)) => {
                false
            }
        }
    }

    /// The measure that decides it: nobody votes on it, and it has no place on the ballot.
    #[must_use]
    pub const fn decided_by(&self) -> Option<Measure> {
        match self.measure {
            Some(Measure { role: Role::Decides, .. }) => self.measure,
            Some(Measure { role: Role::Shortlists { .. }, .. }) | None => None,
        }
    }

    /// The measure that chooses who stands in it; votes decide among them.
    #[must_use]
    pub const fn shortlisted_by(&self) -> Option<Measure> {
        match self.measure {
            Some(Measure { role: Role::Shortlists { .. }, .. }) => self.measure,
            Some(Measure { role: Role::Decides, .. }) | None => None,
        }
    }

    /// How it is decided, as lists say it: `approval`, or `decided by the most words`.
    #[must_use]
    pub fn decision_words(&self) -> String {
        match self.decided_by() {
            Some(measure) => format!("decided by {}", measure.sentence()),
            None => method_words(self.method).to_owned(),
        }
    }

    /// What a voter can do about it: `mark up to 3 stories`, or why there is nothing to mark.
    #[must_use]
    pub fn part_words(&self) -> String {
        match self.decided_by() {
            Some(measure) => format!("decided by {}", measure.sentence()),
            None => format!("mark {}", self.marks_words()),
        }
    }

    /// What one paper may mark, as the counting core checks it.
    #[must_use]
    pub const fn limits(&self) -> Limits {
        Limits { max_marks: self.max_marks, max_score: 5 }
    }

    /// How many a paper may mark, in words: `up to 3 stories`.
    #[must_use]
    pub fn marks_words(&self) -> String {
        let (one, many) = self.nominee_kind.nouns();
        match (self.method, self.max_marks) {
            (Method::Plurality, _) | (_, Some(1)) => format!("one {one}"),
            (_, Some(most)) => format!("up to {most} {many}"),
            (_, None) => format!("as many {many} as you like"),
        }
    }
}

/// What a paper calls a method; a heading of three letters says little to a voter.
#[must_use]
pub const fn method_words(method: Method) -> &'static str {
    match method {
        Method::Plurality => "single choice",
        Method::Approval => "approval",
        Method::Score
        | Method::Star
        | Method::InstantRunoff
        | Method::Borda
        | Method::Schulze
        | Method::RankedPairs
        | Method::Stv => method.title(),
    }
}

/// The paper of one category: what voters see, and what is counted.
#[derive(Debug, Clone)]
pub struct Paper {
    /// The category.
    pub category: Category,
    /// The nominees by number, as the counting core reads them.
    pub slate: Slate,
    /// The same nominees in the same order, as people read them.
    pub candidates: Vec<Candidate>,
}

/// One line of a paper.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Its number in this category, for good.
    pub number: Number,
    /// Who or what it is; shared with the other papers on which it stands.
    pub nominee: Arc<Nominee>,
    /// Its figure, where the category has a measure: as it is now until voting opens, then as it
    /// was frozen.
    pub value: Option<i64>,
}

/// Who wrote it: `rylev and nikomatsakis`; nothing for a person.
#[must_use]
pub fn by(of: &Subject) -> String {
    let names: Vec<&str> = match of {
        Subject::Story(card) => card.authors.iter().map(|by| by.title.as_str()).collect(),
        Subject::Person(_) => Vec::new(),
    };
    match names.split_last() {
        None => String::new(),
        Some((one, [])) => (*one).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

/// What makes a new category.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its part of addresses.
    pub slug: String,
    /// What the leads wrote.
    pub terms: Terms,
}

/// Who comes onto a category's paper, at first and later.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Joining {
    /// At first everything that suits it, admitted where it was not, but never what was
    /// withdrawn; later each new nominee that suits it, by itself, until voting opens.
    #[default]
    AllThatSuit,
    /// Nobody but whom the leads choose.
    Chosen,
}

impl Joining {
    /// The text of the column and of forms.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AllThatSuit => "all-that-suit",
            Self::Chosen => "chosen",
        }
    }

    /// From that text.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        [Self::AllThatSuit, Self::Chosen].into_iter().find(|joining| joining.as_str() == text)
    }
}

/// Who is to stand in a category.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// The nominees' parts of addresses.
    pub ticked: BTreeSet<String>,
    /// Who else.
    pub also: Also,
}

/// Who else is to stand in a category.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Also {
    /// Nobody else.
    #[default]
    Nobody,
    /// Every nominee that suits it.
    Everybody,
    /// Every story of that kind that suits it.
    OfKind(String),
}

/// Which way a category moves in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Towards the first.
    Up,
    /// Towards the last.
    Down,
}

/// The refusal for a category that is not there.
#[must_use]
pub fn unknown() -> Error {
    Error::NotFound("category")
}
