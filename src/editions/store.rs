//! All SQL of editions, their leads and their activities.

use diesel::prelude::*;

use super::model::{
    About, Activity, Calendar, Draft, Edition, ElectorateRule, Pictures, State, Steps, Votes,
    unknown,
};
use super::phase::Phase;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::ids::{AccountId, EditionId};
use crate::on_each;
use crate::store::db::{Db, is_taken};
use crate::store::schema::{activities, editions, leads};

#[derive(Queryable, Selectable)]
#[diesel(table_name = editions)]
struct Row {
    id: EditionId,
    slug: String,
    title: String,
    description: String,
    contact: String,
    votes: String,
    phase: String,
    electorate: String,
    nominating_opens_at: Option<Timestamp>,
    voting_opens_at: Option<Timestamp>,
    voting_closes_at: Option<Timestamp>,
    threshold: i32,
    rulebook_digest: Option<String>,
    opened_at: Option<Timestamp>,
    closed_at: Option<Timestamp>,
    counted_at: Option<Timestamp>,
    published_at: Option<Timestamp>,
    pictures: String,
}

impl TryFrom<Row> for Edition {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let unread = |what: &str| Error::internal(format!("an edition's {what} cannot be read"));
        Ok(Self {
            id: row.id,
            slug: row.slug,
            about: About {
                title: row.title,
                description: row.description,
                contact: row.contact,
                threshold: row.threshold,
                pictures: Pictures::of(&row.pictures).ok_or_else(|| unread("pictures"))?,
            },
            votes: Votes::of(&row.votes),
            phase: Phase::of(&row.phase).ok_or_else(|| unread("phase"))?,
            electorate: ElectorateRule::of(&row.electorate).ok_or_else(|| unread("electorate"))?,
            calendar: Calendar {
                nominating_opens_at: row.nominating_opens_at,
                voting_opens_at: row.voting_opens_at,
                voting_closes_at: row.voting_closes_at,
            },
            rulebook_digest: row.rulebook_digest,
            steps: Steps {
                opened_at: row.opened_at,
                closed_at: row.closed_at,
                counted_at: row.counted_at,
                published_at: row.published_at,
            },
        })
    }
}

/// The edition of that slug.
///
/// # Errors
/// [`Error::NotFound`].
pub fn by_slug(db: &mut Db, slug: &str) -> Result<Edition> {
    let row = editions::table.filter(editions::slug.eq(slug)).select(Row::as_select()).first(db);
    row.optional()?.ok_or_else(unknown)?.try_into()
}

/// The edition of that id, locked until the transaction ends: for verbs that move it or rely on its
/// phase. SQLite has one writer, so its transaction is the lock.
///
/// # Errors
/// [`Error::NotFound`].
pub fn locked(db: &mut Db, id: EditionId) -> Result<Edition> {
    if let Db::Postgres(connection) = db {
        let row = editions::table.find(id).select(editions::id).for_update();
        row.first::<EditionId>(connection).optional()?;
    }
    let row = editions::table.find(id).select(Row::as_select()).first(db).optional()?;
    row.ok_or_else(unknown)?.try_into()
}

/// All editions, the newest first.
///
/// # Errors
/// The database's.
pub fn all(db: &mut Db) -> Result<Vec<Edition>> {
    let rows: Vec<Row> =
        editions::table.order(editions::id.desc()).select(Row::as_select()).load(db)?;
    rows.into_iter().map(Edition::try_from).collect()
}

/// Writes a new edition in draft.
///
/// # Errors
/// [`Error::Invalid`] if the slug is taken.
pub fn put(db: &mut Db, id: EditionId, draft: &Draft, now: Timestamp) -> Result<()> {
    let written = diesel::insert_into(editions::table)
        .values((
            editions::id.eq(id),
            editions::slug.eq(&draft.slug),
            editions::title.eq(&draft.about.title),
            editions::description.eq(&draft.about.description),
            editions::contact.eq(&draft.about.contact),
            editions::votes.eq(draft.votes.as_str()),
            editions::phase.eq(Phase::Draft.as_str()),
            editions::electorate.eq(ElectorateRule::Everyone.as_str()),
            editions::nominating_opens_at.eq(draft.calendar.nominating_opens_at),
            editions::voting_opens_at.eq(draft.calendar.voting_opens_at),
            editions::voting_closes_at.eq(draft.calendar.voting_closes_at),
            editions::threshold.eq(draft.about.threshold),
            editions::pictures.eq(draft.about.pictures.as_str()),
            editions::created_at.eq(now),
        ))
        .execute(db);
    match written {
        Ok(_) => Ok(()),
        Err(cause) if is_taken(&cause) => {
            Err(Error::invalid("slug", "Another edition has this address. Choose another."))
        }
        Err(cause) => Err(cause.into()),
    }
}

