//! The verb: moves a category one place up or down; papers and results follow this order.

use super::model::{Direction, unknown};
use super::store;
use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::phase::{Act, require};
use crate::error::Result;
use crate::ids::EditionId;
use crate::store::db::Db;

/// Moves a category; one that is first or last already stays.
///
/// # Errors
/// [`crate::error::Error::NotFound`]; [`crate::error::Error::Conflict`] once voting has opened.
pub fn reorder(
    db: &mut Db,
    edition: EditionId,
    slug: &str,
    actor: &str,
    direction: Direction,
    now: Timestamp,
) -> Result<()> {
    let edition = editions::store::locked(db, edition)?;
    require(Act::EditRules, edition.phase, &edition.calendar, now)?;
    let mut order = store::of_edition(db, edition.id)?;
    let from = order.iter().position(|category| category.slug == slug);
    let from = from.ok_or_else(unknown)?;
    let to = match direction {
        Direction::Up => from.saturating_sub(1),
        Direction::Down => (from + 1).min(order.len() - 1),
    };
    if from == to {
        return Ok(());
    }
    order.swap(from, to);
    for (position, category) in (0_i64..).zip(&order) {
        if category.position != position {
            store::set_position(db, category.id, position)?;
        }
    }
    let detail = format!("{slug}: place {} instead of {}", to + 1, from + 1);
    let entry = Draft::of(edition.id, actor, "moved a category", detail);
    audit::store::append(db, entry, now)
}
