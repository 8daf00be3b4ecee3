//! The verbs of a lead: agrees that a member is a person, or refuses. What was agreed can be
//! undone, but that touches nominations, and stands a room below (`nominees::people::release`).

use super::model::{Claim, handle};
use super::relation::{self, Relation};
use super::store;
use crate::accounts;
use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::model::Edition;
use crate::editions::phase::{Act, require};
use crate::error::{Error, Result};
use crate::ids::{AccountId, EditionId};
use crate::store::db::Db;
use crate::submissions::model::Person;

/// Which claim is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The slug of whom the member says to be.
    pub person: String,
    /// The member.
    pub account: AccountId,
}

/// Agrees; answers the member's name and the person. The other claims to be this person end with
/// it, and so do the other claims of this member.
///
/// # Errors
/// [`Error::Conflict`] for a claim that is gone, if the member or the person is somebody already,
/// and once voting has opened; [`Error::NotFound`].
pub fn agree(
    db: &mut Db,
    edition: EditionId,
    actor: &str,
    asked: &Asked,
    now: Timestamp,
) -> Result<(String, Person)> {
    let (edition, mut person, _) = open(db, edition, asked, now)?;
    if let Relation::SomebodyElse(other) =
        relation::of(db, edition.id, &person, Some(asked.account))?
    {
        return Err(Error::conflict(
            format!("This member is {} already.", handle(&other)),
            "Undo that first, or say that the two are one person.",
        ));
    }
    person.account = Some(asked.account);
    store::set(db, &person)?;
    for claim in store::of_edition(db, edition.id)? {
        if claim.person == person.id || claim.account == asked.account {
            store::remove(db, claim.person, claim.account)?;
        }
    }
    let name = name_of(db, asked.account)?;
    let detail = format!("{name} is {}", handle(&person));
    audit::store::append(db, Draft::of(edition.id, actor, "agreed to a claim", detail), now)?;
    Ok((name, person))
}

/// Refuses; answers the member's name and the person. The log says whose name was refused, and not
/// to whom: somebody who erred need not stand there for good.
///
/// # Errors
/// As [`agree`].
pub fn refuse(
    db: &mut Db,
    edition: EditionId,
    actor: &str,
    asked: &Asked,
    now: Timestamp,
) -> Result<(String, Person)> {
    let (edition, person, claim) = open(db, edition, asked, now)?;
    store::remove(db, claim.person, claim.account)?;
    let detail = format!("to be {}", handle(&person));
    audit::store::append(db, Draft::of(edition.id, actor, "refused a claim", detail), now)?;
    Ok((name_of(db, asked.account)?, person))
}

fn open(
    db: &mut Db,
    edition: EditionId,
    asked: &Asked,
    now: Timestamp,
) -> Result<(Edition, Person, Claim)> {
    let edition = editions::store::locked(db, edition)?;
    require(Act::Nominate, edition.phase, &edition.calendar, now)?;
    let person = store::whom(db, edition.id, &asked.person)?;
    let claim = store::find(db, person.id, asked.account)?.ok_or_else(|| {
        Error::conflict(
            format!("This member does not say any more that they are {}.", handle(&person)),
            "Look at the page again: the claim was taken back or answered meanwhile.",
        )
    })?;
    Ok((edition, person, claim))
}

/// What a member is called.
///
/// # Errors
/// [`Error::NotFound`].
pub fn name_of(db: &mut Db, account: AccountId) -> Result<String> {
    let found = accounts::store::by_ids(db, &[account])?.into_iter().next();
    Ok(found.ok_or(Error::NotFound("member"))?.name)
}
