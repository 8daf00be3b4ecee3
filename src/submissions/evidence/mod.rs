//! What people did, as it can be counted: stories, words, answers, comments on others' stories.

pub mod model;
pub mod store;
