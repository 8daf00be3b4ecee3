//! What a field of the file may hold.

use crate::submissions::source::commands;
use crate::submissions::source::found::{CommitId, Item};

/// The longest title, name or label that is taken, in characters.
const LONGEST_LINE: usize = 500;

/// The largest number that both databases hold.
const LARGEST: u64 = i64::MAX.unsigned_abs();

/// Why an item is not taken.
pub struct Bad {
    /// Where, if that is known better than the item's start.
    pub at: Option<Item>,
    /// What is wrong, half a sentence.
    pub why: String,
}

impl Bad {
    /// What is wrong; the place is that of the item.
    pub fn new(why: impl Into<String>) -> Self {
        Self { at: None, why: why.into() }
    }
}

/// The name of a commit.
pub fn commit(text: String) -> Result<CommitId, Bad> {
    CommitId::parse(&text).ok_or_else(|| Bad::new(format!("{text:?} is not a full commit name")))
}

/// One line of text that says something.
pub fn line(field: &str, text: String) -> Result<String, Bad> {
    if text.trim().is_empty() {
        return Err(Bad::new(format!("\"{field}\" is empty")));
    }
    if text.chars().any(char::is_control) {
        return Err(Bad::new(format!("\"{field}\" holds a control character")));
    }
    if text.chars().count() > LONGEST_LINE {
        return Err(Bad::new(format!("\"{field}\" is longer than {LONGEST_LINE} characters")));
    }
    Ok(text)
}

/// A number that both databases hold.
pub fn number(field: &str, number: u64) -> Result<u64, Bad> {
    if number > LARGEST {
        return Err(Bad::new(format!("\"{field}\" is larger than {LARGEST}")));
    }
    Ok(number)
}

/// The part of addresses of a category that a comment nominates for.
pub fn category(text: String) -> Result<String, Bad> {
    if commands::is_slug(&text) {
        return Ok(text);
    }
    Err(Bad::new(format!("{text:?} in \"nominates\" cannot be a category's part of addresses")))
}

/// An address that a page may link to.
pub fn url(text: String) -> Result<String, Bad> {
    if text.starts_with("https://") || text.starts_with("http://") {
        return line("url", text);
    }
    Err(Bad::new(format!("{text:?} is not an http(s) address")))
}

/// A path inside a repository.
pub fn path(text: String) -> Result<String, Bad> {
    let step = |part: &str| part.is_empty() || part == "." || part == "..";
    if text.split('/').any(step) {
        return Err(Bad::new(format!("{text:?} is not a path inside a repository")));
    }
    line("path", text)
}
