//! The people of a source: how they are named, and how two names are seen to be one person.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest handle that any forge allows, with room to spare.
const LONGEST_HANDLE: usize = 64;

/// A name on a forge, as its owner writes it. Two handles that differ only in letter case are
/// the same handle.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Handle(String);

impl Handle {
    /// Takes what forges allow: ASCII letters, digits, `-`, `_` and `.`, beginning with a
    /// letter, a digit or `_`. A leading `@` is dropped; what is no handle gives `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix('@').unwrap_or(text);
        let first = text.chars().next()?;
        let fits = text.len() <= LONGEST_HANDLE
            && (first.is_ascii_alphanumeric() || first == '_')
            && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
        fits.then(|| Self(text.to_owned()))
    }

    /// The handle as its owner writes it, without `@`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which handles are compared and kept unique.
    #[must_use]
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl PartialEq for Handle {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for Handle {}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How one source names one person, the same in every pass over that source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PersonKey(String);

impl PersonKey {
    /// A key in the source's own words.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Somebody who wrote or commented.
///
/// Who this is in the instance is found by `id` first, then by `handle` (case folded), then by
/// `key` or a former key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// How this source names them.
    pub key: PersonKey,
    /// Keys under which earlier passes may have named them, before the source told more.
    pub former_keys: Vec<PersonKey>,
    /// Their handle, if the source tells it.
    pub handle: Option<Handle>,
    /// The forge's number for them, which outlives a change of handle.
    pub id: Option<u64>,
    /// The name they give themselves.
    pub name: Option<String>,
}

impl Person {
    /// Somebody of whom nothing but a handle is known.
    #[must_use]
    pub fn of_handle(handle: Handle) -> Self {
        Self {
            key: PersonKey::new(handle.folded()),
            former_keys: Vec::new(),
            handle: Some(handle),
            id: None,
            name: None,
        }
    }
}

/// Whether a name is that of a program: forges end such handles in `[bot]`, and the older ones
/// are called `-bot`.
#[must_use]
pub fn is_bot(name: &str) -> bool {
    let name = name.trim().to_ascii_lowercase();
    name.ends_with("[bot]")
        || name.ends_with("-bot")
        || matches!(name.as_str(), "bors" | "rustbot" | "dependabot" | "web-flow" | "github")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_compared_without_case_and_shown_as_written() {
        let handle = Handle::parse("@NikoMatsakis").unwrap();

        assert_eq!(handle, Handle::parse("nikomatsakis").unwrap());
        assert_eq!(handle.as_str(), "NikoMatsakis");
        assert_eq!(handle.folded(), "nikomatsakis");
    }

    #[test]
    fn what_no_forge_allows_is_no_handle() {
        for text in ["", "@", "Niko Matsakis", "-x", "../x", "ä", "a/b", "dependabot[bot]"] {
            assert!(Handle::parse(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn programs_are_known_by_their_names() {
        assert!(is_bot("dependabot[bot]") && is_bot("rust-log-analyzer-bot") && is_bot("bors"));
        assert!(!is_bot("abbot") && !is_bot("robotics"));
    }
}
