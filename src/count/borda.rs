//! Borda: a nominee gains a point for every nominee that a ballot ranks below it, and half a
//! point for every nominee ranked equal; the most points win.
//!
//! Source: J.-C. de Borda, "Mémoire sur les élections au scrutin" (1781); equal ranks and
//! unranked nominees share the points of the ranks they take up, as in D. Black, "The Theory of
//! Committees and Elections" (1958).

use super::amount::Amount;
use super::book::{Book, Code};
use super::field::{Claim, Field, finish, outcome};
use super::method::Method;
use super::outcome::Outcome;
use super::paper::Shape;
use super::profile::{Profile, on_book};
use super::ranked::ranked;
use super::reading::{all_silent, marks, papers};
use super::rules::Rules;

pub(super) fn count(profile: &Profile, rules: &Rules, field: &Field) -> Outcome {
    let points = half_points(profile, field);
    let claims = field.positions().filter_map(|position| {
        let key = points.get(usize::from(position)).copied()?;
        Some(Claim { position, key, total: Some(Amount::of(key, 2)) })
    });
    let seats = usize::from(rules.seats.get());
    let papers = papers(profile, field);
    let silent = all_silent(&ranked(profile), field);
    let done = finish(profile.slate(), claims.collect(), seats, |_| silent);
    outcome(Method::Borda, profile, rules, done, papers)
}

/// Twice the points of each position, so that halves stay whole numbers.
pub(super) fn half_points(profile: &Profile, field: &Field) -> Vec<u128> {
    let ranked = ranked(profile);
    on_book!(ranked, book => add_up(book, field, profile.slate().len()))
}

fn add_up<C: Code>(book: &Book<C>, field: &Field, len: usize) -> Vec<u128> {
    let mut points = vec![0_u128; len];
    let mut everybody: u128 = 0;
    let runners = field.len();
    let mut tiers: Vec<(usize, u16)> = Vec::new();
    for (codes, weight) in book.iter() {
        tiers.clear();
        tiers.extend(
            marks(Shape::Ranked, codes)
                .filter(|mark| field.has(mark.code.at()))
                .map(|mark| (mark.code.at(), mark.grade)),
        );
        if tiers.is_empty() {
            continue;
        }
        // Each unranked nominee is equal to every other unranked one: so much for everybody, and
        // the ranked are given the difference.
        let floor = (runners - tiers.len()).saturating_sub(1);
        everybody += wide(floor) * u128::from(weight);
        let mut above = 0;
        for tier in tiers.chunk_by(|a, b| a.1 == b.1) {
            let below = runners - above - tier.len();
            let gain = wide(2 * below + tier.len() - 1 - floor) * u128::from(weight);
            for (at, _) in tier {
                if let Some(points) = points.get_mut(*at) {
                    *points += gain;
                }
            }
            above += tier.len();
        }
    }
    points.iter().map(|points| points + everybody).collect()
}

fn wide(count: usize) -> u128 {
    u128::try_from(count).unwrap_or(u128::MAX)
}
