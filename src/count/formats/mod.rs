//! Ballots in files: what each format says, read into a profile and written from one.
//!
//! Pure as the rest of `count`: bytes go in as they come, in pieces of any size, and what is
//! known so far comes out; who opens files and counts threads is `commands`. A file never has
//! to be in memory as a whole. `docs/FORMATS.md` says what is read, with the sources.

pub mod format;
pub mod problem;
pub mod sniff;
pub mod read;
pub mod write;
