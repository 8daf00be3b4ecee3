//! [`Outcome`]: every step that led to the winners, ready to be shown, stored and checked.
//!
//! Its JSON is stable: fields are added, never renamed, and [`SCHEMA`] rises when the meaning of
//! one changes. Pages, charts and exports read nothing else. Nominees appear by number; the
//! standings hold the label of each.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::method::Method;
use super::paper::{Shape, Spoil};
use super::rules::Rules;
use super::slate::{Number, Presence};

/// The version of the outcome's form.
pub const SCHEMA: u32 = 1;

/// The result of one count and how it came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The version of this form: [`SCHEMA`].
    pub schema: u32,
    /// How it was counted.
    pub method: Method,
    /// What was decided before.
    pub rules: Rules,
    /// The labels of the winners, in order of finish. More than there are seats where winners
    /// share the last of them; none where no ballot says anything.
    pub winners: Vec<String>,
    /// What became of the papers.
    pub papers: Papers,
    /// Every nominee in order of finish; equals share a place and stand in the paper's order.
    pub standings: Vec<Standing>,
    /// The rounds, where the method has rounds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rounds: Vec<Round>,
    /// The votes that fill a seat, where the method has a quota.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota: Option<Amount>,
    /// Every two nominees compared, where the method does so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pairwise: Option<Pairwise>,
    /// The strongest paths (Schulze).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paths: Option<Paths>,
    /// The majorities in the order in which they were looked at (ranked pairs).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locks: Vec<Lock>,
    /// The lots that were drawn, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<Lot>,
    /// What other draws would have given.
    pub other_draws: OtherDraws,
    /// What a reader should know of how these ballots were read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// What became of the papers: cast = valid + blank + spoiled.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Papers {
    /// All of them.
    pub cast: u64,
    /// Those that were counted.
    pub valid: u64,
    /// Those without a mark.
    pub blank: u64,
    /// Of the valid: those that at the end stood for nobody, since every nominee they mark had
    /// been withdrawn, or in rounds had left the race or won.
    pub exhausted: u64,
    /// Of the valid: those that named a nominee twice and were counted by its best mark.
    pub repeated: u64,
    /// Those set aside, by reason.
    pub spoiled: BTreeMap<Spoil, u64>,
}

/// Where one nominee came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The place from 1; after two who share the first comes the third.
    pub place: u32,
    /// The nominee's number.
    pub number: Number,
    /// The nominee's name.
    pub label: String,
    /// Whether it wins.
    pub fate: Fate,
    /// Its votes, points or average; in rounds, its votes when it won or left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Amount>,
}

/// What a nominee comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// Wins alone.
    Won,
    /// Wins together with others of its place.
    Shared,
    /// Does not win.
    Lost,
    /// Could not win: no longer stood.
    Withdrawn,
}

/// One round: the votes at its start, and what was decided on them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// The votes of each nominee still in the race, in the paper's order.
    pub votes: Vec<(Number, Amount)>,
    /// Votes that stand for nobody any more.
    pub exhausted: Amount,
    /// Votes lost to decimals that were cut off.
    pub rounding: Amount,
    /// Who fills a seat on these votes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elected: Vec<Number>,
    /// Whose votes move on after it, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<Moved>,
    /// Where these votes went; `None` stands for nobody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transfers: Vec<Transfer>,
}

/// Whose votes move on after a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moved {
    /// These left the race: they had the fewest votes.
    Fewest(Vec<Number>),
    /// These left the race together: all their votes joined are fewer than the next has.
    Together(Vec<Number>),
    /// These did not reach the final two (STAR).
    NotFinal(Vec<Number>),
    /// The votes of an elected nominee beyond the quota.
    Surplus {
        /// The elected.
        of: Number,
        /// How many votes.
        surplus: Amount,
    },
}

/// Votes that moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// From this nominee.
    pub from: Number,
    /// To that one; to nobody where there is none.
    pub to: Option<Number>,
    /// How many.
    pub votes: Amount,
}

/// Every two nominees compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pairwise {
    /// Which nominee each row and column stands for.
    pub numbers: Vec<Number>,
    /// Row a, column b: how many ballots prefer a to b.
    pub preferred: Vec<Vec<u64>>,
    /// Who beats everybody else head to head, where there is one.
    pub condorcet_winner: Option<Number>,
    /// The smallest group whose members each beat everybody outside it.
    pub smith_set: Vec<Number>,
}

