//! The verb: chooses who stands in a category. Who stays keeps their number; who leaves takes
//! it along.

use std::collections::BTreeSet;

use super::model::{Also, Choice};
use super::store;
use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::phase::{Act, require};
use crate::error::{Error, Result};
use crate::ids::{EditionId, NomineeId};
use crate::nominees;
use crate::nominees::model::{Nominee, Subject};
use crate::store::db::Db;

/// What a choice changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen {
    /// Who came on the paper.
    pub added: usize,
    /// Who left it.
    pub taken_off: usize,
    /// Who stands on it now.
    pub standing: usize,
}

/// Chooses who stands in a category.
///
/// # Errors
/// [`Error::Invalid`] for who is no nominee of that kind; [`Error::NotFound`];
/// [`Error::Conflict`] once voting has opened.
pub fn choose(
    db: &mut Db,
    edition: EditionId,
    slug: &str,
    actor: &str,
    choice: &Choice,
    now: Timestamp,
) -> Result<Chosen> {
    let edition = editions::store::locked(db, edition)?;
    require(Act::EditRules, edition.phase, &edition.calendar, now)?;
    let category = store::by_slug(db, edition.id, slug)?;
    let mut fit = nominees::store::of_edition(db, edition.id)?;
    fit.retain(|nominee| category.terms.fit(nominee));
    all_known(&fit, choice)?;
    let wanted: Vec<NomineeId> =
        fit.iter().filter(|nominee| is_wanted(nominee, choice)).map(|nominee| nominee.id).collect();
    let stood = store::numbers(db, category.id)?;
    let stood: BTreeSet<NomineeId> = stood.into_iter().map(|(_, id)| id).collect();
    let left = stood.iter().filter(|id| !wanted.contains(id)).copied();
    let left: BTreeSet<NomineeId> = left.collect();
    let mut came = wanted.clone();
    came.retain(|id| !stood.contains(id));
    store::take_off(db, category.id, &left)?;
    store::add(db, category.id, &came)?;
    let chosen = Chosen { added: came.len(), taken_off: left.len(), standing: wanted.len() };
    if chosen.added + chosen.taken_off > 0 {
        let detail = format!(
            "{slug}: {} added, {} taken off, {} standing",
            chosen.added, chosen.taken_off, chosen.standing
        );
        let entry = Draft::of(edition.id, actor, "chose the nominees", detail);
        audit::store::append(db, entry, now)?;
    }
    Ok(chosen)
}

fn all_known(fit: &[Nominee], choice: &Choice) -> Result<()> {
    let known: BTreeSet<&str> = fit.iter().map(|nominee| nominee.of.slug()).collect();
    match choice.ticked.iter().find(|slug| !known.contains(slug.as_str())) {
        None => Ok(()),
        Some(slug) => Err(Error::invalid(
            "nominee",
            format!("{slug:?} is no nominee that can stand here. Admit it first, or untick it."),
        )),
    }
}

fn is_wanted(nominee: &Nominee, choice: &Choice) -> bool {
    let also = match (&choice.also, &nominee.of) {
        (Also::Nobody, _) => false,
        (Also::Everybody, _) => true,
        (Also::OfKind(kind), Subject::Story(card)) => card.story.kind == *kind,
        (Also::OfKind(_), Subject::Person(_)) => false,
    };
    also || choice.ticked.contains(nominee.of.slug())
}
