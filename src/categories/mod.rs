//! It stands in a **category**: one award with its charter, who can win it, and how it is decided.
//! The papers of an edition ([`model::Paper`]) are what voters mark and what is counted; an award that
//! a [`measure`] decides has a [`ranking::Ranking`] instead.

pub mod kind;
pub mod measure;
pub mod model;
pub mod form;
pub mod ranking;
pub mod frozen;
pub mod store;
pub mod choose;
pub mod shortlist;
pub mod join;
pub mod define;
pub mod amend;
pub mod reorder;
pub mod remove;
pub mod ranking_page;
pub mod page;
pub mod story_page;
pub mod person_page;
pub mod web;
pub mod terms_page;
pub mod manage_page;
pub mod manage;
