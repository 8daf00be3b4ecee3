//! The rulebook: everything that decides how a vote counts, as one text. It freezes when voting
//! opens, and its SHA-256 digest is public from then on, so that nobody can change a rule in
//! silence.

use serde::Serialize;

use crate::categories::model::{NomineeKind, Paper};
use crate::count::Method;
use crate::editions::model::{Edition, ElectorateRule};
use crate::error::{Error, Result};
use crate::secrets::sha256;

/// The version of the rulebook's form.
const SCHEMA: u32 = 1;

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
    method: Method,
    max_marks: Option<u16>,
    nominees: Vec<NomineeRules<'a>>,
}

#[derive(Debug, Serialize)]
struct NomineeRules<'a> {
    number: u16,
    title: &'a str,
    slug: &'a str,
}

/// The text and its hex digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// JSON, its fields always in the same order.
    pub text: String,
    /// The hex SHA-256 of the text's bytes.
    pub digest: String,
}

/// Writes the rulebook of an edition with these papers.
///
/// # Errors
/// [`Error::Internal`] if it cannot be written as JSON.
pub fn write(edition: &Edition, papers: &[Paper]) -> Result<Frozen> {
    let book = Rulebook {
        schema: SCHEMA,
        edition: &edition.slug,
        title: &edition.about.title,
        electorate: edition.electorate,
        ties: TIES,
        threshold: edition.about.threshold,
        categories: papers.iter().map(rules).collect(),
    };
    let text = serde_json::to_string_pretty(&book).map_err(Error::internal)?;
    let digest = hex::encode(sha256(text.as_bytes()));
    Ok(Frozen { text, digest })
}

fn rules(paper: &Paper) -> CategoryRules<'_> {
    let terms = &paper.category.terms;
    CategoryRules {
        slug: &paper.category.slug,
        title: &terms.title,
        charter: &terms.charter,
        nominee_kind: match terms.nominee_kind {
            NomineeKind::Story => "story",
            NomineeKind::Person => "person",
        },
        method: terms.method,
        max_marks: terms.max_marks,
        nominees: paper
            .candidates
            .iter()
            .map(|candidate| NomineeRules {
                number: candidate.number.0,
                title: candidate.nominee.title(),
                slug: candidate.nominee.of.slug(),
            })
            .collect(),
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
