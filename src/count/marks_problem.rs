//! What can be wrong with a paper, in the words that its voter reads.

use std::fmt;

use super::method::Method;

/// What is wrong with a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarksProblem {
    /// A number that is not on the slate.
    UnknownNominee(u32),
    /// The nominee stood once, and does no more.
    Withdrawn(String),
    /// More than one mark where one is asked for.
    MoreThanOneChoice(u64),
    /// More marks than the paper allows.
    TooManyMarks {
        /// How many are allowed.
        allowed: u16,
        /// How many there are.
        found: u64,
    },
    /// A nominee marked in two places.
    NomineeTwice(String),
    /// A mark that needs a rank has none, or not a number from 1 to 65,535.
    NoRank(String),
    /// A mark that needs a score has none.
    NoScore(String),
    /// A score above the highest.
    ScoreTooHigh {
        /// The nominee.
        label: String,
        /// What was given.
        score: u32,
        /// The highest that may be given.
        highest: u16,
    },
    /// The marks are of another kind than the method asks for.
    WrongKind {
        /// The method of the paper.
        method: Method,
    },
}

impl fmt::Display for MarksProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownNominee(number) => {
                write!(f, "There is no nominee number {number} on this paper.")
            }
            Self::Withdrawn(label) => {
                write!(f, "\"{label}\" has been withdrawn; please remove this mark.")
            }
            Self::MoreThanOneChoice(found) => {
                write!(f, "Mark one nominee only; {found} are marked.")
            }
            Self::TooManyMarks { allowed, found } => {
                write!(f, "Mark at most {allowed} nominees; {found} are marked.")
            }
            Self::NomineeTwice(label) => write!(f, "\"{label}\" is marked twice; mark it once."),
            Self::NoRank(label) => {
                write!(f, "\"{label}\" needs a rank: a whole number from 1 for the best.")
            }
            Self::NoScore(label) => {
                write!(f, "\"{label}\" needs a score: a whole number from 0.")
            }
            Self::ScoreTooHigh { label, score, highest } => {
                write!(f, "\"{label}\" was given {score}; the highest score is {highest}.")
            }
            Self::WrongKind { method } => {
                write!(f, "These marks do not fit a paper counted by {}.", method.title())
            }
        }
    }
}

impl std::error::Error for MarksProblem {}
