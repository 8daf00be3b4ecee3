//! The inner loop of every head-to-head count, and the sharing out of ballots among cores.
//!
//! For each ballot the tier of every nominee is spread out over `W` bytes; then, for each
//! nominee on the ballot, one comparison of those bytes says whom it is preferred to, sixteen
//! or more at a time. Votes gather in bytes, and are moved to wide counters before they can
//! overflow: after every 255 of them.

use std::panic::resume_unwind;
use std::thread;

use super::book::{Book, Code};
use super::paper::Shape;
use super::reading::marks;
use super::square::Square;

/// The tier of whoever is not ranked: below all others.
const UNRANKED: u8 = u8::MAX;

/// Byte counters for up to `W` nominees.
pub(super) struct Lanes<const W: usize> {
    rows: Vec<[u8; W]>,
    held: u64,
    sums: Square<u64>,
}

impl<const W: usize> Lanes<W> {
    /// Adds up the ballots from `from` up to `to`. There are at most 127 tiers, since that many
    /// nominees are compared at most.
    pub(super) fn add_up<C: Code>(
        book: &Book<C>,
        columns: &[Option<usize>],
        len: usize,
        from: usize,
        to: usize,
    ) -> Square<u64> {
        let mut lanes = Self { rows: vec![[0; W]; len], held: 0, sums: Square::new(len, 0) };
        let columns: Vec<u8> = columns
            .iter()
            .map(|column| column.and_then(|at| u8::try_from(at).ok()).unwrap_or(UNRANKED))
            .collect();
        let mut ranked: Vec<(u8, u8)> = Vec::with_capacity(len);
        for (codes, weight) in book.range(from, to) {
            lanes.read(codes, &columns, &mut ranked);
            lanes.take(&ranked, weight);
        }
        lanes.flush();
        lanes.sums
    }

    /// The columns of a ballot with their tiers.
    fn read<C: Code>(&self, codes: &[C], columns: &[u8], ranked: &mut Vec<(u8, u8)>) {
        ranked.clear();
        // Tiers are counted among those in the race only: at most as many as columns.
        let mut tier = 0;
        let mut last = None;
        for mark in marks(Shape::Ranked, codes) {
            let column = columns.get(mark.code.at()).copied().unwrap_or(UNRANKED);
            if column == UNRANKED {
                continue;
            }
            if last.is_some_and(|last| last != mark.grade) {
                tier += 1;
            }
            last = Some(mark.grade);
            ranked.push((column, tier));
        }
    }

    fn take(&mut self, ranked: &[(u8, u8)], weight: u64) {
        let mut tiers = [UNRANKED; W];
        for &(column, tier) in ranked {
            if let Some(slot) = tiers.get_mut(usize::from(column)) {
                *slot = tier;
            }
        }
        let Ok(votes) = u8::try_from(weight) else {
            return self.take_many(ranked, &tiers, weight);
        };
        if self.held + weight > u64::from(u8::MAX) {
            self.flush();
        }
        self.held += weight;
        for &(column, tier) in ranked {
            if let Some(row) = self.rows.get_mut(usize::from(column)) {
                for (count, other) in row.iter_mut().zip(tiers) {
                    *count = count.wrapping_add(if tier < other { votes } else { 0 });
                }
            }
        }
    }

    /// Too many equal ballots for a byte: straight into the wide counters.
    fn take_many(&mut self, ranked: &[(u8, u8)], tiers: &[u8; W], weight: u64) {
        for &(column, tier) in ranked {
            let row = self.sums.row_mut(usize::from(column));
            for (sum, &other) in row.iter_mut().zip(tiers) {
                *sum += if tier < other { weight } else { 0 };
            }
        }
    }

    fn flush(&mut self) {
        for (at, row) in self.rows.iter_mut().enumerate() {
            for (sum, count) in self.sums.row_mut(at).iter_mut().zip(row.iter_mut()) {
                *sum += u64::from(std::mem::take(count));
            }
        }
        self.held = 0;
    }
}

/// Fewer codes than this are added up on one core: starting another costs as much.
const WORTH_SHARING: usize = 400_000;
/// The most cores that are asked for.
const MOST_CORES: usize = 8;

/// Adds up `len` ballots in one part for each core, where there are enough of them. The result
/// is the same for any number of cores.
pub(super) fn shared<T: Send>(
    len: usize,
    codes: usize,
    part: impl Fn(usize, usize) -> T + Sync,
    join: impl Fn(T, T) -> T,
) -> T {
    let cores = thread::available_parallelism().map_or(1, usize::from).min(MOST_CORES);
    if codes < WORTH_SHARING || cores < 2 {
        return part(0, len);
    }
    let bound = |nth: usize| len / cores * nth + (len % cores).min(nth);
    thread::scope(|scope| {
        let part = &part;
        let others: Vec<_> =
            (1..cores).map(|nth| scope.spawn(move || part(bound(nth), bound(nth + 1)))).collect();
        let mut sum = part(0, bound(1));
        for other in others {
            match other.join() {
                Ok(more) => sum = join(sum, more),
                Err(cause) => resume_unwind(cause),
            }
        }
        sum
    })
}
