//! The rulebook: everything that decides how a vote counts, as one text. It freezes when voting
//! opens, and its SHA-256 digest is public from then on, so that nobody can change a rule in
//! silence.

use serde::Serialize;

use crate::categories::measure::Measure;
use crate::categories::model::{Candidate, Category, Paper};
use crate::categories::ranking::Ranking;
use crate::count::Method;
use crate::editions::model::{Edition, ElectorateRule};
use crate::error::{Error, Result};
use crate::nominees::model::Subject;
use crate::secrets::sha256;

/// The version of the rulebook's form; `docs/VOTING.md` describes it.
const SCHEMA: u32 = 2;

/// How ties are settled, for all methods of a paper.
const TIES: &str = "An award is shared by all who come first.";

#[derive(Debug, Serialize)]
struct Rulebook<'a> {
    schema: u32,
    edition: &'a str,
    title: &'a str,
    electorate: ElectorateRule,
    ties: &'static str,
    /// Categories with fewer ballots show their winners only.
    threshold: i32,
    categories: Vec<CategoryRules<'a>>,
}

#[derive(Debug, Serialize)]
struct CategoryRules<'a> {
    slug: &'a str,
    title: &'a str,
    charter: &'a str,
    nominee_kind: &'static str,
    /// Nothing where a measure decides and nobody votes.
    method: Option<Method>,
    max_marks: Option<u16>,
    measure: Option<MeasureRules>,
    nominees: Vec<NomineeRules<'a>>,
}

#[derive(Debug, Serialize)]
struct MeasureRules {
    metric: &'static str,
    role: &'static str,
    /// How many stand, where it chooses.
    most: Option<u16>,
}

#[derive(Debug, Serialize)]
struct NomineeRules<'a> {
    number: u16,
    title: &'a str,
    slug: &'a str,
    /// The commit at which a story was read, and the SHA-256 over its files.
    commit: Option<&'a str>,
    digest: Option<&'a str>,
    /// Its figure, where the category has a measure; `categories::frozen` reads it back.
    value: Option<i64>,
}

/// The text and its hex digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// JSON, its fields always in the same order.
    pub text: String,
    /// The hex SHA-256 of the text's bytes.
    pub digest: String,
}

/// Writes the rulebook of an edition with these papers and with what measures decide.
///
/// # Errors
/// [`Error::Internal`] if it cannot be written as JSON.
pub fn write(edition: &Edition, papers: &[Paper], measured: &[Ranking]) -> Result<Frozen> {
    let voted = papers.iter().map(|paper| (&paper.category, paper.candidates.iter().collect()));
    let measured = measured.iter().map(|ranking| {
        let mut candidates: Vec<&Candidate> =
            ranking.places.iter().map(|at| &at.candidate).collect();
        candidates.sort_by_key(|candidate| candidate.number);
        (&ranking.category, candidates)
    });
    let mut all: Vec<(&Category, Vec<&Candidate>)> = voted.chain(measured).collect();
    all.sort_by_key(|(category, _)| category.position);
    let book = Rulebook {
        schema: SCHEMA,
        edition: &edition.slug,
        title: &edition.about.title,
        electorate: edition.electorate,
        ties: TIES,
        threshold: edition.about.threshold,
        categories: all.into_iter().map(|(category, stand)| rules(category, stand)).collect(),
    };
    let text = serde_json::to_string_pretty(&book).map_err(Error::internal)?;
    let digest = hex::encode(sha256(text.as_bytes()));
    Ok(Frozen { text, digest })
}

fn rules<'a>(category: &'a Category, candidates: Vec<&'a Candidate>) -> CategoryRules<'a> {
    let terms = &category.terms;
    let measure = |Measure { metric, role }| MeasureRules {
        metric: metric.as_str(),
        role: role.as_str(),
        most: role.most(),
    };
    CategoryRules {
        slug: &category.slug,
        title: &terms.title,
        charter: &terms.charter,
        nominee_kind: terms.nominee_kind.as_str(),
        method: terms.decided_by().is_none().then_some(terms.method),
        max_marks: terms.max_marks,
        measure: terms.measure.map(measure),
        nominees: candidates.into_iter().map(nominee).collect(),
    }
}

fn nominee(candidate: &Candidate) -> NomineeRules<'_> {
    let (commit, digest) = match &candidate.nominee.of {
        Subject::Story(card) => (card.story.commit.as_deref(), card.story.digest.as_deref()),
        Subject::Person(_) => (None, None),
    };
    NomineeRules {
        number: candidate.number.0,
        title: candidate.nominee.title(),
        slug: candidate.nominee.of.slug(),
        commit,
        digest,
        value: candidate.value,
    }
}

/// The threshold that a frozen rulebook promised: categories with fewer ballots show their
/// winners only.
///
/// # Errors
/// [`Error::Internal`] if the text is no rulebook.
pub fn threshold(text: &str) -> Result<i32> {
    #[derive(serde::Deserialize)]
    struct Promise {
        threshold: i32,
    }
    let promise: Promise = serde_json::from_str(text).map_err(Error::internal)?;
    Ok(promise.threshold)
}
