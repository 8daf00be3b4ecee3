//! Making an edition: an admin's act. Who leads it is said openly in the same form; making one does
//! not make anybody its lead in silence.

use super::model::{Calendar, Draft};
use super::{name_lead, set_calendar, store};
use crate::accounts::model::{Account, Email};
use crate::audit;
use crate::audit::model::Draft as Line;
use crate::clock::Timestamp;
use crate::error::{Error, Field, Result};
use crate::ids::EditionId;
use crate::store::db::Db;
use crate::web::forms::{Check, Form};

/// How many leads may be named in one form.
const MOST_LEADS: usize = 20;

/// A new edition, and who leads it.
#[derive(Debug, Clone)]
pub struct Founding {
    /// The edition.
    pub draft: Draft,
    /// The addresses of its leads; there may be none yet.
    pub leads: Vec<Email>,
}

impl Founding {
    /// Reads the form.
    ///
    /// # Errors
    /// [`Error::Invalid`] with words for each field.
    pub fn parse(form: &Form) -> Result<Self> {
        let mut wrong: Vec<Field> = Vec::new();
        let draft = kept(Draft::parse(form), &mut wrong)?;
        let leads = kept(addresses(form.text("leads")), &mut wrong)?;
        match (draft, leads) {
            (Some(draft), Some(leads)) => Ok(Self { draft, leads }),
            _ => Err(Error::Invalid(wrong)),
        }
    }
}

/// The value, or what was wrong with it set aside, so that all of a form is told at once.
fn kept<T>(parsed: Result<T>, wrong: &mut Vec<Field>) -> Result<Option<T>> {
    match parsed {
        Ok(value) => Ok(Some(value)),
        Err(Error::Invalid(fields)) => {
            wrong.extend(fields);
            Ok(None)
        }
        Err(other) => Err(other),
    }
}

fn addresses(text: &str) -> Result<Vec<Email>> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let lines = lines.into_iter().filter(|line| !line.is_empty());
    let mut check = Check::new();
    let mut found: Vec<Email> = Vec::new();
    for line in lines {
        let words = |why| format!("“{line}”: {why}").into();
        let Some(email) = check.take("leads", Email::parse(line).map_err(words)) else {
            continue;
        };
        if !found.iter().any(|known| known.key() == email.key()) {
            found.push(email);
        }
    }
    if found.len() > MOST_LEADS {
        check.wrong("leads", format!("Name {MOST_LEADS} at most."));
    }
    check.pass()?;
    Ok(found)
}

/// Makes it, in draft.
///
/// # Errors
/// [`Error::Invalid`] if the slug is taken, a time has passed, or a lead has no account.
pub fn create(
    db: &mut Db,
    founding: &Founding,
    admin: &Account,
    now: Timestamp,
) -> Result<EditionId> {
    let Founding { draft, leads } = founding;
    set_calendar::ahead(&Calendar::default(), &draft.calendar, now)?;
    let found = name_lead::all_found(db, leads)?;
    let id = EditionId::new();
    store::put(db, id, draft, now)?;
    let line = Line::of(id, &admin.name, "created the edition", &draft.about.title);
    audit::store::append(db, line, now)?;
    for lead in found {
        name_lead::name(db, id, &lead, admin, now)?;
    }
    Ok(id)
}