/// Changes what an edition tells of itself.
///
/// # Errors
/// The database's.
pub fn set_about(db: &mut Db, id: EditionId, about: &About) -> Result<()> {
    diesel::update(editions::table.find(id))
        .set((
            editions::title.eq(&about.title),
            editions::description.eq(&about.description),
            editions::contact.eq(&about.contact),
            editions::threshold.eq(about.threshold),
            editions::pictures.eq(about.pictures.as_str()),
        ))
        .execute(db)?;
    Ok(())
}

/// Changes the calendar.
///
/// # Errors
/// The database's.
pub fn set_calendar(db: &mut Db, id: EditionId, calendar: &Calendar) -> Result<()> {
    diesel::update(editions::table.find(id))
        .set((
            editions::nominating_opens_at.eq(calendar.nominating_opens_at),
            editions::voting_opens_at.eq(calendar.voting_opens_at),
            editions::voting_closes_at.eq(calendar.voting_closes_at),
        ))
        .execute(db)?;
    Ok(())
}

/// Moves an edition on, and notes when that step was taken.
///
/// # Errors
/// The database's.
pub fn move_to(db: &mut Db, id: EditionId, phase: Phase, now: Timestamp) -> Result<()> {
    let row = editions::table.find(id);
    diesel::update(row).set(editions::phase.eq(phase.as_str())).execute(db)?;
    match phase {
        Phase::Draft | Phase::Nominating => 0,
        Phase::Voting => diesel::update(row).set(editions::opened_at.eq(now)).execute(db)?,
        Phase::Closed => diesel::update(row).set(editions::closed_at.eq(now)).execute(db)?,
        Phase::Counted => diesel::update(row).set(editions::counted_at.eq(now)).execute(db)?,
        Phase::Published => diesel::update(row).set(editions::published_at.eq(now)).execute(db)?,
    };
    Ok(())
}

/// Changes the rule of who may vote.
///
/// # Errors
/// The database's.
pub fn set_electorate(db: &mut Db, id: EditionId, rule: ElectorateRule) -> Result<()> {
    diesel::update(editions::table.find(id))
        .set(editions::electorate.eq(rule.as_str()))
        .execute(db)?;
    Ok(())
}

/// The leads of an edition.
///
/// # Errors
/// The database's.
pub fn leads_of(db: &mut Db, edition: EditionId) -> Result<Vec<AccountId>> {
    let of_edition = leads::table.filter(leads::edition_id.eq(edition));
    Ok(of_edition.select(leads::account_id).order(leads::account_id).load(db)?)
}

/// The editions that an account leads.
///
/// # Errors
/// The database's.
pub fn led_by(db: &mut Db, account: AccountId) -> Result<Vec<EditionId>> {
    Ok(leads::table.filter(leads::account_id.eq(account)).select(leads::edition_id).load(db)?)
}

/// Whether that account leads that edition.
///
/// # Errors
/// The database's.
pub fn is_lead(db: &mut Db, edition: EditionId, account: AccountId) -> Result<bool> {
    let found = leads::table.find((edition, account));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(db)?)
}

/// Names a lead; one who is named already stays.
///
/// # Errors
/// The database's.
pub fn put_lead(db: &mut Db, edition: EditionId, account: AccountId) -> Result<()> {
    let row = (leads::edition_id.eq(edition), leads::account_id.eq(account));
    on_each!(db, connection => diesel::insert_into(leads::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(connection))?;
    Ok(())
}

/// Takes a lead's name away.
///
/// # Errors
/// The database's.
pub fn remove_lead(db: &mut Db, edition: EditionId, account: AccountId) -> Result<()> {
    diesel::delete(leads::table.find((edition, account))).execute(db)?;
    Ok(())
}

/// The rows of the table beside those of the calendar, in their order.
///
/// # Errors
/// The database's.
pub fn activities_of(db: &mut Db, edition: EditionId) -> Result<Vec<Activity>> {
    let rows: Vec<(String, String, String, String)> = activities::table
        .filter(activities::edition_id.eq(edition))
        .order(activities::position)
        .select((activities::title, activities::words, activities::url, activities::state))
        .load(db)?;
    let activity = |(title, words, url, state): (String, String, String, String)| {
        let state = State::of(&state);
        let state = state.ok_or_else(|| Error::internal("an activity's state cannot be read"))?;
        Ok(Activity { title, words, url, state })
    };
    rows.into_iter().map(activity).collect()
}

/// Replaces all rows.
///
/// # Errors
/// The database's.
pub fn set_activities(db: &mut Db, edition: EditionId, rows: &[Activity]) -> Result<()> {
    diesel::delete(activities::table.filter(activities::edition_id.eq(edition))).execute(db)?;
    for (position, row) in (0_i64..).zip(rows) {
        diesel::insert_into(activities::table)
            .values((
                activities::edition_id.eq(edition),
                activities::position.eq(position),
                activities::title.eq(&row.title),
                activities::words.eq(&row.words),
                activities::url.eq(&row.url),
                activities::state.eq(row.state.as_str()),
            ))
            .execute(db)?;
    }
    Ok(())
}
