//! Signing up: what was typed becomes an account. The password is hashed before the transaction,
//! which does no such work.

use super::model::{Account, Email, NewPassword, Role};
use super::{sign_in, store};
use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::ids::AccountId;
use crate::secrets::{PasswordHashed, Token};
use crate::store::db::Db;
use crate::web::forms::{Check, Form, line};

/// What a person typed, parsed.
#[derive(Debug, Clone)]
pub struct Application {
    /// The address.
    pub email: Email,
    /// The display name.
    pub name: String,
    /// The password.
    pub password: NewPassword,
}

impl Application {
    /// Reads the form.
    ///
    /// # Errors
    /// [`Error::Invalid`] with words for each field.
    pub fn parse(form: &Form) -> Result<Self> {
        let mut check = Check::new();
        let name = check.take("name", line(form.text("name"), 80));
        let email = check.take("email", Email::parse(form.text("email")));
        let password = NewPassword::parse(form.raw("password"), form.text("email"));
        let password = check.take("password", password);
        match (name, email, password) {
            (Some(name), Some(email), Some(password)) => Ok(Self { email, name, password }),
            _ => Err(check.refuse()),
        }
    }
}

/// Writes the account and signs it in with this token.
///
/// # Errors
/// [`Error::Invalid`] if somebody has that address.
pub fn sign_up(
    db: &mut Db,
    application: Application,
    hash: &PasswordHashed,
    token: &Token,
    now: Timestamp,
) -> Result<Account> {
    let account = Account {
        id: AccountId::new(),
        email: application.email,
        name: application.name,
        role: Role::Member,
    };
    if store::by_email(db, &account.email)?.is_some() {
        return Err(Error::invalid(
            "email",
            "There is an account with this address already. Sign in instead.",
        ));
    }
    store::put(db, &account, hash, now)?;
    store::put_session(db, &sign_in::session(account.id, token, now))?;
    Ok(account)
}

/// Makes the account of that address an admin; a new one if there is none. The operator's verb.
///
/// # Errors
/// The database's.
pub fn make_admin(
    db: &mut Db,
    email: Email,
    hash: &PasswordHashed,
    now: Timestamp,
) -> Result<Made> {
    let known = store::by_email(db, &email)?;
    let made = match known {
        Some((account, _)) => {
            store::make_admin(db, account.id)?;
            Made::Promoted
        }
        None => {
            let name = email.as_str().split('@').next().unwrap_or("admin").to_owned();
            let account = Account { id: AccountId::new(), email, name, role: Role::Admin };
            store::put(db, &account, hash, now)?;
            Made::New
        }
    };
    audit::store::append(db, Draft::of_instance("the operator", "made an admin", ""), now)?;
    Ok(made)
}

/// What became of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// It is new, with the password given.
    New,
    /// It was there; its password stays.
    Promoted,
}
