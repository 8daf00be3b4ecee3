//! The SQL of the sources.

use diesel::prelude::*;

use super::model::{Admission, Nominators, Replies, Settings, Source};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::ids::{EditionId, SourceId};
use crate::store::db::Db;
use crate::store::schema::sources;
use crate::submissions::source::any;

#[derive(Queryable, Selectable)]
#[diesel(table_name = sources)]
struct Row {
    id: SourceId,
    edition_id: EditionId,
    kind: String,
    locator: String,
    api_url: String,
    repository: String,
    rules: String,
    admission: String,
    nominators: String,
    replies: String,
    every_minutes: Option<i64>,
    next_at: Option<Timestamp>,
}

impl TryFrom<Row> for Source {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let unread = || Error::internal("a source cannot be read");
        let api = (!row.api_url.is_empty()).then_some(row.api_url.as_str());
        Ok(Self {
            id: row.id,
            edition: row.edition_id,
            place: any::Source::parse(&row.kind, &row.locator, api)?,
            repository: row.repository,
            settings: Settings {
                rules: row.rules,
                admission: Admission::of(&row.admission).ok_or_else(unread)?,
                nominators: Nominators::of(&row.nominators).ok_or_else(unread)?,
                replies: Replies::of(&row.replies).ok_or_else(unread)?,
                every_minutes: row.every_minutes,
            },
            next_at: row.next_at,
        })
    }
}

/// The refusal for a source that is not there.
#[must_use]
pub fn unknown() -> Error {
    Error::NotFound("source")
}

/// The source of that id.
///
/// # Errors
/// [`Error::NotFound`].
pub fn get(db: &mut Db, id: SourceId) -> Result<Source> {
    let row = sources::table.find(id).select(Row::as_select()).first(db).optional()?;
    row.ok_or_else(unknown)?.try_into()
}

/// The sources of an edition, the first that was added first.
///
/// # Errors
/// The database's.
pub fn of_edition(db: &mut Db, edition: EditionId) -> Result<Vec<Source>> {
    let of_edition = sources::table.filter(sources::edition_id.eq(edition)).order(sources::id);
    let rows: Vec<Row> = of_edition.select(Row::as_select()).load(db)?;
    rows.into_iter().map(Source::try_from).collect()
}

/// The sources that read this repository of a GitHub, for whatever edition.
///
/// # Errors
/// The database's.
pub fn of_repository(db: &mut Db, repository: &str) -> Result<Vec<Source>> {
    let on_github = sources::table.filter(sources::kind.eq("github")).order(sources::id);
    let rows: Vec<Row> = on_github.select(Row::as_select()).load(db)?;
    let meant = |row: &Row| {
        row.repository.eq_ignore_ascii_case(repository)
            || row.locator.eq_ignore_ascii_case(repository)
    };
    rows.into_iter().filter(meant).map(Source::try_from).collect()
}

/// The sources whose next pass is wanted by now.
///
/// # Errors
/// The database's.
pub fn due(db: &mut Db, now: Timestamp) -> Result<Vec<SourceId>> {
    let due = sources::table.filter(sources::next_at.le(now)).order(sources::id);
    Ok(due.select(sources::id).load(db)?)
}

/// Writes a new source.
///
/// # Errors
/// The database's; look first whether the place is taken.
pub fn put(db: &mut Db, source: &Source, now: Timestamp) -> Result<()> {
    let settings = &source.settings;
    diesel::insert_into(sources::table)
        .values((
            (
                sources::id.eq(source.id),
                sources::edition_id.eq(source.edition),
                sources::kind.eq(source.place.kind()),
                sources::locator.eq(source.place.locator()),
                sources::api_url.eq(source.place.api_url()),
                sources::repository.eq(&source.repository),
            ),
            sources::rules.eq(&settings.rules),
            sources::admission.eq(settings.admission.as_str()),
            sources::nominators.eq(settings.nominators.as_str()),
            sources::replies.eq(settings.replies.as_str()),
            sources::every_minutes.eq(settings.every_minutes),
            sources::next_at.eq(source.next_at),
            sources::cursor.eq(""),
            sources::created_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// Changes what is set of a source, and when it is read next.
///
/// # Errors
/// The database's.
pub fn set_settings(
    db: &mut Db,
    id: SourceId,
    settings: &Settings,
    next_at: Option<Timestamp>,
) -> Result<()> {
    diesel::update(sources::table.find(id))
        .set((
            sources::rules.eq(&settings.rules),
            sources::admission.eq(settings.admission.as_str()),
            sources::nominators.eq(settings.nominators.as_str()),
            sources::replies.eq(settings.replies.as_str()),
            sources::every_minutes.eq(settings.every_minutes),
            sources::next_at.eq(next_at),
        ))
        .execute(db)?;
    Ok(())
}

/// Says when a source is read next.
///
/// # Errors
/// The database's.
pub fn set_next(db: &mut Db, id: SourceId, next_at: Option<Timestamp>) -> Result<()> {
    diesel::update(sources::table.find(id)).set(sources::next_at.eq(next_at)).execute(db)?;
    Ok(())
}

/// Says whose pull requests a source has.
///
/// # Errors
/// The database's.
pub fn set_repository(db: &mut Db, id: SourceId, repository: &str) -> Result<()> {
    diesel::update(sources::table.find(id)).set(sources::repository.eq(repository)).execute(db)?;
    Ok(())
}

/// What the last pass left for the next one.
///
/// # Errors
/// The database's.
pub fn cursor(db: &mut Db, id: SourceId) -> Result<String> {
    Ok(sources::table.find(id).select(sources::cursor).first(db)?)
}

/// Keeps what a pass leaves.
///
/// # Errors
/// The database's.
pub fn set_cursor(db: &mut Db, id: SourceId, cursor: &str) -> Result<()> {
    diesel::update(sources::table.find(id)).set(sources::cursor.eq(cursor)).execute(db)?;
    Ok(())
}

/// Forgets a source with its passes and failures; what was taken in stays.
///
/// # Errors
/// The database's.
pub fn remove(db: &mut Db, id: SourceId) -> Result<()> {
    diesel::delete(sources::table.find(id)).execute(db)?;
    Ok(())
}
