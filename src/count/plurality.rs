//! Plurality: each ballot counts for its first choice, and the nominee with the most ballots wins.
//! Also called first past the post.
//!
//! Source: the plain choice of most statutes; as a rule for more than two, examined by
//! J.-C. de Borda, "Mémoire sur les élections au scrutin" (1781). A ballot whose first choice is
//! two or more nominees says more than one thing and is spoiled.

use super::amount::Amount;
use super::book::{Book, Code};
use super::field::{Claim, Field, finish, outcome};
use super::method::Method;
use super::outcome::Outcome;
use super::paper::{Shape, Spoil};
use super::profile::{Profile, on_book};
use super::reading::{marks, papers};
use super::rules::Rules;

/// First choices, and the papers that have more than one.
struct First {
    votes: Vec<u64>,
    unclear: u64,
}

pub(super) fn count(profile: &Profile, rules: &Rules, field: &Field) -> Outcome {
    let shape = profile.shape();
    let first = on_book!(profile, book => first_choices(book, shape, field, profile.slate().len()));
    let mut papers = papers(profile, field);
    if first.unclear > 0 {
        papers.valid -= first.unclear;
        *papers.spoiled.entry(Spoil::TooManyMarks).or_default() += first.unclear;
    }
    let claims = field.positions().filter_map(|position| {
        let key = first.votes.get(usize::from(position)).copied()?;
        Some(Claim { position, key, total: Some(Amount::whole(key)) })
    });
    let seats = usize::from(rules.seats.get());
    let done = finish(profile.slate(), claims.collect(), seats, |claim| claim.key == 0);
    outcome(Method::Plurality, profile, rules, done, papers)
}

fn first_choices<C: Code>(book: &Book<C>, shape: Shape, field: &Field, len: usize) -> First {
    let mut first = First { votes: vec![0; len], unclear: 0 };
    for (codes, weight) in book.iter() {
        match best(shape, codes, field) {
            Best::Nobody => {}
            Best::Several => first.unclear += weight,
            Best::One(at) => {
                if let Some(votes) = first.votes.get_mut(at) {
                    *votes += weight;
                }
            }
        }
    }
    first.votes.resize(first.votes.len().max(usize::from(u16::MAX)), 0);
    first
}

enum Best {
    Nobody,
    One(usize),
    Several,
}

/// The one nominee in the race that a ballot puts above all others.
fn best<C: Code>(shape: Shape, codes: &[C], field: &Field) -> Best {
    let mut best = Best::Nobody;
    let mut grade = 0;
    for mark in marks(shape, codes).filter(|mark| field.has(mark.code.at())) {
        let better = match (&best, shape) {
            (Best::Nobody, _) => true,
            (_, Shape::Scored) => mark.grade > grade,
            (_, Shape::Ranked | Shape::Approved) => false,
        };
        if better {
            best = Best::One(mark.code.at());
            grade = mark.grade;
        } else if mark.grade == grade {
            best = Best::Several;
        } else if shape == Shape::Ranked {
            break;
        }
    }
    best
}
