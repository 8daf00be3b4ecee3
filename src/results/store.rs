//! All SQL of results.

use diesel::prelude::*;

use super::model::Counted;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::ids::{CategoryId, EditionId};
use crate::store::db::Db;
use crate::store::schema::{categories, results};

type Row = (CategoryId, String, String, i64, Timestamp);

/// Keeps the count of a category. It has none yet: an edition is counted once.
///
/// # Errors
/// The database's.
pub fn put(db: &mut Db, counted: &Counted) -> Result<()> {
    let outcome = serde_json::to_string(&counted.outcome).map_err(Error::internal)?;
    diesel::insert_into(results::table)
        .values((
            results::category_id.eq(counted.category),
            results::outcome.eq(outcome),
            results::inputs_digest.eq(&counted.inputs_digest),
            results::voted.eq(i64::try_from(counted.ballots).map_err(Error::internal)?),
            results::counted_at.eq(counted.counted_at),
        ))
        .execute(db)?;
    Ok(())
}

/// The counts of an edition's categories, in no order that matters.
///
/// # Errors
/// The database's.
pub fn of_edition(db: &mut Db, edition: EditionId) -> Result<Vec<Counted>> {
    let rows: Vec<Row> = results::table
        .inner_join(categories::table)
        .filter(categories::edition_id.eq(edition))
        .select((
            results::category_id,
            results::outcome,
            results::inputs_digest,
            results::voted,
            results::counted_at,
        ))
        .load(db)?;
    let counted = |(category, outcome, inputs_digest, ballots, counted_at): Row| {
        Ok(Counted {
            category,
            outcome: serde_json::from_str(&outcome).map_err(Error::internal)?,
            inputs_digest,
            ballots: u64::try_from(ballots).map_err(Error::internal)?,
            counted_at,
        })
    };
    rows.into_iter().map(counted).collect()
}
