//! The SQL of claims, and of people as they are kept: those too who were found to be somebody else.

use diesel::prelude::*;

use super::model::Claim;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::ids::{AccountId, EditionId, PersonId, StoryId};
use crate::on_each;
use crate::store::db::Db;
use crate::store::schema::{authorships, claims, people};
use crate::submissions::kept::store::{PersonColumns, set_person};
use crate::submissions::model::{Part, Person};
use crate::submissions::store::selves;

type Row = (PersonId, AccountId, Timestamp);

fn claim((person, account, claimed_at): Row) -> Claim {
    Claim { person, account, claimed_at }
}

/// Everybody whom an edition knows, the merged too, by the order in which they came.
///
/// # Errors
/// The database's.
pub fn everybody(db: &mut Db, edition: EditionId) -> Result<Vec<Person>> {
    let rows: Vec<PersonColumns> = people::table
        .filter(people::edition_id.eq(edition))
        .order(people::id)
        .select(PersonColumns::as_select())
        .load(db)?;
    Ok(rows.into_iter().map(Person::from).collect())
}

/// The person of that slug as they are kept, whoever they were found to be.
///
/// # Errors
/// [`Error::NotFound`].
pub fn person(db: &mut Db, edition: EditionId, slug: &str) -> Result<Person> {
    let row: Option<PersonColumns> = people::table
        .filter(people::edition_id.eq(edition))
        .filter(people::slug.eq(slug))
        .select(PersonColumns::as_select())
        .first(db)
        .optional()?;
    row.map(Person::from).ok_or(Error::NotFound("person"))
}

/// The person of that slug, or whom they were found to be.
///
/// # Errors
/// [`Error::NotFound`].
pub fn whom(db: &mut Db, edition: EditionId, slug: &str) -> Result<Person> {
    let person = person(db, edition, slug)?;
    match person.merged_into {
        Some(kept) => {
            let row: PersonColumns =
                people::table.find(kept).select(PersonColumns::as_select()).first(db)?;
            Ok(row.into())
        }
        None => Ok(person),
    }
}

/// Who that member is in an edition.
///
/// # Errors
/// The database's.
pub fn of_account(db: &mut Db, edition: EditionId, account: AccountId) -> Result<Option<Person>> {
    let row: Option<PersonColumns> = people::table
        .filter(people::edition_id.eq(edition))
        .filter(people::account_id.eq(account))
        .select(PersonColumns::as_select())
        .first(db)
        .optional()?;
    Ok(row.map(Person::from))
}

/// Whether that member sent a story: as its author, or as whom its author was found to be.
///
/// # Errors
/// The database's.
pub fn is_author(db: &mut Db, story: StoryId, account: AccountId) -> Result<bool> {
    let authors: Vec<(PersonId, Option<PersonId>)> = authorships::table
        .inner_join(people::table)
        .filter(authorships::story_id.eq(story))
        .filter(authorships::part.eq(Part::Author.as_str()))
        .select((people::id, people::merged_into))
        .load(db)?;
    let kept: Vec<PersonId> = authors.into_iter().map(|(id, into)| into.unwrap_or(id)).collect();
    let theirs =
        people::table.filter(people::id.eq_any(kept)).filter(people::account_id.eq(account));
    Ok(diesel::select(diesel::dsl::exists(theirs)).get_result(db)?)
}

/// The stories that somebody sent: as themselves, or as those who were found to be them.
///
/// # Errors
/// The database's.
pub fn sent_by(db: &mut Db, person: PersonId) -> Result<Vec<StoryId>> {
    let selves = selves(db, person)?;
    let rows = authorships::table
        .filter(authorships::part.eq(Part::Author.as_str()))
        .filter(authorships::person_id.eq_any(selves))
        .select(authorships::story_id);
    Ok(rows.load(db)?)
}

/// Changes a person.
///
/// # Errors
/// The database's.
pub fn set(db: &mut Db, person: &Person) -> Result<()> {
    set_person(db, person)
}

/// Those who were found to be somebody become somebody else with them.
///
/// # Errors
/// The database's.
pub fn lead_on(db: &mut Db, from: PersonId, to: PersonId) -> Result<()> {
    diesel::update(people::table.filter(people::merged_into.eq(from)))
        .set(people::merged_into.eq(to))
        .execute(db)?;
    Ok(())
}

/// Keeps a claim; one that is there already stays as it is.
///
/// # Errors
/// The database's.
pub fn put(db: &mut Db, claim: &Claim) -> Result<()> {
    let row = (
        claims::person_id.eq(claim.person),
        claims::account_id.eq(claim.account),
        claims::claimed_at.eq(claim.claimed_at),
    );
    on_each!(db, c => diesel::insert_into(claims::table)
        .values(row)
        .on_conflict((claims::person_id, claims::account_id))
        .do_nothing()
        .execute(c))?;
    Ok(())
}

/// The claim of a member to be a person.
///
/// # Errors
/// The database's.
pub fn find(db: &mut Db, person: PersonId, account: AccountId) -> Result<Option<Claim>> {
    let row: Option<Row> =
        claims::table.find((person, account)).select(claims::all_columns).first(db).optional()?;
    Ok(row.map(claim))
}

/// Drops a claim.
///
/// # Errors
/// The database's.
pub fn remove(db: &mut Db, person: PersonId, account: AccountId) -> Result<()> {
    diesel::delete(claims::table.find((person, account))).execute(db)?;
    Ok(())
}

/// The claims to be anybody of an edition, the oldest first.
///
/// # Errors
/// The database's.
pub fn of_edition(db: &mut Db, edition: EditionId) -> Result<Vec<Claim>> {
    let rows: Vec<Row> = claims::table
        .inner_join(people::table)
        .filter(people::edition_id.eq(edition))
        .order((claims::claimed_at, claims::person_id, claims::account_id))
        .select(claims::all_columns)
        .load(db)?;
    Ok(rows.into_iter().map(claim).collect())
}
