//! The audit log: what was done to an edition, by whom, in public. Append-only, and each entry's
//! digest covers the one before, so that a line cannot be changed or taken out in silence.
//!
//! Votes are never in it: neither who voted nor when.

pub mod model;
pub mod store;
