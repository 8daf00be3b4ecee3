//! What the templates of submissions see; rows of stories and people for the rooms below, too.

use serde::Serialize;

use super::model::{Byline, Part, PersonCard, Search, StoryCard, kind_words};
use crate::clock::Timestamp;
use crate::editions::guard::Reader;
use crate::editions::page::Masthead;

/// A story in a list.
#[derive(Debug, Clone, Serialize)]
pub struct StoryRow {
    href: String,
    slug: String,
    title: String,
    kind: String,
    kind_words: String,
    persona: Option<String>,
    words: i64,
    minutes: Option<i64>,
    faq_questions: i64,
    authors: Vec<NameRow>,
    helpers: Vec<NameRow>,
    /// Whether the leads left its submission out.
    is_excluded: bool,
}

/// Somebody beside a story.
#[derive(Debug, Clone, Serialize)]
pub struct NameRow {
    href: String,
    title: String,
    is_last: bool,
}

impl StoryRow {
    /// For a list of that edition.
    #[must_use]
    pub fn new(edition: &str, card: &StoryCard) -> Self {
        let story = &card.story;
        Self {
            href: format!("/editions/{edition}/stories/{}", story.slug),
            slug: story.slug.clone(),
            title: story.title.clone(),
            kind: story.kind.clone(),
            kind_words: kind_words(&story.kind),
            persona: story.persona.clone(),
            words: story.words,
            minutes: story.reading_minutes(),
            faq_questions: story.faq_questions,
            authors: names(edition, card.by(Part::Author)),
            helpers: names(edition, card.by(Part::CoAuthor)),
            is_excluded: card.submission.exclusion.is_some(),
        }
    }
}

impl StoryRow {
    /// The short name of its kind.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }
}

fn names<'a>(edition: &str, lines: impl Iterator<Item = &'a Byline>) -> Vec<NameRow> {
    let mut names: Vec<NameRow> = lines
        .map(|line| NameRow {
            href: format!("/editions/{edition}/people/{}", line.slug),
            title: line.title.clone(),
            is_last: false,
        })
        .collect();
    if let Some(last) = names.last_mut() {
        last.is_last = true;
    }
    names
}

/// A person in a list.
#[derive(Debug, Clone, Serialize)]
pub struct PersonRow {
    href: String,
    slug: String,
    title: String,
    /// Their name, where it says more than the title.
    name: Option<String>,
    /// The letter that stands for a portrait.
    initial: String,
    wrote: i64,
    helped: i64,
    words: i64,
    faq_questions: i64,
    /// Comments on the stories of others.
    comments: i64,
    /// On how many stories those are.
    talked: i64,
}

impl PersonRow {
    /// For a list of that edition.
    #[must_use]
    pub fn new(edition: &str, card: &PersonCard) -> Self {
        let title = card.person.title();
        let initial = title.chars().find(|c| c.is_alphanumeric());
        Self {
            href: format!("/editions/{edition}/people/{}", card.person.slug),
            slug: card.person.slug.clone(),
            title: title.to_owned(),
            name: card.person.other_name().map(str::to_owned),
            initial: initial.map_or_else(|| "·".to_owned(), |c| c.to_uppercase().to_string()),
            wrote: card.wrote,
            helped: card.helped,
            words: card.words,
            faq_questions: card.faq_questions,
            comments: card.comments,
            talked: card.talked,
        }
    }
}

/// What a reader asked of a list.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Asked {
    /// Words to search for.
    #[serde(default)]
    q: String,
    /// The short name of a kind of story.
    #[serde(default)]
    kind: String,
}

impl Asked {
    fn search(&self) -> Search {
        Search::new(&self.q, &self.kind)
    }
}

/// The stories of an edition.
#[derive(Debug, Serialize)]
pub struct StoriesPage {
    edition: Masthead,
    q: String,
    kind: String,
    is_searching: bool,
    all: usize,
    hours: Option<i64>,
    kinds: Vec<KindWay>,
    stories: Vec<StoryRow>,
    files: Vec<FileWay>,
}

