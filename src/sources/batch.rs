//! The verb: keeps one batch of a pass. All or nothing: with the batch the place is kept from
//! which a broken pass goes on.

use std::collections::BTreeSet;

use super::begin::Ticket;
use super::model::{Source, repository_of};
use super::{failures, passes, store};
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::phase::{Act, require};
use crate::error::Result;
use crate::store::db::Db;
use crate::submissions::changes::Changes;
use crate::submissions::source::found::{Found, Item, Standing, Story};
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
    let (whole, files) = read_again(found);
    failures::store::clear(db, source.id, &whole, ticket.began_at)?;
    failures::store::clear_items(db, source.id, &files, ticket.began_at)?;
    failures::store::put(db, source.id, &found.failures, now)?;
    if let Some(resume) = resume {
        store::set_cursor(db, source.id, resume)?;
    }
    Ok(changes)
}

/// What has failed no more: the submissions that were read whole, and of others what was read of
/// them. Where labels alone have changed no file was, and what failed there still does.
fn read_again(found: &Found) -> (BTreeSet<u64>, Vec<String>) {
    let mut whole = BTreeSet::new();
    let mut items: Vec<String> = Vec::new();
    for submission in &found.submissions {
        let number = submission.number;
        if submission.stories.iter().all(is_read) {
            whole.insert(number);
        } else {
            items.push(Item::Submission(number).to_string());
            items.extend(submission.stories.iter().flat_map(|story| files(number, story)));
        }
    }
    items.extend(found.updates.iter().flat_map(|update| files(update.number, &update.story)));
    (whole, items)
}

fn is_read(story: &Story) -> bool {
    match story.standing {
        Standing::Present => story.files.iter().all(|file| file.text.is_some()),
        Standing::Removed => true,
    }
}

fn files(number: u64, story: &Story) -> impl Iterator<Item = String> {
    let read = story.files.iter().filter(|file| file.text.is_some());
    read.map(move |file| Item::Story { number, path: file.path.clone() }.to_string())
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

/// Whose pull requests these are: what was set, else what they say themselves, else what the
/// place is called. The first answer stays.
fn repository(db: &mut Db, source: &Source, found: &Found) -> Result<String> {
    let known = store::get(db, source.id)?.repository;
    if !known.is_empty() {
        return Ok(known);
    }
    let told = match repository_of(found) {
        Some(told) => told,
        None => unused(&store::of_edition(db, source.edition)?, &source.place.name()),
    };
    store::set_repository(db, source.id, &told)?;
    Ok(told)
}

/// A name that no other source of the edition has, so that two clones in folders of the same name
/// are not taken for one.
fn unused(sources: &[Source], name: &str) -> String {
    let is_taken = |name: &str| sources.iter().any(|it| it.repository.eq_ignore_ascii_case(name));
    let numbered = (2..).map(|number: u32| format!("{name}-{number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names.find(|name| !is_taken(name)).unwrap_or_else(|| name.to_owned())
}
