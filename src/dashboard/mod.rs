//! The dashboard: what needs a view over all rooms at once, and only reads. An edition's front page
//! for everybody, and the leads' road from a draft to its results.

pub mod facts;
pub mod road;
pub mod page;
pub mod console_page;
pub mod web;
pub mod manage;
