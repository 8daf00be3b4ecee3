//! The verb: the member who is a person chooses the name under which they are shown, or goes back
//! to the handle. Intake never changes it.

use super::model::{handle, must_be, still_open};
use super::store;
use crate::editions;
use crate::error::{Error, Result};
use crate::ids::{AccountId, EditionId};
use crate::store::db::Db;
use crate::submissions::model::Person;
use crate::web::forms::{Check, Form, line};

/// The longest name, in characters.
pub const LONGEST: usize = 60;

/// The name that was typed.
///
/// # Errors
/// [`Error::Invalid`] on `name`.
pub fn parse(form: &Form) -> Result<String> {
    let mut check = Check::new();
    let name = check.take("name", line(form.text("name"), LONGEST));
    name.ok_or_else(|| check.refuse())
}

/// Chooses a name, or `None` for the handle; answers the person as they are now.
///
/// # Errors
/// [`Error::Invalid`] on `name` if somebody else is known by it; [`Error::Forbidden`] for everybody
/// but that person; [`Error::Conflict`] once voting has opened; [`Error::NotFound`].
pub fn choose(
    db: &mut Db,
    edition: EditionId,
    account: AccountId,
    slug: &str,
    name: Option<String>,
) -> Result<Person> {
    let edition = editions::store::locked(db, edition)?;
    let mut person = store::whom(db, edition.id, slug)?;
    must_be(&person, account)?;
    still_open(&edition)?;
    if let Some(name) = &name {
        let all = store::everybody(db, edition.id)?;
        if all.iter().any(|other| is_another(other, &person) && is_known_as(other, name)) {
            return Err(Error::invalid(
                "name",
                "Somebody else is known by this name here, and votes must not go astray. Add \
                 something that tells you apart.",
            ));
        }
    }
    person.shown_name = name;
    store::set(db, &person)?;
    Ok(person)
}

fn is_another(other: &Person, person: &Person) -> bool {
    other.id != person.id && other.merged_into != Some(person.id)
}

/// By handle or by the name shown; people may well share the name that they have in life.
fn is_known_as(other: &Person, name: &str) -> bool {
    let name = name.to_lowercase();
    [handle(other), other.title()].iter().any(|known| known.to_lowercase() == name)
}
