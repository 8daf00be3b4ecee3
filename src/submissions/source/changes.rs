//! What happened to files between two commits, and how paths hang together.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// What happened to one file. `blob` names its new content, where the source tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What happened.
    pub what: What,
    /// Where the file stands after it; where it stood, if it was removed.
    pub path: String,
    /// The name of its content after it.
    pub blob: Option<String>,
}

/// What can happen to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// It is new.
    Added,
    /// Its content is another.
    Edited,
    /// It stood elsewhere before.
    MovedFrom(String),
    /// It is gone.
    Removed,
}

/// Removed files that are `known` and came back under the same name elsewhere, new path to old.
/// Git calls a move with many edits a removal and an addition; people do not.
pub fn renamed(changes: &[Change], known: impl Fn(&str) -> bool) -> HashMap<&str, &String> {
    let mut by_name: HashMap<&str, (Vec<&String>, Vec<&String>)> = HashMap::new();
    for change in changes {
        let entry = by_name.entry(name(&change.path)).or_default();
        match change.what {
            What::Removed if known(&change.path) => entry.0.push(&change.path),
            What::Added => entry.1.push(&change.path),
            What::Removed | What::Edited | What::MovedFrom(_) => {}
        }
    }
    let pairs =
        by_name.into_values().filter_map(|(gone, new)| match (gone.as_slice(), new.as_slice()) {
            ([from], [to]) => Some((to.as_str(), *from)),
            _ => None,
        });
    pairs.collect()
}

/// The last step of a path.
#[must_use]
pub fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The main files of which `path` could be a chapter: each folder above it, as a file.
pub fn mains_above(path: &str) -> impl Iterator<Item = String> {
    let slashes: Vec<usize> = path.match_indices('/').map(|(at, _)| at).collect();
    let folders: Vec<String> =
        slashes.into_iter().rev().filter_map(|at| path.get(..at).map(str::to_owned)).collect();
    folders.into_iter().map(|folder| format!("{folder}.md"))
}

/// A key that sorts `part 2` before `part 10`.
#[must_use]
pub fn natural(text: &str) -> Vec<(u64, String)> {
    let mut key: Vec<(u64, String)> = vec![(0, String::new())];
    let mut in_number = false;
    for c in text.chars() {
        match c.to_digit(10).map(u64::from) {
            Some(digit) => {
                if !in_number {
                    key.push((0, String::new()));
                }
                if let Some((number, _)) = key.last_mut() {
                    *number = number.saturating_mul(10).saturating_add(digit);
                }
                in_number = true;
            }
            None => {
                in_number = false;
                if let Some((_, words)) = key.last_mut() {
                    words.push(c);
                }
            }
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_are_sorted_as_numbers() {
        let mut names = ["part 10", "part 2", "intro", "part 2b", "part"];

        names.sort_by_key(|name| natural(name));

        assert_eq!(names, ["intro", "part", "part 2", "part 2b", "part 10"]);
    }

    #[test]
    fn a_file_may_be_a_chapter_of_every_folder_above_it() {
        let mains: Vec<String> = mains_above("a/b/c.md").collect();

        assert_eq!(mains, ["a/b.md", "a.md"]);
    }
}
