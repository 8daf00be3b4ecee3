//! The head of a paper: what it is to its reader now, and what they can do.

use serde::Serialize;

use crate::clock::Timestamp;
use crate::editions::model::{Edition, State};
use crate::editions::phase;
use crate::error::Refusal;

/// What a paper is to its reader, now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stand {
    /// Voting is not open yet.
    Soon,
    /// It can be marked and cast.
    Open,
    /// Voting is open, and nobody is signed in.
    SignedOut,
    /// Voting is open, and not to this account.
    NotEntitled(Refusal),
    /// Voting is over.
    Over,
}

/// The head of a paper.
#[derive(Debug, Default, Serialize)]
pub struct HeadPage {
    title: &'static str,
    lead: String,
    deadline: Option<Timestamp>,
    deadline_words: &'static str,
    /// `5 of 8 categories`.
    voted: Option<String>,
    more: Option<String>,
    secrecy: Option<&'static str>,
    small: Option<String>,
    door: Vec<WayPage>,
}

#[derive(Debug, Serialize)]
struct WayPage {
    href: String,
    label: &'static str,
    is_primary: bool,
}

impl HeadPage {
    /// For a reader to whom the paper is `stand`, and who voted in `voted` of `all` categories.
    #[must_use]
    pub fn new(edition: &Edition, stand: &Stand, voted: usize, all: usize) -> Self {
        let head = Self {
            voted: (voted > 0).then(|| of_categories(voted, all)),
            small: small(edition),
            ..Self::default()
        };
        let steps = &edition.steps;
        let calendar = &edition.calendar;
        match stand {
            Stand::Open => head.open(voted),
            Stand::Soon => head.soon(calendar.voting_opens_at),
            Stand::SignedOut => head.signed_out(edition),
            Stand::NotEntitled(refusal) => head.not_entitled(edition, refusal),
            Stand::Over => head.over(edition, steps.closed_at.or(calendar.voting_closes_at)),
        }
    }

    fn open(self, voted: usize) -> Self {
        let lead = if voted > 0 {
            "Change anything until voting closes: only the last ballot you cast counts."
        } else {
            "Mark what moved you, leave the rest blank: a blank category counts for nobody and \
             against nobody."
        };
        Self { title: "Your ballot", lead: lead.to_owned(), secrecy: Some(SECRECY), ..self }
    }

    fn soon(self, opens: Option<Timestamp>) -> Self {
        let lead = match opens {
            Some(_) => "Until then, here is who stands so far: a good time to read.",
            None => "Voting is not open yet. Here is who stands so far: a good time to read.",
        };
        Self {
            title: "The ballot paper",
            deadline: opens,
            deadline_words: "Voting opens",
            lead: lead.to_owned(),
            ..self
        }
    }

    fn signed_out(self, edition: &Edition) -> Self {
        let door = |page: &str, label, is_primary| WayPage {
            href: format!("/{page}?then=/editions/{}/ballot", edition.slug),
            label,
            is_primary,
        };
        Self {
            title: "The ballot paper",
            lead: "Sign in to mark it. Until then, here is everything that is on it.".to_owned(),
            more: Some(edition.electorate.sentence().to_owned()),
            secrecy: Some(SECRECY),
            door: vec![
                door("sign-in", "Sign in and vote", true),
                door("sign-up", "Sign up", false),
            ],
            ..self
        }
    }

    fn not_entitled(self, edition: &Edition, refusal: &Refusal) -> Self {
        let join = WayPage {
            href: format!("/editions/{}/join", edition.slug),
            label: "Enter your code",
            is_primary: true,
        };
        Self {
            title: "The ballot paper",
            lead: refusal.why.clone().into_owned(),
            more: Some(refusal.now.clone().into_owned()),
            door: vec![join],
            ..self
        }
    }

    fn over(self, edition: &Edition, closed: Option<Timestamp>) -> Self {
        let results = WayPage {
            href: format!("/editions/{}/results", edition.slug),
            label: "To the results",
            is_primary: false,
        };
        Self {
            title: "Voting is closed",
            deadline: closed,
            deadline_words: "It closed",
            lead: self.voted.as_ref().map_or("", |_| "Thank you.").to_owned(),
            door: vec![results],
            ..self
        }
    }
}

const SECRECY: &str = "That you voted is kept; what you marked is kept apart from your name, and \
    when voting closes the key that could join the two is destroyed.";

/// What voters are told beforehand of categories in which few vote.
fn small(edition: &Edition) -> Option<String> {
    let few = edition.about.threshold;
    (few > 1).then(|| {
        format!(
            "In a category with fewer than {few} ballots only the winners are told, and no counts: \
             they could give away who marked what."
        )
    })
}

/// `5 of 8 categories`.
#[must_use]
pub fn of_categories(some: usize, all: usize) -> String {
    let noun = if all == 1 { "category" } else { "categories" };
    format!("{some} of {all} {noun}")
}

/// Whether votes are taken now.
#[must_use]
pub fn is_open(edition: &Edition, now: Timestamp) -> bool {
    match phase::voting(edition.phase, &edition.calendar, now) {
        State::Open | State::WindingDown => true,
        State::ComingSoon | State::Closed => false,
    }
}
