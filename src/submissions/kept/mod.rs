//! What was taken in, as it is kept.

pub mod store;