/// A way to the submissions of one repository as a file.
#[derive(Debug, Serialize)]
struct FileWay {
    href: String,
    repository: String,
}

/// A way to the stories of one kind, or of all.
#[derive(Debug, Serialize)]
struct KindWay {
    href: String,
    label: String,
    stories: usize,
    is_current: bool,
}

impl StoriesPage {
    /// Those stories of an edition that a reader asked for.
    #[must_use]
    pub fn new(reader: &Reader, cards: &[StoryCard], asked: &Asked, now: Timestamp) -> Self {
        let edition = reader.edition.slug.as_str();
        let search = asked.search();
        let minutes: i64 = cards.iter().filter_map(|c| c.story.reading_minutes()).sum();
        let found = cards.iter().filter(|card| search.finds(card));
        Self {
            edition: Masthead::of(reader, now),
            q: asked.q.clone(),
            kind: asked.kind.clone(),
            is_searching: !asked.q.is_empty() || !asked.kind.is_empty(),
            all: cards.len(),
            hours: (minutes >= 90).then_some((minutes + 30) / 60),
            kinds: kinds(edition, cards, asked),
            stories: found.map(|card| StoryRow::new(edition, card)).collect(),
            files: files(edition, cards),
        }
    }
}

/// One file for each repository: numbers of pull requests mean nothing without it.
fn files(edition: &str, cards: &[StoryCard]) -> Vec<FileWay> {
    let mut names: Vec<&str> = cards
        .iter()
        .filter(|card| card.submission.exclusion.is_none())
        .map(|card| card.submission.repository.as_str())
        .collect();
    names.sort_by_cached_key(|name| (name.to_lowercase(), (*name).to_owned()));
    names.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    let is_only = names.len() == 1;
    let way = |name: &str| {
        let query = serde_urlencoded::to_string([("repository", name)]).unwrap_or_default();
        let query = if is_only { String::new() } else { format!("?{query}") };
        FileWay {
            href: format!("/editions/{edition}/stories.json{query}"),
            repository: name.to_owned(),
        }
    };
    names.into_iter().map(way).collect()
}

fn kinds(edition: &str, cards: &[StoryCard], asked: &Asked) -> Vec<KindWay> {
    let mut kinds: Vec<&str> = cards.iter().map(|card| card.story.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let way = |kind: &str, label: String| {
        let of_kind = Search::new("", kind);
        let mut pairs = Vec::new();
        pairs.extend((!kind.is_empty()).then_some(("kind", kind)));
        pairs.extend((!asked.q.is_empty()).then_some(("q", asked.q.as_str())));
        let query = serde_urlencoded::to_string(&pairs).unwrap_or_default();
        let mark = if query.is_empty() { "" } else { "?" };
        KindWay {
            href: format!("/editions/{edition}/stories{mark}{query}"),
            label,
            stories: cards.iter().filter(|card| of_kind.finds(card)).count(),
            is_current: asked.kind == kind,
        }
    };
    let all = way("", "All".to_owned());
    let each = kinds.iter().map(|kind| way(kind, sentence(&kind_words(kind))));
    [all].into_iter().chain(each).collect()
}

/// With its first letter as at the beginning of a sentence.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The people of an edition.
#[derive(Debug, Serialize)]
pub struct PeoplePage {
    edition: Masthead,
    q: String,
    is_searching: bool,
    all: usize,
    people: Vec<PersonRow>,
}

impl PeoplePage {
    /// Those people of an edition that a reader asked for.
    #[must_use]
    pub fn new(reader: &Reader, cards: &[PersonCard], asked: &Asked, now: Timestamp) -> Self {
        let edition = reader.edition.slug.as_str();
        let search = asked.search();
        let found = cards.iter().filter(|card| search.finds_person(card));
        Self {
            edition: Masthead::of(reader, now),
            q: asked.q.clone(),
            is_searching: !asked.q.is_empty(),
            all: cards.len(),
            people: found.map(|card| PersonRow::new(edition, card)).collect(),
        }
    }
}
