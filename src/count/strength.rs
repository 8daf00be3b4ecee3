//! The strength of majorities: which of two is the stronger.

use std::cmp::Reverse;

use super::pairwise::Matrix;
use super::rules::Strength;
use super::square::Square;

/// One majority: row `winner` is preferred to row `loser` by more ballots than the other way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Majority {
    pub(super) winner: usize,
    pub(super) loser: usize,
    pub(super) votes: u64,
    pub(super) against: u64,
}

/// What majorities are compared by: more is stronger, equal is equally strong. By winning votes
/// the smaller opposition counts second; by margins only the difference counts.
pub(super) type Key = (u64, Reverse<u64>);

impl Majority {
    pub(super) fn key(self, strength: Strength) -> Key {
        match strength {
            Strength::WinningVotes => (self.votes, Reverse(self.against)),
            Strength::Margins => (self.votes - self.against, Reverse(0)),
        }
    }
}

/// Every majority, the strongest first; equally strong ones in the paper's order.
pub(super) fn majorities(matrix: &Matrix, strength: Strength) -> Vec<Majority> {
    let mut list = Vec::new();
    for winner in 0..matrix.len() {
        for loser in (0..matrix.len()).filter(|&loser| matrix.beats(winner, loser)) {
            let votes = matrix.preferred.get(winner, loser);
            let against = matrix.preferred.get(loser, winner);
            list.push(Majority { winner, loser, votes, against });
        }
    }
    list.sort_by_key(|majority| (Reverse(majority.key(strength)), majority.winner, majority.loser));
    list
}

/// The majorities as ranks: 0 for none, and the stronger the higher. `scale` gives back what a
/// rank stands for: votes, or the margin.
pub(super) struct Ranks {
    pub(super) rank: Square<u32>,
    pub(super) scale: Vec<u64>,
}

pub(super) fn ranks(matrix: &Matrix, strength: Strength) -> Ranks {
    let list = majorities(matrix, strength);
    let mut rank = Square::new(matrix.len(), 0_u32);
    let mut scale = vec![0];
    let mut last = None;
    for majority in list.iter().rev() {
        let key = majority.key(strength);
        if last != Some(key) {
            scale.push(key.0);
        }
        last = Some(key);
        let level = u32::try_from(scale.len() - 1).unwrap_or(u32::MAX);
        rank.set(majority.winner, majority.loser, level);
    }
    Ranks { rank, scale }
}
