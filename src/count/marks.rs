//! [`Marks`]: what one paper says, checked against its slate.
//!
//! This is the form in which a web ballot is stored: compact JSON that always reads the same
//! for the same choice, in whatever order the boxes were ticked. A paper that cannot be counted
//! as its voter meant it is refused here, with words; files of ballots cast elsewhere have
//! rules instead, in [`super::profile`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::marks_problem::MarksProblem;
use super::method::Method;
use super::paper::{Mark, ProfileProblem, Shape};
use super::profile::Profile;
use super::slate::{Nominee, Number, Presence, Slate};

/// What one paper says. Every list is in order of number, so equal choices are equal text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Marks {
    /// One nominee, or nobody (a blank paper).
    Chosen(Option<Number>),
    /// Every nominee approved of.
    Approved(Vec<Number>),
    /// Tiers from the best down; the nominees of one tier are ranked equal.
    Ranked(Vec<Vec<Number>>),
    /// A score each; nominees that are not named got no score.
    Scored(Vec<(Number, u16)>),
}

/// One mark as it was typed: a nominee's number, with its rank or score where there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The nominee's number on the paper.
    pub number: u32,
    /// The rank from 1 or the score; nothing for a choice or an approval.
    pub grade: Option<u32>,
}

/// What a paper allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most nominees that may be marked; no limit where there is none.
    pub max_marks: Option<u16>,
    /// The highest score.
    pub max_score: u16,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_marks: None, max_score: 5 }
    }
}

impl Marks {
    /// Reads one paper as typed.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the entries.
    pub fn parse(
        method: Method,
        slate: &Slate,
        limits: Limits,
        entries: &[Entry],
    ) -> Result<Self, Vec<MarksProblem>> {
        let mut reading = Reading { slate, problems: Vec::new(), seen: BTreeMap::new() };
        for entry in entries {
            reading.take(method, limits, *entry);
        }
        let found = reading.seen.len().try_into().unwrap_or(u64::MAX);
        reading.problems.extend(too_many(method, limits, found));
        if !reading.problems.is_empty() {
            return Err(reading.problems);
        }
        let seen = reading.seen;
        Ok(match (method, method.shape()) {
            (Method::Plurality, _) => Self::Chosen(seen.keys().next().copied()),
            (_, Shape::Approved) => Self::Approved(seen.into_keys().collect()),
            (_, Shape::Scored) => Self::Scored(seen.into_iter().collect()),
            (_, Shape::Ranked) => {
                let mut tiers: BTreeMap<u16, Vec<Number>> = BTreeMap::new();
                for (number, rank) in seen {
                    tiers.entry(rank).or_default().push(number);
                }
                Self::Ranked(tiers.into_values().collect())
            }
        })
    }

    /// Checks marks that were read from elsewhere (a stored paper, a bundle).
    ///
    /// # Errors
    /// Everything that is wrong with them.
    pub fn check(
        &self,
        method: Method,
        slate: &Slate,
        limits: Limits,
    ) -> Result<(), Vec<MarksProblem>> {
        let fits = match self {
            Self::Chosen(_) => method == Method::Plurality,
            Self::Approved(_) => method.shape() == Shape::Approved,
            Self::Ranked(_) => method != Method::Plurality && method.shape() == Shape::Ranked,
            Self::Scored(_) => method.shape() == Shape::Scored,
        };
        if !fits {
            return Err(vec![MarksProblem::WrongKind { method }]);
        }
        Self::parse(method, slate, limits, &self.entries()).map(drop)
    }

