//! **Laurels**: awards for open-source communities. Story pull requests become nominees, leads
//! define categories, members vote in secret, anyone can recount, the winners are told.
//!
//! The modules stand in the order of that story, and each may use only those above it:
//! `tests/it/house.rs` keeps it so. `docs/ARCHITECTURE.md` walks through it.

// Ground: words that everything uses and that use nothing of ours.
pub mod error;
pub mod clock;
pub mod ids;
pub mod config;
pub mod secrets;

// Core: pure; no input, output, clock, SQL, web or floats.
pub mod count;

// Service floors.
pub mod store;
pub mod web;
pub mod audit;
pub mod accounts;
pub mod editions;

// The story, room by room.
pub mod submissions;
pub mod nominees;
pub mod categories;
pub mod sources;
pub mod electorate;
pub mod ballots;
pub mod results;

// Roof.
pub mod demo;
pub mod dashboard;
pub mod calendar;
pub mod server;
pub mod commands;
