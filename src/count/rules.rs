//! [`Rules`]: what must be decided before the first ballot is opened.

use std::num::NonZeroU16;

use serde::{Deserialize, Serialize};

/// The rules of one count, beside the method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// How many places win. Above one, `stv` fills seats in proportion, and every other method
    /// gives the first so many places of its order of finish.
    pub seats: NonZeroU16,
    /// The public text from which lots are drawn; fixed before the count, known to all after it.
    pub lots: String,
    /// The highest score that a voter may give (score, STAR).
    pub max_score: u16,
    /// What a nominee that a paper gives no score is worth (score only).
    pub unmarked: Unmarked,
    /// How the strength of a head-to-head majority is measured (Schulze, ranked pairs).
    pub strength: Strength,
}

/// What it means to give a nominee no score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unmarked {
    /// The same as a score of nought: totals are compared.
    Zero,
    /// No opinion: each nominee's average over those who scored it is compared.
    NoOpinion,
}

/// How the strength of a majority is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// By the number of voters on the winning side, then by how few oppose it.
    WinningVotes,
    /// By the winning side less the losing side.
    Margins,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            seats: NonZeroU16::MIN,
            lots: String::new(),
            max_score: 5,
            unmarked: Unmarked::Zero,
            strength: Strength::WinningVotes,
        }
    }
}
