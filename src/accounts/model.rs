//! The nouns: [`Account`], and what a person types to make one, parsed.

use std::borrow::Cow;

use crate::clock::Timestamp;
use crate::ids::AccountId;

/// How long a session lasts after signing in, in days.
pub const SESSION_DAYS: i64 = 30;

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The key, here and everywhere.
    pub id: AccountId,
    /// The address as it was typed.
    pub email: Email,
    /// The display name.
    pub name: String,
    /// What the instance lets them do.
    pub role: Role,
}

/// What the instance lets an account do. Leads are of an edition, not of the instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Vote, where the electorate's rule lets them.
    Member,
    /// Make editions and name their leads.
    Admin,
}

impl Role {
    /// The column's text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Admin => "admin",
        }
    }

    /// From the column's text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        if text == "admin" { Self::Admin } else { Self::Member }
    }
}

/// An e-mail address: as it was typed, and the key under which it is one (case does not count).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Reads what was typed. The last word on an address is a letter that arrives; this catches
    /// what cannot be one.
    ///
    /// # Errors
    /// The words for the reader.
    pub fn parse(text: &str) -> Result<Self, Cow<'static, str>> {
        let text = text.trim();
        let right = "Type an address such as ana@example.org.";
        let Some((local, domain)) = text.rsplit_once('@') else {
            return Err(right.into());
        };
        let clean = |part: &str| {
            !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || c.is_control())
        };
        if !clean(local) || !clean(domain) || domain.starts_with('.') || domain.ends_with('.') {
            return Err(right.into());
        }
        if text.len() > 254 {
            return Err("No address is longer than 254 characters.".into());
        }
        Ok(Self(text.to_owned()))
    }

    /// From its column.
    #[must_use]
    pub fn from_column(text: String) -> Self {
        Self(text)
    }

    /// As it was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key under which it is one.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

/// The shortest password that is taken, in characters (NIST SP 800-63B, 3.1.1.2: at least 8, or
/// 15 where it stands alone; ours is 10 with the common ones refused).
pub const SHORTEST_PASSWORD: usize = 10;
/// The longest, so that hashing cannot be made a weapon.
pub const LONGEST_PASSWORD: usize = 1000;

/// Long enough to pass, and still among the first that are tried.
const COMMON: [&str; 20] = [
    "1234567890",
    "0123456789",
    "0987654321",
    "1q2w3e4r5t",
    "q1w2e3r4t5",
    "qwertyuiop",
    "password12",
    "password123",
    "password1234",
    "passwordpassword",
    "letmein123",
    "iloveyou12",
    "iloveyou123",
    "administrator",
    "welcome123",
    "1111111111",
    "0000000000",
    "abcdefghij",
    "changeme123",
    "qwerty12345",
];

/// A new password that is strong enough to be taken.
#[derive(Clone)]
pub struct NewPassword(String);

impl std::fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewPassword(..)")
    }
}

impl NewPassword {
    /// Reads what was typed, for the account of that address.
    ///
    /// # Errors
    /// The words for the reader.
    pub fn parse(text: &str, email: &str) -> Result<Self, Cow<'static, str>> {
        let long = text.chars().count();
        if long < SHORTEST_PASSWORD {
            return Err(format!(
                "This has {long} characters; use at least {SHORTEST_PASSWORD}. A few words in a row are good."
            )
            .into());
        }
        if long > LONGEST_PASSWORD {
            return Err(format!("Use at most {LONGEST_PASSWORD} characters.").into());
        }
        let lower = text.to_lowercase();
        let mut letters = lower.chars();
        let first = letters.next();
        let is_one_letter = letters.all(|letter| Some(letter) == first);
        let local = email.split('@').next().unwrap_or_default().to_lowercase();
        let is_address = lower == email.trim().to_lowercase() || (lower == local);
        if COMMON.contains(&lower.as_str()) || is_one_letter || is_address {
            return Err("This is among the first that a thief would try. Use something only you would think of.".into());
        }
        Ok(Self(text.to_owned()))
    }

    /// The password itself, for hashing.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// A session: that the holder of a token is an account, for a while.
#[derive(Debug, Clone)]
pub struct Session {
    /// SHA-256 of the cookie's token.
    pub digest: String,
    /// Who.
    pub account: AccountId,
    /// Since when.
    pub created_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_whatever_its_case() {
        let typed = Email::parse(" Ana@Example.org ").unwrap();

        assert_eq!(typed.as_str(), "Ana@Example.org");
        assert_eq!(typed.key(), "ana@example.org");
    }

    #[test]
    fn what_cannot_be_an_address_is_refused() {
        for text in ["", "ana", "@", "ana@", "@example.org", "a b@example.org", "ana@.org"] {
            assert!(Email::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_weak_password_is_refused_with_words() {
        for text in ["short", "1234567890", "aaaaaaaaaaaa", "Password123", "ana@example.org"] {
            assert!(NewPassword::parse(text, "ana@example.org").is_err(), "{text:?}");
        }
        assert!(NewPassword::parse("three words here", "ana@example.org").is_ok());
    }
}