    /// The marks as they would be typed.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        let entry = |number: Number, grade| Entry { number: number.0.into(), grade };
        match self {
            Self::Chosen(choice) => choice.iter().map(|&n| entry(n, None)).collect(),
            Self::Approved(list) => list.iter().map(|&n| entry(n, None)).collect(),
            Self::Scored(list) => list.iter().map(|&(n, s)| entry(n, Some(s.into()))).collect(),
            Self::Ranked(tiers) => {
                let ranked = tiers.iter().zip(1_u32..);
                ranked.flat_map(|(tier, k)| tier.iter().map(move |&n| entry(n, Some(k)))).collect()
            }
        }
    }

    /// Whether nothing is marked.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Chosen(choice) => choice.is_none(),
            Self::Approved(list) => list.is_empty(),
            Self::Ranked(tiers) => tiers.iter().all(Vec::is_empty),
            Self::Scored(list) => list.is_empty(),
        }
    }
}

impl Profile {
    /// Adds `weight` papers that say this; numbers are looked up on the slate.
    ///
    /// # Errors
    /// A number that is not on the slate, marks of another shape, or no room left.
    pub fn add(&mut self, marks: &Marks, weight: u64) -> Result<(), ProfileProblem> {
        let shape = match marks {
            Marks::Chosen(_) | Marks::Ranked(_) => Shape::Ranked,
            Marks::Approved(_) => Shape::Approved,
            Marks::Scored(_) => Shape::Scored,
        };
        if shape != self.shape() {
            return Err(ProfileProblem::WrongShape(self.shape()));
        }
        let mut list = Vec::new();
        for entry in marks.entries() {
            let number = u16::try_from(entry.number).unwrap_or(u16::MAX);
            let found = self.slate().position(Number(number));
            let position = found.ok_or(ProfileProblem::UnknownNumber(Number(number)))?;
            let grade = u16::try_from(entry.grade.unwrap_or(0)).unwrap_or(u16::MAX);
            list.push(Mark { grade, position });
        }
        self.add_marks(&list, weight)
    }
}

/// A paper half read.
struct Reading<'a> {
    slate: &'a Slate,
    problems: Vec<MarksProblem>,
    /// Each nominee marked so far, with its grade.
    seen: BTreeMap<Number, u16>,
}

impl Reading<'_> {
    fn take(&mut self, method: Method, limits: Limits, entry: Entry) {
        let number = u16::try_from(entry.number).ok().map(Number);
        let Some(nominee) = number.and_then(|number| self.slate.find(number)) else {
            self.problems.push(MarksProblem::UnknownNominee(entry.number));
            return;
        };
        if nominee.presence == Presence::Withdrawn {
            self.problems.push(MarksProblem::Withdrawn(nominee.label.clone()));
            return;
        }
        match grade(method, limits, nominee, entry.grade) {
            Err(problem) => self.problems.push(problem),
            Ok(grade) => {
                if self.seen.insert(nominee.number, grade).is_some() {
                    self.problems.push(MarksProblem::NomineeTwice(nominee.label.clone()));
                }
            }
        }
    }
}

fn grade(
    method: Method,
    limits: Limits,
    nominee: &Nominee,
    typed: Option<u32>,
) -> Result<u16, MarksProblem> {
    let label = || nominee.label.clone();
    match (method, method.shape()) {
        (Method::Plurality, _) | (_, Shape::Approved) => Ok(0),
        (_, Shape::Ranked) => typed
            .and_then(|rank| u16::try_from(rank).ok())
            .filter(|&rank| rank > 0)
            .ok_or_else(|| MarksProblem::NoRank(label())),
        (_, Shape::Scored) => {
            let score = typed.ok_or_else(|| MarksProblem::NoScore(label()))?;
            let highest = limits.max_score;
            let fitting = u16::try_from(score).ok().filter(|&score| score <= highest);
            fitting.ok_or_else(|| MarksProblem::ScoreTooHigh { label: label(), score, highest })
        }
    }
}

