//! What the public templates of categories see: the awards, one award, and the pages of a story
//! and of a person, which tell where they are nominated.

use serde::Serialize;

use super::model::{Category, Paper, method_words};
use crate::clock::Timestamp;
use crate::count::Method;
use crate::editions::guard::Reader;
use crate::editions::page::{Masthead, paragraphs};
use crate::editions::phase::Act;
use crate::nominees::model::Subject;
use crate::nominees::own::{Own, OwnPage};
use crate::submissions::model::{Part, PersonCard, StoryCard};
use crate::submissions::page::{PersonRow, StoryRow};
use crate::submissions::source::found::State;

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

/// A story: its facts, its people, and where it is nominated.
#[derive(Debug, Serialize)]
pub struct StoryPage {
    edition: Masthead,
    story: StoryRow,
    faq_words: i64,
    chapters: i64,
    path: String,
    submission: SubmissionFacts,
    nominated: Vec<CategoryRow>,
    is_frozen: bool,
    own: OwnPage,
}

#[derive(Debug, Serialize)]
struct SubmissionFacts {
    repository: String,
    number: i64,
    url: String,
    title: String,
    /// What became of it, where it is not merged.
    state: Option<&'static str>,
    commits: i64,
    opened_at: Option<Timestamp>,
    merged_at: Option<Timestamp>,
}

impl StoryPage {
    /// The story, and the categories in which it stands.
    #[must_use]
    pub fn new(
        reader: &Reader,
        card: &StoryCard,
        stands: &[Category],
        own: &Own,
        now: Timestamp,
    ) -> Self {
        let edition = reader.edition.slug.as_str();
        let from = &card.submission;
        Self {
            edition: Masthead::of(reader, now),
            story: StoryRow::new(edition, card),
            faq_words: card.story.faq_words,
            chapters: card.story.chapters,
            path: card.story.path.clone(),
            submission: SubmissionFacts {
                repository: from.repository.clone(),
                number: from.number,
                url: from.url.clone(),
                title: from.title.clone(),
                state: match from.state {
                    State::Merged => None,
                    State::Open => Some("open"),
                    State::Unmerged => Some("not merged"),
                    State::Closed => Some("closed without being merged"),
                },
                commits: from.commits,
                opened_at: from.opened_at,
                merged_at: from.merged_at,
            },
            nominated: nominated(edition, stands),
            is_frozen: is_frozen(reader),
            own: OwnPage::of_story(reader, card, own),
        }
    }
}

/// A person: what they wrote, and where they are nominated.
#[derive(Debug, Serialize)]
pub struct PersonPage {
    edition: Masthead,
    person: PersonRow,
    github: Option<String>,
    wrote: Vec<StoryRow>,
    helped: Vec<StoryRow>,
    nominated: Vec<CategoryRow>,
    is_frozen: bool,
    own: OwnPage,
}

impl PersonPage {
    /// The person, the stories in which they have a part, and the categories in which they stand.
    #[must_use]
    pub fn new(
        reader: &Reader,
        card: &PersonCard,
        stories: &[StoryCard],
        stands: &[Category],
        own: &Own,
        now: Timestamp,
    ) -> Self {
        let edition = reader.edition.slug.as_str();
        let person = &card.person;
        let is_author = |story: &&StoryCard| {
            let mut authors = story.by(Part::Author);
            authors.any(|line| line.person == person.id)
        };
        let (wrote, helped): (Vec<&StoryCard>, Vec<&StoryCard>) =
            stories.iter().partition(is_author);
        let rows = |cards: Vec<&StoryCard>| {
            let row = |card: &StoryCard| StoryRow::new(edition, card);
            cards.into_iter().map(row).collect()
        };
        // Handles are GitHub's where a story came from there; a file may hold others.
        let from_github = |card: &StoryCard| card.submission.url.starts_with("https://github.com/");
        let handle = person.handle.as_deref();
        let github = handle.filter(|_| stories.iter().any(from_github));
        Self {
            edition: Masthead::of(reader, now),
            person: PersonRow::new(edition, card),
            github: github.map(|handle| format!("https://github.com/{handle}")),
            wrote: rows(wrote),
            helped: rows(helped),
            nominated: nominated(edition, stands),
            is_frozen: is_frozen(reader),
            own: OwnPage::of_person(reader, person, own),
        }
    }
}

fn nominated(edition: &str, stands: &[Category]) -> Vec<CategoryRow> {
    let row = |category: &Category| CategoryRow::new(edition, category, 0);
    stands.iter().map(row).collect()
}

fn is_frozen(reader: &Reader) -> bool {
    let rules = Act::EditRules;
    !reader.edition.phase.allows(rules)
}
