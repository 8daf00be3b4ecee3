//! The verb: brings the shortlists of an edition up to date, each to the nominees with the most of
//! what its category counts. It happens by itself when terms are saved, when sources bring
//! something, and when voting opens; a lead who admits or withdraws by hand can ask for it.

use super::choose::{self, Chosen};
use super::measure::{Measure, least};
use super::model::Terms;
use super::store;
use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::phase::{Act, require};
use crate::error::Result;
use crate::ids::{EditionId, NomineeId};
use crate::nominees;
use crate::nominees::model::Nominee;
use crate::store::db::Db;

/// A shortlist that has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewed {
    /// The category's part of addresses.
    pub slug: String,
    /// Who came and left.
    pub chosen: Chosen,
}

/// Brings the shortlists up to date, and answers which have changed. It stands in the audit log.
///
/// # Errors
/// [`crate::error::Error::Conflict`] once voting has opened.
pub fn renew(db: &mut Db, edition: EditionId, actor: &str, now: Timestamp) -> Result<Vec<Renewed>> {
    let edition = editions::store::locked(db, edition)?;
    require(Act::EditRules, edition.phase, &edition.calendar, now)?;
    let renewed = refresh(db, edition.id)?;
    record(db, edition.id, actor, &renewed, now)?;
    Ok(renewed)
}

/// Brings them up to date; who stays keeps their number. Part of a verb that has asked the phase
/// already, and that tells the log with [`record`].
///
/// # Errors
/// The database's.
pub fn refresh(db: &mut Db, edition: EditionId) -> Result<Vec<Renewed>> {
    let mut shortlists = Vec::new();
    for category in store::of_edition(db, edition)? {
        shortlists.extend(category.terms.shortlisted_by().map(|measure| (category, measure)));
    }
    if shortlists.is_empty() {
        return Ok(Vec::new());
    }
    let all = nominees::store::of_edition(db, edition)?;
    let mut renewed = Vec::new();
    for (category, measure) in shortlists {
        let chosen = choose::set(db, category.id, &chosen_by(measure, &category.terms, &all))?;
        if chosen.added + chosen.taken_off > 0 {
            renewed.push(Renewed { slug: category.slug, chosen });
        }
    }
    Ok(renewed)
}

/// Tells the audit log which shortlists have changed.
///
/// # Errors
/// The database's.
pub fn record(
    db: &mut Db,
    edition: EditionId,
    actor: &str,
    renewed: &[Renewed],
    now: Timestamp,
) -> Result<()> {
    for Renewed { slug, chosen } in renewed {
        let detail = format!("{slug}: {chosen}");
        let entry = Draft::of(edition, actor, "brought a shortlist up to date", detail);
        audit::store::append(db, entry, now)?;
    }
    Ok(())
}

/// Whom a shortlist's measure chooses among these nominees, in their order: the order of the
/// numbers tells nothing of the figures.
#[must_use]
pub fn chosen_by(measure: Measure, terms: &Terms, all: &[Nominee]) -> Vec<NomineeId> {
    let fit = all.iter().filter(|nominee| terms.fit(nominee));
    let value = |nominee: &Nominee| measure.metric.value(&nominee.of);
    let room = measure.role.most().unwrap_or(u16::MAX);
    let least = least(fit.clone().map(value), room);
    fit.filter(|nominee| value(nominee) >= least).map(|nominee| nominee.id).collect()
}
