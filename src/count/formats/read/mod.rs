//! Reading: a push parser for each format, and the intake that makes a profile of what they say.
//!
//! A [`parser::Parser`] takes the bytes of a file in pieces of any size and writes ballots into a
//! [`batch::Batch`]; an [`intake::Intake`] puts batches into a profile. The two share nothing, so
//! that they can run on two threads; [`whole::read`] runs both on one.

pub mod batch;
pub mod cursor;
pub mod lines;
pub mod roster;
pub mod cells;
pub mod told;
pub mod reading;
pub mod parser;
pub mod abif;
pub mod abif_head;
pub mod blt;
pub mod preflib;
pub mod preflib_head;
pub mod table;
pub mod table_head;
pub mod intake;
pub mod whole;
