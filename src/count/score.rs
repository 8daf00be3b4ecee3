//! Score: each ballot gives nominees a score from nought to the highest, and the highest total
//! wins. Also called range voting.
//!
//! Source: W. D. Smith, "Range Voting" (2000). Where an unmarked nominee is "no opinion", each
//! nominee's average over the ballots that score it is compared instead, as an exact fraction.
//! Of approvals, each counts as the highest score. A ballot with a score above the highest is
//! spoiled.

use std::cmp::Ordering;

use super::amount::Amount;
use super::book::{Book, Code};
use super::field::{Claim, Field, finish, outcome};
use super::method::Method;
use super::outcome::Outcome;
use super::paper::{Shape, Spoil};
use super::profile::{Profile, on_book};
use super::reading::{marks, papers};
use super::rules::{Rules, Unmarked};

/// What the scores of each nominee come to, and how many ballots could not be read.
pub(super) struct Totals {
    /// The sum of its scores.
    pub(super) sum: Vec<u128>,
    /// How many ballots score it.
    pub(super) given: Vec<u64>,
    /// How many give it the highest score.
    pub(super) highest: Vec<u64>,
    /// Ballots with a score above the highest.
    pub(super) too_high: u64,
}

/// A sum over a number of ballots; nothing over nothing is nought.
#[derive(Clone, Copy)]
pub(super) struct Average {
    sum: u128,
    over: u64,
}

pub(super) fn count(profile: &Profile, rules: &Rules, field: &Field) -> Outcome {
    let totals = totals(profile, rules);
    let claims = field.positions().map(|position| {
        let key = average(&totals, rules.unmarked, position);
        Claim { position, key, total: Some(Amount::of(key.sum, key.over.max(1))) }
    });
    let seats = usize::from(rules.seats.get());
    let done = finish(profile.slate(), claims.collect(), seats, |claim| claim.key.sum == 0);
    let mut papers = papers(profile, field);
    totals.set_aside(&mut papers);
    outcome(Method::Score, profile, rules, done, papers)
}

/// What is compared: the plain total, or the average over those who gave a score.
fn average(totals: &Totals, unmarked: Unmarked, position: u16) -> Average {
    let at = usize::from(position);
    let sum = totals.sum.get(at).copied().unwrap_or(0);
    match unmarked {
        Unmarked::Zero => Average { sum, over: 1 },
        Unmarked::NoOpinion => {
            Average { sum, over: totals.given.get(at).copied().unwrap_or(0).max(1) }
        }
    }
}

/// Adds up all scores.
pub(super) fn totals(profile: &Profile, rules: &Rules) -> Totals {
    let len = profile.slate().len();
    on_book!(profile, book => add_up(book, profile.shape(), rules.max_score, len))
}

fn add_up<C: Code>(book: &Book<C>, shape: Shape, max: u16, len: usize) -> Totals {
    let mut sum = vec![0_u128; len];
    let mut given = vec![0_u64; len];
    let mut highest = vec![0_u64; len];
    let mut too_high = 0;
    for (codes, weight) in book.iter() {
        if !legible(shape, codes, max) {
            too_high += weight;
            continue;
        }
        for mark in marks(shape, codes) {
            let score = worth(shape, mark.grade, max);
            let at = mark.code.at();
            if let (Some(sum), Some(given)) = (sum.get_mut(at), given.get_mut(at)) {
                *sum += u128::from(weight) * u128::from(score);
                *given += weight;
            }
            if score == max
                && let Some(highest) = highest.get_mut(at)
            {
                *highest += weight;
            }
        }
    }
    Totals { sum, given, highest, too_high }
}

/// What a mark is worth: an approval is the highest score.
pub(super) const fn worth(shape: Shape, grade: u16, max: u16) -> u16 {
    match shape {
        Shape::Scored | Shape::Ranked => grade,
        Shape::Approved => max,
    }
}

/// Whether no score of the ballot is above the highest.
pub(super) fn legible<C: Code>(shape: Shape, codes: &[C], max: u16) -> bool {
    match shape {
        Shape::Scored => marks(shape, codes).all(|mark| mark.grade <= max),
        Shape::Ranked | Shape::Approved => true,
    }
}

impl Totals {
    /// Moves the ballots that could not be read from the valid papers to the spoiled.
    pub(super) fn set_aside(&self, papers: &mut super::outcome::Papers) {
        if self.too_high > 0 {
            papers.valid -= self.too_high;
            papers.exhausted = papers.exhausted.min(papers.valid);
            *papers.spoiled.entry(Spoil::ScoreTooHigh).or_default() += self.too_high;
        }
    }
}

impl Ord for Average {
    fn cmp(&self, other: &Self) -> Ordering {
        // Sums are at most 2^64 * 2^16, so the products may pass 2^128: compare whole parts first.
        let parts = |a: &Self| {
            let over = u128::from(a.over.max(1));
            (a.sum / over, a.sum % over, over)
        };
        let ((whole, rest, over), (other_whole, other_rest, other_over)) =
            (parts(self), parts(other));
        whole.cmp(&other_whole).then_with(|| (rest * other_over).cmp(&(other_rest * over)))
    }
}

impl PartialOrd for Average {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Average {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Average {}
