//! The nouns: what a count leaves behind ([`Counted`]), what is told of one category ([`Award`]) and
//! of an edition ([`Report`]).

use crate::categories::model::{Candidate, Category, Paper};
use crate::categories::ranking::Ranking;
use crate::clock::Timestamp;
use crate::count::{Amount, Marks, Outcome, Standing};
use crate::error::{Error, Result};
use crate::ids::CategoryId;
use crate::secrets::sha256;

/// The count of one category, as it is kept.
#[derive(Debug, Clone)]
pub struct Counted {
    /// The category.
    pub category: CategoryId,
    /// The outcome with every step that led to it.
    pub outcome: Outcome,
    /// The hex SHA-256 of what was counted: see [`inputs_digest`].
    pub inputs_digest: String,
    /// How many ballots were counted.
    pub ballots: u64,
    /// When.
    pub counted_at: Timestamp,
}

/// How much of a category is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// Winners and all counts.
    Everything,
    /// Winners alone: so few voted that counts could give away who marked what.
    WinnersOnly,
}

impl Telling {
    /// The rule that voters were told beforehand.
    #[must_use]
    pub fn of(ballots: u64, threshold: i32) -> Self {
        let few = u64::try_from(threshold).unwrap_or_default();
        if ballots > 0 && ballots < few { Self::WinnersOnly } else { Self::Everything }
    }
}

/// What is told of one category.
#[derive(Debug, Clone)]
pub struct Award {
    /// The paper that was voted on.
    pub paper: Paper,
    /// Its count.
    counted: Counted,
    /// How much of it is told.
    pub telling: Telling,
    /// Who voted in some category of the edition, but not in this one.
    pub left_blank: u64,
}

/// What is told of an edition.
#[derive(Debug, Clone)]
pub struct Report {
    /// Everybody who voted in at least one category.
    pub voters: u64,
    /// How many were invited, where an invitation was needed.
    pub invited: Option<u64>,
    /// What votes decided, in the order of the paper.
    pub awards: Vec<Award>,
    /// What measures decided, in the edition's order of categories.
    pub measured: Vec<Ranking>,
}

/// What is told of one category, whatever decided it.
#[derive(Debug, Clone, Copy)]
pub enum Told<'a> {
    /// By votes.
    Voted(&'a Award),
    /// By a measure.
    Measured(&'a Ranking),
}

impl Told<'_> {
    /// The category.
    #[must_use]
    pub const fn category(&self) -> &Category {
        match self {
            Self::Voted(award) => &award.paper.category,
            Self::Measured(ranking) => &ranking.category,
        }
    }

    /// How many won it; more than one share it.
    #[must_use]
    pub fn winners(&self) -> usize {
        match self {
            Self::Voted(award) => award.winners().len(),
            Self::Measured(ranking) => ranking.winners().count(),
        }
    }
}

impl Report {
    /// All awards in the edition's order of categories.
    #[must_use]
    pub fn told(&self) -> Vec<Told<'_>> {
        let voted = self.awards.iter().map(Told::Voted);
        let mut all: Vec<Told<'_>> =
            voted.chain(self.measured.iter().map(Told::Measured)).collect();
        all.sort_by_key(|told| told.category().position);
        all
    }
}

/// A nominee and its standing.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'a> {
    /// Who or what.
    pub candidate: &'a Candidate,
    /// Where it came in.
    pub standing: &'a Standing,
}

impl Award {
    /// What is told of a category that `voters` could have voted in, of those who voted at all.
    #[must_use]
    pub fn new(paper: Paper, counted: Counted, voters: u64, threshold: i32) -> Self {
        Self {
            telling: Telling::of(counted.ballots, threshold),
            left_blank: voters.saturating_sub(counted.ballots),
            paper,
            counted,
        }
    }

    /// The winners, in order of finish; more than one share the award.
    #[must_use]
    pub fn winners(&self) -> Vec<Placed<'_>> {
        let winning = self.counted.outcome.winning();
        winning.filter_map(|standing| self.place(standing)).collect()
    }

    /// Everybody in order of finish; nobody where only winners are told.
    #[must_use]
    pub fn standings(&self) -> Vec<Placed<'_>> {
        match self.telling {
            Telling::WinnersOnly => Vec::new(),
            Telling::Everything => {
                let all = self.counted.outcome.standings.iter();
                all.filter_map(|standing| self.place(standing)).collect()
            }
        }
    }

    /// What each winner reached; nothing where only winners are told.
    #[must_use]
    pub fn winning_total(&self) -> Option<Amount> {
        match self.telling {
            Telling::WinnersOnly => None,
            Telling::Everything => self.counted.outcome.winning().find_map(|first| first.total),
        }
    }

    /// How many voted in it. Always told: it was public while voting was open.
    #[must_use]
    pub fn voted(&self) -> u64 {
        self.counted.ballots
    }

    /// The hex SHA-256 of what was counted; nothing where only winners are told, since the few
    /// ballots that it covers could be guessed until it fits.
    #[must_use]
    pub fn inputs_digest(&self) -> Option<&str> {
        match self.telling {
            Telling::WinnersOnly => None,
            Telling::Everything => Some(&self.counted.inputs_digest),
        }
    }

    /// When it was counted.
    #[must_use]
    pub fn counted_at(&self) -> Timestamp {
        self.counted.counted_at
    }

    fn place<'a>(&'a self, standing: &'a Standing) -> Option<Placed<'a>> {
        let mut candidates = self.paper.candidates.iter();
        let candidate = candidates.find(|candidate| candidate.number == standing.number)?;
        Some(Placed { candidate, standing })
    }
}

/// The hex SHA-256 over what is counted, so that a recount can show that it counted the same. One
/// line each, every line ended by a line feed: `laurels count 1`; the method; `NUMBER LABEL` for
/// each nominee in the order of the numbers; an empty line; the marks of each ballot as JSON, in
/// the order of their bytes, so that the order of the urn does not matter.
///
/// # Errors
/// [`Error::Internal`] if marks cannot be written as JSON.
pub fn inputs_digest(paper: &Paper, ballots: &[Marks]) -> Result<String> {
    let mut nominees: Vec<_> = paper.slate.nominees().iter().collect();
    nominees.sort_by_key(|nominee| nominee.number);
    let mut text = format!("laurels count 1\n{}\n", paper.category.terms.method);
    for nominee in nominees {
        text.push_str(&format!("{} {}\n", nominee.number, nominee.label));
    }
    text.push('\n');
    let written = ballots.iter().map(serde_json::to_string);
    let mut lines: Vec<String> = written.collect::<Result<_, _>>().map_err(Error::internal)?;
    lines.sort_unstable();
    for line in lines {
        text.push_str(&line);
        text.push('\n');
    }
    Ok(hex::encode(sha256(text.as_bytes())))
}
