//! Schulze: a nominee is ahead of another if its strongest chain of majorities to the other is
//! stronger than the strongest chain back; whoever nobody is ahead of wins. A chain is as strong
//! as its weakest majority.
//!
//! Source: M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and
//! Condorcet-consistent single-winner election method", Social Choice and Welfare 36 (2011).
//! Strength is measured by winning votes or margins as in section 2.1 there. No lot is drawn:
//! where nobody is ahead of either of two winners, both win.
//!
//! Order of finish: the winners first; then whoever nobody but those placed is ahead of, and so
//! on. Nominees of one such step share a place.

use super::field::{Claim, Field, finish, leading, number, outcome};
use super::method::Method;
use super::outcome::{Outcome, Paths};
use super::pairwise::Matrix;
use super::profile::Profile;
use super::reading::papers;
use super::rules::{Rules, Strength};
use super::square::Square;
use super::strength::{Ranks, ranks};

/// The strongest chains between every two.
struct Chains {
    /// The rank of the weakest majority on the strongest chain; 0 where there is none.
    rank: Square<u32>,
    /// The nominee that follows the first on that chain.
    next: Square<u16>,
    scale: Vec<u64>,
}

pub(super) fn count(profile: &Profile, rules: &Rules, field: &Field) -> Outcome {
    let matrix = Matrix::of(profile, field);
    let chains = chains(&matrix, rules.strength);
    let steps = steps(&chains);
    let behind = steps.iter().copied().max().unwrap_or(0);
    let claims = matrix.with_index().zip(&steps).map(|((_, position), step)| Claim {
        position,
        key: behind - step,
        total: None,
    });
    let papers = papers(profile, field);
    let seats = usize::from(rules.seats.get());
    let done = finish(profile.slate(), claims.collect(), seats, |_| matrix.silent);
    let mut outcome = outcome(Method::Schulze, profile, rules, done, papers);
    outcome.paths = Some(told(&chains, &steps, profile, &matrix));
    outcome.pairwise = Some(matrix.told(profile.slate()));
    outcome
}

/// The rows that win.
pub(super) fn winners(matrix: &Matrix, rules: &Rules) -> Vec<usize> {
    let steps = steps(&chains(matrix, rules.strength));
    leading(&steps, usize::from(rules.seats.get()))
}

/// Floyd and Warshall's walk over all stopovers, with "as strong as the weakest".
fn chains(matrix: &Matrix, strength: Strength) -> Chains {
    let Ranks { mut rank, scale } = ranks(matrix, strength);
    let len = rank.len();
    let mut next = Square::new(len, 0_u16);
    for row in 0..len {
        for (column, next) in (0..=u16::MAX).zip(next.row_mut(row)) {
            *next = column;
        }
    }
    for via in 0..len {
        let onward = rank.row(via).to_vec();
        for from in (0..len).filter(|&from| from != via) {
            let first = rank.get(from, via);
            if first == 0 {
                continue;
            }
            let step = next.get(from, via);
            let cells = rank.row_mut(from).iter_mut().zip(next.row_mut(from)).zip(&onward);
            for (to, ((held, next), &onward)) in cells.enumerate() {
                let through = first.min(onward);
                if through > *held && to != from {
                    *held = through;
                    *next = step;
                }
            }
        }
    }
    Chains { rank, next, scale }
}

/// For each row the step in which it is placed: 0 for the winners.
fn steps(chains: &Chains) -> Vec<usize> {
    let len = chains.rank.len();
    let ahead = |a: usize, b: usize| chains.rank.get(a, b) > chains.rank.get(b, a);
    let mut ahead_of: Vec<usize> =
        (0..len).map(|b| (0..len).filter(|&a| ahead(a, b)).count()).collect();
    let mut steps = vec![0; len];
    let mut left: Vec<usize> = (0..len).collect();
    let mut step = 0;
    while !left.is_empty() {
        // "Ahead" runs in no circle (Schulze's paper, section 4.1), so somebody is always free.
        let free = |row: &usize| ahead_of.get(*row).is_none_or(|&count| count == 0);
        let (placed, rest): (Vec<usize>, Vec<usize>) = left.into_iter().partition(free);
        for &row in &placed {
            if let Some(slot) = steps.get_mut(row) {
                *slot = step;
            }
        }
        for &b in &rest {
            let gone = placed.iter().filter(|&&a| ahead(a, b)).count();
            if let Some(count) = ahead_of.get_mut(b) {
                *count -= gone;
            }
        }
        if placed.is_empty() {
            break;
        }
        left = rest;
        step += 1;
    }
    steps
}

/// The strengths in votes, and the winner's chain to each other nominee.
fn told(chains: &Chains, steps: &[usize], profile: &Profile, matrix: &Matrix) -> Paths {
    let votes = |rank: &u32| {
        let at = usize::try_from(*rank).unwrap_or(0);
        chains.scale.get(at).copied().unwrap_or(0)
    };
    let winner = steps.iter().position(|&step| step == 0);
    let others = (0..matrix.len()).filter(|&row| Some(row) != winner);
    let chain = |to: usize| {
        let mut at = winner?;
        let mut rows = vec![at];
        while at != to && chains.rank.get(at, to) > 0 && rows.len() <= matrix.len() {
            at = usize::from(chains.next.get(at, to));
            rows.push(at);
        }
        let named = |row: &usize| number(profile.slate(), matrix.position(*row));
        (rows.len() > 1).then(|| rows.iter().map(named).collect())
    };
    Paths {
        strength: chains.rank.rows().map(|row| row.iter().map(votes).collect()).collect(),
        chains: others.filter_map(chain).collect(),
    }
}
