//! What the templates of the leads' pages see: turnout, counting, the preview, publishing.

use serde::Serialize;

use super::award_page::{of_hundred, signed};
use super::model::Report;
use super::page::ToldPage;
use crate::ballots::model::Turnout;
use crate::categories::model::Paper;
use crate::clock::Timestamp;
use crate::editions::guard::Lead;
use crate::editions::page::Masthead;
use crate::editions::phase::{Act, Phase, require};
use crate::error::{Error, Field};
use crate::web::forms::{FieldPage, Form, FormPage};
use crate::web::pages::grouped;

/// How many voted: all that leads see while voting is open.
#[derive(Debug, Serialize)]
pub struct TurnoutPage {
    edition: Masthead,
    voters: u64,
    invited: Option<String>,
    rows: Vec<TurnoutRowPage>,
    is_begun: bool,
}

#[derive(Debug, Serialize)]
struct TurnoutRowPage {
    title: String,
    voted: u64,
    ballots: u64,
    is_equal: bool,
    bar: String,
}

impl TurnoutPage {
    /// For a lead.
    #[must_use]
    pub fn new(
        lead: &Lead,
        papers: &[Paper],
        turnout: &[Turnout],
        (voters, invited): (u64, Option<u64>),
        now: Timestamp,
    ) -> Self {
        let row = |paper: &Paper| {
            let found = turnout.iter().find(|row| row.category == paper.category.id);
            let (voted, ballots) = found.map_or((0, 0), |row| (row.voted, row.ballots));
            TurnoutRowPage {
                title: paper.category.terms.title.clone(),
                voted,
                ballots,
                is_equal: voted == ballots,
                bar: of_hundred(voted.into(), voters.into()),
            }
        };
        Self {
            edition: Masthead::of_lead(lead, now),
            voters,
            invited: invited.map(|size| grouped(signed(size))),
            rows: papers.iter().map(row).collect(),
            is_begun: lead.edition.phase >= Phase::Voting,
        }
    }
}

/// Counting: what stands in its way, or the button.
#[derive(Debug, Serialize)]
pub struct CountPage {
    edition: Masthead,
    can_count: bool,
    /// Why not, and what now.
    why: Option<String>,
    now: Option<String>,
    is_counted: bool,
    counted_at: Option<Timestamp>,
    categories: usize,
}

impl CountPage {
    /// For a lead.
    #[must_use]
    pub fn new(lead: &Lead, categories: usize, now: Timestamp) -> Self {
        let edition = &lead.edition;
        let refusal = match require(Act::Count, edition.phase, &edition.calendar, now) {
            Err(Error::Conflict(refusal)) => Some(refusal),
            Ok(()) | Err(_) => None,
        };
        Self {
            edition: Masthead::of_lead(lead, now),
            can_count: refusal.is_none(),
            why: refusal.as_ref().map(|refusal| refusal.why.to_string()),
            now: refusal.as_ref().map(|refusal| refusal.now.to_string()),
            is_counted: edition.phase >= Phase::Counted,
            counted_at: edition.steps.counted_at,
            categories,
        }
    }
}

/// What leads see before everybody does.
#[derive(Debug, Serialize)]
pub struct PreviewPage {
    edition: Masthead,
    told: ToldPage,
    is_published: bool,
}

impl PreviewPage {
    /// For a lead.
    #[must_use]
    pub fn new(lead: &Lead, report: &Report, now: Timestamp) -> Self {
        Self {
            edition: Masthead::of_lead(lead, now),
            told: ToldPage::new(&lead.edition, report),
            is_published: lead.edition.phase == Phase::Published,
        }
    }
}

/// Publishing: what stands in its way, or the button and what it does.
#[derive(Debug, Serialize)]
pub struct PublishPage {
    edition: Masthead,
    can_publish: bool,
    why: Option<String>,
    now: Option<String>,
    is_published: bool,
    published_at: Option<Timestamp>,
    /// What would be told; only where it can be.
    told: Option<ToldPage>,
    form: FormPage,
}

impl PublishPage {
    /// For a lead, with what they typed. `report` is there once it is counted.
    #[must_use]
    pub fn new(
        lead: &Lead,
        report: Option<&Report>,
        form: &Form,
        errors: &[Field],
        now: Timestamp,
    ) -> Self {
        let edition = &lead.edition;
        let refusal = match require(Act::Publish, edition.phase, &edition.calendar, now) {
            Err(Error::Conflict(refusal)) => Some(refusal),
            Ok(()) | Err(_) => None,
        };
        let field = FieldPage::new("text", super::publish::SLUG, "The edition's address")
            .hint("To be sure, type the last part of this edition's address, as it stands above.")
            .autocomplete("off")
            .required();
        Self {
            edition: Masthead::of_lead(lead, now),
            can_publish: refusal.is_none(),
            why: refusal.as_ref().map(|refusal| refusal.why.to_string()),
            now: refusal.as_ref().map(|refusal| refusal.now.to_string()),
            is_published: edition.phase == Phase::Published,
            published_at: edition.steps.published_at,
            told: report.map(|report| ToldPage::new(edition, report)),
            form: FormPage::new(vec![field]).refused(form, errors),
        }
    }
}
