//! Editions: one round of awards each, with its calendar, its leads and its phase.
//!
//! [`phase`] is the pure table of what may be done when. Opening and closing the vote need the
//! rooms below, so those verbs stand in `ballots`.

pub mod model;
pub mod phase;
pub mod store;
pub mod name_lead;
pub mod set_calendar;
pub mod create;
pub mod amend;
pub mod set_activities;
pub mod open_nominations;
pub mod guard;
pub mod page;
pub mod manage_page;
pub mod web;
pub mod manage;
pub mod admin;
