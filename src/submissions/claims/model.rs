//! A [`Claim`], the words that show who made it, and until when people can act for themselves.

use crate::clock::Timestamp;
use crate::editions::model::Edition;
use crate::editions::phase::Act;
use crate::error::{Error, Result};
use crate::ids::{AccountId, PersonId};
use crate::secrets::sha256;
use crate::submissions::model::Person;

/// A member says that they are a person; no lead has answered yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// Whom they say to be.
    pub person: PersonId,
    /// Who says it.
    pub account: AccountId,
    /// When they said it.
    pub claimed_at: Timestamp,
}

impl Claim {
    /// What the claimant writes below one of their pull requests: whoever can, holds the handle,
    /// and the lead sees the same words beside the claim. No secret, and of use for this claim only.
    #[must_use]
    pub fn phrase(&self) -> String {
        phrase(self.person, self.account)
    }
}

/// The phrase of a claim; see [`Claim::phrase`]. 48 bits: nobody finds a second account with the
/// same, since the ids below it are shown to nobody.
#[must_use]
pub fn phrase(person: PersonId, account: AccountId) -> String {
    let digest = hex::encode(sha256(format!("claim {person} {account}").as_bytes()));
    let mut digits = digest.chars();
    let mut group = || digits.by_ref().take(4).collect::<String>();
    let (one, two, three) = (group(), group(), group());
    format!("laurels-{one}-{two}-{three}")
}

/// How the edition knew somebody before they had a say: by their handle, else by their name.
#[must_use]
pub fn handle(person: &Person) -> &str {
    person.handle.as_deref().unwrap_or(&person.name)
}

/// Goes on while people can still act for themselves.
///
/// # Errors
/// [`Error::Conflict`] once voting has opened, with the way to the leads.
pub fn still_open(edition: &Edition) -> Result<()> {
    if edition.phase.allows(Act::Nominate) {
        return Ok(());
    }
    let contact = edition.about.contact.trim();
    let now = if contact.is_empty() {
        "Nothing was changed. If it matters, ask the leads of this edition.".to_owned()
    } else {
        format!("Nothing was changed. If it matters, ask the leads: {contact}")
    };
    Err(Error::conflict(
        "The papers were frozen when voting opened, so that everybody votes on the same: who \
         stands on them and under which name stays as it is.",
        now,
    ))
}

/// Goes on if this member is that person.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn must_be(person: &Person, account: AccountId) -> Result<()> {
    if person.account == Some(account) {
        return Ok(());
    }
    let who = handle(person);
    Err(Error::forbidden(
        format!("Only {who} can do this, and no lead has agreed that you are {who}."),
        "If you are, say so on their page; a lead has to agree.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_of_one_claim_alone() {
        let (ana, zoe) = (AccountId::new(), AccountId::new());
        let (one, other) = (PersonId::new(), PersonId::new());

        assert_eq!(phrase(one, ana), phrase(one, ana));
        assert_eq!(phrase(one, ana).len(), "laurels-0000-0000-0000".len());
        assert!(phrase(one, ana) != phrase(one, zoe) && phrase(one, ana) != phrase(other, ana));
    }
}
