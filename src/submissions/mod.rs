//! A pull request becomes a **submission**: what arrived, from where, by whom, with its text.
//!
//! What a story is called here, and which files make it, is decided under [`source`]; how its
//! Markdown becomes a page that is safe to show, in [`text`]; how it is taken elsewhere, in
//! [`export`].

pub mod source;
pub mod model;
pub mod kept;
pub mod evidence;
pub mod store;
pub mod text;
pub mod texts;
pub mod comments;
pub mod who;
pub mod changes;
pub mod merge;
pub mod claims;
pub mod take_in;
pub mod original;
pub mod reading;
pub mod export;
pub mod page;
pub mod web;
