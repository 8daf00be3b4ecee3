//! What could not be read, until a pass reads it.

pub mod store;
