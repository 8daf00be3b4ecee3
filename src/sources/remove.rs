//! The verb: forgets a source. What was taken in from it stays.

use super::store;
use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::editions;
use crate::error::Result;
use crate::ids::{EditionId, SourceId};
use crate::store::db::Db;

/// Forgets it. A pass that runs is refused at its next batch.
///
/// # Errors
/// [`crate::error::Error::NotFound`] for a source of another edition.
pub fn remove(
    db: &mut Db,
    edition: EditionId,
    id: SourceId,
    actor: &str,
    now: Timestamp,
) -> Result<()> {
    // As every verb does: a pass that runs locks the edition before its own rows.
    editions::store::locked(db, edition)?;
    let source = store::of_edition(db, edition)?.into_iter().find(|source| source.id == id);
    let source = source.ok_or_else(store::unknown)?;
    store::remove(db, id)?;
    let detail = format!("{} {}", source.place.kind(), source.place.name());
    audit::store::append(db, Draft::of(edition, actor, "removed a source", detail), now)
}
