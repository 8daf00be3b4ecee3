//! It is admitted: a story or a person becomes a **nominee**, or is withdrawn again: by the leads,
//! who may leave a whole submission out, or by those whom it is about.
//!
//! In which categories a nominee stands is the next room's.

pub mod model;
pub mod store;
pub mod admit;
pub mod decline;
pub mod exclude;
pub mod own;
pub mod page;
pub mod web;
pub mod manage;
pub mod people;
