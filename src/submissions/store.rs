//! The SQL that reads submissions, their stories and their people for pages and later rooms. How
//! the rows are kept and written stands in `kept/store.rs`.

use std::collections::BTreeMap;

use diesel::prelude::*;

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
    Person(PersonId),
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
    cards(db, Scope::Person(person))
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
                    .filter(authorships::person_id.eq(person))
                    .select(authorships::story_id),
            ),
        ),
    };
    let rows: Vec<(StoryColumns, SubmissionColumns)> = query
        .order((submissions::number, stories::first_path))
        .select((StoryColumns::as_select(), SubmissionColumns::as_select()))
        .load(db)?;
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

type Line = (StoryId, PersonId, String, String, Option<String>, String);

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
    let rows: Vec<Line> = query
        .select((
            authorships::story_id,
            authorships::person_id,
            authorships::part,
            people::slug,
            people::handle,
            people::name,
        ))
        .load(db)?;
    let mut lines: BTreeMap<StoryId, Vec<Byline>> = BTreeMap::new();
    for (story, person, part, slug, handle, name) in rows {
        lines.entry(story).or_default().push(Byline {
            person,
            slug,
            title: handle.unwrap_or(name),
            part: read_part(&part)?,
        });
    }
    for of_story in lines.values_mut() {
        of_story.sort_by_cached_key(|line| (line.part, line.title.to_lowercase()));
    }
    Ok(lines)
}

/// Everybody behind the stories of an edition, by name.
///
/// # Errors
/// The database's.
pub fn people(db: &mut Db, edition: EditionId) -> Result<Vec<PersonCard>> {
    let of_edition = people::table.filter(people::edition_id.eq(edition));
    let rows: Vec<PersonColumns> = of_edition.select(PersonColumns::as_select()).load(db)?;
    let parts: Vec<(PersonId, String, i64)> = authorships::table
        .inner_join(stories::table)
        .filter(stories::edition_id.eq(edition))
        .select((authorships::person_id, authorships::part, stories::words))
        .load(db)?;
    let mut counted: BTreeMap<PersonId, Vec<(String, i64)>> = BTreeMap::new();
    for (person, part, words) in parts {
        counted.entry(person).or_default().push((part, words));
    }
    let card = |row: PersonColumns| person_card(row.into(), &mut counted);
    let mut cards = rows.into_iter().map(card).collect::<Result<Vec<_>>>()?;
    cards.sort_by_cached_key(|card| card.person.title().to_lowercase());
    Ok(cards)
}

fn person_card(
    person: Person,
    counted: &mut BTreeMap<PersonId, Vec<(String, i64)>>,
) -> Result<PersonCard> {
    let mut card = PersonCard { person, wrote: 0, helped: 0, words: 0 };
    for (part, words) in counted.remove(&card.person.id).unwrap_or_default() {
        match read_part(&part)? {
            Part::Author => {
                card.wrote += 1;
                card.words += words;
            }
            Part::CoAuthor => card.helped += 1,
        }
    }
    Ok(card)
}

/// The person of that slug.
///
/// # Errors
/// [`Error::NotFound`].
pub fn person_by_slug(db: &mut Db, edition: EditionId, slug: &str) -> Result<PersonCard> {
    let row: Option<PersonColumns> = people::table
        .filter(people::edition_id.eq(edition))
        .filter(people::slug.eq(slug))
        .select(PersonColumns::as_select())
        .first(db)
        .optional()?;
    let person: Person = row.ok_or(Error::NotFound("person"))?.into();
    let parts: Vec<(String, i64)> = authorships::table
        .inner_join(stories::table)
        .filter(authorships::person_id.eq(person.id))
        .select((authorships::part, stories::words))
        .load(db)?;
    let mut counted = BTreeMap::from([(person.id, parts)]);
    person_card(person, &mut counted)
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
