//! The verb: keeps one batch of a pass. All or nothing: with the batch the place is kept from
//! which a broken pass goes on.

use super::begin::Ticket;
use super::model::{Source, repository_of};
use super::{failures, passes, store};
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::phase::{Act, require};
use crate::error::Result;
use crate::store::db::Db;
use crate::submissions::changes::Changes;
use crate::submissions::source::found::{Found, Item, Update};
use crate::submissions::take_in;

/// Keeps a batch.
///
/// # Errors
/// [`crate::error::Error::Conflict`] once voting has opened, or if the pass was given up.
pub fn batch(
    db: &mut Db,
    ticket: &Ticket,
    found: &Found,
    resume: Option<&str>,
    now: Timestamp,
) -> Result<Changes> {
    let source = &ticket.source;
    // The edition first, as every verb locks it: two that lock in another order stop each other.
    editions::store::locked(db, source.edition)?;
    passes::store::hear(db, ticket.pass, None, now)?;
    let changes = keep(db, source, found, now)?;
    passes::store::tell(db, ticket.pass, &changes.told)?;
    let read = found.submissions.iter().map(|submission| submission.number).collect();
    failures::store::clear(db, source.id, &read, ticket.began_at)?;
    failures::store::clear_items(db, source.id, &read_again(found), ticket.began_at)?;
    failures::store::put(db, source.id, &found.failures, now)?;
    if let Some(resume) = resume {
        store::set_cursor(db, source.id, resume)?;
    }
    Ok(changes)
}

/// The files that an update brought: what failed of them before has failed no more, while other
/// stories of the same pull request may have.
fn read_again(found: &Found) -> Vec<String> {
    let files = |update: &Update| -> Vec<String> {
        let number = update.number;
        let item = |path: &String| Item::Story { number, path: path.clone() }.to_string();
        update.story.files.iter().map(|file| item(&file.path)).collect()
    };
    found.updates.iter().flat_map(files).collect()
}

/// Keeps what a source found, outside of a pass: a comment that a forge delivered whole.
///
/// # Errors
/// [`crate::error::Error::Conflict`] once voting has opened.
pub fn keep(db: &mut Db, source: &Source, found: &Found, now: Timestamp) -> Result<Changes> {
    let edition = editions::store::locked(db, source.edition)?;
    require(Act::Nominate, edition.phase, &edition.calendar, now)?;
    let repository = repository(db, source, found)?;
    take_in::keep(db, edition.id, &repository, found)
}

/// Whose pull requests these are: what was set, else what they say themselves, else where they
/// were read. The first answer stays.
fn repository(db: &mut Db, source: &Source, found: &Found) -> Result<String> {
    let known = store::get(db, source.id)?.repository;
    if !known.is_empty() {
        return Ok(known);
    }
    let told = repository_of(found).unwrap_or_else(|| source.place.locator());
    store::set_repository(db, source.id, &told)?;
    Ok(told)
}
