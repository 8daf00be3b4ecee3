//! Ballots of any shape, read as rankings.
//!
//! Approved nominees are one tier. Scores rank from the highest down, and a score of nought
//! ranks a nominee no higher than no score at all. What is not ranked stands below all that is,
//! and equal among itself.

use std::borrow::Cow;

use super::book::{Book, Code};
use super::paper::{Mark, Shape};
use super::profile::{Profile, on_book};
use super::reading::marks;

/// The same ballots as rankings. What they say of papers (blank, spoiled) is not taken over.
pub(super) fn ranked(profile: &Profile) -> Cow<'_, Profile> {
    if profile.shape() == Shape::Ranked {
        return Cow::Borrowed(profile);
    }
    let mut ranked = Profile::new(profile.slate().clone(), Shape::Ranked);
    on_book!(profile, book => translate(book, profile.shape(), &mut ranked));
    ranked.seal();
    Cow::Owned(ranked)
}

fn translate<C: Code>(book: &Book<C>, shape: Shape, ranked: &mut Profile) {
    let mut list = Vec::new();
    for (codes, weight) in book.iter() {
        list.clear();
        list.extend(marks(shape, codes).filter_map(|mark| match shape {
            Shape::Scored if mark.grade == 0 => None,
            Shape::Scored => {
                Some(Mark { grade: u16::MAX - mark.grade, position: mark.code.into() })
            }
            Shape::Approved | Shape::Ranked => {
                Some(Mark { grade: mark.grade, position: mark.code.into() })
            }
        }));
        // Cannot fail: there are no more marks and papers than in the profile that is read.
        let _ = ranked.add_marks(&list, weight);
    }
}
