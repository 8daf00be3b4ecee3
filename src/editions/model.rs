//! The nouns: [`Edition`], its [`Calendar`], its [`Activity`] rows, and how they are read from forms.

use std::borrow::Cow;

use serde::Serialize;

use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::ids::EditionId;
use crate::web::forms::{Check, Form, line, prose, slug};

/// One round of awards.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Its key.
    pub id: EditionId,
    /// Its part of addresses; never changes.
    pub slug: String,
    /// What it tells of itself.
    pub about: About,
    /// Whether its votes are people's.
    pub votes: Votes,
    /// How far it is.
    pub phase: Phase,
    /// Who may vote.
    pub electorate: ElectorateRule,
    /// When it moves.
    pub calendar: Calendar,
    /// The hex SHA-256 of the rulebook, from the opening of voting on.
    pub rulebook_digest: Option<String>,
    /// When each step was really taken.
    pub steps: Steps,
}

/// What an edition tells of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The title.
    pub title: String,
    /// What it is, in paragraphs of plain text.
    pub description: String,
    /// How to reach the leads; may be empty.
    pub contact: String,
    /// A category with fewer ballots than this shows its winners only.
    pub threshold: i32,
    /// Whether the pictures in its stories are loaded.
    pub pictures: Pictures,
}

/// Whether the pictures in the stories of an edition are loaded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pictures {
    /// A picture is a link with its description: readers' addresses stay with us.
    #[default]
    AsLinks,
    /// Pictures are loaded from wherever they stand, without telling from where.
    Loaded,
}

impl Pictures {
    /// The column's text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AsLinks => "as-links",
            Self::Loaded => "loaded",
        }
    }

    /// From the column's or a form's text.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        [Self::AsLinks, Self::Loaded].into_iter().find(|it| it.as_str() == text)
    }
}

/// Whether the votes of an edition are people's; a demonstration says on every page that they are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Votes {
    /// Cast by people.
    Real,
    /// Drawn from a seed, by the demonstration.
    Simulated,
}

impl Votes {
    /// The column's text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Real => "real",
            Self::Simulated => "simulated",
        }
    }

    /// From the column's text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        if text == "simulated" { Self::Simulated } else { Self::Real }
    }
}

/// Who may vote in an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ElectorateRule {
    /// Everybody with an account.
    Everyone,
    /// Who has used an invitation.
    Invited,
}

impl ElectorateRule {
    /// The column's text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Invited => "invited",
        }
    }

    /// From the column's or a form's text.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        match text {
            "everyone" => Some(Self::Everyone),
            "invited" => Some(Self::Invited),
            _ => None,
        }
    }

    /// One plain sentence.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Everyone => "Everybody with an account may vote.",
            Self::Invited => "Those whom the leads invited may vote.",
        }
    }
}

/// How far an edition is. It only ever moves on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Being prepared; only its leads see it.
    Draft,
    /// Public; stories come in and the leads curate.
    Nominating,
    /// The rules are frozen, and votes are taken.
    Voting,
    /// No vote is taken; nothing is counted yet.
    Closed,
    /// Counted; only the leads see the outcome.
    Counted,
    /// Told to everybody.
    Published,
}

/// When an edition moves by itself. Each may be open; a lead can then move it by hand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Nominations open, and the edition becomes public.
    pub nominating_opens_at: Option<Timestamp>,
    /// Voting opens, and the rules freeze.
    pub voting_opens_at: Option<Timestamp>,
    /// Voting closes: the first instant at which no vote is taken.
    pub voting_closes_at: Option<Timestamp>,
}

/// When each step was really taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Steps {
    /// Voting was opened.
    pub opened_at: Option<Timestamp>,
    /// Voting was closed.
    pub closed_at: Option<Timestamp>,
    /// The ballots were counted.
    pub counted_at: Option<Timestamp>,
    /// The results were published.
    pub published_at: Option<Timestamp>,
}

/// The longest description.
const LONGEST_DESCRIPTION: usize = 10_000;

impl About {
    /// Reads the form's fields into `check`.
    pub fn take(form: &Form, check: &mut Check) -> Option<Self> {
        let title = check.take("title", line(form.text("title"), 120));
        let text = prose(form.text("description"), LONGEST_DESCRIPTION);
        let description = check.take("description", text);
        let contact = check.take("contact", prose(form.text("contact"), 200));
        let threshold = check.take("threshold", threshold(form.text("threshold")));
        let pictures = check.take("pictures", pictures(form.text("pictures")));
        Some(Self {
            title: title?,
            description: description?,
            contact: contact?,
            threshold: threshold?,
            pictures: pictures?,
        })
    }
}

