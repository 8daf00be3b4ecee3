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
    /// The state in a word, as a chip.
    chip: &'static str,
    chip_words: &'static str,
    is_simulated: bool,
    is_lead: bool,
    is_voting: bool,
    is_published: bool,
    is_draft: bool,
    /// The rooms of the edition.
    ways: Vec<Way>,
    /// The rooms of the leads' console; none for others.
    console: Vec<Way>,
}

/// A way to another page.
#[derive(Debug, Clone, Serialize)]
struct Way {
    href: String,
    label: &'static str,
    /// The first page of its row: all others stand under its address.
    is_first: bool,
}

/// The rooms that every reader sees.
const ROOMS: [(&str, &str); 6] = [
    ("", "Overview"),
    ("/stories", "Stories"),
    ("/people", "People"),
    ("/ballot", "Ballot"),
    ("/results", "Results"),
    ("/audit", "Log"),
];

/// The rooms of the leads' console, in the order in which an edition is run.
const CONSOLE: [(&str, &str); 11] = [
    ("", "Overview"),
    ("/details", "Details"),
    ("/calendar", "Calendar"),
    ("/activities", "What one can do"),
    ("/categories", "Categories"),
    ("/nominees", "Nominees"),
    ("/electorate", "Electorate"),
    ("/turnout", "Turnout"),
    ("/counting", "Counting"),
    ("/preview", "Preview"),
    ("/publish", "Publishing"),
];

fn ways(base: &str, rooms: &[(&str, &'static str)]) -> Vec<Way> {
    let way = |(path, label): &(&str, &'static str)| Way {
        href: format!("{base}{path}"),
        label,
        is_first: path.is_empty(),
    };
    rooms.iter().map(way).collect()
}

impl Masthead {
    /// For any reader.
    #[must_use]
    pub fn new(edition: &Edition, is_lead: bool, now: Timestamp) -> Self {
        let state = phase::voting(edition.phase, &edition.calendar, now);
        let (deadline, deadline_words) = next(edition, state);
        let (chip, chip_words) = chip(edition.phase, state);
        let base = format!("/editions/{}", edition.slug);
        let mut rooms = ways(&base, &ROOMS);
        let mut console = Vec::new();
        if is_lead {
            let base = format!("{base}/manage");
            rooms.extend(ways(&base, &[("", "Manage")]).into_iter().map(Way::deep));
            console = ways(&base, &CONSOLE);
        }
        Self {
            slug: edition.slug.clone(),
            title: edition.about.title.clone(),
            state,
            state_words: state.words(),
            phase: edition.phase,
            deadline,
            deadline_words,
            chip,
            chip_words,
            is_simulated: edition.votes == Votes::Simulated,
            is_lead,
            is_voting: matches!(state, State::Open | State::WindingDown),
            is_published: edition.phase == Phase::Published,
            is_draft: edition.phase == Phase::Draft,
            ways: rooms,
            console,
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

impl Way {
    /// Marked as current by the pages under it too.
    fn deep(self) -> Self {
        Self {
            is_first: false,
            ..self
        }
    }
}

/// The state in a word: its shape in the style sheet, and what it says.
fn chip(phase: Phase, voting: State) -> (&'static str, &'static str) {
    match (phase, voting) {
        (Phase::Draft, _) => ("coming-soon", "Draft"),
        (Phase::Nominating, _) => ("open", "Nominations are open"),
        (Phase::Voting, State::WindingDown) => ("winding-down", "Voting ends soon"),
        (Phase::Voting, State::ComingSoon | State::Open) => ("open", "Voting is open"),
        (Phase::Voting, State::Closed) | (Phase::Closed | Phase::Counted, _) => {
            ("closed", "Voting is closed")
        }
        (Phase::Published, _) => ("published", "Results are out"),
    }
}

fn next(edition: &Edition, voting: State) -> (Option<Timestamp>, &'static str) {
    let calendar = &edition.calendar;
    match (edition.phase, voting) {
        (Phase::Draft, _) => (calendar.nominating_opens_at, "Nominations open"),
        (Phase::Nominating, _) => (calendar.voting_opens_at, "Voting opens"),
        (Phase::Voting, State::Closed) => (calendar.voting_closes_at, "Voting closed"),
        (Phase::Voting, State::ComingSoon | State::Open | State::WindingDown) => {
            (calendar.voting_closes_at, "Voting closes")
        }
        (Phase::Closed | Phase::Counted, _) => (edition.steps.closed_at, "Voting closed"),
        (Phase::Published, _) => (edition.steps.published_at, "Published"),
    }
}
