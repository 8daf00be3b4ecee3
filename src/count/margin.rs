//! How close it was: the smallest number of papers that, filled in otherwise, would have given
//! other winners.
//!
//! The number of papers stays the same; any valid or blank one may be filled in anew. Where the
//! smallest number cannot be computed in reasonable time, a lower bound is given and says so:
//! with fewer papers changed than that, the winners are certain to stay.

use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::book::{Book, Code};
use super::field::Field;
use super::method::Method;
use super::outcome::Outcome;
use super::pairwise::Matrix;
use super::paper::Shape;
use super::profile::{Profile, on_book};
use super::ranked::ranked;
use super::reading::marks;
use super::rules::{Rules, Unmarked};
use super::slate::Slate;
use super::swing::{borda_swings, score_swings};
use super::{borda, ranked_pairs, runoff, schulze, score};

/// The smallest change that gives other winners.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Margin {
    /// So many papers filled in otherwise give other winners, and fewer cannot.
    Exactly(u64),
    /// Fewer papers than this cannot give other winners; whether so many can is not computed.
    AtLeast(u64),
    /// Nobody won, or there are no more nominees than seats.
    NoOther,
}

/// Works out how close it was.
pub(super) fn margin(outcome: &Outcome, profile: &Profile, rules: &Rules, field: &Field) -> Margin {
    let seats = usize::from(rules.seats.get());
    let won: Vec<u16> = winning(outcome, profile.slate());
    if won.is_empty() || field.len() <= seats {
        return Margin::NoOther;
    }
    match (outcome.method, won.as_slice()) {
        (Method::Plurality | Method::Approval, _) => {
            Margin::Exactly(edge(outcome).map_or(1, |gap| gap.div_ceil(2).max(1)))
        }
        (Method::Score, &[winner]) if seats == 1 => by_scores(outcome, profile, rules, winner),
        (Method::Borda, &[winner]) if seats == 1 => by_points(outcome, profile, field, winner),
        (Method::Schulze | Method::RankedPairs, &[winner]) if seats == 1 => {
            by_majorities(outcome, profile, rules, field, winner)
        }
        (Method::InstantRunoff, [_]) if seats == 1 => {
            let ranked = ranked(profile);
            Margin::AtLeast(runoff::certain(&ranked, rules, field))
        }
        (Method::Star, &[winner]) if seats == 1 => {
            by_final(outcome, rules, winner, profile.slate())
        }
        (
            Method::Score
            | Method::Borda
            | Method::Schulze
            | Method::RankedPairs
            | Method::InstantRunoff
            | Method::Star
            | Method::Stv,
            _,
        ) => Margin::AtLeast(1),
    }
}

/// The positions that win.
pub(super) fn winning(outcome: &Outcome, slate: &Slate) -> Vec<u16> {
    outcome.winning().filter_map(|standing| slate.position(standing.number)).collect()
}

/// Whole votes between the last winner and the best of the others; none where winners share.
fn edge(outcome: &Outcome) -> Option<u64> {
    if outcome.winning().count() > usize::from(outcome.rules.seats.get()) {
        return None;
    }
    let total = |wins: bool| {
        let side = outcome.standings.iter().filter(move |s| s.fate.wins() == wins);
        side.filter_map(|standing| standing.total).map(Amount::floor)
    };
    total(true).min()?.checked_sub(total(false).max()?)
}

fn by_scores(outcome: &Outcome, profile: &Profile, rules: &Rules, winner: u16) -> Margin {
    match rules.unmarked {
        Unmarked::Zero => {}
        // An average may rest on one ballot, so one more may move it anywhere.
        Unmarked::NoOpinion => return Margin::AtLeast(1),
    }
    let sums = score::totals(profile, rules).sum;
    let sum = |position: u16| sums.get(usize::from(position)).copied().unwrap_or(0);
    let Some(swings) = score_swings(profile, rules, winner, &outcome.papers) else {
        return Margin::AtLeast(1);
    };
    let field = Field::of(profile.slate());
    let losers = field.positions().filter(|&position| position != winner);
    let fewest = losers.filter_map(|p| swings.fewest(p, sum(winner).saturating_sub(sum(p)))).min();
    fewest.map_or(Margin::NoOther, |papers| Margin::Exactly(papers.max(1)))
}

fn by_points(outcome: &Outcome, profile: &Profile, field: &Field, winner: u16) -> Margin {
    let points = borda::half_points(profile, field);
    let points = |position: u16| points.get(usize::from(position)).copied().unwrap_or(0);
    let Some(swings) = borda_swings(profile, field, winner, &outcome.papers) else {
        return Margin::AtLeast(1);
    };
    let losers = field.positions().filter(|&position| position != winner);
    let gap = |position: u16| points(winner).saturating_sub(points(position));
    let fewest = losers.filter_map(|p| swings.fewest(p, gap(p))).min();
    fewest.map_or(Margin::NoOther, |papers| Margin::Exactly(papers.max(1)))
}

