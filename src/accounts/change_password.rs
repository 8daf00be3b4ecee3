//! Changing a password: the old one is asked for, and all other sessions end.

use super::model::{Account, NewPassword};
use super::store;
use crate::error::Result;
use crate::secrets::{PasswordHashed, Token};
use crate::store::db::Db;
use crate::web::forms::{Check, Form};

/// Reads the form: the new password for this account.
///
/// # Errors
/// [`crate::error::Error::Invalid`] with words for the field.
pub fn parse(form: &Form, account: &Account) -> Result<NewPassword> {
    let mut check = Check::new();
    let parsed = NewPassword::parse(form.raw("new_password"), account.email.as_str());
    match check.take("new_password", parsed) {
        Some(password) => Ok(password),
        None => Err(check.refuse()),
    }
}

/// Writes the new hash and ends every session but this one.
///
/// # Errors
/// The database's.
pub fn change(db: &mut Db, account: &Account, hash: &PasswordHashed, kept: &Token) -> Result<()> {
    store::set_password(db, account.id, hash)?;
    store::remove_other_sessions(db, account.id, &kept.digest())
}
