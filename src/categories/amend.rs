//! The verb: changes what a category says and who can win it. Whoever no longer suits it leaves
//! its paper, and the lead is told how many.

use super::define::summary;
use super::model::Terms;
use super::store;
use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::phase::{Act, require};
use crate::error::Result;
use crate::ids::EditionId;
use crate::store::db::Db;

/// Changes a category, and answers how many nominees had to leave its paper.
///
/// # Errors
/// [`crate::error::Error::NotFound`]; [`crate::error::Error::Conflict`] once voting has opened.
pub fn amend(
    db: &mut Db,
    edition: EditionId,
    slug: &str,
    actor: &str,
    terms: &Terms,
    now: Timestamp,
) -> Result<usize> {
    let edition = editions::store::locked(db, edition)?;
    require(Act::EditRules, edition.phase, &edition.calendar, now)?;
    let paper = store::paper(db, edition.id, slug)?;
    let before = &paper.category;
    if before.terms == *terms {
        return Ok(0);
    }
    let unsuited = paper
        .candidates
        .iter()
        .filter(|candidate| !terms.fit(&candidate.nominee))
        .map(|candidate| candidate.nominee.id)
        .collect();
    store::set_terms(db, before.id, terms)?;
    store::take_off(db, before.id, &unsuited)?;
    let (old, new) = (summary(slug, &before.terms), summary(slug, terms));
    let detail = if old == new {
        format!("{slug}: its charter")
    } else {
        format!("{old}; now {new}; {} taken off", unsuited.len())
    };
    let entry = Draft::of(edition.id, actor, "changed a category", detail);
    audit::store::append(db, entry, now)?;
    Ok(unsuited.len())
}
