//! The SQL of passes and of what they changed.

use diesel::prelude::*;

use super::model::{Ending, KEPT, Pass, Sofar, State};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::ids::{PassId, SourceId};
use crate::store::db::Db;
use crate::store::schema::{pass_changes, passes};
use crate::submissions::changes::{Fate, Told};

/// How many lines of one pass are kept; more nobody reads.
const MOST_LINES: i64 = 500;

#[derive(Queryable, Selectable)]
#[diesel(table_name = passes)]
struct Row {
    id: PassId,
    actor: String,
    began_at: Timestamp,
    heard_at: Timestamp,
    ended_at: Option<Timestamp>,
    stage: Option<String>,
    stage_at: Option<Timestamp>,
    done: i64,
    total: Option<i64>,
    ending: Option<String>,
    words: String,
}

impl TryFrom<Row> for Pass {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let ending = row.ending.as_deref().and_then(Ending::of);
        let state = match (row.ended_at, ending) {
            (Some(at), Some(ending)) => State::Ended { at, ending, words: row.words },
            (None, _) => {
                let (done, total) = (row.done, row.total);
                let stage = row.stage.zip(row.stage_at);
                State::Running(stage.map(|(noun, since)| Sofar { noun, since, done, total }))
            }
            (Some(_), None) => return Err(Error::internal("a pass cannot be read")),
        };
        let Row { id, actor, began_at, heard_at, .. } = row;
        Ok(Self { id, actor, began_at, heard_at, state })
    }
}

/// The passes of a source, the latest first.
///
/// # Errors
/// The database's.
pub fn of_source(db: &mut Db, source: SourceId) -> Result<Vec<Pass>> {
    let of_source = passes::table.filter(passes::source_id.eq(source)).order(passes::id.desc());
    let rows: Vec<Row> = of_source.select(Row::as_select()).load(db)?;
    rows.into_iter().map(Pass::try_from).collect()
}

/// The pass of a source that runs, if one does.
///
/// # Errors
/// The database's.
pub fn running(db: &mut Db, source: SourceId) -> Result<Option<Pass>> {
    let running = passes::table
        .filter(passes::source_id.eq(source))
        .filter(passes::ended_at.is_null())
        .select(Row::as_select())
        .first(db)
        .optional()?;
    running.map(Pass::try_from).transpose()
}

/// The pass of a source that began last.
///
/// # Errors
/// The database's.
pub fn last(db: &mut Db, source: SourceId) -> Result<Option<Pass>> {
    let last = passes::table
        .filter(passes::source_id.eq(source))
        .order(passes::id.desc())
        .select(Row::as_select())
        .first(db)
        .optional()?;
    last.map(Pass::try_from).transpose()
}

/// Begins a pass, and forgets the oldest.
///
/// # Errors
/// The database's: that none runs is the caller's to see to.
pub fn put(db: &mut Db, source: SourceId, id: PassId, actor: &str, now: Timestamp) -> Result<()> {
    let of_source = passes::table.filter(passes::source_id.eq(source)).order(passes::id.desc());
    let known: Vec<PassId> = of_source.select(passes::id).load(db)?;
    let old: Vec<PassId> = known.into_iter().skip(KEPT - 1).collect();
    diesel::delete(passes::table.filter(passes::id.eq_any(old))).execute(db)?;
    diesel::insert_into(passes::table)
        .values((
            passes::id.eq(id),
            passes::source_id.eq(source),
            passes::actor.eq(actor),
            passes::began_at.eq(now),
            passes::heard_at.eq(now),
            passes::done.eq(0),
            passes::words.eq(""),
        ))
        .execute(db)?;
    Ok(())
}

/// Says that a pass is still under way, and how far it is.
///
/// # Errors
/// [`Error::Conflict`] if it was given up.
pub fn hear(db: &mut Db, id: PassId, sofar: Option<&Sofar>, now: Timestamp) -> Result<()> {
    let own = passes::table.find(id).filter(passes::ended_at.is_null());
    let heard = match sofar {
        None => diesel::update(own).set(passes::heard_at.eq(now)).execute(db)?,
        Some(sofar) => diesel::update(own)
            .set((
                passes::heard_at.eq(now),
                passes::stage.eq(&sofar.noun),
                passes::stage_at.eq(sofar.since),
                passes::done.eq(sofar.done),
                passes::total.eq(sofar.total),
            ))
            .execute(db)?,
    };
    if heard == 1 {
        return Ok(());
    }
    Err(Error::conflict(
        "This pass was given up meanwhile.",
        "What it read before is kept; the next one goes on from there.",
    ))
}

/// Ends a pass, unless it has ended.
///
/// # Errors
/// The database's.
pub fn end(db: &mut Db, id: PassId, ending: Ending, words: &str, now: Timestamp) -> Result<()> {
    diesel::update(passes::table.find(id).filter(passes::ended_at.is_null()))
        .set((
            passes::ended_at.eq(now),
            passes::ending.eq(ending.as_str()),
            passes::words.eq(words),
        ))
        .execute(db)?;
    Ok(())
}

/// Keeps lines of what a pass changed, behind those that it has.
///
/// # Errors
/// The database's.
pub fn tell(db: &mut Db, id: PassId, told: &[Told]) -> Result<()> {
    let first: i64 =
        pass_changes::table.filter(pass_changes::pass_id.eq(id)).count().get_result(db)?;
    for (position, line) in (first..MOST_LINES).zip(told) {
        diesel::insert_into(pass_changes::table)
            .values((
                pass_changes::pass_id.eq(id),
                pass_changes::position.eq(position),
                pass_changes::fate.eq(line.fate.as_str()),
                pass_changes::title.eq(&line.title),
                pass_changes::story.eq(line.story.as_deref().unwrap_or_default()),
                pass_changes::words.eq(&line.words),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// What a pass changed, line by line.
///
/// # Errors
/// The database's.
pub fn told(db: &mut Db, id: PassId) -> Result<Vec<Told>> {
    let rows: Vec<(String, String, String, String)> = pass_changes::table
        .filter(pass_changes::pass_id.eq(id))
        .order(pass_changes::position)
        .select((pass_changes::fate, pass_changes::title, pass_changes::story, pass_changes::words))
        .load(db)?;
    let line = |(fate, title, story, words): (String, String, String, String)| {
        let fates = [Fate::Added, Fate::Changed];
        let fate = fates.into_iter().find(|one| one.as_str() == fate);
        let fate = fate.ok_or_else(|| Error::internal("a change cannot be read"))?;
        Ok(Told { fate, title, story: (!story.is_empty()).then_some(story), words })
    };
    rows.into_iter().map(line).collect()
}
