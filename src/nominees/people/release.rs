//! The verb: a lead undoes that a member is a person. What the member chose as that person goes
//! with it: the name shown, and the say over what they declined, which the leads may admit again.

use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::phase::{Act, require};
use crate::error::{Error, Result};
use crate::ids::EditionId;
use crate::nominees::model::{Standing, SubjectId};
use crate::nominees::store;
use crate::store::db::Db;
use crate::submissions::claims;
use crate::submissions::claims::answer::name_of;
use crate::submissions::claims::model::handle;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Released {
    /// The member's name.
    pub member: String,
    /// Whom they were said to be.
    pub person: String,
    /// How many nominations they had declined; withdrawn now, as if a lead had done it.
    pub declined: usize,
}

/// Undoes it.
///
/// # Errors
/// [`Error::Conflict`] if no member is that person, and once voting has opened;
/// [`Error::NotFound`].
pub fn release(
    db: &mut Db,
    edition: EditionId,
    actor: &str,
    slug: &str,
    now: Timestamp,
) -> Result<Released> {
    let edition = editions::store::locked(db, edition)?;
    require(Act::Nominate, edition.phase, &edition.calendar, now)?;
    let mut person = claims::store::whom(db, edition.id, slug)?;
    let Some(account) = person.account.take() else {
        return Err(Error::conflict(
            format!("No member is {}.", handle(&person)),
            "Look at the page again: somebody undid it meanwhile.",
        ));
    };
    person.shown_name = None;
    claims::store::set(db, &person)?;
    let stories = claims::store::sent_by(db, person.id)?.into_iter().map(SubjectId::Story);
    let mut declined = 0;
    for of in [SubjectId::Person(person.id)].into_iter().chain(stories) {
        if let Some(nominee) = store::of_subject(db, of)?
            && nominee.standing == Standing::Declined
        {
            store::set_standing(db, nominee.id, Standing::Withdrawn)?;
            declined += 1;
        }
    }
    let (member, person) = (name_of(db, account)?, handle(&person).to_owned());
    let detail = format!("{member} is {person}");
    audit::store::append(db, Draft::of(edition.id, actor, "undid a claim", detail), now)?;
    Ok(Released { member, person, declined })
}
