//! Casting: for each category on the paper, these marks are the voter's ballot from now on, or
//! there is none. Casting again replaces; the old ballot is gone only when the new one is safe,
//! since both happen in one transaction.
//!
//! The marks were parsed against the frozen papers before. What can change in between is read in
//! here: the phase, the deadline, whether the voter is entitled.

use super::model::{BallotKey, Choice};
use super::store;
use crate::clock::Timestamp;
use crate::editions::model::ElectorateRule;
use crate::editions::phase::{Act, require};
use crate::electorate;
use crate::electorate::model::Standing;
use crate::error::{Error, Result};
use crate::ids::{AccountId, CategoryId, EditionId};
use crate::secrets::Key;
use crate::store::db::Db;

/// What a voter casts.
#[derive(Debug, Clone)]
pub struct Cast {
    /// Where.
    pub edition: EditionId,
    /// Who.
    pub account: AccountId,
    /// What, for each category that was on the paper.
    pub choices: Vec<(CategoryId, Choice)>,
}

/// Records it. Answers in which categories a ballot was withdrawn, so that the voter is told.
///
/// # Errors
/// [`Error::Conflict`] while voting is not open, [`Error::Forbidden`] for who may not vote.
pub fn cast(db: &mut Db, secret: &Key, mut cast: Cast, now: Timestamp) -> Result<Vec<CategoryId>> {
    let urn = store::urn(db, cast.edition)?;
    require(Act::Cast, urn.phase, &urn.calendar, now)?;
    let standing = match urn.electorate {
        ElectorateRule::Everyone => Standing::Uninvited,
        ElectorateRule::Invited => electorate::store::standing(db, cast.edition, cast.account)?,
    };
    electorate::model::require(urn.electorate, standing)?;
    let nonce = urn.nonce.ok_or_else(|| Error::internal("an open edition has no nonce"))?;
    let key = BallotKey::new(secret, &nonce);
    // One order for all, so that two casts never wait for each other in a ring.
    cast.choices.sort_by_key(|(category, _)| *category);
    let mut withdrawn = Vec::new();
    for (category, choice) in &cast.choices {
        let pseudonym = key.pseudonym(*category, cast.account);
        match choice {
            Choice::Marked(marks) => store::put(db, *category, cast.account, &pseudonym, marks)?,
            Choice::Blank => {
                if store::remove(db, *category, cast.account, &pseudonym)? {
                    withdrawn.push(*category);
                }
            }
        }
    }
    Ok(withdrawn)
}
