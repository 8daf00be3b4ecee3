//! Publishing: from here on everybody sees the results. It cannot be taken back, so a lead types
//! the edition's address to say that they mean it.

use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::model::Edition;
use crate::editions::phase::{Act, Phase, require};
use crate::error::{Error, Result};
use crate::ids::EditionId;
use crate::store::db::Db;
use crate::web::forms::Form;

/// The field in which the edition's address is typed.
pub const SLUG: &str = "slug";

/// Goes on if the form says that this edition is meant.
///
/// # Errors
/// [`Error::Conflict`] if it cannot be published anyway; [`Error::Invalid`] with words for the field.
pub fn confirm(edition: &Edition, form: &Form, now: Timestamp) -> Result<()> {
    require(Act::Publish, edition.phase, &edition.calendar, now)?;
    if form.text(SLUG) == edition.slug {
        return Ok(());
    }
    let words = format!("Type {} here, so that nothing is published by a slip.", edition.slug);
    Err(Error::invalid(SLUG, words))
}

/// Publishes.
///
/// # Errors
/// [`Error::Conflict`] if it is not counted, or is published already.
pub fn publish(db: &mut Db, edition: EditionId, actor: &str, now: Timestamp) -> Result<()> {
    let edition = editions::store::locked(db, edition)?;
    require(Act::Publish, edition.phase, &edition.calendar, now)?;
    editions::store::move_to(db, edition.id, Phase::Published, now)?;
    let done = Draft::of(edition.id, actor, "published the results", "");
    audit::store::append(db, done, now)
}
