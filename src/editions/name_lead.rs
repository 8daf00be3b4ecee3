//! Naming the leads of an edition, and taking the name away: an admin's acts, both in the log. An
//! admin who wants to lead names themselves, where everybody can read it.

use std::borrow::Cow;

use super::store;
use crate::accounts;
use crate::accounts::model::{Account, Email};
use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::error::{Error, Field, Result};
use crate::ids::{AccountId, EditionId};
use crate::store::db::Db;

/// The accounts of these addresses.
///
/// # Errors
/// [`Error::Invalid`] on `leads`, a line for each that nobody has.
pub fn all_found(db: &mut Db, emails: &[Email]) -> Result<Vec<Account>> {
    let mut found = Vec::new();
    let mut missing: Vec<Field> = Vec::new();
    for email in emails {
        match accounts::store::by_email(db, email)? {
            Some((account, _)) => found.push(account),
            None => missing.push(Field::new("leads", nobody(email))),
        }
    }
    if missing.is_empty() { Ok(found) } else { Err(Error::Invalid(missing)) }
}

fn nobody(email: &Email) -> Cow<'static, str> {
    let email = email.as_str();
    format!("Nobody with the address {email} has an account. Ask them to sign up first.").into()
}

/// Names an account a lead; one who is named already stays, without another line in the log.
///
/// # Errors
/// The database's.
pub fn name(
    db: &mut Db,
    edition: EditionId,
    lead: &Account,
    admin: &Account,
    now: Timestamp,
) -> Result<()> {
    let edition = store::locked(db, edition)?;
    if store::is_lead(db, edition.id, lead.id)? {
        return Ok(());
    }
    store::put_lead(db, edition.id, lead.id)?;
    let line = Draft::of(edition.id, &admin.name, "named a lead", &lead.name);
    audit::store::append(db, line, now)
}

/// Takes the name away. The last lead stays: an edition that nobody can run helps nobody.
///
/// # Errors
/// [`Error::Conflict`] for the last one; [`Error::NotFound`] for somebody who leads it not.
pub fn remove(
    db: &mut Db,
    edition: EditionId,
    lead: AccountId,
    admin: &Account,
    now: Timestamp,
) -> Result<()> {
    let edition = store::locked(db, edition)?;
    let leads = store::leads_of(db, edition.id)?;
    if !leads.contains(&lead) {
        return Err(Error::NotFound("lead"));
    }
    if leads.len() == 1 {
        return Err(Error::conflict(
            "This is the last lead, and an edition needs one.",
            "Name another lead first.",
        ));
    }
    let known = accounts::store::by_ids(db, &[lead])?;
    let name = known.first().map(|account| account.name.clone());
    store::remove_lead(db, edition.id, lead)?;
    let line =
        Draft::of(edition.id, &admin.name, "took away the name of lead", name.unwrap_or_default());
    audit::store::append(db, line, now)
}
