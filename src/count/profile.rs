//! [`Profile`]: all ballots of one count, equal ones merged, on the way in.
//!
//! It takes papers one by one and in any order, and two profiles of one slate merge into one.
//! Whoever reads it meets each distinct ballot once, with the number of papers that said it.
//! The rules for odd papers that do not depend on the method are kept here: see the `add_`
//! functions. `docs/VOTING.md` has them all.

use std::collections::BTreeMap;

use super::book::{Book, Code, Full};
use super::paper::{Mark, ProfileProblem, Shape, Spoil};
use super::slate::Slate;

#[derive(Debug, Clone)]
pub(super) enum Store {
    Bytes(Book<u8>),
    Words(Book<u16>),
}

/// All ballots of one count.
#[derive(Debug, Clone)]
pub struct Profile {
    slate: Slate,
    shape: Shape,
    most_marks: Option<u16>,
    store: Store,
    counted: u64,
    blank: u64,
    repeated: u64,
    spoiled: BTreeMap<Spoil, u64>,
    /// For each position, the last paper that marked it: finds repeats without clearing.
    seen: Vec<u32>,
    paper: u32,
    scratch: Vec<Mark>,
    words: Vec<u16>,
    bytes: Vec<u8>,
}

/// Runs one expression on the book of a profile, whatever the width of its codes.
macro_rules! on_book {
    ($profile:expr, $book:ident => $run:expr) => {
        match $profile.store() {
            $crate::count::profile::Store::Bytes($book) => $run,
            $crate::count::profile::Store::Words($book) => $run,
        }
    };
}
pub(super) use on_book;

impl Profile {
    /// An empty profile for papers of this shape.
    #[must_use]
    pub fn new(slate: Slate, shape: Shape) -> Self {
        let narrow = slate.len() <= usize::from(u8::MAX);
        let seen = vec![0; slate.len()];
        Self {
            slate,
            shape,
            most_marks: None,
            store: if narrow { Store::Bytes(Book::new()) } else { Store::Words(Book::new()) },
            counted: 0,
            blank: 0,
            repeated: 0,
            spoiled: BTreeMap::new(),
            seen,
            paper: 0,
            scratch: Vec::new(),
            words: Vec::new(),
            bytes: Vec::new(),
        }
    }

    /// The same, where a paper with more than `most` marks is spoiled.
    #[must_use]
    pub fn with_most_marks(mut self, most: u16) -> Self {
        self.most_marks = Some(most);
        self
    }

    /// Who stands.
    #[must_use]
    pub fn slate(&self) -> &Slate {
        &self.slate
    }

    /// What its papers say.
    #[must_use]
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// How many distinct ballots it holds.
    #[must_use]
    pub fn distinct(&self) -> usize {
        on_book!(self, book => book.len())
    }

    /// All papers taken: with marks, blank and spoiled.
    #[must_use]
    pub fn papers(&self) -> u64 {
        self.counted + self.blank + self.spoiled.values().sum::<u64>()
    }

    /// Papers with marks that are not spoiled.
    pub(super) const fn counted(&self) -> u64 {
        self.counted
    }

    /// Papers without any mark.
    #[must_use]
    pub fn blank(&self) -> u64 {
        self.blank
    }

    /// Papers that named a nominee more than once and were counted by its best mark.
    #[must_use]
    pub fn repeated(&self) -> u64 {
        self.repeated
    }

    /// Papers set aside while they came in, by reason.
    #[must_use]
    pub fn spoiled(&self) -> &BTreeMap<Spoil, u64> {
        &self.spoiled
    }

    pub(super) fn store(&self) -> &Store {
        &self.store
    }

    /// Adds `weight` papers that rank these positions strictly, from the best down. A position
    /// named again is passed over: its better rank counts.
    ///
    /// # Errors
    /// A position off the slate, a profile of another shape, or no room left. Nothing is added.
    pub fn add_order<P: Copy + Into<u16>>(
        &mut self,
        order: &[P],
        weight: u64,
    ) -> Result<(), ProfileProblem> {
        self.expect_shape(Shape::Ranked)?;
        self.room_for(weight)?;
        self.next_paper();
        self.words.clear();
        for &position in order {
            let position: u16 = position.into();
            if self.first_time(position)? {
                self.words.push(position);
            }
        }
        let marks = self.words.len();
        self.keep(marks, Repeats::of(marks, order.len()), weight)
    }

