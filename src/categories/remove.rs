//! The verb: removes a category with its nominations; the stories and people stay nominees.

use super::define::summary;
use super::model::Category;
use super::store;
use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::phase::{Act, require};
use crate::error::Result;
use crate::ids::EditionId;
use crate::store::db::Db;

/// Removes a category, and answers what it was.
///
/// # Errors
/// [`crate::error::Error::NotFound`]; [`crate::error::Error::Conflict`] once voting has opened.
pub fn remove(
    db: &mut Db,
    edition: EditionId,
    slug: &str,
    actor: &str,
    now: Timestamp,
) -> Result<Category> {
    let edition = editions::store::locked(db, edition)?;
    require(Act::EditRules, edition.phase, &edition.calendar, now)?;
    let category = store::by_slug(db, edition.id, slug)?;
    store::remove(db, category.id)?;
    let detail = summary(slug, &category.terms);
    let entry = Draft::of(edition.id, actor, "removed a category", detail);
    audit::store::append(db, entry, now)?;
    Ok(category)
}
