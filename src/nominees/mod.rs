//! It is admitted: a story or a person becomes a **nominee**, or is withdrawn again.
//!
//! In which categories a nominee stands is the next room's.

pub mod model;
pub mod store;
pub mod admit;
pub mod page;
pub mod manage;
