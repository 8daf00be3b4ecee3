//! What the template of the receipt sees: what is recorded of a voter now.

use serde::Serialize;

use super::filled::numbers;
use super::head::{is_open, of_categories};
use super::recorded::Recorded;
use crate::categories::model::{Paper, by};
use crate::clock::Timestamp;
use crate::editions::guard::Member;
use crate::editions::page::Masthead;
use crate::editions::phase::Phase;

/// What is recorded of a voter, category by category.
#[derive(Debug, Serialize)]
pub struct RecordedPage {
    edition: Masthead,
    /// `5 of 8 categories`.
    voted: String,
    can_change: bool,
    /// The marks can be told by nobody any more.
    is_sealed: bool,
    /// No vote is taken any more, and the marks can still be told.
    is_over: bool,
    categories: Vec<RecordedCategoryPage>,
}

#[derive(Debug, Serialize)]
struct RecordedCategoryPage {
    slug: String,
    title: String,
    is_recorded: bool,
    marks: Vec<MarkPage>,
}

#[derive(Debug, Serialize)]
struct MarkPage {
    name: String,
    by: String,
}

impl RecordedPage {
    /// For the voter.
    #[must_use]
    pub fn new(member: &Member, papers: &[Paper], recorded: &Recorded, now: Timestamp) -> Self {
        let edition = &member.edition;
        let can_change = is_open(edition, now);
        let is_sealed = edition.phase > Phase::Voting;
        let category = |paper: &Paper| RecordedCategoryPage {
            slug: paper.category.slug.clone(),
            title: paper.category.terms.title.clone(),
            is_recorded: recorded.has(paper.category.id),
            marks: marks(paper, recorded),
        };
        Self {
            edition: Masthead::of_member(member, now),
            voted: of_categories(recorded.voted(), papers.len()),
            can_change,
            is_sealed,
            is_over: edition.phase == Phase::Voting && !can_change,
            categories: papers.iter().map(category).collect(),
        }
    }
}

fn marks(paper: &Paper, recorded: &Recorded) -> Vec<MarkPage> {
    let marked = recorded.marks(paper.category.id).map(numbers);
    let marked = marked.unwrap_or_default();
    let candidates = paper.candidates.iter();
    candidates
        .filter(|candidate| marked.contains(&candidate.number))
        .map(|candidate| MarkPage {
            name: candidate.nominee.title().to_owned(),
            by: by(&candidate.nominee.of),
        })
        .collect()
}
