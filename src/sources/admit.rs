//! What becomes a nominee by itself: stories as the source's rule says, and the people behind
//! them; each joins the papers that new nominees join. Who was withdrawn or declined stays so.

use std::collections::BTreeSet;

use super::model::{Admission, Source};
use crate::categories::join::join;
use crate::error::Result;
use crate::nominees::admit::ensure;
use crate::nominees::model::SubjectId;
use crate::nominees::store;
use crate::store::db::Db;
use crate::submissions;
use crate::submissions::model::StoryCard;
use crate::submissions::source::found::{Standing, State};

/// Admits what is new, and answers how many nominees that made.
///
/// # Errors
/// The database's.
pub fn admit(db: &mut Db, source: &Source) -> Result<usize> {
    let admission = source.settings.admission;
    let repository = source.repository.as_str();
    if admission == Admission::ByHand || repository.is_empty() {
        return Ok(0);
    }
    let known: BTreeSet<SubjectId> =
        store::bare(db, source.edition)?.into_iter().map(|nominee| nominee.of).collect();
    let cards = submissions::store::stories(db, source.edition)?;
    let mut fresh: BTreeSet<SubjectId> = BTreeSet::new();
    for card in cards.iter().filter(|card| is_meant(card, admission, repository)) {
        fresh.insert(SubjectId::Story(card.story.id));
        fresh.extend(card.authors.iter().map(|line| SubjectId::Person(line.person)));
    }
    fresh.retain(|of| !known.contains(of));
    if fresh.is_empty() {
        return Ok(0);
    }
    let admitted = ensure(db, source.edition, fresh)?;
    join(db, source.edition, &admitted)?;
    Ok(admitted.len())
}

fn is_meant(card: &StoryCard, admission: Admission, repository: &str) -> bool {
    let from = &card.submission;
    let state = match (admission, from.state) {
        (Admission::ByHand, _) | (_, State::Closed) => false,
        (Admission::Merged, state) => state == State::Merged,
        (Admission::All, _) => true,
    };
    let is_there = card.story.standing == Standing::Present;
    state
        && is_there
        && from.exclusion.is_none()
        && from.repository.eq_ignore_ascii_case(repository)
}
