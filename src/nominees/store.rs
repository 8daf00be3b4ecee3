//! All SQL of nominees.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::model::{Nominee, Standing, Subject, SubjectId};
use crate::error::{Error, Result};
use crate::ids::{EditionId, NomineeId, PersonId, StoryId};
use crate::store::db::Db;
use crate::store::schema::{candidacies, nominees};
use crate::submissions;

type Row = (NomineeId, Option<StoryId>, Option<PersonId>, String);

/// A nominee without its card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bare {
    /// Its key.
    pub id: NomineeId,
    /// What it is.
    pub of: SubjectId,
    /// Whether it may stand.
    pub standing: Standing,
}

impl TryFrom<Row> for Bare {
    type Error = Error;

    fn try_from((id, story, person, standing): Row) -> Result<Self> {
        let of = story.map(SubjectId::Story).or(person.map(SubjectId::Person));
        let standing = Standing::of(&standing);
        let unread = || Error::internal("a nominee cannot be read");
        Ok(Self { id, of: of.ok_or_else(unread)?, standing: standing.ok_or_else(unread)? })
    }
}

/// The nominees of an edition without their cards, in no order that matters.
///
/// # Errors
/// The database's.
pub fn bare(db: &mut Db, edition: EditionId) -> Result<Vec<Bare>> {
    let rows: Vec<Row> = nominees::table
        .filter(nominees::edition_id.eq(edition))
        .select((nominees::id, nominees::story_id, nominees::person_id, nominees::standing))
        .load(db)?;
    rows.into_iter().map(Bare::try_from).collect()
}

/// The nominees of an edition, the withdrawn too: stories in the order of their pull requests,
/// then people by name.
///
/// # Errors
/// The database's.
pub fn of_edition(db: &mut Db, edition: EditionId) -> Result<Vec<Nominee>> {
    let known: BTreeMap<SubjectId, Bare> =
        bare(db, edition)?.into_iter().map(|nominee| (nominee.of, nominee)).collect();
    let stories = submissions::store::stories(db, edition)?.into_iter().map(Subject::Story);
    let people = submissions::store::people(db, edition)?.into_iter().map(Subject::Person);
    Ok(stories
        .chain(people)
        .filter_map(|of| {
            let bare = known.get(&of.id())?;
            Some(Nominee { id: bare.id, standing: bare.standing, of })
        })
        .collect())
}

/// The nominee that a story or a person is, if somebody admitted it.
///
/// # Errors
/// The database's.
pub fn of_subject(db: &mut Db, of: SubjectId) -> Result<Option<Bare>> {
    let mut query = nominees::table.into_boxed();
    query = match of {
        SubjectId::Story(story) => query.filter(nominees::story_id.eq(story)),
        SubjectId::Person(person) => query.filter(nominees::person_id.eq(person)),
    };
    let row: Option<Row> = query
        .select((nominees::id, nominees::story_id, nominees::person_id, nominees::standing))
        .first(db)
        .optional()?;
    row.map(Bare::try_from).transpose()
}

/// Writes a new nominee, admitted.
///
/// # Errors
/// The database's.
pub fn put(db: &mut Db, edition: EditionId, id: NomineeId, of: SubjectId) -> Result<()> {
    let (story, person) = match of {
        SubjectId::Story(story) => (Some(story), None),
        SubjectId::Person(person) => (None, Some(person)),
    };
    diesel::insert_into(nominees::table)
        .values((
            nominees::id.eq(id),
            nominees::edition_id.eq(edition),
            nominees::story_id.eq(story),
            nominees::person_id.eq(person),
            nominees::standing.eq(Standing::Admitted.as_str()),
        ))
        .execute(db)?;
    Ok(())
}

/// Changes whether a nominee may stand.
///
/// # Errors
/// The database's.
pub fn set_standing(db: &mut Db, id: NomineeId, standing: Standing) -> Result<()> {
    diesel::update(nominees::table.find(id))
        .set(nominees::standing.eq(standing.as_str()))
        .execute(db)?;
    Ok(())
}

/// Takes a nominee off every paper on which it stands.
///
/// # Errors
/// The database's.
pub fn take_off_papers(db: &mut Db, id: NomineeId) -> Result<()> {
    diesel::delete(candidacies::table.filter(candidacies::nominee_id.eq(id))).execute(db)?;
    Ok(())
}
