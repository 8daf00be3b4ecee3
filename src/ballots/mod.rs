//! Ballots: a vote is cast. One ballot per voter and category, in secret.
//!
//! Two tables share no key. `participation` says that this person has voted; `ballots` holds the
//! marks under a pseudonym, a keyed digest that only the running instance can make, and that
//! nobody can make any more once [`close`] has destroyed the edition's nonce. Neither holds a
//! time or an order. [`open`] freezes the rules into the [`rulebook`].

pub mod model;
pub mod store;
pub mod cast;
pub mod recorded;
pub mod rulebook;
pub mod papers;
pub mod open;
pub mod close;
pub mod manage_page;
pub mod manage;
pub mod filled;
pub mod print;
pub mod head;
pub mod page;
pub mod receipt;
pub mod web;
