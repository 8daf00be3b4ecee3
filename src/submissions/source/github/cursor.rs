//! What is kept between two passes over GitHub, and within one that broke off.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::submissions::source::found::Failure;
use crate::submissions::source::github::pull::Waiting;
use crate::submissions::source::shelf::Shelf;

/// How many pull requests are asked for at once, at most; GitHub allows no more.
pub const PAGE: usize = 100;

/// How far the last pass came. The caller stores it as text and hands it back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cursor {
    /// The rules that it was made under, as their digest.
    pub rules: String,
    /// The repository, as it was called last.
    pub repository: String,
    /// The tags of the two answers that tell whether anything is new.
    pub tags: BTreeMap<String, String>,
    /// Everything that changed before this has been read.
    pub seen_until: Option<Timestamp>,
    /// What changed at that very moment and has been read.
    pub seen_at: BTreeSet<u64>,
    /// The tip of the main line.
    pub tip: Option<String>,
    /// The last commits of what has not landed.
    pub heads: BTreeMap<u64, String>,
    /// The stories, and where they stand.
    pub shelf: Shelf,
    /// A pass that has begun and not ended.
    pub going: Option<Going>,
}

impl Cursor {
    /// The cursor as text, for a pass that goes on from here.
    #[must_use]
    pub fn resume(&self, going: &Going) -> Option<String> {
        let whole = Self { going: Some(going.clone()), ..self.clone() };
        serde_json::to_string(&whole).ok()
    }
}

/// A pass that has begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Going {
    /// From where the next page is asked for.
    pub after: Option<String>,
    /// Whether there is none any more.
    pub is_listed: bool,
    /// How many are asked for at once: fewer after GitHub found it too much.
    pub page: usize,
    /// What will have been seen when this is done.
    pub newest: Option<Timestamp>,
    /// And at that very moment.
    pub newest_at: BTreeSet<u64>,
    /// The tip of the main line when it began.
    pub tip: Option<String>,
    /// What was read.
    pub waiting: BTreeMap<u64, Waiting>,
    /// What failed meanwhile.
    pub failures: Vec<Failure>,
    /// Whether the changes have been put on the shelf.
    pub is_shelved: bool,
    /// The submissions whose stories are yet to be told.
    pub to_tell: BTreeSet<u64>,
    /// Those of them whose texts are to be read.
    pub to_read: BTreeSet<u64>,
}

impl Default for Going {
    fn default() -> Self {
        Self {
            after: None,
            is_listed: false,
            page: PAGE,
            newest: None,
            newest_at: BTreeSet::new(),
            tip: None,
            waiting: BTreeMap::new(),
            failures: Vec::new(),
            is_shelved: false,
            to_tell: BTreeSet::new(),
            to_read: BTreeSet::new(),
        }
    }
}
