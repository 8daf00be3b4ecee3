//! Approval: each ballot counts once for every nominee it approves of, and the nominee that the
//! most ballots approve of wins.
//!
//! Source: S. J. Brams and P. C. Fishburn, "Approval Voting", American Political Science Review
//! 72 (1978). Of a ranking, every nominee that is ranked counts as approved; of scores, every
//! nominee given at least half of the highest score.

use super::amount::Amount;
use super::book::{Book, Code};
use super::field::{Claim, Field, finish, outcome};
use super::method::Method;
use super::outcome::Outcome;
use super::paper::Shape;
use super::profile::{Profile, on_book};
use super::reading::{marks, papers};
use super::rules::Rules;

pub(super) fn count(profile: &Profile, rules: &Rules, field: &Field) -> Outcome {
    let least = match profile.shape() {
        Shape::Scored => rules.max_score.div_ceil(2),
        Shape::Ranked | Shape::Approved => 0,
    };
    let len = profile.slate().len();
    let votes = on_book!(profile, book => approvals(book, profile.shape(), least, len));
    let claims = field.positions().filter_map(|position| {
        let key = votes.get(usize::from(position)).copied()?;
        Some(Claim { position, key, total: Some(Amount::whole(key)) })
    });
    let seats = usize::from(rules.seats.get());
    let done = finish(profile.slate(), claims.collect(), seats, |claim| claim.key == 0);
    outcome(Method::Approval, profile, rules, done, papers(profile, field))
}

fn approvals<C: Code>(book: &Book<C>, shape: Shape, least: u16, len: usize) -> Vec<u64> {
    let mut votes = vec![0; len];
    for (codes, weight) in book.iter() {
        for mark in marks(shape, codes).filter(|mark| mark.grade >= least) {
            if let Some(votes) = votes.get_mut(mark.code.at()) {
                *votes += weight;
            }
        }
    }
    votes
}
