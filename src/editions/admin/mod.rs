//! The instance's own pages: its editions, who leads them, and how it is.

pub mod page;
pub mod web;