fn too_many(method: Method, limits: Limits, found: u64) -> Option<MarksProblem> {
    if method == Method::Plurality {
        return (found > 1).then_some(MarksProblem::MoreThanOneChoice(found));
    }
    let allowed = limits.max_marks?;
    (found > allowed.into()).then_some(MarksProblem::TooManyMarks { allowed, found })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slate() -> Slate {
        let mut nominees = vec![
            Nominee::new(Number(1), "Ana"),
            Nominee::new(Number(2), "Bo"),
            Nominee::new(Number(5), "Cy"),
            Nominee::new(Number(6), "Di"),
        ];
        nominees[3].presence = Presence::Withdrawn;
        Slate::new(nominees).unwrap()
    }

    fn typed(entries: &[(u32, Option<u32>)]) -> Vec<Entry> {
        entries.iter().map(|&(number, grade)| Entry { number, grade }).collect()
    }

    #[test]
    fn the_same_choice_is_the_same_text_whatever_the_order_of_the_clicks() {
        let read = |method, entries: &[(u32, Option<u32>)]| {
            let marks = Marks::parse(method, &slate(), Limits::default(), &typed(entries)).unwrap();
            let json = serde_json::to_string(&marks).unwrap();
            assert_eq!(serde_json::from_str::<Marks>(&json).unwrap(), marks);
            marks.check(method, &slate(), Limits::default()).unwrap();
            json
        };
        assert_eq!(read(Method::Approval, &[(5, None), (1, None)]), r#"{"approved":[1,5]}"#);
        assert_eq!(read(Method::Plurality, &[(2, None)]), r#"{"chosen":2}"#);
        assert_eq!(read(Method::Plurality, &[]), r#"{"chosen":null}"#);
        assert_eq!(
            read(Method::Schulze, &[(5, Some(7)), (2, Some(7)), (1, Some(3))]),
            r#"{"ranked":[[1],[2,5]]}"#
        );
        assert_eq!(
            read(Method::Star, &[(5, Some(0)), (1, Some(4))]),
            r#"{"scored":[[1,4],[5,0]]}"#
        );
    }

    #[test]
    fn every_fault_of_a_paper_is_named() {
        let faults = |method, limits, entries: &[(u32, Option<u32>)]| {
            Marks::parse(method, &slate(), limits, &typed(entries)).unwrap_err()
        };
        let usual = Limits::default();
        assert_eq!(
            faults(Method::Approval, usual, &[(3, None), (6, None), (1, None), (1, None)]),
            [
                MarksProblem::UnknownNominee(3),
                MarksProblem::Withdrawn("Di".into()),
                MarksProblem::NomineeTwice("Ana".into()),
            ]
        );
        assert_eq!(
            faults(Method::Plurality, usual, &[(1, None), (2, None)]),
            [MarksProblem::MoreThanOneChoice(2)]
        );
        let two = Limits { max_marks: Some(2), max_score: 5 };
        assert_eq!(
            faults(Method::Approval, two, &[(1, None), (2, None), (5, None)]),
            [MarksProblem::TooManyMarks { allowed: 2, found: 3 }]
        );
        assert_eq!(
            faults(Method::Score, usual, &[(1, Some(6)), (2, None)]),
            [
                MarksProblem::ScoreTooHigh { label: "Ana".into(), score: 6, highest: 5 },
                MarksProblem::NoScore("Bo".into()),
            ]
        );
        assert_eq!(
            faults(Method::Borda, usual, &[(1, Some(0)), (2, None), (70_000, Some(1))]),
            [
                MarksProblem::NoRank("Ana".into()),
                MarksProblem::NoRank("Bo".into()),
                MarksProblem::UnknownNominee(70_000),
            ]
        );
    }

    #[test]
    fn marks_of_another_kind_do_not_pass_the_check() {
        let approved = Marks::Approved(vec![Number(1)]);
        let found = approved.check(Method::Star, &slate(), Limits::default()).unwrap_err();
        assert_eq!(found, [MarksProblem::WrongKind { method: Method::Star }]);
        let twice = Marks::Ranked(vec![vec![Number(1)], vec![Number(1)]]);
        assert!(twice.check(Method::Borda, &slate(), Limits::default()).is_err());
    }
}