    /// Adds `weight` papers with these marks, in any order.
    ///
    /// Ranked: equal grades are equal ranks, gaps between grades close, and of two ranks of one
    /// nominee the better counts. Approved: a second mark changes nothing. Scored: a second
    /// equal score changes nothing, and two different scores spoil the paper.
    ///
    /// # Errors
    /// A position off the slate, or no room left. Nothing is added.
    pub fn add_marks(&mut self, marks: &[Mark], weight: u64) -> Result<(), ProfileProblem> {
        self.room_for(weight)?;
        self.next_paper();
        self.scratch.clear();
        self.scratch.extend_from_slice(marks);
        match self.shape {
            Shape::Ranked => self.scratch.sort_unstable(),
            Shape::Approved => self.scratch.sort_unstable_by_key(|mark| mark.position),
            Shape::Scored => self.scratch.sort_unstable_by_key(|mark| (mark.position, mark.grade)),
        }
        let sorted = std::mem::take(&mut self.scratch);
        let written = self.write(&sorted);
        self.scratch = sorted;
        match written? {
            Some(marked) => self.keep(marked, Repeats::of(marked, marks.len()), weight),
            None => {
                self.spoil(Spoil::TwoScores, weight);
                Ok(())
            }
        }
    }

    /// Adds `weight` papers that approve of these positions.
    ///
    /// # Errors
    /// As [`Self::add_marks`].
    pub fn add_approvals<P: Copy + Into<u16>>(
        &mut self,
        positions: &[P],
        weight: u64,
    ) -> Result<(), ProfileProblem> {
        self.expect_shape(Shape::Approved)?;
        let marks: Vec<Mark> =
            positions.iter().map(|&p| Mark { grade: 0, position: p.into() }).collect();
        self.add_marks(&marks, weight)
    }

    /// Adds `weight` papers without a mark.
    ///
    /// # Errors
    /// No room left.
    pub fn add_blank(&mut self, weight: u64) -> Result<(), ProfileProblem> {
        self.room_for(weight)?;
        self.blank += weight;
        Ok(())
    }

    /// Adds `weight` papers that whoever reads them has found spoiled.
    ///
    /// # Errors
    /// No room left.
    pub fn add_spoiled(&mut self, reason: Spoil, weight: u64) -> Result<(), ProfileProblem> {
        self.room_for(weight)?;
        self.spoil(reason, weight);
        Ok(())
    }

    /// Takes over all papers of another profile of the same slate and shape.
    ///
    /// # Errors
    /// Another slate or shape, or no room left.
    pub fn merge(&mut self, other: Self) -> Result<(), ProfileProblem> {
        if self.slate != other.slate {
            return Err(ProfileProblem::OtherSlate);
        }
        self.expect_shape(other.shape)?;
        self.room_for(other.papers())?;
        if matches!(other.store, Store::Words(_)) {
            self.widen();
        }
        match (&mut self.store, other.store) {
            (Store::Bytes(mine), Store::Bytes(theirs)) => mine.merge(&theirs),
            (Store::Words(mine), Store::Words(theirs)) => mine.merge(&theirs),
            (Store::Words(mine), Store::Bytes(theirs)) => mine.merge(&theirs.widen()),
            (Store::Bytes(_), Store::Words(_)) => Err(Full::Codes),
        }?;
        self.counted += other.counted;
        self.blank += other.blank;
        self.repeated += other.repeated;
        for (reason, weight) in other.spoiled {
            self.spoil(reason, weight);
        }
        Ok(())
    }

    /// Frees what is only needed while papers come in. More may still come.
    pub fn seal(&mut self) {
        match &mut self.store {
            Store::Bytes(book) => book.seal(),
            Store::Words(book) => book.seal(),
        }
        self.scratch = Vec::new();
    }

