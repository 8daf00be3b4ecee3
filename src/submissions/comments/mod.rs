//! What was said on pull requests: who, when and where; the words stay on the forge.

pub mod model;
pub mod store;
