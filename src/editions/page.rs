//! What the templates of editions see.

use serde::Serialize;

use super::guard::{Lead, Member, Reader};
use super::model::{Edition, State, Votes};
use super::phase::{self, Phase};
use crate::clock::Timestamp;

/// The head of every page of an edition: which one, how far, until when. Each page struct has it as
/// its field `edition`.
#[derive(Debug, Clone, Serialize)]
pub struct Masthead {
    slug: String,
    title: String,
    /// What visitors are told of voting.
    state: State,
    state_words: &'static str,
    /// The phase's column text, for what differs.
    phase: Phase,
    /// The next instant that matters, and what happens then.
    deadline: Option<Timestamp>,
    deadline_words: &'static str,
    is_simulated: bool,
    is_lead: bool,
    is_voting: bool,
    is_published: bool,
    is_draft: bool,
}

impl Masthead {
    /// For any reader.
    #[must_use]
    pub fn new(edition: &Edition, is_lead: bool, now: Timestamp) -> Self {
        let state = phase::voting(edition.phase, &edition.calendar, now);
        let (deadline, deadline_words) = next(edition);
        Self {
            slug: edition.slug.clone(),
            title: edition.about.title.clone(),
            state,
            state_words: state.words(),
            phase: edition.phase,
            deadline,
            deadline_words,
            is_simulated: edition.votes == Votes::Simulated,
            is_lead,
            is_voting: matches!(state, State::Open | State::WindingDown),
            is_published: edition.phase == Phase::Published,
            is_draft: edition.phase == Phase::Draft,
        }
    }

    /// For a reader.
    #[must_use]
    pub fn of(reader: &Reader, now: Timestamp) -> Self {
        Self::new(&reader.edition, reader.is_lead, now)
    }

    /// For somebody who is signed in.
    #[must_use]
    pub fn of_member(member: &Member, now: Timestamp) -> Self {
        Self::new(&member.edition, member.is_lead, now)
    }

    /// For a lead.
    #[must_use]
    pub fn of_lead(lead: &Lead, now: Timestamp) -> Self {
        Self::new(&lead.edition, true, now)
    }
}

fn next(edition: &Edition) -> (Option<Timestamp>, &'static str) {
    let calendar = &edition.calendar;
    match edition.phase {
        Phase::Draft => (calendar.nominating_opens_at, "Nominations open"),
        Phase::Nominating => (calendar.voting_opens_at, "Voting opens"),
        Phase::Voting => (calendar.voting_closes_at, "Voting closes"),
        Phase::Closed | Phase::Counted => (edition.steps.closed_at, "Voting closed"),
        Phase::Published => (edition.steps.published_at, "Published"),
    }
}
