//! What the template of the leads' overview sees.

use serde::Serialize;

use super::facts::Facts;
use super::road::{Progress, road};
use crate::clock::Timestamp;
use crate::editions::page::Masthead;
use crate::editions::phase::Phase;

/// The leads' overview: a few figures, and the road.
#[derive(Debug, Serialize)]
pub struct OverviewPage {
    edition: Masthead,
    voters: u64,
    categories: usize,
    nominees: usize,
    /// Claims that a lead can still answer.
    claims: usize,
    has_opened: bool,
    steps: Vec<StepPage>,
}

#[derive(Debug, Serialize)]
struct StepPage {
    title: &'static str,
    words: String,
    href: String,
    way: &'static str,
    /// `done`, `now` or `later`.
    state: &'static str,
    is_now: bool,
    /// How it stands, for those who do not see the shape.
    said: &'static str,
}

impl OverviewPage {
    /// For a lead.
    #[must_use]
    pub fn new(facts: &Facts, now: Timestamp) -> Self {
        let base = format!("/editions/{}/manage", facts.edition.slug);
        let steps = road(facts).into_iter().map(|step| {
            let (state, said) = match step.progress {
                Progress::Done => ("done", ", done"),
                Progress::Now => ("now", ", the next step"),
                Progress::Later => ("later", ", later"),
            };
            StepPage {
                title: step.title,
                words: step.words,
                href: format!("{base}{}", step.room),
                way: step.way,
                state,
                is_now: step.progress == Progress::Now,
                said,
            }
        });
        Self {
            edition: Masthead::new(&facts.edition, true, now),
            voters: facts.voters,
            categories: facts.categories,
            nominees: facts.nominees,
            claims: if facts.edition.phase >= Phase::Voting { 0 } else { facts.claims },
            has_opened: facts.edition.phase >= Phase::Voting,
            steps: steps.collect(),
        }
    }
}
