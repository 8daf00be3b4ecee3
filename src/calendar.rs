//! The calendar: takes the steps that are due and that nobody has taken by hand. It stands on the
//! roof, since opening and closing need every room.
//!
//! The deadline itself does not wait for it: a vote after the end is refused by the end alone
//! (`editions::phase`). This only moves the edition on.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::ballots;
use crate::clock::Timestamp;
use crate::editions::model::Edition;
use crate::editions::phase::{Due, due};
use crate::editions::{open_nominations, store};
use crate::error::{Error, Result};
use crate::ids::EditionId;
use crate::store::db::Db;
use crate::web::state::App;

/// Who the audit log names.
const ACTOR: &str = "the calendar";
/// How often it looks.
const PERIOD: Duration = Duration::from_millis(500);

/// Looks again and again; ends with the runtime.
pub async fn watch(app: Arc<App>) {
    let mut refused: BTreeMap<EditionId, String> = BTreeMap::new();
    loop {
        tokio::time::sleep(PERIOD).await;
        match tick(&app).await {
            Ok(now_refused) => {
                for (edition, why) in &now_refused {
                    if refused.get(edition) != Some(why) {
                        tracing::warn!(%edition, why, "the calendar could not take a step");
                    }
                }
                refused = now_refused;
            }
            Err(cause) => tracing::error!(error = %cause, "the calendar could not be read"),
        }
    }
}

/// Takes all steps that are due now. Answers with those that were refused, and why: the console
/// shows the same to the leads.
///
/// # Errors
/// The database's, for the look itself.
pub async fn tick(app: &App) -> Result<BTreeMap<EditionId, String>> {
    let editions = app.read(|db, _| store::all(db)).await?;
    let now = app.clock.now();
    let is_due =
        |edition: &Edition| Some((edition.id, due(edition.phase, &edition.calendar, now)?));
    let mut refused = BTreeMap::new();
    for (id, step) in editions.iter().filter_map(is_due) {
        match app.write(move |db, now| take(db, id, step, now)).await {
            Ok(()) => tracing::info!(edition = %id, ?step, "the calendar took a step"),
            Err(Error::Conflict(why)) => {
                refused.insert(id, why.to_string());
            }
            Err(other) => return Err(other),
        }
        if step == Due::Closing {
            app.store.forget().await?;
        }
    }
    Ok(refused)
}

/// Takes one step, if it is still due: another instance may have taken it.
fn take(db: &mut Db, id: EditionId, step: Due, now: Timestamp) -> Result<()> {
    let edition = store::locked(db, id)?;
    if due(edition.phase, &edition.calendar, now) != Some(step) {
        return Ok(());
    }
    match step {
        Due::Nominations => open_nominations::open(db, id, ACTOR, now),
        Due::Opening => ballots::open::open(db, id, ACTOR, now),
        Due::Closing => ballots::close::close(db, id, ACTOR, now),
    }
}
