//! The nouns: an [`Invitation`] and its [`Code`], and the rule of who may vote.

use std::fmt;

use crate::accounts::model::Account;
use crate::editions::model::ElectorateRule;
use crate::error::{Error, Result};
use crate::ids::InvitationId;
use crate::secrets;

/// An invitation to the electorate of one edition.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Its key.
    pub id: InvitationId,
    /// Whom the lead meant it for; a note of theirs.
    pub label: String,
    /// Who has used it.
    pub used_by: Option<Account>,
}

/// Letters and digits that are not mistaken for each other (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 16 letters of 5 bits: 80 bits, far beyond guessing.
const LONG: usize = 16;

/// An invitation's code, as a lead hands it out: `K7QF-29XM-8R4T-VB3D`. The database holds its
/// digest only.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(..)")
    }
}

impl Code {
    /// A new one.
    ///
    /// # Errors
    /// Those of [`secrets::random`].
    pub fn new() -> Result<Self> {
        let letter = |byte: u8| LETTERS.get(usize::from(byte % 32)).copied().map(char::from);
        Ok(Self(secrets::random()?.into_iter().filter_map(letter).take(LONG).collect()))
    }

    /// One as somebody typed it: case, spaces and hyphens do not count, and letters that are
    /// easily mistaken are read as what was meant.
    ///
    /// # Errors
    /// [`Error::Invalid`] with words for the field `code`.
    pub fn parse(text: &str) -> Result<Self> {
        let letters =
            text.chars().filter(|c| c.is_alphanumeric()).map(|c| match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                letter => letter,
            });
        let code: String = letters.collect();
        let known = |letter: u8| LETTERS.contains(&letter);
        if code.len() == LONG && code.bytes().all(known) {
            return Ok(Self(code));
        }
        Err(Error::invalid(
            "code",
            "A code has 16 letters and digits, such as K7QF-29XM-8R4T-VB3D. Copy it once more.",
        ))
    }

    /// As a lead hands it out.
    #[must_use]
    pub fn reveal(&self) -> String {
        let bytes = self.0.as_bytes();
        bytes.chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
    }

    /// What the database holds.
    #[must_use]
    pub fn digest(&self) -> String {
        hex::encode(secrets::sha256(self.0.as_bytes()))
    }
}

/// What an account has to do with an electorate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It has used an invitation.
    Invited,
    /// It has not.
    Uninvited,
}

/// Goes on if the rule lets this account vote.
///
/// # Errors
/// [`Error::Forbidden`] says how to become entitled.
pub fn require(rule: ElectorateRule, standing: Standing) -> Result<()> {
    match (rule, standing) {
        (ElectorateRule::Everyone, _) | (ElectorateRule::Invited, Standing::Invited) => Ok(()),
        (ElectorateRule::Invited, Standing::Uninvited) => Err(Error::forbidden(
            "In this edition those vote whom the leads invited, and your account has used no invitation.",
            "If you have a code, enter it on the page Join; if not, ask the leads for one.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_was_meant() {
        let code = Code::new().unwrap();
        let typed = code.reveal().to_lowercase().replace('-', " ");

        assert_eq!(Code::parse(&typed).unwrap(), code);
        assert_eq!(Code::parse("oooo-iiii-llll-0000").unwrap().reveal(), "0000-1111-1111-0000");
        assert!(Code::parse("too short").is_err());
        assert_eq!(format!("{code:?}"), "Code(..)");
    }

    #[test]
    fn only_the_rule_decides_who_may_vote() {
        assert!(require(ElectorateRule::Everyone, Standing::Uninvited).is_ok());
        assert!(require(ElectorateRule::Invited, Standing::Invited).is_ok());
        assert!(require(ElectorateRule::Invited, Standing::Uninvited).is_err());
    }
}
