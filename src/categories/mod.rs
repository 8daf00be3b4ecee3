//! It stands in a **category**: one award with its charter, who can win it, and how it is decided.
//! The papers of an edition ([`model::Paper`]) are what voters mark and what is counted.

pub mod model;
pub mod store;
pub mod define;
pub mod amend;
pub mod reorder;
pub mod remove;
pub mod choose;
pub mod page;
pub mod story_page;
pub mod person_page;
pub mod web;
pub mod manage_page;
pub mod manage;
