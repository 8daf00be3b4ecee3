//! All SQL of the audit log.

use diesel::prelude::*;

use super::model::{Draft, Entry, GENESIS};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::ids::EditionId;
use crate::store::db::Db;
use crate::store::schema::audit;

type Row = (i64, Option<EditionId>, Timestamp, String, String, String, String, String);

fn entry(row: Row) -> (Entry, String) {
    let (position, edition, at, actor, act, detail, previous, digest) = row;
    let edition = edition.map(|id| id.to_string()).unwrap_or_default();
    (Entry { position, edition, at, actor, act, detail, previous }, digest)
}

/// Appends an entry, in the transaction of the verb that it tells of.
///
/// # Errors
/// The database's.
pub fn append(db: &mut Db, draft: Draft, now: Timestamp) -> Result<()> {
    lock(db)?;
    let last: Option<(i64, String)> = audit::table
        .select((audit::position, audit::digest))
        .order(audit::position.desc())
        .first(db)
        .optional()?;
    let (position, previous) =
        last.map_or((1, GENESIS.to_owned()), |(position, digest)| (position + 1, digest));
    let entry = Entry {
        position,
        edition: draft.edition.map(|id| id.to_string()).unwrap_or_default(),
        at: now,
        actor: draft.actor,
        act: draft.act.to_owned(),
        detail: draft.detail,
        previous,
    };
    let digest = entry.digest();
    diesel::insert_into(audit::table)
        .values((
            audit::position.eq(position),
            audit::edition_id.eq(draft.edition),
            audit::at.eq(now),
            audit::actor.eq(entry.actor),
            audit::act.eq(entry.act),
            audit::detail.eq(entry.detail),
            audit::previous.eq(entry.previous),
            audit::digest.eq(digest),
        ))
        .execute(db)?;
    Ok(())
}

/// Two verbs on PostgreSQL must not chain to the same entry; SQLite has one writer anyway.
fn lock(db: &mut Db) -> Result<()> {
    match db {
        Db::Postgres(connection) => {
            diesel::sql_query("select pg_advisory_xact_lock(8022)").execute(connection)?;
        }
        Db::Sqlite(_) => {}
    }
    Ok(())
}

/// The entries of one edition with their digests, the latest first.
///
/// # Errors
/// The database's.
pub fn of_edition(db: &mut Db, edition: EditionId) -> Result<Vec<(Entry, String)>> {
    let rows: Vec<Row> = audit::table
        .filter(audit::edition_id.eq(edition))
        .order(audit::position.desc())
        .select(audit::all_columns)
        .load(db)?;
    Ok(rows.into_iter().map(entry).collect())
}

/// The latest entry of one edition that tells of that act.
///
/// # Errors
/// The database's.
pub fn latest(db: &mut Db, edition: EditionId, act: &str) -> Result<Option<Entry>> {
    let row: Option<Row> = audit::table
        .filter(audit::edition_id.eq(edition))
        .filter(audit::act.eq(act))
        .order(audit::position.desc())
        .select(audit::all_columns)
        .first(db)
        .optional()?;
    Ok(row.map(|row| entry(row).0))
}

/// The position of the first entry whose digest or whose link to the one before does not hold;
/// `None` if the whole log holds.
///
/// # Errors
/// The database's.
pub fn first_break(db: &mut Db) -> Result<Option<i64>> {
    let rows: Vec<Row> =
        audit::table.order(audit::position.asc()).select(audit::all_columns).load(db)?;
    let mut previous = GENESIS.to_owned();
    for (entry, digest) in rows.into_iter().map(entry) {
        if entry.previous != previous || entry.digest() != digest {
            return Ok(Some(entry.position));
        }
        previous = digest;
    }
    Ok(None)
}
