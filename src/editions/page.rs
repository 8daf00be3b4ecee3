//! What the templates of editions see.

use serde::Serialize;

use super::guard::{Lead, Member, Reader};
use super::model::{Edition, State, Votes};
use super::phase::{self, Phase};
use crate::accounts::model::{Account, Role};
use crate::audit::model::Entry;
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
const CONSOLE: [(&str, &str); 14] = [
    ("", "Overview"),
    ("/details", "Details"),
    ("/calendar", "Calendar"),
    ("/activities", "What one can do"),
    ("/sources", "Sources"),
    ("/categories", "Categories"),
    ("/nominees", "Nominees"),
    ("/people", "People"),
    ("/electorate", "Electorate"),
    ("/voting", "Voting"),
    ("/turnout", "Turnout"),
    ("/count", "Counting"),
    (PREVIEW, "Preview"),
    ("/publication", "Publishing"),
];

/// There is nothing to look at before the count.
const PREVIEW: &str = "/preview";

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
            let is_there =
                |(path, _): &&(&str, &str)| *path != PREVIEW || edition.phase >= Phase::Counted;
            let rooms: Vec<_> = CONSOLE.iter().filter(is_there).copied().collect();
            console = ways(&base, &rooms);
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

    /// Whether votes are taken now.
    #[must_use]
    pub const fn takes_votes(&self) -> bool {
        self.is_voting
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
        Self { is_first: false, ..self }
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

/// The front page of the instance: its editions, or how to begin.
#[derive(Debug, Serialize)]
pub struct IndexPage {
    editions: Vec<CardPage>,
    has_admin: bool,
    is_admin: bool,
}

#[derive(Debug, Serialize)]
struct CardPage {
    edition: Masthead,
    /// The first paragraph of what it tells of itself.
    words: String,
}

impl IndexPage {
    /// The editions that this reader may see, each with whether they lead it.
    #[must_use]
    pub fn new(
        editions: &[(Edition, bool)],
        has_admin: bool,
        account: Option<&Account>,
        now: Timestamp,
    ) -> Self {
        let seen =
            editions.iter().filter(|(edition, is_lead)| *is_lead || edition.phase != Phase::Draft);
        let card = |(edition, is_lead): &(Edition, bool)| CardPage {
            edition: Masthead::new(edition, *is_lead, now),
            words: paragraphs(&edition.about.description).into_iter().next().unwrap_or_default(),
        };
        Self {
            editions: seen.map(card).collect(),
            has_admin,
            is_admin: account.is_some_and(|account| account.role == Role::Admin),
        }
    }
}

/// The paragraphs of plain text: what stands between empty lines.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        match found.last_mut() {
            _ if line.is_empty() => open = false,
            Some(last) if open => {
                last.push(' ');
                last.push_str(line);
            }
            _ => {
                found.push(line.to_owned());
                open = true;
            }
        }
    }
    found
}

/// The public log of an edition.
#[derive(Debug, Serialize)]
pub struct LogPage {
    edition: Masthead,
    entries: Vec<EntryPage>,
}

#[derive(Debug, Serialize)]
struct EntryPage {
    at: Timestamp,
    actor: String,
    act: String,
    detail: String,
    position: i64,
    digest: String,
}

impl LogPage {
    /// The entries with their digests, the latest first.
    #[must_use]
    pub fn new(reader: &Reader, entries: Vec<(Entry, String)>, now: Timestamp) -> Self {
        let shown = |(entry, digest): (Entry, String)| EntryPage {
            at: entry.at,
            actor: entry.actor,
            act: entry.act,
            detail: entry.detail,
            position: entry.position,
            digest,
        };
        Self {
            edition: Masthead::of(reader, now),
            entries: entries.into_iter().map(shown).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_line_begins_a_paragraph() {
        let text = "One\ntwo.\n\n \nThree.\n";

        assert_eq!(paragraphs(text), ["One two.", "Three."]);
        assert_eq!(paragraphs(" \n"), Vec::<String>::new());
    }
}
