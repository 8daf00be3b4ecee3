//! What the template of an edition's front page sees.

use serde::Serialize;

use crate::categories::model::Category;
use crate::clock::Timestamp;
use crate::editions::guard::Reader;
use crate::editions::model::{Activity, Edition, State};
use crate::editions::page::{Masthead, paragraphs};
use crate::editions::phase::{self, Phase};

/// What the front page knows beside the edition itself.
#[derive(Debug, Clone)]
pub struct Around {
    /// The display names of the leads.
    pub leads: Vec<String>,
    /// Further rows of what one can do.
    pub activities: Vec<Activity>,
    /// The categories, each with how many stand in it.
    pub categories: Vec<(Category, i64)>,
    /// How many stories there are to read.
    pub stories: usize,
    /// How many people have voted.
    pub voters: u64,
    /// In how many categories this reader has voted; `None` for a visitor.
    pub voted_in: Option<usize>,
    /// When the end of voting was last moved, and what the log says of it.
    pub extension: Option<(Timestamp, String)>,
}

/// The front page of an edition.
#[derive(Debug, Serialize)]
pub struct FrontPage {
    edition: Masthead,
    is_front: bool,
    /// The first paragraph, and those after it.
    opening: Option<String>,
    further: Vec<String>,
    has_opened: bool,
    has_closed: bool,
    voters: u64,
    voted: Option<VotedPage>,
    call: Option<WayPage>,
    stories: usize,
    extension: Option<ExtensionPage>,
    rows: Vec<RowPage>,
    leads: String,
    contact: String,
    contact_url: Option<String>,
    categories: Vec<CardPage>,
    rulebook_digest: Option<String>,
    frozen_at: Option<Timestamp>,
    electorate: &'static str,
}

#[derive(Debug, Serialize)]
struct VotedPage {
    some: usize,
    all: usize,
}

#[derive(Debug, Serialize)]
struct WayPage {
    href: String,
    label: &'static str,
}

#[derive(Debug, Serialize)]
struct ExtensionPage {
    at: Timestamp,
    words: String,
}

/// One row of what one can do, and when.
#[derive(Debug, Serialize)]
struct RowPage {
    what: String,
    words: String,
    state: State,
    state_words: &'static str,
    preposition: &'static str,
    at: Option<Timestamp>,
    way: Option<LinkPage>,
}

#[derive(Debug, Serialize)]
struct LinkPage {
    href: String,
    label: String,
}

#[derive(Debug, Serialize)]
struct CardPage {
    href: String,
    title: String,
    charter: String,
    size: i64,
    one: &'static str,
    many: &'static str,
    /// What one can do about it: `mark up to 3 stories`.
    part: String,
}

impl FrontPage {
    /// For any reader.
    #[must_use]
    pub fn new(reader: &Reader, around: Around, now: Timestamp) -> Self {
        let edition = &reader.edition;
        let mut text = paragraphs(&edition.about.description).into_iter();
        let has_opened = edition.phase >= Phase::Voting;
        let voted_on = |(category, _): &&(Category, i64)| category.terms.decided_by().is_none();
        let all = around.categories.iter().filter(voted_on).count();
        let voted = around.voted_in.filter(|_| has_opened);
        let rows = rows(edition, &around, now);
        Self {
            edition: Masthead::of(reader, now),
            is_front: true,
            opening: text.next(),
            further: text.collect(),
            has_opened,
            has_closed: phase::voting(edition.phase, &edition.calendar, now) == State::Closed,
            voters: around.voters,
            voted: voted.map(|some| VotedPage { some, all }),
            call: call(edition, &around, now),
            stories: around.stories,
            extension: around.extension.map(|(at, words)| ExtensionPage { at, words }),
            rows,
            leads: listed(around.leads),
            contact_url: url(&edition.about.contact),
            contact: edition.about.contact.clone(),
            categories: around
                .categories
                .into_iter()
                .map(|(category, size)| card(edition, category, size))
                .collect(),
            rulebook_digest: edition.rulebook_digest.clone(),
            frozen_at: edition.steps.opened_at,
            electorate: edition.electorate.sentence(),
        }
    }
}

/// The one thing to do now.
fn call(edition: &Edition, around: &Around, now: Timestamp) -> Option<WayPage> {
    let at = |room: &str, label| {
        let href = format!("/editions/{}{room}", edition.slug);
        Some(WayPage { href, label })
    };
    let has_voted = around.voted_in.is_some_and(|some| some > 0);
    if edition.phase == Phase::Published {
        return at("/results", "See the results");
    }
    match phase::voting(edition.phase, &edition.calendar, now) {
        State::Open | State::WindingDown if has_voted => at("/ballot", "See or change your ballot"),
        State::Open | State::WindingDown => at("/ballot", "Open your ballot"),
        State::Closed if has_voted => at("/ballot/recorded", "See what is recorded"),
        State::ComingSoon if around.stories > 0 => at("/stories", "Read the stories"),
        State::Closed | State::ComingSoon => None,
    }
}