/// A form that does not ask gives the careful way.
fn pictures(text: &str) -> Result<Pictures, Cow<'static, str>> {
    if text.is_empty() {
        return Ok(Pictures::default());
    }
    Pictures::of(text).ok_or("Choose one of the two.".into())
}

fn threshold(text: &str) -> Result<i32, Cow<'static, str>> {
    if text.is_empty() {
        return Ok(5);
    }
    match text.parse() {
        Ok(number @ 0..=1000) => Ok(number),
        _ => Err("Type a number from 0 to 1000; 5 is usual.".into()),
    }
}

impl Calendar {
    /// Reads the form's fields into `check`: each in UTC or with its zone, or empty.
    pub fn take(form: &Form, check: &mut Check) -> Option<Self> {
        let mut at = |name: &'static str| check.take(name, instant(form.text(name)));
        let calendar = Self {
            nominating_opens_at: at("nominating_opens_at")?,
            voting_opens_at: at("voting_opens_at")?,
            voting_closes_at: at("voting_closes_at")?,
        };
        calendar.ordered(check)?;
        Some(calendar)
    }

    /// Goes on if the times follow each other.
    ///
    /// # Errors
    /// [`Error::Invalid`] with words for each that does not.
    pub fn in_order(&self) -> Result<()> {
        let mut check = Check::new();
        match self.ordered(&mut check) {
            Some(()) => Ok(()),
            None => Err(check.refuse()),
        }
    }

    fn ordered(&self, check: &mut Check) -> Option<()> {
        let before = |earlier: Option<Timestamp>, later: Option<Timestamp>| {
            earlier.zip(later).is_none_or(|(earlier, later)| earlier < later)
        };
        let opens = self.voting_opens_at.or(self.nominating_opens_at);
        let nominating = before(self.nominating_opens_at, self.voting_opens_at);
        let voting = before(opens, self.voting_closes_at);
        if !nominating {
            check
                .wrong("voting_opens_at", "Voting would open before nominations do. Put it later.");
        }
        if !voting {
            check
                .wrong("voting_closes_at", "Voting would end before it begins. Put the end later.");
        }
        (nominating && voting).then_some(())
    }
}

fn instant(text: &str) -> Result<Option<Timestamp>, Cow<'static, str>> {
    if text.is_empty() {
        return Ok(None);
    }
    Timestamp::from_field(text)
        .map(Some)
        .ok_or("Type a date and a time in UTC, such as 2027-03-12T18:00.".into())
}

/// What makes a new edition.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its part of addresses.
    pub slug: String,
    /// What it tells of itself.
    pub about: About,
    /// When it moves.
    pub calendar: Calendar,
    /// Whether its votes are people's.
    pub votes: Votes,
}

impl Draft {
    /// Reads the form.
    ///
    /// # Errors
    /// [`Error::Invalid`] with words for each field.
    pub fn parse(form: &Form) -> Result<Self> {
        let mut check = Check::new();
        let slug = check.take("slug", slug(form.text("slug")));
        let about = About::take(form, &mut check);
        let calendar = Calendar::take(form, &mut check);
        match (slug, about, calendar) {
            (Some(slug), Some(about), Some(calendar)) => {
                Ok(Self { slug, about, calendar, votes: Votes::Real })
            }
            _ => Err(check.refuse()),
        }
    }
}

/// A row of the table of what one can do, beside those that follow from the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// What one can do: `Take part in the discussions`.
    pub title: String,
    /// How, in a sentence.
    pub words: String,
    /// Where; may be empty.
    pub url: String,
    /// Whether it can be done now.
    pub state: State,
}

/// Whether something can be done now, as visitors are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Not yet.
    ComingSoon,
    /// Now.
    Open,
    /// Now, and not for long.
    WindingDown,
    /// No more.
    Closed,
}

impl State {
    /// All of them, in their order in time.
    pub const ALL: [Self; 4] = [Self::ComingSoon, Self::Open, Self::WindingDown, Self::Closed];

    /// The column's text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ComingSoon => "coming-soon",
            Self::Open => "open",
            Self::WindingDown => "winding-down",
            Self::Closed => "closed",
        }
    }

    /// What visitors read.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::ComingSoon => "Coming soon",
            Self::Open => "Open",
            Self::WindingDown => "Winding down",
            Self::Closed => "Closed",
        }
    }

    /// From the column's or a form's text.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// The refusal for an edition that is not there, or not for this reader.
#[must_use]
pub fn unknown() -> Error {
    Error::NotFound("edition")
}
