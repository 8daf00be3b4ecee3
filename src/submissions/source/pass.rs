//! One pass over a source, as its caller sees it: things found come in batches, each ready to be
//! stored by itself, and how far the pass is comes in between.

use crate::error::Result;
use crate::submissions::source::found::Found;

/// What a pass hands its results to.
pub trait Sink {
    /// Takes one batch. With `resume`, a pass that breaks off after this batch goes on from
    /// there: it is to be stored as the source's cursor, together with the batch.
    ///
    /// # Errors
    /// Whatever keeps the caller from storing the batch. The pass ends with it.
    fn found(&mut self, found: Found, resume: Option<String>) -> Result<()>;

    /// Hears how far the pass is.
    fn progress(&mut self, progress: Progress);
}

/// How far a pass is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// How much of it is done.
    pub done: u64,
    /// How much there is, where that is known.
    pub total: Option<u64>,
}

/// The parts of a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Commits are walked.
    History,
    /// Changes of files are compared.
    Changes,
    /// Pull requests are asked for.
    Submissions,
    /// Texts are read.
    Texts,
}

impl Stage {
    /// What is counted, for a progress bar.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::History => "commits",
            Self::Changes => "changes",
            Self::Submissions => "pull requests",
            Self::Texts => "stories",
        }
    }
}

/// How many submissions one batch holds at most.
pub const BATCH: usize = 100;
