//! The leads' desk of people: who says to be whom, and which two are one person.

pub mod merge;
pub mod release;
pub mod page;
pub mod manage;