    /// Puts the same papers under a slate that has at least as many nominees. A file may name
    /// them as it goes: positions keep their meaning, and more follow.
    ///
    /// # Errors
    /// The slate has fewer positions than this one.
    pub fn reseat(&mut self, slate: Slate) -> Result<(), ProfileProblem> {
        if slate.len() < self.slate.len() {
            return Err(ProfileProblem::OtherSlate);
        }
        if slate.len() > usize::from(u8::MAX) {
            self.widen();
        }
        self.seen.resize(slate.len(), 0);
        self.slate = slate;
        Ok(())
    }

    fn expect_shape(&self, shape: Shape) -> Result<(), ProfileProblem> {
        if self.shape == shape { Ok(()) } else { Err(ProfileProblem::WrongShape(self.shape)) }
    }

    /// All sums of a count are at most the number of papers: checked here, once.
    fn room_for(&self, weight: u64) -> Result<(), ProfileProblem> {
        let room = self.papers().checked_add(weight);
        room.map(drop).ok_or(ProfileProblem::TooManyPapers)
    }

    fn next_paper(&mut self) {
        self.paper = self.paper.checked_add(1).unwrap_or_else(|| {
            self.seen.fill(0);
            1
        });
    }

    fn first_time(&mut self, position: u16) -> Result<bool, ProfileProblem> {
        let seen = self.seen.get_mut(usize::from(position));
        let seen = seen.ok_or(ProfileProblem::NoSuchPosition(position))?;
        Ok(std::mem::replace(seen, self.paper) != self.paper)
    }

    /// Turns sorted marks into codes and says how many nominees are marked; `None` where one
    /// has two different scores.
    fn write(&mut self, sorted: &[Mark]) -> Result<Option<usize>, ProfileProblem> {
        self.words.clear();
        let mut marked = 0;
        let mut last: Option<Mark> = None;
        for &mark in sorted {
            if !self.first_time(mark.position)? {
                let differs = last.is_some_and(|last| last.grade != mark.grade);
                if self.shape == Shape::Scored && differs {
                    return Ok(None);
                }
                continue;
            }
            marked += 1;
            match self.shape {
                Shape::Ranked => {
                    if last.is_some_and(|last| last.grade == mark.grade) {
                        self.words.push(u16::TIE);
                    }
                    self.words.push(mark.position);
                }
                Shape::Approved => self.words.push(mark.position),
                Shape::Scored => self.words.extend([mark.position, mark.grade]),
            }
            last = Some(mark);
        }
        Ok(Some(marked))
    }

    /// Puts the paper in `self.words` into the book, or where it belongs instead.
    fn keep(&mut self, marks: usize, repeats: Repeats, weight: u64) -> Result<(), ProfileProblem> {
        if weight == 0 {
            return Ok(());
        }
        if marks == 0 {
            self.blank += weight;
            return Ok(());
        }
        if self.most_marks.is_some_and(|most| marks > usize::from(most)) {
            self.spoil(Spoil::TooManyMarks, weight);
            return Ok(());
        }
        if !self.pack() {
            self.widen();
        }
        match &mut self.store {
            Store::Bytes(book) => book.add(&self.bytes, weight),
            Store::Words(book) => book.add(&self.words, weight),
        }?;
        self.counted += weight;
        match repeats {
            Repeats::Some => self.repeated += weight,
            Repeats::None => {}
        }
        Ok(())
    }

    /// Narrows the codes to bytes where the book wants bytes; false where one does not fit.
    fn pack(&mut self) -> bool {
        if matches!(self.store, Store::Words(_)) {
            return true;
        }
        self.bytes.clear();
        let tie = self.shape == Shape::Ranked;
        for &word in &self.words {
            match u8::try_from(word) {
                Ok(byte) => self.bytes.push(byte),
                Err(_) if tie && word == u16::TIE => self.bytes.push(u8::TIE),
                Err(_) => return false,
            }
        }
        true
    }

    fn widen(&mut self) {
        if let Store::Bytes(book) = &self.store {
            self.store = Store::Words(book.widen());
        }
    }

    fn spoil(&mut self, reason: Spoil, weight: u64) {
        *self.spoiled.entry(reason).or_default() += weight;
    }
}

/// Whether a paper named a nominee more than once.
#[derive(Clone, Copy)]
enum Repeats {
    None,
    Some,
}

impl Repeats {
    const fn of(kept: usize, found: usize) -> Self {
        if kept < found { Self::Some } else { Self::None }
    }
}
