//! The verb: changes what is set of a source. With other rules its next pass reads everything
//! anew; what was taken in stays.

use super::model::Settings;
use super::store;
use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::phase::{Act, require};
use crate::error::Result;
use crate::ids::{EditionId, SourceId};
use crate::store::db::Db;

/// Changes it.
///
/// # Errors
/// [`crate::error::Error::NotFound`] for a source of another edition;
/// [`crate::error::Error::Conflict`] once voting has opened.
pub fn amend(
    db: &mut Db,
    edition: EditionId,
    id: SourceId,
    settings: &Settings,
    actor: &str,
    now: Timestamp,
) -> Result<()> {
    let edition = editions::store::locked(db, edition)?;
    require(Act::Nominate, edition.phase, &edition.calendar, now)?;
    let source = store::of_edition(db, edition.id)?.into_iter().find(|source| source.id == id);
    let source = source.ok_or_else(store::unknown)?;
    if source.settings == *settings {
        return Ok(());
    }
    let next_at = match (source.settings.every_minutes, settings.every_minutes) {
        // Without a schedule, only a pause or something that broke off wants another pass.
        (None, None) => source.next_at,
        (Some(_), None) => None,
        (Some(before), Some(every)) if before == every => source.next_at,
        (_, Some(_)) => Some(now),
    };
    store::set_settings(db, id, settings, next_at)?;
    let rules = if source.settings.rules == settings.rules { "" } else { "; other rules" };
    let detail = format!(
        "{} {}: nominees by themselves: {}, comments nominate: {}{rules}",
        source.place.kind(),
        source.place.name(),
        settings.admission.as_str(),
        settings.nominators.as_str(),
    );
    audit::store::append(db, Draft::of(edition.id, actor, "changed a source", detail), now)
}
