//! What the templates of results see of an edition; `award_page.rs` has each award.

use serde::Serialize;

use super::award_page::{AwardPage, signed};
use super::model::{Report, Told};
use crate::clock::Timestamp;
use crate::editions::guard::Reader;
use crate::editions::model::Edition;
use crate::editions::page::Masthead;
use crate::editions::phase::{Act, Phase, require};
use crate::web::pages::grouped;

/// The results, told.
#[derive(Debug, Serialize)]
pub struct ResultsPage {
    edition: Masthead,
    told: ToldPage,
}

/// Before that: nobody is shown a count.
#[derive(Debug, Serialize)]
pub struct WaitingPage {
    edition: Masthead,
    is_voting: bool,
    is_soon: bool,
    is_counted: bool,
    can_preview: bool,
}

/// What is told of an edition.
#[derive(Debug, Serialize)]
pub struct ToldPage {
    voters: u64,
    invited: Option<String>,
    /// How many awards somebody won.
    given: usize,
    /// What stands behind that number: `awards, one of them shared`.
    awards_words: String,
    /// How many of all awards a measure decided.
    measured: usize,
    counted_at: Option<Timestamp>,
    published_at: Option<Timestamp>,
    rulebook_digest: Option<String>,
    awards: Vec<AwardPage>,
}

impl ResultsPage {
    /// For any reader.
    #[must_use]
    pub fn new(reader: &Reader, report: &Report, now: Timestamp) -> Self {
        Self { edition: Masthead::of(reader, now), told: ToldPage::new(&reader.edition, report) }
    }
}

impl WaitingPage {
    /// For any reader.
    #[must_use]
    pub fn new(reader: &Reader, now: Timestamp) -> Self {
        let edition = &reader.edition;
        Self {
            edition: Masthead::of(reader, now),
            is_voting: require(Act::Cast, edition.phase, &edition.calendar, now).is_ok(),
            is_soon: edition.phase < Phase::Voting,
            is_counted: edition.phase == Phase::Counted,
            can_preview: reader.is_lead && edition.phase == Phase::Counted,
        }
    }
}

impl ToldPage {
    /// As it stands in the report.
    #[must_use]
    pub fn new(edition: &Edition, report: &Report) -> Self {
        let told = report.told();
        let winners = told.iter().map(Told::winners);
        let given = winners.clone().filter(|winners| *winners > 0).count();
        let shared = winners.filter(|winners| *winners > 1).count();
        Self {
            voters: report.voters,
            invited: report.invited.map(|size| grouped(signed(size))),
            given,
            awards_words: awards_words(given, shared),
            counted_at: edition.steps.counted_at,
            published_at: edition.steps.published_at,
            rulebook_digest: edition.rulebook_digest.clone(),
            measured: report.measured.len(),
            awards: told.iter().map(|told| AwardPage::new(&edition.slug, told)).collect(),
        }
    }
}

fn awards_words(awards: usize, shared: usize) -> String {
    let noun = if awards == 1 { "award" } else { "awards" };
    match (awards, shared) {
        (_, 0) => noun.to_owned(),
        (1, _) => format!("{noun}, shared"),
        (_, 1) => format!("{noun}, one of them shared"),
        (_, _) => format!("{noun}, {shared} of them shared"),
    }
}
