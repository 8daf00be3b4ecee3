//! What the leads' page of voting sees: opening and closing, each with what it will do.

use serde::Serialize;

use super::open::lacks;
use crate::categories::model::Paper;
use crate::categories::ranking::Ranking;
use crate::clock::Timestamp;
use crate::editions::guard::Lead;
use crate::editions::page::Masthead;
use crate::editions::phase::Phase;
use crate::error::Field;
use crate::web::forms::{FieldPage, Form, FormPage};

/// Opening or closing the vote by hand.
#[derive(Debug, Serialize)]
pub struct VotingPage {
    edition: Masthead,
    can_open: bool,
    can_close: bool,
    is_over: bool,
    lacks: Vec<String>,
    categories: usize,
    /// How many awards measures decide, beside the categories of the paper.
    measured: usize,
    nominees: usize,
    electorate: &'static str,
    opens_at: Option<Timestamp>,
    closes_at: Option<Timestamp>,
    opened_at: Option<Timestamp>,
    closed_at: Option<Timestamp>,
    voters: u64,
    rulebook_digest: Option<String>,
    form: FormPage,
}

impl VotingPage {
    /// For a lead.
    #[must_use]
    pub fn new(
        lead: &Lead,
        (papers, measured): (&[Paper], &[Ranking]),
        voters: u64,
        sent: (&Form, &[Field]),
        now: Timestamp,
    ) -> Self {
        let edition = &lead.edition;
        let before = edition.phase < Phase::Voting;
        let lacks =
            if before { lacks(papers, measured, &edition.calendar, now) } else { Vec::new() };
        let field = FieldPage::new("text", "slug", "To be sure, type the edition's address")
            .hint("It stands behind /editions/ in the address of this page.")
            .autocomplete("off")
            .required();
        Self {
            edition: Masthead::of_lead(lead, now),
            can_open: before && lacks.is_empty(),
            can_close: edition.phase == Phase::Voting,
            is_over: edition.phase > Phase::Voting,
            lacks,
            categories: papers.len(),
            measured: measured.len(),
            nominees: papers.iter().map(|paper| paper.candidates.len()).sum(),
            electorate: edition.electorate.sentence(),
            opens_at: edition.calendar.voting_opens_at,
            closes_at: edition.calendar.voting_closes_at,
            opened_at: edition.steps.opened_at,
            closed_at: edition.steps.closed_at,
            voters,
            rulebook_digest: edition.rulebook_digest.clone(),
            form: FormPage::new(vec![field]).refused(sent.0, sent.1),
        }
    }
}
