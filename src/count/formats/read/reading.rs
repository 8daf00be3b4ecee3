//! [`Reading`]: what whoever reads a file can say about it beforehand.

use crate::count::paper::Shape;

/// How to read what can be read in more than one way.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading {
    /// What the count needs, where the file says more than one thing: an ABIF line can give
    /// ranks and scores, and PrefLib's categories can be approvals, scores or ranks. Without
    /// it, whatever keeps most of what the file says.
    pub want: Option<Shape>,
    /// What the numbers in the cells of a table mean, if the table does not say it.
    pub cells: Option<Cells>,
}

/// What the cells of a table say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cells {
    /// A rank, 1 for the best.
    Ranks,
    /// A score, the more the better.
    Scores,
    /// Whether the voter approves.
    Approvals,
}
