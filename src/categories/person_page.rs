//! What the page of a person sees: what they did, with links to where they did it, and where they
//! are nominated.

use serde::Serialize;

use super::model::Category;
use super::page::{CategoryRow, is_frozen, nominated};
use crate::clock::Timestamp;
use crate::editions::guard::Reader;
use crate::editions::page::Masthead;
use crate::nominees::own::{Own, OwnPage};
use crate::submissions::model::{Part, PersonCard, StoryCard};
use crate::submissions::page::{PersonRow, StoryRow};
use crate::submissions::reading::model::Remarks;
use crate::submissions::reading::page::RemarksPage;

/// What is known of a person.
#[derive(Debug)]
pub struct PersonFound {
    /// The person, and what they did in figures.
    pub card: PersonCard,
    /// The stories in which they have a part.
    pub stories: Vec<StoryCard>,
    /// What they said about those of others.
    pub remarks: Vec<Remarks>,
    /// The categories in which they stand.
    pub stands: Vec<Category>,
    /// What whoever reads this can do here for themselves.
    pub own: Own,
}

/// A person: what they wrote, what they said, and where they are nominated.
#[derive(Debug, Serialize)]
pub struct PersonPage {
    edition: Masthead,
    person: PersonRow,
    github: Option<String>,
    /// The day of the first thing that is known of them.
    first: Option<String>,
    wrote: Vec<StoryRow>,
    helped: Vec<StoryRow>,
    remarks: Vec<RemarksPage>,
    nominated: Vec<CategoryRow>,
    is_frozen: bool,
    own: OwnPage,
}

impl PersonPage {
    /// For any reader.
    #[must_use]
    pub fn new(reader: &Reader, found: &PersonFound, now: Timestamp) -> Self {
        let edition = reader.edition.slug.as_str();
        let person = &found.card.person;
        let is_author = |story: &&StoryCard| {
            let mut authors = story.by(Part::Author);
            authors.any(|line| line.person == person.id)
        };
        let (wrote, helped): (Vec<&StoryCard>, Vec<&StoryCard>) =
            found.stories.iter().partition(is_author);
        let rows = |cards: Vec<&StoryCard>| {
            let row = |card: &StoryCard| StoryRow::new(edition, card);
            cards.into_iter().map(row).collect()
        };
        let remarks = found.remarks.iter().map(|of| RemarksPage::new(edition, of));
        Self {
            edition: Masthead::of(reader, now),
            person: PersonRow::new(edition, &found.card),
            github: github(found),
            first: found.card.first_at.map(Timestamp::day),
            wrote: rows(wrote),
            helped: rows(helped),
            remarks: remarks.collect(),
            nominated: nominated(edition, &found.stands),
            is_frozen: is_frozen(reader),
            own: OwnPage::of_person(reader, person, &found.own),
        }
    }
}

/// Their page on GitHub. Handles are GitHub's where what they did stands there; a file may hold
/// others.
fn github(found: &PersonFound) -> Option<String> {
    let is_there = |url: &str| url.starts_with("https://github.com/");
    let wrote = found.stories.iter().map(|card| card.submission.url.as_str());
    let said = found.remarks.iter().flat_map(|of| &of.remarks).map(|remark| remark.url.as_str());
    let handle = found.card.person.handle.as_deref()?;
    wrote.chain(said).any(is_there).then(|| format!("https://github.com/{handle}"))
}
