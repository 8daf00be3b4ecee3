//! The electorate: who may vote in an edition. Either everybody with an account, or those who have
//! used an invitation: a code that a lead hands out, that works once, and that nobody can guess.

pub mod model;
pub mod store;
pub mod invite;
pub mod redeem;
pub mod set_rule;
pub mod page;
pub mod web;
pub mod manage;
