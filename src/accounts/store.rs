//! All SQL of accounts and sessions.

use diesel::prelude::*;

use super::model::{Account, Email, Role, Session};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::ids::AccountId;
use crate::secrets::PasswordHashed;
use crate::store::db::{Db, is_taken};
use crate::store::schema::{accounts, sessions};

type Row = (AccountId, String, String, String);

const COLUMNS: (accounts::id, accounts::email, accounts::name, accounts::role) =
    (accounts::id, accounts::email, accounts::name, accounts::role);

fn account((id, email, name, role): Row) -> Account {
    Account { id, email: Email::from_column(email), name, role: Role::of(&role) }
}

/// Writes a new account. The last statement of its verb: see [`is_taken`].
///
/// # Errors
/// [`Error::Invalid`] on `email` if somebody has that address.
pub fn put(db: &mut Db, account: &Account, hash: &PasswordHashed, now: Timestamp) -> Result<()> {
    let written = diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(account.id),
            accounts::email.eq(account.email.as_str()),
            accounts::email_key.eq(account.email.key()),
            accounts::name.eq(&account.name),
            accounts::password_hash.eq(hash.as_str()),
            accounts::role.eq(account.role.as_str()),
            accounts::created_at.eq(now),
        ))
        .execute(db);
    match written {
        Ok(_) => Ok(()),
        Err(cause) if is_taken(&cause) => Err(Error::invalid(
            "email",
            "There is an account with this address already. Sign in instead.",
        )),
        Err(cause) => Err(cause.into()),
    }
}

/// The account of an address, whatever its case, and its password's hash.
///
/// # Errors
/// The database's.
pub fn by_email(db: &mut Db, email: &Email) -> Result<Option<(Account, PasswordHashed)>> {
    let row: Option<(Row, String)> = accounts::table
        .filter(accounts::email_key.eq(email.key()))
        .select((COLUMNS, accounts::password_hash))
        .first(db)
        .optional()?;
    Ok(row.map(|(row, hash)| (account(row), PasswordHashed::from_column(hash))))
}

/// The accounts of these ids, in no order.
///
/// # Errors
/// The database's.
pub fn by_ids(db: &mut Db, ids: &[AccountId]) -> Result<Vec<Account>> {
    let rows: Vec<Row> =
        accounts::table.filter(accounts::id.eq_any(ids)).select(COLUMNS).load(db)?;
    Ok(rows.into_iter().map(account).collect())
}

/// Whether there is an admin at all: an empty instance tells how to make one.
///
/// # Errors
/// The database's.
pub fn has_admin(db: &mut Db) -> Result<bool> {
    let admins = accounts::table.filter(accounts::role.eq(Role::Admin.as_str()));
    Ok(diesel::select(diesel::dsl::exists(admins)).get_result(db)?)
}

/// Makes an account an admin.
///
/// # Errors
/// The database's.
pub fn make_admin(db: &mut Db, id: AccountId) -> Result<()> {
    diesel::update(accounts::table.find(id))
        .set(accounts::role.eq(Role::Admin.as_str()))
        .execute(db)?;
    Ok(())
}

/// Changes a password.
///
/// # Errors
/// The database's.
pub fn set_password(db: &mut Db, id: AccountId, hash: &PasswordHashed) -> Result<()> {
    diesel::update(accounts::table.find(id))
        .set(accounts::password_hash.eq(hash.as_str()))
        .execute(db)?;
    Ok(())
}

/// Begins a session, and sweeps away those that have ended.
///
/// # Errors
/// The database's.
pub fn put_session(db: &mut Db, session: &Session) -> Result<()> {
    diesel::delete(sessions::table.filter(sessions::expires_at.le(session.created_at)))
        .execute(db)?;
    diesel::insert_into(sessions::table)
        .values((
            sessions::digest.eq(&session.digest),
            sessions::account_id.eq(session.account),
            sessions::created_at.eq(session.created_at),
            sessions::expires_at.eq(session.expires_at),
        ))
        .execute(db)?;
    Ok(())
}

/// Who holds the token of that digest now.
///
/// # Errors
/// The database's.
pub fn by_session(db: &mut Db, digest: &str, now: Timestamp) -> Result<Option<Account>> {
    let row: Option<Row> = sessions::table
        .inner_join(accounts::table)
        .filter(sessions::digest.eq(digest))
        .filter(sessions::expires_at.gt(now))
        .select(COLUMNS)
        .first(db)
        .optional()?;
    Ok(row.map(account))
}

/// Ends one session.
///
/// # Errors
/// The database's.
pub fn remove_session(db: &mut Db, digest: &str) -> Result<()> {
    diesel::delete(sessions::table.find(digest)).execute(db)?;
    Ok(())
}

/// Ends all sessions of an account but one.
///
/// # Errors
/// The database's.
pub fn remove_other_sessions(db: &mut Db, account: AccountId, kept: &str) -> Result<()> {
    let others =
        sessions::table.filter(sessions::account_id.eq(account)).filter(sessions::digest.ne(kept));
    diesel::delete(others).execute(db)?;
    Ok(())
}
