//! Where submissions come from.
//!
//! Every source is a pure parser (bytes and rules in, [`found::Found`] out) and, where it must
//! fetch, a thin loop round it. No file here knows the database or the web: what is to be
//! remembered between two passes is a value that the caller stores.

pub mod people;
pub mod mails;
pub mod commands;
pub mod found;
pub mod globs;
pub mod rules;
pub mod measures;
pub mod titles;
pub mod slugs;
pub mod changes;
pub mod shelved;
pub mod shelf;
pub mod stories;
pub mod pass;
pub mod file;
pub mod git;
pub mod github;
pub mod webhook;
pub mod any;
