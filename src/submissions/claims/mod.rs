//! Members who say that they are one of the people, what a lead answers, and the name that they
//! then choose to be shown.
//!
//! There is no sign-in through the forge that the pull requests came from, so a lead has to agree.

pub mod model;
pub mod store;
pub mod relation;
pub mod claim;
pub mod answer;
pub mod choose_name;
pub mod page;
pub mod web;
