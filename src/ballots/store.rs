//! All SQL of ballots and participation.
//!
//! Ballots are written before participation and removed before it, always in that order: on
//! PostgreSQL the ballot's row is then the lock that keeps the two tables equal.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::model::{Nonce, Pseudonym, Turnout};
use crate::clock::Timestamp;
use crate::count::Marks;
use crate::editions::model::{Calendar, ElectorateRule};
use crate::editions::phase::Phase;
use crate::error::{Error, Result};
use crate::ids::{AccountId, CategoryId, EditionId};
use crate::on_each;
use crate::store::db::Db;
use crate::store::schema::{ballots, categories, editions, participation};

/// What a cast must know of the edition, read in its own transaction.
#[derive(Debug)]
pub struct Urn {
    /// How far the edition is.
    pub phase: Phase,
    /// Until when votes are taken.
    pub calendar: Calendar,
    /// Who may vote.
    pub electorate: ElectorateRule,
    /// Held from opening to closing.
    pub nonce: Option<Nonce>,
}

type UrnRow = (String, Option<Timestamp>, Option<Timestamp>, String, Option<String>);

/// The edition's urn. On PostgreSQL it stays as it is until the transaction ends: closing waits for
/// the casts in flight, and those that come after see it closed.
///
/// # Errors
/// [`Error::NotFound`] if there is no such edition.
pub fn urn(db: &mut Db, edition: EditionId) -> Result<Urn> {
    if let Db::Postgres(connection) = db {
        let row = editions::table.find(edition).select(editions::id).for_share();
        row.first::<EditionId>(connection).optional()?;
    }
    let row: Option<UrnRow> = editions::table
        .find(edition)
        .select((
            editions::phase,
            editions::voting_opens_at,
            editions::voting_closes_at,
            editions::electorate,
            editions::ballot_nonce,
        ))
        .first(db)
        .optional()?;
    let (phase, voting_opens_at, voting_closes_at, electorate, nonce) =
        row.ok_or(Error::NotFound("edition"))?;
    let unread = || Error::internal("an edition's urn cannot be read");
    Ok(Urn {
        phase: Phase::of(&phase).ok_or_else(unread)?,
        calendar: Calendar { nominating_opens_at: None, voting_opens_at, voting_closes_at },
        electorate: ElectorateRule::of(&electorate).ok_or_else(unread)?,
        nonce: nonce.as_deref().and_then(Nonce::from_hex),
    })
}

/// Puts a ballot in the place of the one before, if there was one.
///
/// # Errors
/// The database's.
pub fn put(
    db: &mut Db,
    category: CategoryId,
    account: AccountId,
    pseudonym: &Pseudonym,
    marks: &Marks,
) -> Result<()> {
    let marks = serde_json::to_string(marks).map_err(Error::internal)?;
    let ballot = (
        ballots::category_id.eq(category),
        ballots::pseudonym.eq(pseudonym.as_bytes().as_slice()),
        ballots::marks.eq(&marks),
    );
    on_each!(db, connection => diesel::insert_into(ballots::table)
        .values(ballot)
        .on_conflict((ballots::category_id, ballots::pseudonym))
        .do_update()
        .set(ballots::marks.eq(&marks))
        .execute(connection))?;
    let took_part =
        (participation::category_id.eq(category), participation::account_id.eq(account));
    on_each!(db, connection => diesel::insert_into(participation::table)
        .values(took_part)
        .on_conflict_do_nothing()
        .execute(connection))?;
    Ok(())
}

/// Takes a ballot out again, if there is one; says whether there was.
///
/// # Errors
/// The database's.
pub fn remove(
    db: &mut Db,
    category: CategoryId,
    account: AccountId,
    pseudonym: &Pseudonym,
) -> Result<bool> {
    let ballot = ballots::table.find((category, pseudonym.as_bytes().as_slice()));
    let removed = diesel::delete(ballot).execute(db)?;
    diesel::delete(participation::table.find((category, account))).execute(db)?;
    Ok(removed > 0)
}

/// The marks of one ballot.
///
/// # Errors
/// The database's.
pub fn marks(db: &mut Db, category: CategoryId, pseudonym: &Pseudonym) -> Result<Option<Marks>> {
    let text: Option<String> = ballots::table
        .find((category, pseudonym.as_bytes().as_slice()))
        .select(ballots::marks)
        .first(db)
        .optional()?;
    text.map(|text| serde_json::from_str(&text).map_err(Error::internal)).transpose()
}

