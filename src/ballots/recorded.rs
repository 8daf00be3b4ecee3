//! What is recorded of a voter: `did I vote, and for what?` While voting is open the instance can
//! answer both; after closing only the first, since the way from a person to a ballot is destroyed.

use std::collections::BTreeMap;

use super::model::BallotKey;
use super::store;
use crate::count::Marks;
use crate::error::Result;
use crate::ids::{AccountId, CategoryId, EditionId};
use crate::secrets::Key;
use crate::store::db::Db;

/// What is recorded of one voter in one edition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recorded(BTreeMap<CategoryId, Option<Marks>>);

impl Recorded {
    /// In how many categories they have voted.
    #[must_use]
    pub fn voted(&self) -> usize {
        self.0.len()
    }

    /// Whether they have voted in this one.
    #[must_use]
    pub fn has(&self, category: CategoryId) -> bool {
        self.0.contains_key(&category)
    }

    /// Their marks in this one, while they can be told.
    #[must_use]
    pub fn marks(&self, category: CategoryId) -> Option<&Marks> {
        self.0.get(&category).and_then(Option::as_ref)
    }
}

/// Reads it.
///
/// # Errors
/// The database's.
pub fn recorded(
    db: &mut Db,
    secret: &Key,
    edition: EditionId,
    account: AccountId,
) -> Result<Recorded> {
    let nonce = store::urn(db, edition)?.nonce;
    let key = nonce.map(|nonce| BallotKey::new(secret, &nonce));
    let mut recorded = Recorded::default();
    for category in store::voted_in(db, edition, account)? {
        let marks = match &key {
            Some(key) => store::marks(db, category, &key.pseudonym(category, account))?,
            None => None,
        };
        recorded.0.insert(category, marks);
    }
    Ok(recorded)
}
