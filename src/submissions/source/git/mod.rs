//! A clone, bare or not, read offline by the `git` command: whoever has a clone has git.
//!
//! Three processes at most, each read as a stream: the history, the changes along the main line,
//! the texts. What they print is parsed by pure code; [`fetch`] alone starts them.

pub mod subjects;
pub mod history;
pub mod identities;
pub mod walk;
pub mod people;
pub mod diffs;
pub mod cursor;
pub mod address;
pub mod fetch;
pub mod tell;
pub mod read;
