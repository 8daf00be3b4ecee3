//! The SQL of deliveries.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::error::Result;
use crate::ids::SourceId;
use crate::on_each;
use crate::store::db::Db;
use crate::store::schema::deliveries;

/// How long deliveries are remembered, in days; GitHub sends none again after three.
const REMEMBERED: i64 = 30;

/// What waits to be read of one source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waiting {
    /// The deliveries.
    pub ids: Vec<String>,
    /// The pull requests to read; `None` stands for everything that is new.
    pub numbers: Vec<Option<i64>>,
}

/// What a delivery asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Nothing more: it brought all.
    Nothing,
    /// To read this pull request.
    Submission(i64),
    /// To read everything that is new.
    News,
}

/// Notes a delivery; `false` if it was noted before.
///
/// # Errors
/// The database's.
pub fn note(db: &mut Db, id: &str, source: SourceId, wish: Wish, now: Timestamp) -> Result<bool> {
    let old = deliveries::table.filter(deliveries::at.lt(now.plus_days(-REMEMBERED)));
    diesel::delete(old).execute(db)?;
    let (number, done_at) = match wish {
        Wish::Nothing => (None, Some(now)),
        Wish::Submission(number) => (Some(number), None),
        Wish::News => (None, None),
    };
    let row = (
        // One delivery may tell several editions.
        deliveries::id.eq(format!("{id} {source}")),
        deliveries::source_id.eq(source),
        deliveries::at.eq(now),
        deliveries::submission.eq(number),
        deliveries::done_at.eq(done_at),
    );
    let noted = on_each!(db, connection => diesel::insert_into(deliveries::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(connection))?;
    Ok(noted == 1)
}

/// What waits, by source.
///
/// # Errors
/// The database's.
pub fn waiting(db: &mut Db) -> Result<BTreeMap<SourceId, Waiting>> {
    let rows: Vec<(String, SourceId, Option<i64>)> = deliveries::table
        .filter(deliveries::done_at.is_null())
        .order((deliveries::at, deliveries::id))
        .select((deliveries::id, deliveries::source_id, deliveries::submission))
        .load(db)?;
    let mut waiting: BTreeMap<SourceId, Waiting> = BTreeMap::new();
    for (id, source, number) in rows {
        let of_source = waiting.entry(source).or_default();
        of_source.ids.push(id);
        of_source.numbers.push(number);
    }
    Ok(waiting)
}

/// Says that these were read.
///
/// # Errors
/// The database's.
pub fn done(db: &mut Db, ids: &[String], now: Timestamp) -> Result<()> {
    diesel::update(deliveries::table.filter(deliveries::id.eq_any(ids)))
        .set(deliveries::done_at.eq(now))
        .execute(db)?;
    Ok(())
}
