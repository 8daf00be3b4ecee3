//! What a pass over GitHub is to do, and how it may end.

use std::collections::BTreeSet;

use crate::submissions::source::github::api::Name;
use crate::submissions::source::github::limits::Pause;
use crate::submissions::source::rules::Rules;

/// What a pass is to do.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// The rules of the edition.
    pub rules: &'a Rules,
    /// The repository.
    pub repository: Name,
    /// Only these submissions: those a webhook told of, or those that failed before. All their
    /// stories are told, changed or not.
    pub only: Option<BTreeSet<u64>>,
}

/// How a pass ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// All is read.
    Done,
    /// GitHub wants a pause; call again with the same cursor after it.
    Later(Pause),
}
