//! A second opinion on the single transferable vote: one slip of paper at a time, as the Scottish
//! rule-book handles them.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a fault in a test is a failed test"
)]

use super::count_naive::{Possible, is_silent, only};
use super::count_random::Election;

/// A paper, or a share of one, as the Scottish rule-book handles it.
#[derive(Clone)]
struct Slip {
    /// Which paper it is, or is a share of.
    paper: usize,
    /// Tiers from the best down.
    tiers: Vec<Vec<usize>>,
    value: u64,
    holder: Option<usize>,
}

#[derive(Clone)]
struct Stage {
    slips: Vec<Slip>,
    continuing: Vec<usize>,
    elected: Vec<usize>,
    /// Elected, with a surplus still to move.
    pending: Vec<usize>,
    /// Votes of those whose pile has moved: the quota, or what they had.
    settled: Vec<Option<u64>>,
    history: Vec<Vec<u64>>,
}

const UNIT: u64 = 100_000;

/// The single transferable vote, one slip of paper at a time.
pub(crate) fn stv(election: &Election, seats: usize) -> Possible {
    if is_silent(election) {
        return only(vec![]);
    }
    let mut slips = Vec::new();
    for paper in &election.papers {
        let mut grades: Vec<u16> = paper.marks.iter().flatten().copied().collect();
        grades.sort_unstable();
        grades.dedup();
        let tier = |grade| (0..election.nominees).filter(move |&n| paper.marks[n] == Some(grade));
        let tiers: Vec<Vec<usize>> = grades.into_iter().map(|g| tier(g).collect()).collect();
        if !tiers.is_empty() {
            for _ in 0..paper.weight {
                let (paper, tiers) = (slips.len(), tiers.clone());
                slips.push(Slip { paper, tiers, value: UNIT, holder: None });
            }
        }
    }
    let quota =
        (u64::try_from(slips.len()).unwrap() / (u64::try_from(seats).unwrap() + 1) + 1) * UNIT;
    let mut stage = Stage {
        slips: Vec::new(),
        continuing: (0..election.nominees).collect(),
        elected: Vec::new(),
        pending: Vec::new(),
        settled: vec![None; election.nominees],
        history: Vec::new(),
    };
    for slip in slips {
        stage.lay(slip);
    }
    let mut possible = Possible::new();
    stage.play(quota, seats, &mut possible);
    possible
}

impl Stage {
    fn lay(&mut self, slip: Slip) {
        let open = |tier: &&Vec<usize>| tier.iter().any(|n| self.continuing.contains(n));
        let Some(tier) = slip.tiers.iter().find(open).cloned() else {
            return;
        };
        let among: Vec<usize> = tier.into_iter().filter(|n| self.continuing.contains(n)).collect();
        let value = slip.value / u64::try_from(among.len()).unwrap();
        for n in among {
            // Shares of one paper that meet become one again.
            let met = self.slips.iter_mut().find(|s| s.paper == slip.paper && s.holder == Some(n));
            match met {
                Some(met) => met.value += value,
                None => self.slips.push(Slip { value, holder: Some(n), ..slip.clone() }),
            }
        }
    }

    fn votes(&self, n: usize) -> u64 {
        let held = self.slips.iter().filter(|slip| slip.holder == Some(n)).map(|slip| slip.value);
        self.settled[n].unwrap_or_else(|| held.sum())
    }

    fn settle(&self, mut tied: Vec<usize>, most: bool) -> Vec<usize> {
        for earlier in self.history.iter().rev() {
            let edge = tied.iter().map(|&n| earlier[n]);
            let edge = if most { edge.max() } else { edge.min() }.unwrap();
            tied.retain(|&n| earlier[n] == edge);
        }
        tied
    }

    fn play(mut self, quota: u64, seats: usize, possible: &mut Possible) {
        let reached: Vec<usize> =
            self.continuing.iter().copied().filter(|&n| self.votes(n) >= quota).collect();
        for n in reached {
            self.continuing.retain(|&m| m != n);
            self.elected.push(n);
            if self.votes(n) > quota {
                self.pending.push(n);
            }
        }
        if self.continuing.len() + self.elected.len() <= seats {
            self.elected.append(&mut self.continuing);
        }
        if self.elected.len() >= seats || self.continuing.is_empty() {
            self.elected.sort_unstable();
            possible.insert(self.elected);
            return;
        }
        let everybody: Vec<u64> = (0..self.settled.len()).map(|n| self.votes(n)).collect();
        let (among, surplus) =
            if self.pending.is_empty() { (&self.continuing, false) } else { (&self.pending, true) };
        let edge = among.iter().map(|&n| everybody[n]);
        let edge = if surplus { edge.max() } else { edge.min() }.unwrap();
        let tied = among.iter().copied().filter(|&n| everybody[n] == edge).collect();
        let tied = self.settle(tied, surplus);
        for n in tied {
            let mut next = self.clone();
            next.history.push(everybody.clone());
            next.pass_on(n, if surplus { Some(quota) } else { None });
            next.play(quota, seats, possible);
        }
    }

    fn pass_on(&mut self, n: usize, quota: Option<u64>) {
        let votes = self.votes(n);
        self.continuing.retain(|&m| m != n);
        self.pending.retain(|&m| m != n);
        self.settled[n] = Some(quota.unwrap_or(0));
        let (moving, staying) =
            std::mem::take(&mut self.slips).into_iter().partition(|slip| slip.holder == Some(n));
        self.slips = staying;
        let moving: Vec<Slip> = moving;
        for mut slip in moving {
            if let Some(quota) = quota {
                slip.value = (votes - quota) * slip.value / votes;
            }
            self.lay(slip);
        }
    }
}
