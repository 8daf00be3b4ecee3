//! [`Field`]: who is in the race, and the order of finish by totals.

use super::amount::Amount;
use super::method::Method;
use super::outcome::{Fate, Note, OtherDraws, Outcome, Papers, SCHEMA, Standing};
use super::profile::Profile;
use super::rules::Rules;
use super::slate::{Number, Presence, Slate};

/// The nominees in the race: those who stand, less any left out to see what would happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    inside: Vec<bool>,
}

/// One nominee's claim to a place.
pub(super) struct Claim<K> {
    pub(super) position: u16,
    /// More is better; equal keys share a place.
    pub(super) key: K,
    pub(super) total: Option<Amount>,
}

/// The standings in order of finish, and the labels of those who win.
pub(super) struct Finish {
    pub(super) standings: Vec<Standing>,
    pub(super) winners: Vec<String>,
}

impl Field {
    /// Everybody who stands.
    pub(super) fn of(slate: &Slate) -> Self {
        let stands = |presence| match presence {
            Presence::Standing => true,
            Presence::Withdrawn => false,
        };
        Self { inside: slate.nominees().iter().map(|n| stands(n.presence)).collect() }
    }

    /// The same without this one.
    pub(super) fn without(&self, position: u16) -> Self {
        let mut field = self.clone();
        if let Some(inside) = field.inside.get_mut(usize::from(position)) {
            *inside = false;
        }
        field
    }

    pub(super) fn has(&self, position: usize) -> bool {
        self.inside.get(position).copied().unwrap_or(false)
    }

    /// Whether all `len` nominees of the slate are in the race.
    pub(super) fn is_whole(&self) -> bool {
        self.inside.iter().all(|&inside| inside)
    }

    /// The positions of those in the race, in the paper's order.
    pub(super) fn positions(&self) -> impl Iterator<Item = u16> {
        (0..=u16::MAX)
            .zip(&self.inside)
            .filter(|(_, inside)| **inside)
            .map(|(position, _)| position)
    }

    pub(super) fn len(&self) -> usize {
        self.positions().count()
    }

    /// For each position of the slate its place among those in the race.
    pub(super) fn compact(&self) -> Vec<Option<usize>> {
        let mut next = 0..;
        self.inside.iter().map(|&inside| if inside { next.next() } else { None }).collect()
    }
}

/// The number at a position.
pub(super) fn number(slate: &Slate, position: u16) -> Number {
    slate.at(position).map_or(Number(0), |nominee| nominee.number)
}

/// Puts claims in order of finish: the best key first, equal keys on one place and in the
/// paper's order. The first `seats` places win, and whoever shares the last of them too.
/// Claims in `barred` (no support at all) take a place and cannot win.
pub(super) fn finish<K: Ord>(
    slate: &Slate,
    mut claims: Vec<Claim<K>>,
    seats: usize,
    barred: impl Fn(&Claim<K>) -> bool,
) -> Finish {
    claims.sort_by(|a, b| b.key.cmp(&a.key).then(a.position.cmp(&b.position)));
    let mut places: Vec<usize> = Vec::with_capacity(claims.len());
    let mut before: Option<(&K, usize)> = None;
    for (claim, nth) in claims.iter().zip(1..) {
        let place = before.filter(|(key, _)| **key == claim.key).map_or(nth, |(_, place)| place);
        before = Some((&claim.key, place));
        places.push(place);
    }
    let wins: Vec<bool> = claims
        .iter()
        .zip(&places)
        .map(|(claim, &place)| place <= seats && !barred(claim))
        .collect();
    let alone = |place: usize| places.iter().filter(|&&other| other == place).count() == 1;
    let winning: Vec<Fate> = places
        .iter()
        .zip(&wins)
        .map(|(&place, &wins)| match wins {
            false => Fate::Lost,
            true if alone(place) => Fate::Won,
            true => Fate::Shared,
        })
        .collect();
    let placed = claims.iter().zip(places.iter().zip(winning));
    let mut standings: Vec<Standing> = placed
        .filter_map(|(claim, (&place, fate))| {
            let nominee = slate.at(claim.position)?;
            Some(Standing {
                place: u32::try_from(place).unwrap_or(u32::MAX),
                number: nominee.number,
                label: nominee.label.clone(),
                fate,
                total: claim.total,
            })
        })
        .collect();
    let winners = standings.iter().filter(|s| s.fate.wins()).map(|s| s.label.clone()).collect();
    standings.extend(absent(slate, &claims));
    Finish { standings, winners }
}

/// The rows placed first: whole steps, until the seats are taken.
pub(super) fn leading(steps: &[usize], seats: usize) -> Vec<usize> {
    let before = |step: usize| steps.iter().filter(|&&other| other < step).count();
    let rows = steps.iter().enumerate().filter(|(_, step)| before(**step) < seats);
    rows.map(|(row, _)| row).collect()
}

/// Those who are not in the race, behind everybody else.
fn absent<K>(slate: &Slate, claims: &[Claim<K>]) -> Vec<Standing> {
    let mut inside = vec![false; slate.len()];
    for claim in claims {
        if let Some(inside) = inside.get_mut(usize::from(claim.position)) {
            *inside = true;
        }
    }
    let place = u32::try_from(claims.len() + 1).unwrap_or(u32::MAX);
    let outside = slate.nominees().iter().zip(inside).filter(|(_, inside)| !inside);
    outside
        .map(|(nominee, _)| Standing {
            place,
            number: nominee.number,
            label: nominee.label.clone(),
            fate: Fate::of(nominee.presence),
            total: None,
        })
        .collect()
}

/// An outcome with nothing in it but the order of finish and the papers.
pub(super) fn outcome(
    method: Method,
    profile: &Profile,
    rules: &Rules,
    finish: Finish,
    papers: Papers,
) -> Outcome {
    let mut notes = Vec::new();
    if profile.shape() != method.shape() {
        notes.push(Note::ReadFrom(profile.shape()));
    }
    if finish.winners.is_empty() {
        notes.push(Note::NobodySupported);
    } else if finish.winners.len() < usize::from(rules.seats.get()) {
        notes.push(Note::FewerThanSeats);
    }
    Outcome {
        schema: SCHEMA,
        method,
        rules: rules.clone(),
        winners: finish.winners,
        papers,
        standings: finish.standings,
        rounds: Vec::new(),
        quota: None,
        pairwise: None,
        paths: None,
        locks: Vec::new(),
        lots: Vec::new(),
        other_draws: OtherDraws::NoLot,
        notes,
    }
}
