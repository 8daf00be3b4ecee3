//! [`Slate`]: the nominees of one ballot paper in a fixed order, each under a number that is
//! its own for good.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The number of a nominee on a paper. Numbers may have gaps: the number of a nominee that was
/// taken off is never given to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Number(pub u16);

/// The most nominees that one slate can hold.
pub const MOST_NOMINEES: usize = 65_535;

/// Whether a nominee can still be voted for and win.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// Stands.
    Standing,
    /// Stood once: marks for it are passed over, and it cannot win.
    Withdrawn,
}

/// One line of a slate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nominee {
    /// Its number for good.
    pub number: Number,
    /// The name that results show.
    pub label: String,
    /// Whether it can win.
    pub presence: Presence,
}

/// The nominees of one paper. Cloning is cheap: the list is shared.
#[derive(Debug, Clone)]
pub struct Slate {
    nominees: Arc<[Nominee]>,
    /// Positions in order of number; `None` where number k+1 stands at position k throughout.
    by_number: Option<Arc<[u16]>>,
}

/// Why a list of nominees is no slate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlateProblem {
    /// More nominees than [`MOST_NOMINEES`].
    TooMany(usize),
    /// Two nominees with one number.
    NumberTwice(Number),
}

impl Nominee {
    /// A nominee that stands.
    pub fn new(number: Number, label: impl Into<String>) -> Self {
        Self { number, label: label.into(), presence: Presence::Standing }
    }
}

impl Slate {
    /// A slate of these nominees, in this order.
    ///
    /// # Errors
    /// More than [`MOST_NOMINEES`], or a number given twice.
    pub fn new(nominees: Vec<Nominee>) -> Result<Self, SlateProblem> {
        if nominees.len() > MOST_NOMINEES {
            return Err(SlateProblem::TooMany(nominees.len()));
        }
        let dense =
            nominees.iter().zip(1..=u16::MAX).all(|(nominee, k)| nominee.number == Number(k));
        let by_number = if dense {
            None
        } else {
            let mut order: Vec<(Number, u16)> = nominees
                .iter()
                .zip(0..=u16::MAX)
                .map(|(nominee, at)| (nominee.number, at))
                .collect();
            order.sort_unstable();
            let twice = order.iter().zip(order.iter().skip(1)).find(|(a, b)| a.0 == b.0);
            if let Some((a, _)) = twice {
                return Err(SlateProblem::NumberTwice(a.0));
            }
            Some(order.into_iter().map(|(_, at)| at).collect())
        };
        Ok(Self { nominees: nominees.into(), by_number })
    }

    /// A slate numbered from 1 in the order of these labels.
    ///
    /// # Errors
    /// More than [`MOST_NOMINEES`].
    pub fn of_labels<L: Into<String>>(
        labels: impl IntoIterator<Item = L>,
    ) -> Result<Self, SlateProblem> {
        let labels: Vec<String> = labels.into_iter().map(Into::into).collect();
        if labels.len() > MOST_NOMINEES {
            return Err(SlateProblem::TooMany(labels.len()));
        }
        let numbered = labels.into_iter().zip(1..=u16::MAX);
        Self::new(numbered.map(|(label, k)| Nominee::new(Number(k), label)).collect())
    }

    /// A slate of so many nominees without names, at most [`MOST_NOMINEES`]: for ballots whose
    /// names come later.
    #[must_use]
    pub fn unnamed(len: usize) -> Self {
        let numbers = (1..=u16::MAX).take(len);
        Self { nominees: numbers.map(|k| Nominee::new(Number(k), "")).collect(), by_number: None }
    }

    /// How many nominees stand on it, the withdrawn included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nominees.len()
    }

    /// Whether nobody stands on it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nominees.is_empty()
    }

    /// The nominees in the order of the paper.
    #[must_use]
    pub fn nominees(&self) -> &[Nominee] {
        &self.nominees
    }

    /// The nominee at this position (from 0) of the paper.
    #[must_use]
    pub fn at(&self, position: u16) -> Option<&Nominee> {
        self.nominees.get(usize::from(position))
    }

    /// Where on the paper this number stands, from 0.
    #[must_use]
    pub fn position(&self, number: Number) -> Option<u16> {
        match &self.by_number {
            None => {
                let at = number.0.checked_sub(1)?;
                (usize::from(at) < self.nominees.len()).then_some(at)
            }
            Some(order) => {
                let found = order
                    .binary_search_by(|&at| self.at(at).map(|n| n.number).cmp(&Some(number)))
                    .ok()?;
                order.get(found).copied()
            }
        }
    }

    /// The nominee of this number.
    #[must_use]
    pub fn find(&self, number: Number) -> Option<&Nominee> {
        self.at(self.position(number)?)
    }
}

impl PartialEq for Slate {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.nominees, &other.nominees) || self.nominees == other.nominees
    }
}

impl Eq for Slate {}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for SlateProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooMany(found) => {
                write!(f, "A slate holds at most {MOST_NOMINEES} nominees; this one has {found}.")
            }
            Self::NumberTwice(number) => {
                write!(f, "Number {number} is given to two nominees; each needs its own.")
            }
        }
    }
}

impl std::error::Error for SlateProblem {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_gaps_are_found_at_their_position() {
        let slate = Slate::new(vec![
            Nominee::new(Number(7), "g"),
            Nominee::new(Number(2), "b"),
            Nominee::new(Number(900), "z"),
        ])
        .unwrap();
        assert_eq!(slate.position(Number(7)), Some(0));
        assert_eq!(slate.position(Number(2)), Some(1));
        assert_eq!(slate.find(Number(900)).unwrap().label, "z");
        assert_eq!(slate.position(Number(1)), None);
    }

    #[test]
    fn numbers_from_one_need_no_index_and_stop_at_the_last() {
        let slate = Slate::of_labels(["a", "b"]).unwrap();
        assert_eq!(slate.position(Number(0)), None);
        assert_eq!(slate.position(Number(1)), Some(0));
        assert_eq!(slate.position(Number(2)), Some(1));
        assert_eq!(slate.position(Number(3)), None);
    }

    #[test]
    fn a_number_given_twice_and_a_million_nominees_are_refused() {
        let twice = vec![Nominee::new(Number(4), "a"), Nominee::new(Number(4), "b")];
        assert_eq!(Slate::new(twice).unwrap_err(), SlateProblem::NumberTwice(Number(4)));
        let many = (0..1_000_000).map(|_| "x");
        assert_eq!(Slate::of_labels(many).unwrap_err(), SlateProblem::TooMany(1_000_000));
        assert_eq!(Slate::of_labels((0..65_535).map(|_| "x")).unwrap().len(), 65_535);
    }
}