/// A winner who beats everybody head to head wins as long as it does so, and each paper changes
/// the difference between two by at most two. If as many papers, given to the closest rival,
/// do bring other winners, the number is exact.
fn by_majorities(
    outcome: &Outcome,
    profile: &Profile,
    rules: &Rules,
    field: &Field,
    winner: u16,
) -> Margin {
    let mut matrix = Matrix::of(profile, field);
    let row = matrix.positions.iter().position(|&position| position == winner);
    let Some(row) = row.filter(|&row| matrix.condorcet_winner() == Some(row)) else {
        return Margin::AtLeast(1);
    };
    let lead = |&rival: &usize| {
        matrix.preferred.get(row, rival).saturating_sub(matrix.preferred.get(rival, row))
    };
    let Some(rival) = (0..matrix.len()).filter(|&rival| rival != row).min_by_key(lead) else {
        return Margin::NoOther;
    };
    let papers = lead(&rival).div_ceil(2).max(1);
    let ranked = ranked(profile);
    on_book!(ranked, book => give(book, &mut matrix, papers, row, rival));
    let winners = match outcome.method {
        Method::RankedPairs => ranked_pairs::winners(&matrix, profile.slate(), rules),
        Method::Schulze
        | Method::Plurality
        | Method::Approval
        | Method::Score
        | Method::Star
        | Method::InstantRunoff
        | Method::Borda
        | Method::Stv => schulze::winners(&matrix, rules),
    };
    if winners == [row] { Margin::AtLeast(papers) } else { Margin::Exactly(papers) }
}

/// Takes `papers` ballots that prefer `winner` to `rival`, and fills them in for the rival alone.
fn give<C: Code>(book: &Book<C>, matrix: &mut Matrix, papers: u64, winner: usize, rival: usize) {
    let mut left = papers;
    let mut tiers = vec![None; matrix.len()];
    let columns: Vec<(u16, usize)> = matrix.with_index().map(|(row, p)| (p, row)).collect();
    for (codes, weight) in book.iter() {
        tiers.fill(None);
        for mark in marks(Shape::Ranked, codes) {
            let position: u16 = mark.code.into();
            if let Ok(at) = columns.binary_search_by_key(&position, |(position, _)| *position)
                && let Some(tier) = tiers.get_mut(at)
            {
                *tier = Some(mark.grade);
            }
        }
        if left == 0 {
            return;
        }
        let above = |a: usize, b: usize| {
            let tier = |row: usize| tiers.get(row).copied().flatten().unwrap_or(u16::MAX);
            tier(a) < tier(b)
        };
        if above(winner, rival) {
            let taken = weight.min(left);
            left -= taken;
            for a in 0..matrix.len() {
                for b in (0..matrix.len()).filter(|&b| above(a, b)) {
                    matrix.preferred.change(a, b, |votes| *votes -= taken);
                }
                if a != rival {
                    matrix.preferred.change(rival, a, |votes| *votes += taken);
                }
            }
        }
    }
}

/// The final two stay as long as the third stays below the second, and each paper changes the
/// difference of two totals by at most twice the highest score; the runoff stays as long as the
/// winner leads, and each paper changes that by at most two.
fn by_final(outcome: &Outcome, rules: &Rules, winner: u16, slate: &Slate) -> Margin {
    let [scoring, runoff] = outcome.rounds.as_slice() else {
        return Margin::AtLeast(1);
    };
    let votes = |of_winner: bool| {
        let won = slate.at(winner).map(|nominee| nominee.number);
        let side = runoff.votes.iter().filter(move |(n, _)| (Some(*n) == won) == of_winner);
        side.map(|(_, votes)| votes.floor()).max().unwrap_or(0)
    };
    let lead = votes(true).saturating_sub(votes(false)).div_ceil(2);
    let final_two = |number| runoff.votes.iter().any(|(finalist, _)| *finalist == number);
    let total = |inside: bool| {
        let side = scoring.votes.iter().filter(move |(n, _)| final_two(*n) == inside);
        side.map(|(_, total)| total.floor())
    };
    let step = u64::from(rules.max_score.max(1)) * 2;
    let third = total(true).min().zip(total(false).max());
    let stays =
        third.map_or(u64::MAX, |(second, third)| second.saturating_sub(third).div_ceil(step));
    Margin::AtLeast(lead.min(stays).max(1))
}
