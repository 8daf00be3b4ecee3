//! Inviting: one code for each line that a lead typed, shown once; and taking back a code that
//! nobody has used.

use super::model::Code;
use super::store;
use crate::accounts::model::Account;
use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::phase::Phase;
use crate::error::{Error, Result};
use crate::ids::{EditionId, InvitationId};
use crate::store::db::Db;

/// How many may be invited at once.
const MOST: usize = 500;

/// Reads the lines of a form: whom each code is for.
///
/// # Errors
/// [`Error::Invalid`] with words for the field `labels`.
pub fn parse(text: &str) -> Result<Vec<String>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let labels: Vec<String> = lines.map(str::to_owned).collect();
    if labels.is_empty() {
        return Err(Error::invalid("labels", "Type at least one line: whom the code is for."));
    }
    if labels.len() > MOST {
        let words = format!("These are {} lines; {MOST} at once is the most.", labels.len());
        return Err(Error::invalid("labels", words));
    }
    if let Some(long) = labels.iter().find(|label| label.chars().count() > 200) {
        let start: String = long.chars().take(30).collect();
        let words = format!("The line that begins with {start:?} is longer than 200 characters.");
        return Err(Error::invalid("labels", words));
    }
    Ok(labels)
}

/// Makes the codes. They can be given out until voting ends, but not after.
///
/// # Errors
/// [`Error::Conflict`] once voting has ended.
pub fn invite(
    db: &mut Db,
    edition: EditionId,
    lead: &Account,
    labels: Vec<String>,
    now: Timestamp,
) -> Result<Vec<(String, Code)>> {
    require_open(db, edition)?;
    let mut made = Vec::with_capacity(labels.len());
    for label in labels {
        let code = Code::new()?;
        store::put(db, edition, &label, &code)?;
        made.push((label, code));
    }
    let detail = format!("{} made", made.len());
    audit::store::append(db, Draft::of(edition, &lead.name, "made invitations", detail), now)?;
    Ok(made)
}

/// Takes back a code that nobody has used.
///
/// # Errors
/// [`Error::Conflict`] if somebody has, or voting has ended.
pub fn revoke(
    db: &mut Db,
    edition: EditionId,
    lead: &Account,
    id: InvitationId,
    now: Timestamp,
) -> Result<()> {
    require_open(db, edition)?;
    if !store::remove_unused(db, edition, id)? {
        return Err(Error::conflict(
            "This invitation has been used, so it stays: nobody loses a vote that they may have cast.",
            "Nothing was changed.",
        ));
    }
    audit::store::append(db, Draft::of(edition, &lead.name, "took back an invitation", ""), now)
}

fn require_open(db: &mut Db, edition: EditionId) -> Result<()> {
    if editions::store::locked(db, edition)?.phase > Phase::Voting {
        return Err(Error::conflict(
            "Voting has ended, so an invitation would lead nowhere.",
            "Invite people to the next edition.",
        ));
    }
    Ok(())
}
