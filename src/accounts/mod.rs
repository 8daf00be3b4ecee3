//! Accounts: who you are. Signing up, in and out, and the guards that a handler asks for.
//!
//! Roles are few: a visitor, a voter (anybody signed in), a lead of an edition (`editions`), an
//! admin of the instance. What a lead or an admin does is in the audit log.

pub mod model;
pub mod store;
pub mod sign_up;
pub mod sign_in;
pub mod change_password;
pub mod guard;
pub mod page;
pub mod web;
