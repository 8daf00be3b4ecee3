//! A story as the shelf remembers it.

use serde::{Deserialize, Serialize};

/// The submission that brings changes.
#[derive(Debug, Clone, Copy)]
pub struct Bringer<'a> {
    /// Its number.
    pub number: u64,
    /// Its title.
    pub title: &'a str,
    /// Its labels.
    pub labels: &'a [String],
}

/// A story on the shelf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelved {
    /// The submission that brought it.
    pub number: u64,
    /// The path that it came with.
    pub first_path: String,
    /// The short name of its kind.
    pub kind: String,
    /// The submission's title, if this was its only story; titles fall back on it.
    pub pull_title: Option<String>,
    /// The title that it was given last.
    pub title: Option<String>,
    /// Its files, the main one first, the others by name.
    pub files: Vec<ShelvedFile>,
    /// Whether it has reached the main line.
    pub landed: bool,
    /// Whether its main file is gone.
    pub removed: bool,
}

/// A file of a story on the shelf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShelvedFile {
    /// Where it stands now.
    pub path: String,
    /// The name of its content, where the source tells.
    pub blob: Option<String>,
}

impl Shelved {
    /// Where its main file stands.
    #[must_use]
    pub fn path(&self) -> &str {
        self.files.first().map_or(&self.first_path, |file| &file.path)
    }
}
