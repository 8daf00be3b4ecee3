//! The verbs of those whom it is about: somebody declines to be nominated, or that their story is,
//! and takes that back. The public log has nothing of it: it is theirs, and no act of the leads.

use super::admit::{Named, find};
use super::model::{Standing, SubjectId};
use super::store;
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::model::Edition;
use crate::error::{Error, Result};
use crate::ids::{AccountId, EditionId, NomineeId};
use crate::store::db::Db;
use crate::submissions::claims;
use crate::submissions::claims::model::{must_be, still_open};

/// Declines: the nominee leaves every paper, and nobody but this member brings it back. What was
/// not admitted yet never will be.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but the person or the author; [`Error::Conflict`] once voting
/// has opened, and for what the leads withdrew; [`Error::NotFound`].
pub fn decline(
    db: &mut Db,
    edition: EditionId,
    account: AccountId,
    whom: &Named,
    now: Timestamp,
) -> Result<()> {
    let (edition, of) = own(db, edition, account, whom)?;
    let Some(nominee) = store::of_subject(db, of)? else {
        return store::put(db, edition.id, NomineeId::new(), of, Some(now));
    };
    match nominee.standing {
        Standing::Declined => Ok(()),
        Standing::Admitted => {
            store::set_declined(db, nominee.id, now)?;
            store::take_off_papers(db, nominee.id)
        }
        // Taking it back could not tell then that the leads had withdrawn it before.
        Standing::Withdrawn => Err(Error::conflict(
            "The leads withdrew this nomination already: it stands on no paper.",
            "There is nothing to decline. Should they admit it again, you can decline it then.",
        )),
    }
}

/// Takes it back: the leads may admit it again, as if nobody had ever done so.
///
/// # Errors
/// As [`decline`].
pub fn take_back(db: &mut Db, edition: EditionId, account: AccountId, whom: &Named) -> Result<()> {
    let (_, of) = own(db, edition, account, whom)?;
    match store::of_subject(db, of)? {
        Some(nominee) if nominee.standing == Standing::Declined => store::remove(db, nominee.id),
        Some(_) | None => Ok(()),
    }
}

/// What is meant, if it is this member's.
fn own(
    db: &mut Db,
    edition: EditionId,
    account: AccountId,
    whom: &Named,
) -> Result<(Edition, SubjectId)> {
    let edition = editions::store::locked(db, edition)?;
    let of = match whom {
        Named::Person(slug) => {
            let person = claims::store::whom(db, edition.id, slug)?;
            must_be(&person, account)?;
            SubjectId::Person(person.id)
        }
        Named::Story(_) => find(db, edition.id, whom)?,
    };
    if let SubjectId::Story(story) = of
        && !claims::store::is_author(db, story, account)?
    {
        return Err(Error::forbidden(
            "Only the author of a story can decline its nomination.",
            "If it is yours, say on your own page among the people that you are its author; a \
             lead has to agree.",
        ));
    }
    still_open(&edition)?;
    Ok((edition, of))
}
