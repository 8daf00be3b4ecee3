//! Every two nominees compared: how many ballots prefer the one to the other.
//!
//! A ranked nominee is preferred to every unranked one; two unranked ones, and two of equal
//! rank, are not preferred to each other. The table is added up by all cores where there are
//! enough ballots to share out.

use super::book::{Book, Code};
use super::field::{Field, number};
use super::outcome::Pairwise;
use super::paper::Shape;
use super::profile::{Profile, on_book};
use super::ranked::ranked;
use super::reading::{all_silent, marks};
use super::slate::Slate;
use super::square::Square;
use super::tally::{self, Lanes};

/// The most nominees that are compared two by two.
pub(super) const MOST_COMPARED: usize = 2_000;

/// The table of a race: rows and columns are those in the race, in the paper's order.
#[derive(Debug, Clone)]
pub(super) struct Matrix {
    /// The positions on the slate that rows and columns stand for.
    pub(super) positions: Vec<u16>,
    /// Row a, column b: ballots that prefer a to b.
    pub(super) preferred: Square<u64>,
    /// Whether no ballot ranks anybody in the race.
    pub(super) silent: bool,
}

impl Matrix {
    /// Compares every two of those in the race.
    pub(super) fn of(profile: &Profile, field: &Field) -> Self {
        let ranked = ranked(profile);
        let positions: Vec<u16> = field.positions().collect();
        let columns = field.compact();
        let preferred = on_book!(ranked, book => compare(book, &columns, positions.len()));
        let silent = all_silent(&ranked, field);
        Self { positions, preferred, silent }
    }

    pub(super) fn len(&self) -> usize {
        self.positions.len()
    }

    /// The table of the same ballots without this position: leaving somebody out changes nothing
    /// between the others.
    pub(super) fn without(&self, position: u16) -> Self {
        let keep: Vec<usize> =
            self.with_index().filter(|(_, p)| *p != position).map(|(i, _)| i).collect();
        let mut preferred = Square::new(keep.len(), 0);
        for (row, &a) in keep.iter().enumerate() {
            for (column, &b) in keep.iter().enumerate() {
                preferred.set(row, column, self.preferred.get(a, b));
            }
        }
        let positions = self.positions.iter().copied().filter(|p| *p != position).collect();
        Self { positions, preferred, silent: self.silent }
    }

    /// Rows with the positions they stand for.
    pub(super) fn with_index(&self) -> impl Iterator<Item = (usize, u16)> + use<'_> {
        self.positions.iter().copied().enumerate()
    }

    /// The position that a row stands for.
    pub(super) fn position(&self, row: usize) -> u16 {
        self.positions.get(row).copied().unwrap_or(u16::MAX)
    }

    /// Whether more ballots prefer a to b than b to a.
    pub(super) fn beats(&self, a: usize, b: usize) -> bool {
        self.preferred.get(a, b) > self.preferred.get(b, a)
    }

    /// The row that beats every other, where there is one.
    pub(super) fn condorcet_winner(&self) -> Option<usize> {
        let rows = 0..self.len();
        rows.clone().find(|&a| rows.clone().all(|b| a == b || self.beats(a, b)))
    }

    /// The smallest group of rows whose members each beat everybody outside it.
    pub(super) fn smith_set(&self) -> Vec<usize> {
        let wins = |a: usize| (0..self.len()).filter(|&b| self.beats(a, b)).count();
        let mut order: Vec<(usize, usize)> = (0..self.len()).map(|a| (wins(a), a)).collect();
        order.sort_unstable_by(|x, y| y.cmp(x));
        // Members of the set win more often than outsiders, so the set is a front part of the
        // order: grow it until everybody in it beats everybody behind it.
        let rows: Vec<usize> = order.into_iter().map(|(_, row)| row).collect();
        let mut size = 1.min(rows.len());
        let mut checked = 0;
        while checked < size {
            let a = rows.get(checked).copied().unwrap_or(0);
            let unbeaten = rows.iter().rposition(|&b| b != a && !self.beats(a, b));
            size = size.max(unbeaten.map_or(0, |last| last + 1));
            checked += 1;
        }
        let mut set: Vec<usize> = rows.into_iter().take(size).collect();
        set.sort_unstable();
        set
    }

    /// The table as an outcome shows it.
    pub(super) fn told(&self, slate: &Slate) -> Pairwise {
        let name = |row: usize| number(slate, self.position(row));
        Pairwise {
            numbers: (0..self.len()).map(name).collect(),
            preferred: self.preferred.rows().map(<[u64]>::to_vec).collect(),
            condorcet_winner: self.condorcet_winner().map(name),
            smith_set: self.smith_set().into_iter().map(name).collect(),
        }
    }
}

/// Picks the fastest way to add up the table for this many nominees.
fn compare<C: Code>(book: &Book<C>, columns: &[Option<usize>], len: usize) -> Square<u64> {
    let whole = |from, to| match len {
        0..=16 => Lanes::<16>::add_up(book, columns, len, from, to),
        17..=32 => Lanes::<32>::add_up(book, columns, len, from, to),
        33..=48 => Lanes::<48>::add_up(book, columns, len, from, to),
        49..=64 => Lanes::<64>::add_up(book, columns, len, from, to),
        65..=96 => Lanes::<96>::add_up(book, columns, len, from, to),
        97..=127 => Lanes::<128>::add_up(book, columns, len, from, to),
        _ => sparse(book, columns, len, from, to),
    };
    tally::shared(book.len(), book.total_codes(), whole, Square::add)
}

/// For large slates: only the marks of a ballot are compared, and what a ballot leaves out is
/// worked out afterwards from how many ballots mark a nominee at all.
fn sparse<C: Code>(
    book: &Book<C>,
    columns: &[Option<usize>],
    len: usize,
    from: usize,
    to: usize,
) -> Square<u64> {
    let mut preferred = Square::new(len, 0_u64);
    let mut both = Square::new(len, 0_u64);
    let mut marked = vec![0_u64; len];
    let mut list: Vec<(usize, u16)> = Vec::new();
    for (codes, weight) in book.range(from, to) {
        list.clear();
        list.extend(marks(Shape::Ranked, codes).filter_map(|mark| {
            let column = columns.get(mark.code.at()).copied().flatten()?;
            Some((column, mark.grade))
        }));
        let mut rest = list.as_slice();
        while let Some((&(a, grade), behind)) = rest.split_first() {
            if let Some(marked) = marked.get_mut(a) {
                *marked += weight;
            }
            for &(b, other) in behind {
                let (low, high) = (a.min(b), a.max(b));
                both.change(low, high, |count| *count += weight);
                if grade < other {
                    preferred.change(a, b, |count| *count += weight);
                }
            }
            rest = behind;
        }
    }
    for (a, marked) in marked.into_iter().enumerate() {
        for b in (0..len).filter(|&b| b != a) {
            let alone = marked - both.get(a.min(b), a.max(b));
            preferred.change(a, b, |count| *count += alone);
        }
    }
    preferred
}
