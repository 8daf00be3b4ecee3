//! Writing: an election as a file of each format, and what a format cannot hold.
//!
//! Nothing is lost in silence: [`losses::losses`] says beforehand what a format has no place for, and
//! [`file::write`] writes the rest.

pub mod losses;
pub mod file;
mod lines;
mod abif;
mod blt;
mod preflib;
mod table;
