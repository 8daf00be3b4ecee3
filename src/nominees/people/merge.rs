//! The verbs: a lead says that two people are one, and undoes it.
//!
//! Who did what for which story stays written as it was taken in, so that undoing is exact there.
//! Places on papers go over for good: nobody could tell later whose they were.

use std::collections::BTreeSet;

use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::phase::{Act, require};
use crate::error::{Error, Result};
use crate::ids::{CategoryId, EditionId, NomineeId};
use crate::nominees::model::{Standing, SubjectId};
use crate::nominees::store::{self, Bare};
use crate::store::db::Db;
use crate::submissions::claims;
use crate::submissions::claims::model::{Claim, handle};
use crate::submissions::model::Person;

/// What a lead says: the one is the same person as the other, who is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Same {
    /// The slug of the one.
    pub one: String,
    /// The slug of the other.
    pub kept: String,
}

/// Merges one into the other; answers what both were known as.
///
/// # Errors
/// [`Error::Invalid`] for one and the same; [`Error::Conflict`] if the one is merged already, if two
/// members are behind them, and once voting has opened; [`Error::NotFound`].
pub fn merge(
    db: &mut Db,
    edition: EditionId,
    actor: &str,
    same: &Same,
    now: Timestamp,
) -> Result<(String, String)> {
    let edition = editions::store::locked(db, edition)?;
    require(Act::Nominate, edition.phase, &edition.calendar, now)?;
    let mut one = claims::store::person(db, edition.id, &same.one)?;
    let mut kept = claims::store::whom(db, edition.id, &same.kept)?;
    must_be_two(&one, &kept)?;
    hand_over_member(&mut one, &mut kept)?;
    one.merged_into = Some(kept.id);
    claims::store::set(db, &one)?;
    claims::store::set(db, &kept)?;
    claims::store::lead_on(db, one.id, kept.id)?;
    hand_over_claims(db, edition.id, &one, &kept)?;
    hand_over_nomination(db, edition.id, &one, &kept, now)?;
    let (one, kept) = (handle(&one).to_owned(), handle(&kept).to_owned());
    let detail = format!("{one} is the same person as {kept}");
    audit::store::append(db, Draft::of(edition.id, actor, "merged two people", detail), now)?;
    Ok((one, kept))
}

fn must_be_two(one: &Person, kept: &Person) -> Result<()> {
    if one.id == kept.id {
        return Err(Error::invalid(
            "kept",
            format!("These two are one already: {}. Choose somebody else.", handle(kept)),
        ));
    }
    if one.merged_into.is_some() {
        return Err(Error::conflict(
            format!("{} is said to be somebody else already.", handle(one)),
            "Undo that first, further down on the page of people.",
        ));
    }
    Ok(())
}

/// The member behind the one is behind the other now, with the name that they chose.
fn hand_over_member(one: &mut Person, kept: &mut Person) -> Result<()> {
    let Some(member) = one.account else {
        return Ok(());
    };
    if kept.account.is_some_and(|other| other != member) {
        return Err(Error::conflict(
            format!("Two members are {} and {}.", handle(one), handle(kept)),
            "Undo one of the two first: one person has one member.",
        ));
    }
    (one.account, kept.account) = (None, Some(member));
    let name = one.shown_name.take();
    kept.shown_name = kept.shown_name.take().or(name);
    Ok(())
}

/// Who said to be the one says now to be the other, unless a member is that person already.
fn hand_over_claims(db: &mut Db, edition: EditionId, one: &Person, kept: &Person) -> Result<()> {
    for claim in claims::store::of_edition(db, edition)? {
        let is_of_one = claim.person == one.id;
        let is_moot = kept
            .account
            .is_some_and(|member| is_of_one || claim.person == kept.id || claim.account == member);
        if is_of_one || is_moot {
            claims::store::remove(db, claim.person, claim.account)?;
        }
        if is_of_one && !is_moot {
            claims::store::put(db, &Claim { person: kept.id, ..claim })?;
        }
    }
    Ok(())
}

/// What one of the two declined is declined. Else the places on papers go over under their numbers,
/// where the other does not stand already.
fn hand_over_nomination(
    db: &mut Db,
    edition: EditionId,
    one: &Person,
    kept: &Person,
    now: Timestamp,
) -> Result<()> {
    let Some(nominee) = store::of_subject(db, SubjectId::Person(one.id))? else {
        return Ok(());
    };
    let other = store::of_subject(db, SubjectId::Person(kept.id))?;
    match (nominee.standing, other.map(|other| other.standing)) {
        (Standing::Withdrawn, _) => {}
        (Standing::Declined, _) => {
            // The say goes over too: if this is undone, nobody would have it here.
            store::set_standing(db, nominee.id, Standing::Withdrawn)?;
            decline(db, edition, kept, other, nominee.declined_at.unwrap_or(now))?;
        }
        (Standing::Admitted, Some(Standing::Declined)) => {}
        (Standing::Admitted, Some(Standing::Admitted | Standing::Withdrawn) | None) => {
            let to = admit(db, edition, kept, other)?;
            let taken: BTreeSet<CategoryId> = store::places(db, to)?.into_iter().collect();
            for place in store::places(db, nominee.id)? {
                if !taken.contains(&place) {
                    store::hand_over(db, place, nominee.id, to)?;
                }
            }
        }
    }
    store::take_off_papers(db, nominee.id)
}

fn decline(
    db: &mut Db,
    edition: EditionId,
    kept: &Person,
    other: Option<Bare>,
    at: Timestamp,
) -> Result<()> {
    let Some(other) = other else {
        let of = SubjectId::Person(kept.id);
        return store::put(db, edition, NomineeId::new(), of, Some(at));
    };
    store::set_declined(db, other.id, at)?;
    store::take_off_papers(db, other.id)
}

fn admit(db: &mut Db, edition: EditionId, kept: &Person, other: Option<Bare>) -> Result<NomineeId> {
    if let Some(other) = other {
        store::set_standing(db, other.id, Standing::Admitted)?;
        return Ok(other.id);
    }
    let id = NomineeId::new();
    store::put(db, edition, id, SubjectId::Person(kept.id), None)?;
    Ok(id)
}

/// Undoes it for one: they are a person of their own again. Answers what they are known as.
///
/// # Errors
/// [`Error::Conflict`] for who is not merged, and once voting has opened; [`Error::NotFound`].
pub fn part(
    db: &mut Db,
    edition: EditionId,
    actor: &str,
    slug: &str,
    now: Timestamp,
) -> Result<String> {
    let edition = editions::store::locked(db, edition)?;
    require(Act::Nominate, edition.phase, &edition.calendar, now)?;
    let kept = claims::store::whom(db, edition.id, slug)?;
    let mut one = claims::store::person(db, edition.id, slug)?;
    let known = handle(&one).to_owned();
    if one.merged_into.take().is_none() {
        return Err(Error::conflict(
            format!("{known} is a person of their own already."),
            "Look at the page again: somebody undid it meanwhile.",
        ));
    }
    claims::store::set(db, &one)?;
    let detail = format!("{known} is not {}", handle(&kept));
    audit::store::append(db, Draft::of(edition.id, actor, "parted two people", detail), now)?;
    Ok(known)
}
