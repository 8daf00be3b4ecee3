//! The submissions of an edition as a file, to take elsewhere: what `stories.json` hands out is
//! what `laurels intake file` reads.

pub mod model;
pub mod store;
