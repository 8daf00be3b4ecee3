//! [`Graph`]: locked majorities, who leads to whom over them, and by which chain.

use super::square::Square;

/// What became of a majority that was offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Offer {
    /// It is locked.
    Taken,
    /// It would close a circle with this chain, from its loser to its winner.
    Refused(Vec<usize>),
}

/// Nobody leads to nobody: marks an empty cell.
const NONE: u16 = u16::MAX;

/// Locked majorities without a circle.
#[derive(Debug, Clone)]
pub(super) struct Graph {
    /// Row a, column b: the first stop on a locked chain from a to b.
    via: Square<u16>,
    /// The locked majorities themselves.
    locked: Square<bool>,
}

impl Graph {
    pub(super) fn new(size: usize) -> Self {
        Self { via: Square::new(size, NONE), locked: Square::new(size, false) }
    }

    /// Whether a chain of locked majorities leads from a to b.
    pub(super) fn leads(&self, a: usize, b: usize) -> bool {
        self.via.get(a, b) != NONE
    }

    /// A chain from a to b, both included. Locked majorities run in no circle, so it ends.
    pub(super) fn chain(&self, a: usize, b: usize) -> Vec<usize> {
        let mut rows = vec![a];
        let mut at = a;
        while at != b && self.leads(at, b) {
            at = usize::from(self.via.get(at, b));
            rows.push(at);
        }
        rows
    }

    /// Locks a over b, unless b already leads to a.
    pub(super) fn offer(&mut self, a: usize, b: usize) -> Offer {
        if self.leads(b, a) {
            return Offer::Refused(self.chain(b, a));
        }
        self.locked.set(a, b, true);
        if self.leads(a, b) {
            return Offer::Taken;
        }
        // Whoever leads to a now also leads to b and to all that b leads to.
        let onward: Vec<bool> = self.via.row(b).iter().map(|&via| via != NONE).collect();
        let step = u16::try_from(b).unwrap_or(NONE);
        for from in 0..self.via.len() {
            let first = if from == a { step } else { self.via.get(from, a) };
            if first == NONE {
                continue;
            }
            let row = self.via.row_mut(from);
            for (to, (cell, &onward)) in row.iter_mut().zip(&onward).enumerate() {
                if *cell == NONE && (onward || to == b) {
                    *cell = first;
                }
            }
        }
        Offer::Taken
    }

    /// For each row the step in which it is placed: 0 for those whom nobody leads to, 1 for
    /// those whom only they lead to, and so on.
    pub(super) fn steps(&self) -> Vec<usize> {
        let len = self.via.len();
        let mut steps = vec![usize::MAX; len];
        for step in 0..len {
            let open = |row: usize, steps: &[usize]| steps.get(row).is_some_and(|&s| s >= step);
            let free: Vec<usize> = (0..len)
                .filter(|&b| open(b, &steps))
                .filter(|&b| !(0..len).any(|a| open(a, &steps) && self.leads(a, b)))
                .collect();
            for row in free {
                if let Some(slot) = steps.get_mut(row) {
                    *slot = step;
                }
            }
            if steps.iter().all(|&s| s <= step) {
                break;
            }
        }
        steps
    }
}
