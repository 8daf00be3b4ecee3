//! How one ballot is read, whatever its shape: its marks one by one, and what became of the
//! papers.

use super::book::Code;
use super::field::Field;
use super::outcome::Papers;
use super::paper::{Mark, Shape};
use super::profile::{Profile, Store, on_book};

/// One mark of a ballot as it stands in the book.
#[derive(Clone, Copy)]
pub(super) struct Reading<C> {
    /// The nominee's position.
    pub(super) code: C,
    /// Ranked: the tier from 0. Scored: the score. Approved: 0.
    pub(super) grade: u16,
}

impl<C: Code> Reading<C> {
    /// The same as a mark, whatever the width of the code.
    pub(super) fn mark(self) -> Mark {
        Mark { grade: self.grade, position: self.code.into() }
    }
}

/// The marks of one ballot: from the best tier down, or in the paper's order.
pub(super) fn marks<C: Code>(shape: Shape, codes: &[C]) -> Marks<'_, C> {
    Marks { codes, shape, tier: 0, started: false }
}

/// The iterator of [`marks`].
#[derive(Clone)]
pub(super) struct Marks<'a, C> {
    codes: &'a [C],
    shape: Shape,
    tier: u16,
    started: bool,
}

impl<C: Code> Iterator for Marks<'_, C> {
    type Item = Reading<C>;

    fn next(&mut self) -> Option<Reading<C>> {
        let (&code, rest) = self.codes.split_first()?;
        match self.shape {
            Shape::Approved => {
                self.codes = rest;
                Some(Reading { code, grade: 0 })
            }
            Shape::Scored => {
                let (&score, rest) = rest.split_first()?;
                self.codes = rest;
                Some(Reading { code, grade: score.into() })
            }
            Shape::Ranked => {
                if code == C::TIE {
                    let (&code, rest) = rest.split_first()?;
                    self.codes = rest;
                    return Some(Reading { code, grade: self.tier });
                }
                if self.started {
                    self.tier += 1;
                }
                self.started = true;
                self.codes = rest;
                Some(Reading { code, grade: self.tier })
            }
        }
    }
}

impl Profile {
    /// Every distinct ballot with the number of papers that say it: its marks from the best
    /// rank down (the rank from 0), or in the order of the paper.
    pub fn ballots(&self) -> impl Iterator<Item = (impl Iterator<Item = Mark> + Clone, u64)> {
        (0..self.distinct()).map(|index| {
            let marks = match self.store() {
                Store::Bytes(book) => Either::Bytes(marks(self.shape(), book.codes(index))),
                Store::Words(book) => Either::Words(marks(self.shape(), book.codes(index))),
            };
            (marks, on_book!(self, book => book.weight(index)))
        })
    }
}

/// The marks of one ballot, whatever the width of its codes.
#[derive(Clone)]
enum Either<'a> {
    Bytes(Marks<'a, u8>),
    Words(Marks<'a, u16>),
}

impl Iterator for Either<'_> {
    type Item = Mark;

    fn next(&mut self) -> Option<Mark> {
        match self {
            Self::Bytes(marks) => marks.next().map(Reading::mark),
            Self::Words(marks) => marks.next().map(Reading::mark),
        }
    }
}

/// What became of the papers before any round: exhausted are those that mark nobody in the race.
pub(super) fn papers(profile: &Profile, field: &Field) -> Papers {
    Papers {
        cast: profile.papers(),
        valid: profile.counted(),
        blank: profile.blank(),
        exhausted: if field.is_whole() { 0 } else { silent(profile, field) },
        repeated: profile.repeated(),
        spoiled: profile.spoiled().clone(),
    }
}

/// Whether no ballot of these rankings ranks anybody in the race.
pub(super) fn all_silent(ranked: &Profile, field: &Field) -> bool {
    on_book!(ranked, book => book
        .iter()
        .all(|(codes, _)| !marks(Shape::Ranked, codes).any(|mark| field.has(mark.code.at()))))
}

fn silent(profile: &Profile, field: &Field) -> u64 {
    let shape = profile.shape();
    on_book!(profile, book => book
        .iter()
        .filter(|(codes, _)| !marks(shape, codes).any(|mark| field.has(mark.code.at())))
        .map(|(_, weight)| weight)
        .sum())
}
