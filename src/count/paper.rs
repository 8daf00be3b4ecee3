//! What one paper of a [`Profile`](super::profile::Profile) can say, and why it may not be taken.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::book::Full;
use super::slate::Number;

/// What the ballots of a profile say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// An order, from the best down; equal ranks and missing nominees are allowed.
    Ranked,
    /// Some nominees, all alike.
    Approved,
    /// Scores for some nominees.
    Scored,
}

/// One mark on a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// The rank (less is better; gaps mean nothing) or the score; not read for approvals.
    pub grade: u16,
    /// The nominee's position on the slate, from 0.
    pub position: u16,
}

/// Why a paper is not counted, though it is not blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spoil {
    /// More marks than the paper allows; for a single choice, more than one.
    TooManyMarks,
    /// Two different scores for one nominee.
    TwoScores,
    /// A score above the highest that may be given.
    ScoreTooHigh,
}

/// Why a profile cannot take a paper or another profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileProblem {
    /// A mark for a position that the slate does not have.
    NoSuchPosition(u16),
    /// A mark for a number that the slate does not have.
    UnknownNumber(Number),
    /// A profile takes papers of its own shape only.
    WrongShape(Shape),
    /// The other profile is of another slate.
    OtherSlate,
    /// More than 2^32 marks on distinct ballots.
    TooManyMarks,
    /// More than 2^64 - 1 papers.
    TooManyPapers,
}

impl From<Full> for ProfileProblem {
    fn from(full: Full) -> Self {
        match full {
            Full::Codes => Self::TooManyMarks,
            Full::Votes => Self::TooManyPapers,
        }
    }
}

impl fmt::Display for ProfileProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchPosition(position) => {
                write!(f, "A ballot marks nominee {}, and there is none.", u32::from(*position) + 1)
            }
            Self::UnknownNumber(number) => {
                write!(f, "A ballot marks nominee number {number}, and there is none.")
            }
            Self::WrongShape(shape) => {
                write!(f, "These ballots are {shape}, and the paper is of another kind.")
            }
            Self::OtherSlate => f.write_str("The two lists of nominees are not the same."),
            Self::TooManyMarks => {
                f.write_str("There are more than 4,294,967,295 marks on distinct ballots.")
            }
            Self::TooManyPapers => f.write_str("There are more papers than a count can hold."),
        }
    }
}

impl std::error::Error for ProfileProblem {}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ranked => "rankings",
            Self::Approved => "approvals",
            Self::Scored => "scores",
        })
    }
}

impl fmt::Display for Spoil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooManyMarks => "more marks than allowed",
            Self::TwoScores => "two different scores for one nominee",
            Self::ScoreTooHigh => "a score above the highest allowed",
        })
    }
}
