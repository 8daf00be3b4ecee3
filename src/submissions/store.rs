//! The SQL that reads submissions, their stories and their people for pages and later rooms. How
//! the rows are kept and written stands in `kept/store.rs`.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::evidence::store as evidence;
use super::kept::store::{PersonColumns, StoryColumns, SubmissionColumns, read_part};
use super::model::{Byline, Part, Person, PersonCard, StoryCard};
use crate::error::{Error, Result};
use crate::ids::{EditionId, PersonId, StoryId};
use crate::store::db::Db;
use crate::store::schema::{authorships, people, stories, submissions};

/// Which rows a page is about.
#[derive(Clone, Copy)]
enum Scope<'a> {
    Edition(EditionId),
    Slug(EditionId, &'a str),
    Person(&'a [PersonId]),
}

/// All stories of an edition, in the order of their pull requests.
///
/// # Errors
/// The database's.
pub fn stories(db: &mut Db, edition: EditionId) -> Result<Vec<StoryCard>> {
    cards(db, Scope::Edition(edition))
}

/// The story of that slug.
///
/// # Errors
/// [`Error::NotFound`].
pub fn story_by_slug(db: &mut Db, edition: EditionId, slug: &str) -> Result<StoryCard> {
    let found = cards(db, Scope::Slug(edition, slug))?.into_iter().next();
    found.ok_or(Error::NotFound("story"))
}

/// The stories that somebody has a part in.
///
/// # Errors
/// The database's.
pub fn stories_by(db: &mut Db, person: PersonId) -> Result<Vec<StoryCard>> {
    let selves = selves(db, person)?;
    cards(db, Scope::Person(&selves))
}

fn cards(db: &mut Db, scope: Scope<'_>) -> Result<Vec<StoryCard>> {
    let mut query = stories::table.inner_join(submissions::table).into_boxed();
    query = match scope {
        Scope::Edition(edition) => query.filter(stories::edition_id.eq(edition)),
        Scope::Slug(edition, slug) => {
            query.filter(stories::edition_id.eq(edition)).filter(stories::slug.eq(slug))
        }
        Scope::Person(person) => query.filter(
            stories::id.eq_any(
                authorships::table
                    .filter(authorships::person_id.eq_any(person))
                    .select(authorships::story_id),
            ),
        ),
    };
    let mut rows: Vec<(StoryColumns, SubmissionColumns)> = query
        .order(submissions::number)
        .select((StoryColumns::as_select(), SubmissionColumns::as_select()))
        .load(db)?;
    rows.sort_by(|(a, of_a), (b, of_b)| {
        (of_a.number, &a.first_path).cmp(&(of_b.number, &b.first_path))
    });
    let ids: Vec<StoryId> = rows.iter().map(|(story, _)| story.id).collect();
    let mut lines = bylines(db, scope, &ids)?;
    rows.into_iter()
        .map(|(story, submission)| {
            Ok(StoryCard {
                authors: lines.remove(&story.id).unwrap_or_default(),
                story: story.try_into()?,
                submission: submission.try_into()?,
            })
        })
        .collect()
}

fn bylines(
    db: &mut Db,
    scope: Scope<'_>,
    ids: &[StoryId],
) -> Result<BTreeMap<StoryId, Vec<Byline>>> {
    let mut query = authorships::table.inner_join(people::table).into_boxed();
    query = match scope {
        Scope::Edition(edition) => query.filter(people::edition_id.eq(edition)),
        Scope::Slug(..) | Scope::Person(_) => query.filter(authorships::story_id.eq_any(ids)),
    };
    let rows: Vec<(StoryId, String, PersonColumns)> = query
        .select((authorships::story_id, authorships::part, PersonColumns::as_select()))
        .load(db)?;
    let mut lines: BTreeMap<StoryId, BTreeMap<PersonId, Byline>> = BTreeMap::new();
    let mut kept: BTreeMap<PersonId, Person> = BTreeMap::new();
    for (story, part, row) in rows {
        let person = who_is(db, row.into(), &mut kept)?;
        let part = read_part(&part)?;
        let of_story = lines.entry(story).or_default();
        let line = of_story.entry(person.id).or_insert_with(|| byline(&person, part));
        line.part = line.part.min(part);
    }
    let by_part = |lines: BTreeMap<PersonId, Byline>| {
        let mut lines: Vec<Byline> = lines.into_values().collect();
        lines.sort_by_cached_key(|line| (line.part, line.title.to_lowercase()));
        lines
    };
    Ok(lines.into_iter().map(|(story, lines)| (story, by_part(lines))).collect())
}

fn byline(person: &Person, part: Part) -> Byline {
    let (slug, title) = (person.slug.clone(), person.title().to_owned());
    Byline { person: person.id, slug, title, part }
}

/// The person themselves, or whom a lead found them to be. Such people are few.
fn who_is(db: &mut Db, person: Person, kept: &mut BTreeMap<PersonId, Person>) -> Result<Person> {
    let Some(id) = person.merged_into else {
        return Ok(person);
    };
    if let Some(known) = kept.get(&id) {
        return Ok(known.clone());
    }
    let row: PersonColumns = people::table.find(id).select(PersonColumns::as_select()).first(db)?;
    Ok(kept.entry(id).or_insert_with(|| row.into()).clone())
}

/// Everybody who wrote or said something in an edition, by name; two who are one person once.
///
/// # Errors
/// The database's.
pub fn people(db: &mut Db, edition: EditionId) -> Result<Vec<PersonCard>> {
    let of_edition = people::table.filter(people::edition_id.eq(edition));
    let rows: Vec<PersonColumns> = of_edition.select(PersonColumns::as_select()).load(db)?;
    let people: Vec<Person> = rows.into_iter().map(Person::from).collect();
    let mut cards = evidence::of_edition(db, edition)?.cards(people);
    cards.sort_by_cached_key(|card| card.person.title().to_lowercase());
    Ok(cards)
}

/// The person of that slug, or whom a lead found them to be.
///
/// # Errors
/// [`Error::NotFound`].
pub fn person_by_slug(db: &mut Db, edition: EditionId, slug: &str) -> Result<PersonCard> {
    let row: Option<(PersonId, Option<PersonId>)> = people::table
        .filter(people::edition_id.eq(edition))
        .filter(people::slug.eq(slug))
        .select((people::id, people::merged_into))
        .first(db)
        .optional()?;
    let unknown = Error::NotFound("person");
    let Some((id, merged_into)) = row else {
        return Err(unknown);
    };
    let kept = merged_into.unwrap_or(id);
    let card = people(db, edition)?.into_iter().find(|card| card.person.id == kept);
    card.ok_or(unknown)
}

/// A person, and those who a lead found to be the same.
///
/// # Errors
/// The database's.
pub fn selves(db: &mut Db, person: PersonId) -> Result<Vec<PersonId>> {
    let merged = people::table.filter(people::merged_into.eq(person));
    let mut ids: Vec<PersonId> = merged.select(people::id).load(db)?;
    ids.push(person);
    Ok(ids)
}

/// Whether anything was ever taken in from that repository.
///
/// # Errors
/// The database's.
pub fn has_any_of(db: &mut Db, edition: EditionId, repository: &str) -> Result<bool> {
    let known = submissions::table.filter(submissions::edition_id.eq(edition));
    let known: Vec<String> = known.select(submissions::repository).distinct().load(db)?;
    Ok(known.iter().any(|known| known.eq_ignore_ascii_case(repository)))
}

/// The kinds of an edition's stories with how many there are of each, by their short names.
///
/// # Errors
/// The database's.
pub fn kinds(db: &mut Db, edition: EditionId) -> Result<Vec<(String, i64)>> {
    let kinds: Vec<String> =
        stories::table.filter(stories::edition_id.eq(edition)).select(stories::kind).load(db)?;
    let mut counted: BTreeMap<String, i64> = BTreeMap::new();
    for kind in kinds {
        *counted.entry(kind).or_default() += 1;
    }
    Ok(counted.into_iter().collect())
}
