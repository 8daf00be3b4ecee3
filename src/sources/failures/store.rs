//! The SQL of failures.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::error::Result;
use crate::ids::SourceId;
use crate::on_each;
use crate::store::db::{Db, MOST_VALUES};
use crate::store::schema::failures;
use crate::submissions::source::found::Failure;

/// Something that could not be read, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What it is: `#9 status_quo/grace.md`.
    pub item: String,
    /// The number of the pull request that is to be read again; `None` if that is a place in a
    /// file.
    pub submission: Option<u64>,
    /// What happened.
    pub why: String,
    /// What to do about it.
    pub advice: String,
    /// When it was seen last.
    pub at: Timestamp,
}

/// What failed of a source, by pull request.
///
/// # Errors
/// The database's.
pub fn of_source(db: &mut Db, source: SourceId) -> Result<Vec<Kept>> {
    type Row = (String, Option<i64>, String, String, Timestamp);
    let rows: Vec<Row> = failures::table
        .filter(failures::source_id.eq(source))
        .select((
            failures::item,
            failures::submission,
            failures::why,
            failures::advice,
            failures::at,
        ))
        .load(db)?;
    let kept = |(item, submission, why, advice, at): Row| {
        let submission = submission.and_then(|number| u64::try_from(number).ok());
        Kept { item, submission, why, advice, at }
    };
    let mut rows: Vec<Kept> = rows.into_iter().map(kept).collect();
    rows.sort_by(|a, b| (a.submission, &a.item).cmp(&(b.submission, &b.item)));
    Ok(rows)
}

/// Keeps what failed; what failed before is told anew.
///
/// # Errors
/// The database's.
pub fn put(db: &mut Db, source: SourceId, failed: &[Failure], now: Timestamp) -> Result<()> {
    for failure in failed {
        let item = failure.item.to_string();
        let number = failure.item.submission().and_then(|number| i64::try_from(number).ok());
        let told = (
            failures::submission.eq(number),
            failures::why.eq(&failure.why),
            failures::advice.eq(&failure.now),
            failures::at.eq(now),
        );
        on_each!(db, connection => diesel::insert_into(failures::table)
            .values((failures::source_id.eq(source), failures::item.eq(&item), told))
            .on_conflict((failures::source_id, failures::item))
            .do_update()
            .set(told)
            .execute(connection))?;
    }
    Ok(())
}

/// Forgets what failed of these pull requests before that moment: they were read since.
///
/// # Errors
/// The database's.
pub fn clear(
    db: &mut Db,
    source: SourceId,
    numbers: &BTreeSet<u64>,
    before: Timestamp,
) -> Result<()> {
    let numbers: Vec<i64> =
        numbers.iter().filter_map(|number| i64::try_from(*number).ok()).collect();
    for numbers in numbers.chunks(MOST_VALUES) {
        let old = failures::table.filter(failures::source_id.eq(source));
        let old = old.filter(failures::at.lt(before));
        diesel::delete(old.filter(failures::submission.eq_any(numbers))).execute(db)?;
    }
    Ok(())
}

/// Forgets these items, as they are called, where they failed before that moment.
///
/// # Errors
/// The database's.
pub fn clear_items(
    db: &mut Db,
    source: SourceId,
    items: &[String],
    before: Timestamp,
) -> Result<()> {
    for items in items.chunks(MOST_VALUES) {
        let old = failures::table.filter(failures::source_id.eq(source));
        let old = old.filter(failures::at.lt(before));
        diesel::delete(old.filter(failures::item.eq_any(items))).execute(db)?;
    }
    Ok(())
}
