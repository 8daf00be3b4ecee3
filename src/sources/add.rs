//! The verb: adds a source to an edition.

use super::draft::Draft;
use super::model::Source;
use super::store;
use crate::audit;
use crate::audit::model::Draft as Line;
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::phase::{Act, require};
use crate::error::{Error, Result};
use crate::ids::{EditionId, SourceId};
use crate::store::db::Db;

/// Adds it. With a schedule it is read at once.
///
/// # Errors
/// [`Error::Invalid`] if the edition has it already; [`Error::Conflict`] once voting has opened.
pub fn add(
    db: &mut Db,
    edition: EditionId,
    draft: Draft,
    actor: &str,
    now: Timestamp,
) -> Result<Source> {
    let edition = editions::store::locked(db, edition)?;
    require(Act::Nominate, edition.phase, &edition.calendar, now)?;
    let Draft { place, repository, settings } = draft;
    if same(db, edition.id, &place)?.is_some() {
        return Err(Error::invalid(
            "repository",
            "This edition reads it already. Change its rules instead.",
        ));
    }
    let next_at = settings.every_minutes.map(|_| now);
    let id = SourceId::new();
    let source = Source { id, edition: edition.id, place, repository, settings, next_at };
    store::put(db, &source, now)?;
    let detail = format!("{} {}", source.place.kind(), source.place.name());
    audit::store::append(db, Line::of(edition.id, actor, "added a source", detail), now)?;
    Ok(source)
}

/// The source that reads that place already.
///
/// # Errors
/// The database's.
pub fn same(
    db: &mut Db,
    edition: EditionId,
    place: &crate::submissions::source::any::Source,
) -> Result<Option<Source>> {
    let known = store::of_edition(db, edition)?;
    let key = |place: &crate::submissions::source::any::Source| {
        (place.kind(), place.locator().to_ascii_lowercase(), place.api_url().to_owned())
    };
    Ok(known.into_iter().find(|source| key(&source.place) == key(place)))
}
