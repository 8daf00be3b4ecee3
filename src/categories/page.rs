//! What the public templates of categories see: the awards, and one award. The pages of a story
//! and of a person, which tell where they are nominated, stand in files of their own.

use serde::Serialize;

use super::model::{Category, Paper, method_words};
use crate::clock::Timestamp;
use crate::count::Method;
use crate::editions::guard::Reader;
use crate::editions::page::{Masthead, paragraphs};
use crate::editions::phase::Act;
use crate::nominees::model::Subject;
use crate::submissions::page::{PersonRow, StoryRow};

/// A category in a list.
#[derive(Debug, Clone, Serialize)]
pub struct CategoryRow {
    href: String,
    slug: String,
    title: String,
    charter: Vec<String>,
    /// `approval`, and what may be marked.
    method: &'static str,
    marks: String,
    /// `story` or `person`, and several.
    noun: &'static str,
    nouns: &'static str,
    standing: i64,
}

impl CategoryRow {
    /// For a list of that edition, with how many stand in it.
    #[must_use]
    pub fn new(edition: &str, category: &Category, standing: i64) -> Self {
        let terms = &category.terms;
        let (noun, nouns) = terms.nominee_kind.nouns();
        Self {
            href: format!("/editions/{edition}/categories/{}", category.slug),
            slug: category.slug.clone(),
            title: terms.title.clone(),
            charter: paragraphs(&terms.charter),
            method: method_words(terms.method),
            marks: terms.marks_words(),
            noun,
            nouns,
            standing,
        }
    }
}

/// All awards of an edition.
#[derive(Debug, Serialize)]
pub struct CategoriesPage {
    edition: Masthead,
    categories: Vec<CategoryRow>,
}

impl CategoriesPage {
    /// The categories in their order, each with how many stand in it.
    #[must_use]
    pub fn new(reader: &Reader, categories: &[(Category, i64)], now: Timestamp) -> Self {
        let row = |(category, standing): &(Category, i64)| {
            CategoryRow::new(&reader.edition.slug, category, *standing)
        };
        Self {
            edition: Masthead::of(reader, now),
            categories: categories.iter().map(row).collect(),
        }
    }
}

/// One award: its charter, how it is decided, and who is nominated.
#[derive(Debug, Serialize)]
pub struct CategoryPage {
    edition: Masthead,
    category: CategoryRow,
    place: usize,
    of: usize,
    decided: &'static str,
    closes_at: Option<Timestamp>,
    stories: Vec<StoryRow>,
    people: Vec<PersonRow>,
}

impl CategoryPage {
    /// The paper at `place` (from 1) of so many.
    #[must_use]
    pub fn new(
        reader: &Reader,
        paper: &Paper,
        (place, of): (usize, usize),
        now: Timestamp,
    ) -> Self {
        let edition = reader.edition.slug.as_str();
        let (mut stories, mut people) = (Vec::new(), Vec::new());
        for candidate in &paper.candidates {
            match &candidate.nominee.of {
                Subject::Story(card) => stories.push(StoryRow::new(edition, card)),
                Subject::Person(card) => people.push(PersonRow::new(edition, card)),
            }
        }
        let standing = i64::try_from(paper.candidates.len()).unwrap_or(i64::MAX);
        Self {
            edition: Masthead::of(reader, now),
            category: CategoryRow::new(edition, &paper.category, standing),
            place,
            of,
            decided: decided(paper.category.terms.method),
            closes_at: reader.edition.calendar.voting_closes_at,
            stories,
            people,
        }
    }
}

/// How a method decides, in the present tense; a results page says it in the past.
const fn decided(method: Method) -> &'static str {
    match method {
        Method::Approval => "approval: every mark counts the same, and the most marks win",
        Method::Plurality => "single choice: one mark each, and the most marks win",
        Method::Score
        | Method::Star
        | Method::InstantRunoff
        | Method::Borda
        | Method::Schulze
        | Method::RankedPairs
        | Method::Stv => method.title(),
    }
}

/// The awards that somebody is nominated for.
#[must_use]
pub fn nominated(edition: &str, stands: &[Category]) -> Vec<CategoryRow> {
    let row = |category: &Category| CategoryRow::new(edition, category, 0);
    stands.iter().map(row).collect()
}

/// Whether nominations can change no more.
#[must_use]
pub fn is_frozen(reader: &Reader) -> bool {
    !reader.edition.phase.allows(Act::EditRules)
}
