//! Ranked pairs: majorities are locked in from the strongest down, and one that would close a
//! circle with those already locked is skipped; whoever no locked majority points at wins.
//!
//! Source: T. N. Tideman, "Independence of clones as a criterion for voting rules", Social
//! Choice and Welfare 4 (1987); the order among equally strong majorities follows T. M. Zavist
//! and T. N. Tideman, "Complete independence of clones in the ranked pairs rule" (1989), with
//! a lot over the nominees in place of a chosen ballot. The lot is drawn only where it can make
//! a difference: where equally strong majorities cannot all be locked together. Two nominees
//! with as many ballots for each against the other have no majority, and may both win.
//!
//! Order of finish: the winners first; then whoever is pointed at by nobody but those placed,
//! and so on. Nominees of one such step share a place.

use std::collections::BTreeSet;

use super::field::{Claim, Field, finish, leading, number, outcome};
use super::locking::{Graph, Offer};
use super::method::Method;
use super::outcome::{Lock, Lot, OtherDraws, Outcome, Question, Verdict};
use super::pairwise::Matrix;
use super::profile::Profile;
use super::reading::papers;
use super::rules::Rules;
use super::slate::{Number, Slate};
use super::strength::{Majority, majorities};
use super::tie;

/// One run over all majorities.
struct Run {
    locks: Vec<(Majority, Offer)>,
    graph: Graph,
    /// The rows whose order by lot made a difference.
    contested: BTreeSet<usize>,
}

pub(super) fn count(profile: &Profile, rules: &Rules, field: &Field) -> Outcome {
    let matrix = Matrix::of(profile, field);
    let slate = profile.slate();
    let order = lots(&matrix, slate, &rules.lots);
    let run = run(&matrix, rules, &order);
    let steps = run.graph.steps();
    let behind = steps.iter().copied().max().unwrap_or(0);
    let claims = matrix.with_index().zip(&steps).map(|((_, position), step)| Claim {
        position,
        key: behind - step,
        total: None,
    });
    let papers = papers(profile, field);
    let seats = usize::from(rules.seats.get());
    let done = finish(slate, claims.collect(), seats, |_| matrix.silent);
    let mut outcome = outcome(Method::RankedPairs, profile, rules, done, papers);
    let named = |row: usize| number(slate, matrix.position(row));
    outcome.locks =
        run.locks.iter().map(|(majority, offer)| lock(*majority, offer, named)).collect();
    if !run.contested.is_empty() {
        let drawn = order.iter().copied().filter(|row| run.contested.contains(row)).map(named);
        outcome.lots =
            vec![Lot { question: Question::LockFirst, round: 0, drawn: drawn.collect() }];
        outcome.other_draws = other_draws(&matrix, rules, &order, run.contested, slate);
    }
    outcome.pairwise = Some(matrix.told(slate));
    outcome
}

/// The rows that win.
pub(super) fn winners(matrix: &Matrix, slate: &Slate, rules: &Rules) -> Vec<usize> {
    let order = lots(matrix, slate, &rules.lots);
    run(matrix, rules, &order).winners(usize::from(rules.seats.get()))
}

/// All rows in the order of the lot.
fn lots(matrix: &Matrix, slate: &Slate, seed: &str) -> Vec<usize> {
    let mut rows: Vec<(Number, usize)> =
        matrix.with_index().map(|(row, position)| (number(slate, position), row)).collect();
    rows.sort_unstable();
    let numbers: Vec<Number> = rows.iter().map(|(number, _)| *number).collect();
    let drawn = tie::order(seed, Question::LockFirst, 0, &numbers);
    let row = |number: &Number| {
        let found = rows.binary_search_by_key(number, |(number, _)| *number).ok()?;
        rows.get(found).map(|(_, row)| *row)
    };
    drawn.iter().filter_map(row).collect()
}

