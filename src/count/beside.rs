//! Beside the winner: how close it was, whether it hung on who else stood, and what the other
//! methods would have said of the same ballots.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::field::{Field, number};
use super::margin::{Margin, margin, winning};
use super::method::Method;
use super::outcome::{CountProblem, Outcome};
use super::pairwise::{MOST_COMPARED, Matrix};
use super::profile::{Profile, on_book};
use super::ranked::ranked;
use super::rules::Rules;
use super::slate::{Number, Slate};
use super::{borda, plurality, ranked_pairs, runoff, schulze, star, stv};

/// What a reader asks beside who won.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// The smallest change that gives other winners.
    pub margin: Margin,
    /// Whether it hung on who else stood.
    pub without: Without,
    /// Whom more ballots put above each other nominee than below it, where there is such a one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condorcet_winner: Option<Number>,
    /// What each other method says of the same ballots.
    pub other_methods: Vec<OtherMethod>,
}

/// What happens if one losing nominee had not stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Without {
    /// How many losing nominees there are.
    pub losers: u32,
    /// How many were left out in turn; fewer than all where trying all takes too long, and then
    /// the best placed.
    pub tried: u32,
    /// Those without whom others win.
    pub changes: Vec<Change>,
}

/// Other winners without one loser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Who is left out.
    pub without: Number,
    /// Who wins then.
    pub winners: Vec<String>,
}

/// What another method says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherMethod {
    /// The method.
    pub method: Method,
    /// Its winners; `None` where it cannot read these ballots.
    pub winners: Option<Vec<String>>,
}

/// The work that leaving out losers may take, in steps of about a nanosecond.
const WORK: u64 = 5_000_000_000;

/// Works out what stands beside an outcome of these ballots. `count_by` counts them by another
/// method.
pub(super) fn beside(
    outcome: &Outcome,
    profile: &Profile,
    rules: &Rules,
    count_by: impl Fn(Method) -> Result<Outcome, CountProblem>,
) -> Beside {
    let field = Field::of(profile.slate());
    let others = Method::ALL.into_iter().filter(|&method| method != outcome.method);
    Beside {
        margin: margin(outcome, profile, rules, &field),
        without: without(outcome, profile, rules, &field),
        condorcet_winner: condorcet_winner(profile, &field),
        other_methods: others
            .map(|method| OtherMethod {
                method,
                winners: count_by(method).ok().map(|outcome| outcome.winners),
            })
            .collect(),
    }
}

fn condorcet_winner(profile: &Profile, field: &Field) -> Option<Number> {
    if field.len() > MOST_COMPARED {
        return None;
    }
    let matrix = Matrix::of(profile, field);
    let row = matrix.condorcet_winner()?;
    Some(number(profile.slate(), matrix.position(row)))
}

fn without(outcome: &Outcome, profile: &Profile, rules: &Rules, field: &Field) -> Without {
    let slate = profile.slate();
    let winners = winning(outcome, slate);
    let lost = outcome.standings.iter().filter(|standing| !standing.fate.wins());
    let losers: Vec<u16> = lost
        .filter_map(|standing| slate.position(standing.number))
        .filter(|&position| field.has(usize::from(position)))
        .collect();
    let mut sorted = winners.clone();
    sorted.sort_unstable();
    let trial = Trial::of(outcome.method, profile, field);
    let affordable =
        usize::try_from(WORK / trial.work(profile, field).max(1)).unwrap_or(usize::MAX);
    let tried = if winners.is_empty() { 0 } else { affordable.min(losers.len()) };
    let changes = losers.iter().take(tried).filter_map(|&loser| {
        let mut now = trial.winners_without(profile, rules, field, loser)?;
        now.sort_unstable();
        (now != sorted).then(|| Change {
            without: slate.at(loser).map_or(Number(0), |nominee| nominee.number),
            winners: labels(&now, slate),
        })
    });
    Without {
        losers: u32::try_from(losers.len()).unwrap_or(u32::MAX),
        tried: u32::try_from(tried).unwrap_or(u32::MAX),
        changes: changes.collect(),
    }
}

fn labels(positions: &[u16], slate: &Slate) -> Vec<String> {
    positions.iter().filter_map(|&p| Some(slate.at(p)?.label.clone())).collect()
}

/// What is needed to count again without one nominee, read from the ballots once.
enum Trial<'a> {
    /// Nominees are judged one by one: leaving out another changes nothing.
    Unchanged,
    /// Head to head: the rest of the table stays.
    Compared(Method, Matrix),
    /// Counted again from rankings.
    Ranked(Method, Box<Cow<'a, Profile>>),
    /// Counted again as it is.
    Again(Method),
}

impl<'a> Trial<'a> {
    fn of(method: Method, profile: &'a Profile, field: &Field) -> Self {
        match method {
            Method::Approval | Method::Score => Self::Unchanged,
            Method::Schulze | Method::RankedPairs => {
                Self::Compared(method, Matrix::of(profile, field))
            }
            Method::InstantRunoff | Method::Stv => Self::Ranked(method, Box::new(ranked(profile))),
            Method::Plurality | Method::Star | Method::Borda => Self::Again(method),
        }
    }

    /// About how long one trial takes, in nanoseconds.
    fn work(&self, profile: &Profile, field: &Field) -> u64 {
        let cube = u64::try_from(field.len()).map_or(u64::MAX, |len| len.saturating_pow(3));
        match self {
            Self::Unchanged => 1,
            Self::Compared(..) => cube,
            Self::Ranked(_, ranked) => on_book!(ranked, book => runoff::work(book, field.len())),
            Self::Again(_) => on_book!(profile, book => runoff::work(book, 0)),
        }
    }

    fn winners_without(
        &self,
        profile: &Profile,
        rules: &Rules,
        field: &Field,
        loser: u16,
    ) -> Option<Vec<u16>> {
        let fewer = field.without(loser);
        let positions = |outcome: &Outcome| winning(outcome, profile.slate());
        match self {
            Self::Unchanged => None,
            Self::Compared(method, matrix) => {
                let matrix = matrix.without(loser);
                let rows = if *method == Method::Schulze {
                    schulze::winners(&matrix, rules)
                } else {
                    ranked_pairs::winners(&matrix, profile.slate(), rules)
                };
                Some(rows.into_iter().map(|row| matrix.position(row)).collect())
            }
            Self::Ranked(Method::Stv, ranked) => Some(stv::winners(ranked, rules, &fewer)),
            Self::Ranked(_, ranked) => Some(runoff::winners(ranked, rules, &fewer)),
            Self::Again(Method::Star) => Some(positions(&star::count(profile, rules, &fewer))),
            Self::Again(Method::Borda) => Some(positions(&borda::count(profile, rules, &fewer))),
            Self::Again(_) => Some(positions(&plurality::count(profile, rules, &fewer))),
        }
    }
}
