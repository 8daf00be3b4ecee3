//! Opening nominations: the edition becomes public, and stories come in.

use super::phase::{Act, Phase, require};
use super::store;
use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::ids::EditionId;
use crate::store::db::Db;

/// Opens them. `actor` is a lead's display name, or `the calendar`.
///
/// # Errors
/// [`crate::error::Error::Conflict`] if they were opened before.
pub fn open(db: &mut Db, edition: EditionId, actor: &str, now: Timestamp) -> Result<()> {
    let edition = store::locked(db, edition)?;
    require(Act::OpenNominations, edition.phase, &edition.calendar, now)?;
    // By hand and earlier than planned: the calendar tells what happened.
    let mut calendar = edition.calendar;
    if calendar.nominating_opens_at.is_none_or(|at| at > now) {
        calendar.nominating_opens_at = Some(now);
        store::set_calendar(db, edition.id, &calendar)?;
    }
    store::move_to(db, edition.id, Phase::Nominating, now)?;
    let line = Draft::of(edition.id, actor, "opened nominations", "");
    audit::store::append(db, line, now)
}
