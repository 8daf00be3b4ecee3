//! What is kept between two passes over a clone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::submissions::source::git::people::Memory;
use crate::submissions::source::shelf::Shelf;

/// How far the last pass came. The caller stores it as text and hands it back; without one, or
/// with one of other rules, everything is read again, and the same names are given again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The rules that it was made under, as their digest.
    pub rules: String,
    /// The tip of the main line.
    pub tip: Option<String>,
    /// The last commits of the pull requests that are not merged.
    pub proposals: BTreeMap<u64, String>,
    /// The stories, and where they stand.
    pub shelf: Shelf,
    /// The handles that were learned.
    pub people: Memory,
}
