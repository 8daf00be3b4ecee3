//! Using an invitation: the account that enters the code joins the electorate.

use super::model::{Code, Standing};
use super::store;
use crate::error::{Error, Result};
use crate::ids::{AccountId, EditionId};
use crate::store::db::Db;

/// Joins. Entering one's own code again, or a second one, changes nothing and keeps the second
/// free for whom it was meant.
///
/// # Errors
/// [`Error::Invalid`] for a code that is unknown here or that somebody else has used.
pub fn redeem(db: &mut Db, edition: EditionId, account: AccountId, code: &Code) -> Result<()> {
    if store::standing(db, edition, account)? == Standing::Invited {
        return Ok(());
    }
    let refuse = |words: &'static str| Err(Error::invalid("code", words));
    match store::by_code(db, edition, code)? {
        None => refuse("No invitation to this edition has this code. Copy it once more."),
        Some((id, None)) if store::take(db, id, account)? => Ok(()),
        Some(_) => refuse("Somebody has used this code already. Ask the leads for another."),
    }
}