/// Locks what can be locked, `order` deciding among equals.
fn run(matrix: &Matrix, rules: &Rules, order: &[usize]) -> Run {
    let mut turn = vec![0_usize; matrix.len()];
    for (nth, &row) in order.iter().enumerate() {
        if let Some(turn) = turn.get_mut(row) {
            *turn = nth;
        }
    }
    let turn = |row: usize| turn.get(row).copied().unwrap_or(0);
    let mut run =
        Run { locks: Vec::new(), graph: Graph::new(matrix.len()), contested: BTreeSet::new() };
    let list = majorities(matrix, rules.strength);
    for equals in list.chunk_by(|a, b| a.key(rules.strength) == b.key(rules.strength)) {
        // What contradicts stronger majorities is out before any lot is looked at.
        let (out, mut open): (Vec<Majority>, Vec<Majority>) =
            equals.iter().partition(|m| run.graph.leads(m.loser, m.winner));
        for majority in out {
            let chain = run.graph.chain(majority.loser, majority.winner);
            run.locks.push((majority, Offer::Refused(chain)));
        }
        open.sort_by_key(|m| (turn(m.winner), turn(m.loser)));
        let offers: Vec<(Majority, Offer)> =
            open.iter().map(|m| (*m, run.graph.offer(m.winner, m.loser))).collect();
        if offers.iter().any(|(_, offer)| matches!(offer, Offer::Refused(_))) {
            run.contested.extend(open.iter().flat_map(|m| [m.winner, m.loser]));
        }
        run.locks.extend(offers);
    }
    run
}

impl Run {
    fn winners(&self, seats: usize) -> Vec<usize> {
        leading(&self.graph.steps(), seats)
    }
}

/// The most nominees in question for which every order is tried.
const MOST_CONTESTED: usize = 6;

/// Tries every order of the rows in question, and of any more that come into question then.
fn other_draws(
    matrix: &Matrix,
    rules: &Rules,
    order: &[usize],
    mut contested: BTreeSet<usize>,
    slate: &Slate,
) -> OtherDraws {
    let seats = usize::from(rules.seats.get());
    let actual = run(matrix, rules, order).winners(seats);
    let mut found = BTreeSet::from([actual.clone()]);
    let mut runs = 0;
    let told = |rows: &Vec<usize>| -> Vec<String> {
        let label = |row: &usize| Some(slate.at(matrix.position(*row))?.label.clone());
        rows.iter().filter_map(label).collect()
    };
    'grown: loop {
        let mut front: Vec<usize> = contested.iter().copied().take(MOST_CONTESTED).collect();
        loop {
            let rest = order.iter().copied().filter(|row| !front.contains(row));
            let tried = run(matrix, rules, &front.iter().copied().chain(rest).collect::<Vec<_>>());
            runs += 1;
            found.insert(tried.winners(seats));
            let known = contested.len();
            contested.extend(tried.contested);
            if contested.len() > known && contested.len() <= MOST_CONTESTED {
                continue 'grown;
            }
            if !next_permutation(&mut front) {
                break 'grown;
            }
        }
    }
    if found.len() > 1 {
        let others = found.iter().filter(|rows| **rows != actual);
        return OtherDraws::OtherWinners(
            std::iter::once(&actual).chain(others).map(told).collect(),
        );
    }
    if contested.len() <= MOST_CONTESTED {
        OtherDraws::SameWinners
    } else {
        OtherDraws::TriedSome(runs)
    }
}

/// The next order in the dictionary; false after the last.
fn next_permutation(rows: &mut [usize]) -> bool {
    let mut rises = rows.iter().zip(rows.iter().skip(1)).map(|(a, b)| a < b);
    let Some(drop) = rises.rposition(|rises| rises) else {
        return false;
    };
    let Some((head, tail)) = rows.split_at_mut_checked(drop + 1) else {
        return false;
    };
    if let Some(pivot) = head.last_mut()
        && let Some(larger) = tail.iter_mut().rev().find(|row| **row > *pivot)
    {
        std::mem::swap(pivot, larger);
    }
    tail.reverse();
    true
}

fn lock(majority: Majority, offer: &Offer, named: impl Fn(usize) -> Number) -> Lock {
    Lock {
        winner: named(majority.winner),
        loser: named(majority.loser),
        votes: majority.votes,
        against: majority.against,
        verdict: match offer {
            Offer::Taken => Verdict::Locked,
            Offer::Refused(chain) => {
                Verdict::Skipped(chain.iter().map(|&row| named(row)).collect())
            }
        },
    }
}
