//! What a forge tells by itself: signed deliveries, each taken once.

pub mod store;
pub mod receive;
pub mod web;
