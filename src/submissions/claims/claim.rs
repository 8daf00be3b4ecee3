//! The verbs of a member: says that they are a person, and takes it back.

use super::model::{Claim, handle, still_open};
use super::relation::{self, Relation};
use super::store;
use crate::clock::Timestamp;
use crate::editions;
use crate::error::{Error, Result};
use crate::ids::{AccountId, EditionId};
use crate::store::db::Db;

/// Says that a member is the person of that slug; twice is once.
///
/// # Errors
/// [`Error::Conflict`] if the member or the person is somebody already, and once voting has opened;
/// [`Error::NotFound`].
pub fn claim(
    db: &mut Db,
    edition: EditionId,
    account: AccountId,
    slug: &str,
    now: Timestamp,
) -> Result<()> {
    let edition = editions::store::locked(db, edition)?;
    still_open(&edition)?;
    let person = store::whom(db, edition.id, slug)?;
    let who = handle(&person);
    match relation::of(db, edition.id, &person, Some(account))? {
        Relation::Nobody | Relation::Visitor => {
            store::put(db, &Claim { person: person.id, account, claimed_at: now })
        }
        Relation::Claimant(_) | Relation::Themselves => Ok(()),
        Relation::SomebodyElse(other) => Err(Error::conflict(
            format!("You are {} here, as a lead agreed.", handle(&other)),
            format!("If {who} is you too, ask a lead to say that the two are one person."),
        )),
        Relation::Taken => Err(Error::conflict(
            format!("A lead agreed already that another member is {who}."),
            "If that is wrong, tell the leads: they can undo it.",
        )),
    }
}

/// Takes a claim back, if there is one.
///
/// # Errors
/// [`Error::Conflict`] once voting has opened; [`Error::NotFound`].
pub fn withdraw(db: &mut Db, edition: EditionId, account: AccountId, slug: &str) -> Result<()> {
    let edition = editions::store::locked(db, edition)?;
    still_open(&edition)?;
    let person = store::whom(db, edition.id, slug)?;
    store::remove(db, person.id, account)
}
