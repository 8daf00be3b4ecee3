//! Signing in and out. An unknown address costs the same time and gets the same words as a wrong
//! password, and each session has a new token, so that one from before is worth nothing after.

use super::model::{Account, Email, SESSION_DAYS, Session};
use super::store;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::ids::AccountId;
use crate::secrets::{PasswordHashed, Token};
use crate::store::db::Db;

/// The account if the password is right. Hashes, so it runs off the async threads and outside
/// any transaction.
///
/// # Errors
/// [`Error::Invalid`] with the same words for an unknown address and a wrong password.
pub fn check(found: Option<(Account, PasswordHashed)>, password: &str) -> Result<Account> {
    let right = PasswordHashed::verify(found.as_ref().map(|(_, hash)| hash), password)?;
    match found {
        Some((account, _)) if right => Ok(account),
        _ => Err(Error::invalid(
            "password",
            "The address and the password do not go together. Check both and try again.",
        )),
    }
}

/// Begins a session with this token, and ends the one that the visit had.
///
/// # Errors
/// The database's.
pub fn begin(
    db: &mut Db,
    account: AccountId,
    old: &Token,
    new: &Token,
    now: Timestamp,
) -> Result<()> {
    store::remove_session(db, &old.digest())?;
    store::put_session(db, &session(account, new, now))
}

/// A session that starts now.
#[must_use]
pub fn session(account: AccountId, token: &Token, now: Timestamp) -> Session {
    Session {
        digest: token.digest(),
        account,
        created_at: now,
        expires_at: now.plus_days(SESSION_DAYS),
    }
}

/// Reads the address that was typed at the door; one that cannot be an address is simply unknown.
#[must_use]
pub fn address(text: &str) -> Option<Email> {
    Email::parse(text).ok()
}
