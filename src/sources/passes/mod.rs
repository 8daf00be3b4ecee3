//! Passes: each reading of a source, how far it is, how it ended and what it changed.

pub mod model;
pub mod store;
pub mod page;
