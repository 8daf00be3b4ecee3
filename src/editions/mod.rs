//! Editions: one round of awards each, with its calendar, its leads and its phase.
//!
//! [`phase`] is the pure table of what may be done when. Opening and closing the vote need the
//! rooms below, so those verbs stand in `ballots`.

pub mod model;
pub mod phase;
pub mod store;
pub mod guard;
pub mod page;
