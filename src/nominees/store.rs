//! All SQL of nominees.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::model::{Nominee, Standing, Subject, SubjectId};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::ids::{CategoryId, EditionId, NomineeId, PersonId, StoryId};
use crate::store::db::Db;
use crate::store::schema::{candidacies, nominees, people, stories, submissions as sent};
use crate::submissions;

type Row = (NomineeId, Option<StoryId>, Option<PersonId>, String, Option<Timestamp>);

type Columns = (
    nominees::id,
    nominees::story_id,
    nominees::person_id,
    nominees::standing,
    nominees::declined_at,
);

const COLUMNS: Columns = (
    nominees::id,
    nominees::story_id,
    nominees::person_id,
    nominees::standing,
    nominees::declined_at,
);

/// A nominee without its card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bare {
    /// Its key.
    pub id: NomineeId,
    /// What it is.
    pub of: SubjectId,
    /// Whether it may stand.
    pub standing: Standing,
    /// When somebody declined it.
    pub declined_at: Option<Timestamp>,
}

impl TryFrom<Row> for Bare {
    type Error = Error;

    fn try_from((id, story, person, standing, declined_at): Row) -> Result<Self> {
        let unread = || Error::internal("a nominee cannot be read");
        let of = story.map(SubjectId::Story).or(person.map(SubjectId::Person));
        let of = of.ok_or_else(unread)?;
        let standing = Standing::of(&standing, declined_at).ok_or_else(unread)?;
        Ok(Self { id, of, standing, declined_at })
    }
}

/// The nominees of an edition without their cards, in no order that matters; without those who
/// were found to be somebody else.
///
/// # Errors
/// The database's.
pub fn bare(db: &mut Db, edition: EditionId) -> Result<Vec<Bare>> {
    let rows: Vec<Row> = nominees::table
        .left_join(people::table)
        .filter(nominees::edition_id.eq(edition))
        .filter(people::merged_into.is_null())
        .select(COLUMNS)
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
    let row: Option<Row> = query.select(COLUMNS).first(db).optional()?;
    row.map(Bare::try_from).transpose()
}

/// What cannot be admitted, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bar {
    /// The leads left its submission out.
    Excluded,
    /// They were found to be somebody else.
    Merged,
}

/// All of an edition that cannot be admitted.
///
/// # Errors
/// The database's.
pub fn barred(db: &mut Db, edition: EditionId) -> Result<BTreeMap<SubjectId, Bar>> {
    let excluded: Vec<StoryId> = stories::table
        .inner_join(sent::table)
        .filter(stories::edition_id.eq(edition))
        .filter(sent::exclusion.is_not_null())
        .select(stories::id)
        .load(db)?;
    let merged: Vec<PersonId> = people::table
        .filter(people::edition_id.eq(edition))
        .filter(people::merged_into.is_not_null())
        .select(people::id)
        .load(db)?;
    let excluded = excluded.into_iter().map(|id| (SubjectId::Story(id), Bar::Excluded));
    let merged = merged.into_iter().map(|id| (SubjectId::Person(id), Bar::Merged));
    Ok(excluded.chain(merged).collect())
}

/// Writes a new nominee; `declined_at` for who declines before anybody admitted them.
///
/// # Errors
/// The database's.
pub fn put(
    db: &mut Db,
    edition: EditionId,
    id: NomineeId,
    of: SubjectId,
    declined_at: Option<Timestamp>,
) -> Result<()> {
    let (story, person) = match of {
        SubjectId::Story(story) => (Some(story), None),
        SubjectId::Person(person) => (None, Some(person)),
    };
    let standing = if declined_at.is_some() { Standing::Declined } else { Standing::Admitted };
    diesel::insert_into(nominees::table)
        .values((
            nominees::id.eq(id),
            nominees::edition_id.eq(edition),
            nominees::story_id.eq(story),
            nominees::person_id.eq(person),
            nominees::standing.eq(standing.as_str()),
            nominees::declined_at.eq(declined_at),
        ))
        .execute(db)?;
    Ok(())
}

/// Changes whether a nominee may stand, by the leads' will.
///
/// # Errors
/// The database's.
pub fn set_standing(db: &mut Db, id: NomineeId, standing: Standing) -> Result<()> {
    diesel::update(nominees::table.find(id))
        .set((
            nominees::standing.eq(standing.as_str()),
            nominees::declined_at.eq(None::<Timestamp>),
        ))
        .execute(db)?;
    Ok(())
}

/// Keeps that somebody declined.
///
/// # Errors
/// The database's.
pub fn set_declined(db: &mut Db, id: NomineeId, at: Timestamp) -> Result<()> {
    diesel::update(nominees::table.find(id))
        .set((nominees::standing.eq(Standing::Declined.as_str()), nominees::declined_at.eq(at)))
        .execute(db)?;
    Ok(())
}

/// Forgets a nominee, as if nobody had ever admitted it.
///
/// # Errors
/// The database's.
pub fn remove(db: &mut Db, id: NomineeId) -> Result<()> {
    diesel::delete(nominees::table.find(id)).execute(db)?;
    Ok(())
}

/// The categories on whose papers a nominee stands.
///
/// # Errors
/// The database's.
pub fn places(db: &mut Db, id: NomineeId) -> Result<Vec<CategoryId>> {
    let places = candidacies::table.filter(candidacies::nominee_id.eq(id));
    Ok(places.select(candidacies::category_id).load(db)?)
}

/// Gives a nominee's place on one paper to another, who does not stand there, under the same number.
///
/// # Errors
/// The database's.
pub fn hand_over(db: &mut Db, place: CategoryId, from: NomineeId, to: NomineeId) -> Result<()> {
    diesel::update(candidacies::table.find((place, from)))
        .set(candidacies::nominee_id.eq(to))
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
