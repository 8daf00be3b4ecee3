//! The verb: chooses who stands in a category. Who stays keeps their number; who leaves takes
//! it along.

use std::collections::BTreeSet;
use std::fmt;

use super::model::{Also, Choice};
use super::store;
use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::phase::{Act, require};
use crate::error::{Error, Result};
use crate::ids::{CategoryId, EditionId, NomineeId};
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

impl fmt::Display for Chosen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { added, taken_off, standing } = self;
        write!(f, "{added} added, {taken_off} taken off, {standing} standing")
    }
}

/// Chooses who stands in a category.
///
/// # Errors
/// [`Error::Invalid`] for who is no nominee of that kind; [`Error::NotFound`];
/// [`Error::Conflict`] once voting has opened, and where a measure chooses.
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
    if let Some(measure) = category.terms.shortlisted_by() {
        return Err(Error::conflict(
            format!("A measure chooses who stands here: {}.", measure.sentence()),
            "To choose by hand, change how the category is decided.",
        ));
    }
    let mut fit = nominees::store::of_edition(db, edition.id)?;
    fit.retain(|nominee| category.terms.fit(nominee));
    all_known(&fit, choice)?;
    let wanted: Vec<NomineeId> =
        fit.iter().filter(|nominee| is_wanted(nominee, choice)).map(|nominee| nominee.id).collect();
    let chosen = set(db, category.id, &wanted)?;
    if chosen.added + chosen.taken_off > 0 {
        let detail = format!("{slug}: {chosen}");
        let entry = Draft::of(edition.id, actor, "chose the nominees", detail);
        audit::store::append(db, entry, now)?;
    }
    Ok(chosen)
}

/// Makes a paper hold these and nobody else. Part of a verb that has asked the phase already.
pub(super) fn set(db: &mut Db, category: CategoryId, wanted: &[NomineeId]) -> Result<Chosen> {
    let stood = store::numbers(db, category)?;
    let stood: BTreeSet<NomineeId> = stood.into_iter().map(|(_, id)| id).collect();
    let left: BTreeSet<NomineeId> =
        stood.iter().filter(|id| !wanted.contains(id)).copied().collect();
    let came: Vec<NomineeId> = wanted.iter().filter(|id| !stood.contains(id)).copied().collect();
    store::take_off(db, category, &left)?;
    store::add(db, category, &came)?;
    Ok(Chosen { added: came.len(), taken_off: left.len(), standing: wanted.len() })
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
