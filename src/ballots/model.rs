//! The nouns: the edition's [`Nonce`], the [`BallotKey`] that hangs on it, a voter's [`Pseudonym`]
//! in a category, and the [`Choice`] that a cast brings.

use std::fmt;

use crate::count::Marks;
use crate::error::Result;
use crate::ids::{AccountId, CategoryId};
use crate::secrets::{self, Key};

/// Random bytes in the edition's row, from the opening of the vote to its closing. With them and
/// the instance secret a voter's pseudonym can be made; once they are destroyed, by nobody.
#[derive(Clone, PartialEq, Eq)]
pub struct Nonce([u8; 32]);

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nonce(..)")
    }
}

impl Nonce {
    /// A new one.
    ///
    /// # Errors
    /// Those of [`secrets::random`].
    pub fn new() -> Result<Self> {
        secrets::random().map(Self)
    }

    /// For its column.
    #[must_use]
    pub fn to_hex(&self) -> String {
        hex::encode(self.0)
    }

    /// From its column.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        Some(Self(bytes))
    }
}

/// The key of one edition's ballots.
#[derive(Debug, Clone)]
pub struct BallotKey(Key);

impl BallotKey {
    /// Derived (HKDF-SHA256) from the instance secret and the edition's nonce: it takes both.
    #[must_use]
    pub fn new(secret: &Key, nonce: &Nonce) -> Self {
        Self(secret.derive(&nonce.0, "laurels/ballots"))
    }

    /// What this voter is called in this category. Two categories, two names: one voter's
    /// ballots are not tied to each other.
    #[must_use]
    pub fn pseudonym(&self, category: CategoryId, account: AccountId) -> Pseudonym {
        let (category, account) = (category.to_string(), account.to_string());
        Pseudonym(self.0.digest(&[category.as_bytes(), account.as_bytes()]))
    }
}

/// HMAC-SHA256(ballot key, category, account): the key of a ballot's row, so that the database
/// itself keeps a voter to one ballot per category.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pseudonym([u8; 32]);

impl fmt::Debug for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pseudonym(..)")
    }
}

impl Pseudonym {
    /// For its column.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// What a cast says of one category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// These marks are the ballot from now on.
    Marked(Marks),
    /// No ballot: the category is left blank, and one that was cast before is withdrawn.
    Blank,
}

/// How many took part in one category. The two numbers are public at all times, and equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turnout {
    /// The category.
    pub category: CategoryId,
    /// People who voted.
    pub voted: u64,
    /// Ballots held.
    pub ballots: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pseudonym_hangs_on_secret_nonce_category_and_account() {
        let (secret, other_secret) = (Key::random().unwrap(), Key::random().unwrap());
        let (nonce, other_nonce) = (Nonce::new().unwrap(), Nonce::new().unwrap());
        let (category, account) = (CategoryId::new(), AccountId::new());
        let name = BallotKey::new(&secret, &nonce).pseudonym(category, account);

        assert_eq!(BallotKey::new(&secret, &nonce).pseudonym(category, account), name);
        for other in [
            BallotKey::new(&other_secret, &nonce).pseudonym(category, account),
            BallotKey::new(&secret, &other_nonce).pseudonym(category, account),
            BallotKey::new(&secret, &nonce).pseudonym(CategoryId::new(), account),
            BallotKey::new(&secret, &nonce).pseudonym(category, AccountId::new()),
        ] {
            assert_ne!(other, name);
        }
    }

    #[test]
    fn nothing_secret_prints_itself() {
        let nonce = Nonce::new().unwrap();

        assert_eq!(format!("{nonce:?}"), "Nonce(..)");
        assert_eq!(Nonce::from_hex(&nonce.to_hex()), Some(nonce));
    }
}
