//! How a reader stands to a person: nobody yet, claimant, that person, or somebody else.

use super::model::Claim;
use super::store;
use crate::error::Result;
use crate::ids::{AccountId, EditionId};
use crate::store::db::Db;
use crate::submissions::model::Person;

/// How a reader stands to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relation {
    /// They are not signed in.
    Visitor,
    /// They could say that they are this person.
    Nobody,
    /// They said so, and no lead has answered yet.
    Claimant(Claim),
    /// They are this person, as a lead agreed.
    Themselves,
    /// They are somebody else of this edition.
    SomebodyElse(Box<Person>),
    /// Another member is this person.
    Taken,
}

/// How that reader stands to a person of that edition.
///
/// # Errors
/// The database's.
pub fn of(
    db: &mut Db,
    edition: EditionId,
    person: &Person,
    reader: Option<AccountId>,
) -> Result<Relation> {
    let Some(reader) = reader else {
        return Ok(Relation::Visitor);
    };
    match person.account {
        Some(member) if member == reader => return Ok(Relation::Themselves),
        Some(_) => return Ok(Relation::Taken),
        None => {}
    }
    if let Some(other) = store::of_account(db, edition, reader)? {
        return Ok(Relation::SomebodyElse(Box::new(other)));
    }
    let claim = store::find(db, person.id, reader)?;
    Ok(claim.map_or(Relation::Nobody, Relation::Claimant))
}
