//! An [`Entry`] of the log and the digest that chains it to the one before.

use serde::Serialize;

use crate::clock::Timestamp;
use crate::ids::EditionId;
use crate::secrets::sha256;

/// What the first entry of all is chained to.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// An entry that is about to be written.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The edition that it is about; `None` is the instance.
    pub edition: Option<EditionId>,
    /// Who did it, by display name: a lead, an admin, `the calendar`, `the operator`.
    pub actor: String,
    /// What was done, as a short past phrase: `opened voting`.
    pub act: &'static str,
    /// The particulars, one line: the old and the new, or the reason.
    pub detail: String,
}

impl Draft {
    /// Something that was done to an edition.
    #[must_use]
    pub fn of(
        edition: EditionId,
        actor: &str,
        act: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self { edition: Some(edition), actor: actor.to_owned(), act, detail: detail.into() }
    }

    /// Something that was done to the instance.
    #[must_use]
    pub fn of_instance(actor: &str, act: &'static str, detail: impl Into<String>) -> Self {
        Self { edition: None, actor: actor.to_owned(), act, detail: detail.into() }
    }
}

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// 1 for the first of the instance, and no gaps.
    pub position: i64,
    /// The edition's id as text; empty for the instance.
    pub edition: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What.
    pub act: String,
    /// The particulars.
    pub detail: String,
    /// The digest of the entry before.
    pub previous: String,
}

impl Entry {
    /// The hex SHA-256 over all fields in their order, each with its length before it.
    #[must_use]
    pub fn digest(&self) -> String {
        let position = self.position.to_string();
        let at = self.at.millis().to_string();
        let fields =
            [&self.previous, &position, &self.edition, &at, &self.actor, &self.act, &self.detail];
        let mut framed = Vec::new();
        for field in fields {
            framed.extend_from_slice(field.len().to_string().as_bytes());
            framed.push(b':');
            framed.extend_from_slice(field.as_bytes());
        }
        hex::encode(sha256(&framed))
    }
}
