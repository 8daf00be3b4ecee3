//! What the public templates of categories see: the awards, and one award. The pages of a story
//! and of a person, which tell where they are nominated, stand in files of their own.

use serde::Serialize;

use super::measure::Measure;
use super::model::{Category, Paper};
use super::ranking::Ranking;
use super::ranking_page::RankingPage;
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
    /// `approval`, and what may be marked; where a measure decides, that, and nothing.
    decision: String,
    marks: Option<String>,
    /// Where a measure decides: what.
    measure: Option<String>,
    /// Where a measure chooses who stands: `the 10 with the most words`.
    shortlist: Option<String>,
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
            decision: terms.decision_words(),
            marks: terms.decided_by().is_none().then(|| terms.marks_words()),
            measure: terms.decided_by().map(Measure::sentence),
            shortlist: terms.shortlisted_by().map(Measure::sentence),
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
    /// How many of them measures decide.
    measured: usize,
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
            measured: categories.iter().filter(|(it, _)| it.terms.decided_by().is_some()).count(),
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
    /// The figures, where the category has a measure.
    ranking: Option<RankingPage>,
    /// Whether the rules, and the figures with them, are frozen.
    is_frozen: bool,
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
        // Where a measure decides, the ranking is the list.
        let decided_by = paper.category.terms.decided_by();
        for candidate in paper.candidates.iter().filter(|_| decided_by.is_none()) {
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
            ranking: Ranking::of(paper.clone())
                .map(|ranking| RankingPage::new(&reader.edition, &ranking)),
            is_frozen: is_frozen(reader),
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
