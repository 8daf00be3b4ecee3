//! A [`Ranking`]: the nominees of a category in the order of their figures. Where the measure
//! decides, it is the result, before voting opens and after.

use super::measure::{Measure, Role, highest};
use super::model::{Candidate, Category, Paper};

/// The nominees of a category by its measure.
#[derive(Debug, Clone)]
pub struct Ranking {
    /// The category.
    pub category: Category,
    /// What is counted, and what for.
    pub measure: Measure,
    /// The nominees, the most first; equals in the order of their numbers.
    pub places: Vec<Place>,
}

/// A nominee and where it came in.
#[derive(Debug, Clone)]
pub struct Place {
    /// From 1; equals share one, and after two firsts comes a third.
    pub place: usize,
    /// Its figure.
    pub value: i64,
    /// Whether that wins the award. Of a shortlist nobody does: votes decide.
    pub wins: bool,
    /// Who or what.
    pub candidate: Candidate,
}

impl Ranking {
    /// The ranking of a category's nominees; nothing for a category without a measure.
    #[must_use]
    pub fn of(paper: Paper) -> Option<Self> {
        let measure = paper.category.terms.measure?;
        let mut places: Vec<Place> = paper
            .candidates
            .into_iter()
            .map(|candidate| {
                let value = candidate.value.unwrap_or_default();
                Place { place: 1, value, wins: false, candidate }
            })
            .collect();
        places.sort_by_key(|at| (std::cmp::Reverse(at.value), at.candidate.number));
        let winning = match measure.role {
            Role::Decides => highest(places.iter().map(|at| at.value)),
            Role::Shortlists { .. } => None,
        };
        let mut last = (1, None);
        for (at, place) in (1..).zip(&mut places) {
            if last.1 != Some(place.value) {
                last = (at, Some(place.value));
            }
            place.place = last.0;
            place.wins = winning == Some(place.value);
        }
        Some(Self { category: paper.category, measure, places })
    }

    /// Who has the most, and wins; several share the award, and nobody wins it with nothing.
    pub fn winners(&self) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(|at| at.wins)
    }

    /// Whether anybody has a figure above 0.
    #[must_use]
    pub fn has_any(&self) -> bool {
        self.places.first().is_some_and(|first| first.value > 0)
    }
}
