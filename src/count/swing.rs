//! How far each paper, filled in otherwise, could bring a loser up to the winner.
//!
//! A paper that gives the winner `w` points and the loser `l` gains the loser `full + w - l` on
//! the winner when it is filled in to give the loser everything and the winner nothing. The
//! papers that gain most are changed first, so the smallest number is exact.

use super::book::{Book, Code};
use super::field::Field;
use super::outcome::Papers;
use super::paper::Shape;
use super::profile::{Profile, on_book};
use super::ranked::ranked;
use super::reading::marks;
use super::rules::Rules;
use super::score::{legible, worth};

/// For each loser, how many papers gain it so many points on the winner.
pub(super) struct Swings {
    full: usize,
    winner: usize,
    /// One histogram for each position of the slate.
    papers: Vec<Vec<u64>>,
}

/// More cells than this are not worth their memory.
const MOST_CELLS: usize = 4_000_000;

impl Swings {
    fn new(full: usize, winner: u16, len: usize) -> Option<Self> {
        let cells = full.checked_mul(2)?.checked_add(1)?;
        (cells.checked_mul(len)? <= MOST_CELLS).then(|| Self {
            full,
            winner: usize::from(winner),
            papers: vec![vec![0; cells]; len],
        })
    }

    /// Takes `weight` papers that give these points to each position.
    fn take(&mut self, points: &[usize], weight: u64) {
        let winner = points.get(self.winner).copied().unwrap_or(0);
        for (papers, &points) in self.papers.iter_mut().zip(points) {
            if let Some(count) = papers.get_mut((self.full + winner).saturating_sub(points)) {
                *count += weight;
            }
        }
    }

    /// The fewest papers that bring this position up by `gap` points.
    pub(super) fn fewest(&self, position: u16, gap: u128) -> Option<u64> {
        let papers = self.papers.get(usize::from(position))?;
        let mut left = gap;
        let mut changed = 0_u64;
        for (swing, &count) in papers.iter().enumerate().rev() {
            let swing = u128::try_from(swing).unwrap_or(u128::MAX);
            if left == 0 || swing == 0 {
                break;
            }
            let wanted = u64::try_from(left.div_ceil(swing)).unwrap_or(u64::MAX).min(count);
            changed += wanted;
            left = left.saturating_sub(u128::from(wanted) * swing);
        }
        (left == 0).then_some(changed)
    }
}

/// The swings of scores.
pub(super) fn score_swings(
    profile: &Profile,
    rules: &Rules,
    winner: u16,
    papers: &Papers,
) -> Option<Swings> {
    let full = usize::from(rules.max_score);
    let mut swings = Swings::new(full, winner, profile.slate().len())?;
    on_book!(profile, book => read_scores(book, profile.shape(), rules.max_score, &mut swings));
    swings.take(&vec![0; profile.slate().len()], papers.blank);
    Some(swings)
}

fn read_scores<C: Code>(book: &Book<C>, shape: Shape, max: u16, swings: &mut Swings) {
    let mut points = vec![0; swings.papers.len()];
    for (codes, weight) in book.iter().filter(|(codes, _)| legible(shape, codes, max)) {
        points.fill(0);
        for mark in marks(shape, codes) {
            if let Some(points) = points.get_mut(mark.code.at()) {
                *points = usize::from(worth(shape, mark.grade, max));
            }
        }
        swings.take(&points, weight);
    }
}

/// The swings of Borda points, in half points.
pub(super) fn borda_swings(
    profile: &Profile,
    field: &Field,
    winner: u16,
    papers: &Papers,
) -> Option<Swings> {
    let runners = field.len();
    let full = 2 * runners.saturating_sub(1);
    let mut swings = Swings::new(full, winner, profile.slate().len())?;
    let ranked = ranked(profile);
    on_book!(ranked, book => read_ranks(book, field, runners, &mut swings));
    // Papers that rank nobody in the race gain nothing to anybody, like blank ones. Those of
    // another shape that rank nobody were left out when they were read as rankings.
    let read = on_book!(ranked, book => book.iter().map(|(_, weight)| weight).sum::<u64>());
    let silent = papers.blank + papers.valid.saturating_sub(read);
    swings.take(&vec![0; profile.slate().len()], silent);
    Some(swings)
}

fn read_ranks<C: Code>(book: &Book<C>, field: &Field, runners: usize, swings: &mut Swings) {
    let mut points = vec![0; swings.papers.len()];
    let mut list: Vec<(usize, u16)> = Vec::new();
    for (codes, weight) in book.iter() {
        let inside = marks(Shape::Ranked, codes).filter(|mark| field.has(mark.code.at()));
        list.clear();
        list.extend(inside.map(|mark| (mark.code.at(), mark.grade)));
        points.fill((runners - list.len()).saturating_sub(1));
        let mut above = 0;
        for tier in list.chunk_by(|a, b| a.1 == b.1) {
            let worth = 2 * (runners - above - tier.len()) + tier.len() - 1;
            for (at, _) in tier {
                if let Some(points) = points.get_mut(*at) {
                    *points = worth;
                }
            }
            above += tier.len();
        }
        swings.take(&points, weight);
    }
}
