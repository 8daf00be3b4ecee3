//! Choosing who may vote. It is part of the rules, so it freezes when voting opens.

use crate::accounts::model::Account;
use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::editions::model::ElectorateRule;
use crate::editions::phase::{Act, require};
use crate::editions::store;
use crate::error::Result;
use crate::ids::EditionId;
use crate::store::db::Db;

/// Chooses the rule.
///
/// # Errors
/// [`crate::error::Error::Conflict`] once voting has opened.
pub fn set_rule(
    db: &mut Db,
    edition: EditionId,
    lead: &Account,
    rule: ElectorateRule,
    now: Timestamp,
) -> Result<()> {
    let edition = store::locked(db, edition)?;
    require(Act::EditRules, edition.phase, &edition.calendar, now)?;
    if edition.electorate == rule {
        return Ok(());
    }
    store::set_electorate(db, edition.id, rule)?;
    let draft = Draft::of(edition.id, &lead.name, "chose who may vote", rule.sentence());
    audit::store::append(db, draft, now)
}