/// The strength of the strongest path between every two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paths {
    /// Row a, column b, in the order of [`Pairwise::numbers`]: the strength of the weakest step
    /// on the strongest chain of majorities from a to b; 0 where there is none.
    pub strength: Vec<Vec<u64>>,
    /// The nominees on such a chain from the (first) winner to each other, both ends included.
    pub chains: Vec<Vec<Number>>,
}

/// One majority and what was done with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    /// The preferred.
    pub winner: Number,
    /// The other.
    pub loser: Number,
    /// Ballots for the winner over the loser.
    pub votes: u64,
    /// Ballots for the loser over the winner.
    pub against: u64,
    /// Whether it was taken as final.
    pub verdict: Verdict,
}

/// What was done with a majority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It holds.
    Locked,
    /// It contradicts this chain of clearer majorities, from its loser to its winner.
    Skipped(Vec<Number>),
}

/// One drawing of lots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// What it decided.
    pub question: Question,
    /// The round, from 1; 0 where there are no rounds.
    pub round: u32,
    /// The nominees in the order in which they were drawn: the first is the one decided on.
    pub drawn: Vec<Number>,
}

/// What a lot decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Who leaves the race.
    Leaves,
    /// Whose surplus moves first.
    SurplusFirst,
    /// Who is in the final two.
    Final,
    /// Which of equally strong majorities is looked at first.
    LockFirst,
}

/// What other draws of the lots would have given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OtherDraws {
    /// No lot was drawn.
    NoLot,
    /// Every other draw gives the same winners.
    SameWinners,
    /// Some other draw gives other winners; each set of winners that was found, this one first.
    OtherWinners(Vec<Vec<String>>),
    /// So many draws were tried and gave the same winners; there are too many to try them all.
    TriedSome(u32),
}

/// What a reader should know of how these ballots were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Note {
    /// Ballots of this shape were read as the method needs them.
    ReadFrom(Shape),
    /// No ballot supports any nominee, so nobody wins.
    NobodySupported,
    /// There are more seats than nominees with a claim to them.
    FewerThanSeats,
}

/// Why there is no count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountProblem {
    /// The method cannot read ballots of this shape.
    WrongShape(Method, Shape),
    /// Comparing every two of so many nominees takes too much memory.
    TooManyNominees {
        /// The method.
        method: Method,
        /// How many stand.
        found: usize,
        /// The most that can be compared.
        most: usize,
    },
}

impl Question {
    /// The name under which the lot is drawn.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Leaves => "leaves",
            Self::SurplusFirst => "surplus-first",
            Self::Final => "final",
            Self::LockFirst => "lock-first",
        }
    }
}

impl Fate {
    /// Whether this is a win, alone or shared.
    #[must_use]
    pub const fn wins(self) -> bool {
        match self {
            Self::Won | Self::Shared => true,
            Self::Lost | Self::Withdrawn => false,
        }
    }

    pub(super) const fn of(presence: Presence) -> Self {
        match presence {
            Presence::Standing => Self::Lost,
            Presence::Withdrawn => Self::Withdrawn,
        }
    }
}

impl Outcome {
    /// The standings of those who win.
    pub fn winning(&self) -> impl Iterator<Item = &Standing> {
        self.standings.iter().filter(|standing| standing.fate.wins())
    }

    /// The label of a nominee.
    #[must_use]
    pub fn label(&self, number: Number) -> &str {
        let found = self.standings.iter().find(|standing| standing.number == number);
        found.map_or("", |standing| &standing.label)
    }
}

impl fmt::Display for CountProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongShape(method, shape) => write!(
                f,
                "{} needs {}, and these ballots are {shape}: they do not say how much one \
                 nominee is liked above another.",
                method.title(),
                method.shape(),
            ),
            Self::TooManyNominees { method, found, most } => write!(
                f,
                "{} keeps a number for every two nominees, and {found} are too many for that: \
                 it can count at most {most}. Plurality, approval, score, STAR and Borda can \
                 count them.",
                method.title(),
            ),
        }
    }
}

impl std::error::Error for CountProblem {}
