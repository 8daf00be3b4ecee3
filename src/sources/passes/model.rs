//! The [`Pass`]: one reading of a source.

use std::collections::BTreeSet;

use crate::clock::Timestamp;
use crate::ids::PassId;
use crate::submissions::source::pass::Stage;

/// How long a pass may be silent before it is given up, in minutes: the machine that ran it has
/// stopped. Its batches are kept, and the next pass goes on from there.
pub const SILENCE: i64 = 10;

/// How many passes of a source are kept.
pub const KEPT: usize = 20;

/// What a pass reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// Everything that is new since the last one.
    News,
    /// These pull requests again, because they failed or because a forge told of them.
    Only(BTreeSet<u64>),
}

/// One reading of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pass {
    /// Its key.
    pub id: PassId,
    /// Who asked for it, as the audit log names them.
    pub actor: String,
    /// When it began.
    pub began_at: Timestamp,
    /// When it was last heard of.
    pub heard_at: Timestamp,
    /// How far it is, or how it ended.
    pub state: State,
}

/// How far a pass is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It runs.
    Running(Option<Sofar>),
    /// It ended.
    Ended {
        /// When.
        at: Timestamp,
        /// How.
        ending: Ending,
        /// What there is to say of it.
        words: String,
    },
}

/// How far a running pass is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sofar {
    /// What is counted: `commits`, `stories`.
    pub noun: String,
    /// Since when.
    pub since: Timestamp,
    /// How many are done.
    pub done: i64,
    /// Of how many, where that is known.
    pub total: Option<i64>,
}

impl Sofar {
    /// At the beginning of a stage.
    #[must_use]
    pub fn new(stage: Stage, since: Timestamp) -> Self {
        Self { noun: stage.as_str().to_owned(), since, done: 0, total: None }
    }

    /// How many seconds are left at the pace so far; `None` while nobody can tell.
    #[must_use]
    pub fn seconds_left(&self, now: Timestamp) -> Option<i64> {
        let spent = now.millis().checked_sub(self.since.millis())?;
        let left = self.total?.checked_sub(self.done)?;
        if self.done <= 0 || left < 0 || spent <= 0 {
            return None;
        }
        spent.checked_mul(left)?.checked_div(self.done)?.checked_div(1_000)
    }
}

/// How a pass ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// All was read.
    Done,
    /// The forge asked for a pause; it goes on by itself.
    Later,
    /// It broke off; what was read before is kept.
    Failed,
}

impl Ending {
    /// The word in columns.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Later => "later",
            Self::Failed => "failed",
        }
    }

    /// From the column's word.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        [Self::Done, Self::Later, Self::Failed].into_iter().find(|ending| ending.as_str() == text)
    }
}

impl Pass {
    /// Whether it has been silent for so long that nobody runs it any more.
    #[must_use]
    pub fn is_lost(&self, now: Timestamp) -> bool {
        let is_running = matches!(self.state, State::Running(_));
        is_running && self.heard_at.millis() < now.millis() - SILENCE * 60_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_follows_from_the_pace_so_far() {
        let at = |seconds: i64| Timestamp::from_millis(seconds * 1_000);
        let sofar = Sofar { done: 25, total: Some(100), ..Sofar::new(Stage::Texts, at(10)) };

        assert_eq!(sofar.seconds_left(at(20)), Some(30));
        assert_eq!(sofar.seconds_left(at(10)), None);
        assert_eq!(Sofar { done: 0, ..sofar.clone() }.seconds_left(at(20)), None);
        assert_eq!(Sofar { total: None, ..sofar }.seconds_left(at(20)), None);
    }

    #[test]
    fn a_silent_pass_is_lost_after_a_while() {
        let pass = Pass {
            id: PassId::new(),
            actor: "Lea".into(),
            began_at: Timestamp::from_millis(0),
            heard_at: Timestamp::from_millis(1_000),
            state: State::Running(None),
        };

        let end = 1_000 + SILENCE * 60_000;
        assert!(!pass.is_lost(Timestamp::from_millis(end)));
        assert!(pass.is_lost(Timestamp::from_millis(end + 1)));
    }
}
