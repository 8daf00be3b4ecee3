//! The texts of stories, as Markdown.

pub mod model;
pub mod store;