fn rows(edition: &Edition, around: &Around, now: Timestamp) -> Vec<RowPage> {
    let mut rows = vec![proposing(edition, around, now), voting(edition, now)];
    rows.extend(around.activities.iter().map(further));
    rows.push(results(edition));
    rows
}

fn row(what: &str, state: State) -> RowPage {
    RowPage {
        what: what.to_owned(),
        words: String::new(),
        state,
        state_words: state.words(),
        preposition: match state {
            State::ComingSoon => "from",
            State::Open | State::WindingDown | State::Closed => "until",
        },
        at: None,
        way: None,
    }
}

fn link(edition: &Edition, room: &str, label: impl Into<String>) -> Option<LinkPage> {
    Some(LinkPage { href: format!("/editions/{}{room}", edition.slug), label: label.into() })
}

fn proposing(edition: &Edition, around: &Around, now: Timestamp) -> RowPage {
    let calendar = &edition.calendar;
    let state = phase::nominating(edition.phase, calendar, now);
    let stories = match around.stories {
        0 => None,
        1 => link(edition, "/stories", "Read the story"),
        many => link(edition, "/stories", format!("Read the {many} stories")),
    };
    RowPage {
        at: match state {
            State::ComingSoon => calendar.nominating_opens_at,
            State::Open | State::WindingDown => calendar.voting_opens_at,
            State::Closed => edition.steps.opened_at,
        },
        way: stories,
        ..row("Propose stories", state)
    }
}

fn voting(edition: &Edition, now: Timestamp) -> RowPage {
    let calendar = &edition.calendar;
    let state = phase::voting(edition.phase, calendar, now);
    // Closed by hand, it ended earlier than the calendar says.
    let ended = match (calendar.voting_closes_at, edition.steps.closed_at) {
        (Some(planned), Some(closed)) => Some(planned.min(closed)),
        (planned, closed) => closed.or(planned),
    };
    RowPage {
        words: edition.electorate.sentence().to_owned(),
        at: match state {
            State::ComingSoon => calendar.voting_opens_at,
            State::Open | State::WindingDown => calendar.voting_closes_at,
            State::Closed => ended,
        },
        way: match state {
            State::Open | State::WindingDown => link(edition, "/ballot", "Open your ballot"),
            State::ComingSoon | State::Closed => None,
        },
        ..row("Vote for the awards", state)
    }
}

fn further(activity: &Activity) -> RowPage {
    RowPage {
        words: activity.words.clone(),
        way: (!activity.url.is_empty()).then(|| LinkPage {
            href: activity.url.clone(),
            label: format!("Go to: {}", activity.title),
        }),
        ..row(&activity.title, activity.state)
    }
}

fn results(edition: &Edition) -> RowPage {
    match edition.phase {
        Phase::Published => RowPage {
            preposition: "since",
            at: edition.steps.published_at,
            way: link(edition, "/results", "See the results"),
            ..row("See the results", State::Open)
        },
        Phase::Draft | Phase::Nominating | Phase::Voting | Phase::Closed | Phase::Counted => {
            row("See the results", State::ComingSoon)
        }
    }
}

fn card(edition: &Edition, category: Category, size: i64) -> CardPage {
    let (one, many) = category.terms.nominee_kind.nouns();
    CardPage {
        href: format!("/editions/{}/categories/{}", edition.slug, category.slug),
        part: category.terms.part_words(),
        title: category.terms.title,
        charter: category.terms.charter,
        size,
        one,
        many,
    }
}

/// Names as one says them: `Ada, Lea or Zoë`.
fn listed(mut names: Vec<String>) -> String {
    names.sort();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// The address behind a contact that is one.
fn url(contact: &str) -> Option<String> {
    let is_one = |text: &str| !text.contains(char::is_whitespace);
    let web = contact.starts_with("https://") || contact.starts_with("http://");
    let mail = contact.contains('@') && !contact.contains('/');
    match (is_one(contact), web, mail) {
        (true, true, _) => Some(contact.to_owned()),
        (true, false, true) => Some(format!("mailto:{contact}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_as_one_says_them() {
        let said = |names: &[&str]| listed(names.iter().map(ToString::to_string).collect());

        assert_eq!(said(&[]), "");
        assert_eq!(said(&["Lea"]), "Lea");
        assert_eq!(said(&["Zoë", "Lea", "Ada"]), "Ada, Lea or Zoë");
    }

    #[test]
    fn a_contact_is_a_link_where_it_is_an_address() {
        assert_eq!(url("https://x.example/y"), Some("https://x.example/y".into()));
        assert_eq!(url("lea@example.org"), Some("mailto:lea@example.org".into()));
        assert_eq!(url("the #awards channel"), None);
        assert_eq!(url("javascript:alert(1)@x/"), None);
    }
}
