//! [`Batch`]: ballots on their way from a parser to a profile, in three flat lists.

use crate::count::paper::{Mark, Shape};

/// Ballots in the order of the file. It is filled by a parser, emptied by an intake, and can
/// be used again; nothing is allocated per ballot.
#[derive(Debug, Default)]
pub struct Batch {
    pub(super) positions: Vec<u16>,
    pub(super) marks: Vec<Mark>,
    pub(super) entries: Vec<Entry>,
    /// How many nominees are known at its end.
    pub(super) nominees: usize,
    /// What the ballots so far say, if that can be told.
    pub(super) shape: Option<Shape>,
    /// The last line of the file that it holds.
    pub(super) line: u64,
    open: Open,
    /// Which position has each rank, while marks are put in order.
    by_rank: Vec<u16>,
}

/// One ballot of a batch: so many papers with the same marks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) weight: u64,
    /// Where its positions or its marks end; they start where the last of their kind ended.
    pub(super) end: u32,
    pub(super) says: Says,
}

/// In which list a ballot stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// A strict order, in `positions`.
    Order,
    /// Approved ones, in `positions`.
    Approvals,
    /// Ranks with ties, or scores, in `marks`.
    Marks,
    /// Nothing.
    Blank,
}

/// The ballot that is being written.
#[derive(Debug, Default)]
struct Open {
    positions: usize,
    marks: usize,
    rank: u16,
    tied: bool,
}

/// A ballot with more ranks than a slate has nominees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooManyRanks;

impl Batch {
    /// A batch without ballots.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many ballots it holds; the same ballot on two lines is two.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it holds no ballot.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.positions.clear();
        self.marks.clear();
        self.entries.clear();
        self.open = Open::default();
    }

    /// Ranks a nominee below all that the open ballot has ranked.
    #[inline]
    pub(super) fn rank(&mut self, position: u16) -> Result<(), TooManyRanks> {
        if !self.open.tied {
            self.positions.push(position);
            return Ok(());
        }
        self.open.rank = self.open.rank.checked_add(1).ok_or(TooManyRanks)?;
        self.marks.push(Mark { grade: self.open.rank, position });
        Ok(())
    }

    /// Ranks a nominee equal to the last one of the open ballot.
    pub(super) fn beside(&mut self, position: u16) -> Result<(), TooManyRanks> {
        if !self.open.tied {
            self.open.tied = true;
            let strict = self.positions.get(self.open.positions..).unwrap_or_default();
            self.open.rank = u16::try_from(strict.len()).or(Err(TooManyRanks))?;
            self.marks.extend((1..).zip(strict).map(|(grade, &at)| Mark { grade, position: at }));
            self.positions.truncate(self.open.positions);
        }
        self.marks.push(Mark { grade: self.open.rank, position });
        Ok(())
    }

    /// Gives a nominee of the open ballot a score or a rank.
    #[inline]
    pub(super) fn mark(&mut self, position: u16, grade: u16) {
        self.marks.push(Mark { grade, position });
        self.open.tied = true;
    }

    /// Writes the open ballot, whose marks are ranks, as an order, if no two have the same rank
    /// and none is above `most`. That spares whoever takes the batch the sorting.
    pub(super) fn straighten(&mut self, most: usize) {
        const NOBODY: u16 = u16::MAX;
        self.by_rank.clear();
        self.by_rank.resize(most.saturating_add(1), NOBODY);
        for mark in self.marks.get(self.open.marks..).unwrap_or_default() {
            match self.by_rank.get_mut(usize::from(mark.grade)) {
                Some(held) if *held == NOBODY => *held = mark.position,
                Some(_) | None => return,
            }
        }
        self.positions.extend(self.by_rank.iter().filter(|&&position| position != NOBODY));
        self.marks.truncate(self.open.marks);
        self.open.tied = false;
    }

    /// Approves of a nominee on the open ballot.
    #[inline]
    pub(super) fn approve(&mut self, position: u16) {
        self.positions.push(position);
    }

    /// Ends the open ballot: so many papers say it. No papers, no ballot.
    #[inline]
    pub(super) fn close(&mut self, weight: u64, approvals: bool) {
        let (says, end) = if self.open.tied {
            (Says::Marks, self.marks.len())
        } else if self.positions.len() == self.open.positions {
            (Says::Blank, 0)
        } else if approvals {
            (Says::Approvals, self.positions.len())
        } else {
            (Says::Order, self.positions.len())
        };
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        self.entries.push(Entry { weight, end, says });
        self.open =
            Open { positions: self.positions.len(), marks: self.marks.len(), rank: 0, tied: false };
    }
}
