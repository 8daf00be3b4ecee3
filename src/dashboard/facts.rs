//! What the leads' overview is told, by all rooms at once.

use crate::clock::Timestamp;
use crate::editions::model::Edition;

/// What the leads' overview knows of an edition.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The edition.
    pub edition: Edition,
    /// How many places submissions are read from.
    pub sources: usize,
    /// How many stories were taken in.
    pub stories: i64,
    /// How much of the sources could not be read.
    pub failures: usize,
    /// How many members wait for an answer to who they are.
    pub claims: usize,
    /// How many categories it has.
    pub categories: usize,
    /// How many stories and people are admitted.
    pub nominees: usize,
    /// How many invitations there are.
    pub invitations: usize,
    /// How many people have voted.
    pub voters: u64,
    /// What keeps voting from opening, one sentence each.
    pub lacks: Vec<String>,
    /// When this is looked at.
    pub now: Timestamp,
}
