//! Submissions keep coming in: the **sources** that an edition reads, pass by pass, when a lead
//! asks, on a schedule, or because a forge tells that something is new.
//!
//! How a source is read is the matter of [`crate::submissions::source`]; what is kept of it, of
//! [`crate::submissions::take_in`]. Here stands what a lead sets, what happened, and what follows
//! for nominees and papers.

pub mod model;
pub mod draft;
pub mod store;
pub mod failures;
pub mod passes;
pub mod add;
pub mod amend;
pub mod remove;
pub mod admit;
pub mod answer;
pub mod nominate;
pub mod begin;
pub mod batch;
pub mod finish;
pub mod sync;
pub mod hooks;
pub mod keeper;
pub mod page;
pub mod show_page;
pub mod manage;