/// All ballots of a category, in the order of their pseudonyms, which is no order of anything.
///
/// # Errors
/// The database's.
pub fn of_category(db: &mut Db, category: CategoryId) -> Result<Vec<Marks>> {
    let texts: Vec<String> = ballots::table
        .filter(ballots::category_id.eq(category))
        .order(ballots::pseudonym)
        .select(ballots::marks)
        .load(db)?;
    texts.iter().map(|text| serde_json::from_str(text).map_err(Error::internal)).collect()
}

/// In which categories of an edition this account has a ballot.
///
/// # Errors
/// The database's.
pub fn voted_in(db: &mut Db, edition: EditionId, account: AccountId) -> Result<Vec<CategoryId>> {
    let found = participation::table
        .inner_join(categories::table)
        .filter(categories::edition_id.eq(edition))
        .filter(participation::account_id.eq(account))
        .select(participation::category_id);
    Ok(found.load(db)?)
}

/// How many people have a ballot in at least one category of an edition.
///
/// # Errors
/// The database's.
pub fn voters(db: &mut Db, edition: EditionId) -> Result<u64> {
    let found = participation::table
        .inner_join(categories::table)
        .filter(categories::edition_id.eq(edition))
        .select(diesel::dsl::count(participation::account_id).aggregate_distinct());
    let voters: i64 = found.first(db)?;
    Ok(u64::try_from(voters).unwrap_or_default())
}

/// How many took part in each category of an edition that anybody took part in.
///
/// # Errors
/// The database's.
pub fn turnout(db: &mut Db, edition: EditionId) -> Result<Vec<Turnout>> {
    let voted: Vec<(CategoryId, i64)> = participation::table
        .inner_join(categories::table)
        .filter(categories::edition_id.eq(edition))
        .group_by(participation::category_id)
        .select((participation::category_id, diesel::dsl::count_star()))
        .load(db)?;
    let held: Vec<(CategoryId, i64)> = ballots::table
        .inner_join(categories::table)
        .filter(categories::edition_id.eq(edition))
        .group_by(ballots::category_id)
        .select((ballots::category_id, diesel::dsl::count_star()))
        .load(db)?;
    let mut turnout: BTreeMap<CategoryId, (u64, u64)> = BTreeMap::new();
    for (category, voted) in voted {
        turnout.entry(category).or_default().0 = u64::try_from(voted).unwrap_or_default();
    }
    for (category, held) in held {
        turnout.entry(category).or_default().1 = u64::try_from(held).unwrap_or_default();
    }
    let row = |(category, (voted, ballots))| Turnout { category, voted, ballots };
    Ok(turnout.into_iter().map(row).collect())
}

/// Opens the urn: the rulebook, its digest, and the nonce that ballots hang on.
///
/// # Errors
/// The database's.
pub fn open(
    db: &mut Db,
    edition: EditionId,
    rulebook: &str,
    digest: &str,
    nonce: &Nonce,
) -> Result<()> {
    diesel::update(editions::table.find(edition))
        .set((
            editions::rulebook.eq(rulebook),
            editions::rulebook_digest.eq(digest),
            editions::ballot_nonce.eq(nonce.to_hex()),
        ))
        .execute(db)?;
    Ok(())
}

/// The frozen rulebook, as it was digested.
///
/// # Errors
/// The database's.
pub fn rulebook(db: &mut Db, edition: EditionId) -> Result<Option<String>> {
    let text: Option<Option<String>> =
        editions::table.find(edition).select(editions::rulebook).first(db).optional()?;
    Ok(text.flatten())
}

/// Destroys the nonce. The caller then has the store forget it on disk too.
///
/// # Errors
/// The database's.
pub fn destroy_nonce(db: &mut Db, edition: EditionId) -> Result<()> {
    diesel::update(editions::table.find(edition))
        .set(editions::ballot_nonce.eq(None::<String>))
        .execute(db)?;
    Ok(())
}

/// PostgreSQL marks each row with the transaction that wrote it and keeps rows in the order of
/// writing, which would join a person to a ballot. So all rows of the edition are written anew, in
/// the order of their keys, by this one transaction. SQLite's tables have neither.
///
/// # Errors
/// The database's.
pub fn shuffle(db: &mut Db, edition: EditionId) -> Result<()> {
    let Db::Postgres(connection) = db else {
        return Ok(());
    };
    let of_edition = "category_id in (select id from categories where edition_id = $1)";
    for (table, key) in [("ballots", "pseudonym"), ("participation", "account_id")] {
        let moved = format!(
            "with moved as (delete from {table} where {of_edition} returning *) \
             insert into {table} select * from moved order by category_id, {key}"
        );
        diesel::sql_query(moved).bind::<diesel::sql_types::Text, _>(edition).execute(connection)?;
    }
    Ok(())
}
