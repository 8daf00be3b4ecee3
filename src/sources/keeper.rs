//! The keeper: reads what deliveries told of, and what the schedule wants. Every instance has
//! one; that a source is read once at a time is the matter of [`super::begin`].

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::finish::AFTER_FAILURE;
use super::hooks::store::{self as deliveries, Waiting};
use super::passes::model::{Ending, Reading, State};
use super::sync::{Desk, sync};
use super::{passes, store};
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::phase::Act;
use crate::error::{Error, Result};
use crate::ids::SourceId;
use crate::store::db::Db;
use crate::web::state::App;

/// How often it looks.
const PERIOD: Duration = Duration::from_millis(500);

/// Looks again and again; ends with the runtime.
pub async fn watch(app: Arc<App>) {
    let desk = Desk::of(&app);
    loop {
        tokio::time::sleep(PERIOD).await;
        match errands(&desk).await {
            Ok(errands) => {
                for errand in errands {
                    // One that runs refuses the same again, so a slow one is not begun twice.
                    tokio::spawn(run(desk.clone(), errand));
                }
            }
            Err(cause) => tracing::error!(error = %cause, "the sources could not be looked at"),
        }
    }
}

/// Something to read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Errand {
    source: SourceId,
    reading: Reading,
    actor: &'static str,
    deliveries: Vec<String>,
}

async fn errands(desk: &Desk) -> Result<Vec<Errand>> {
    let now = desk.clock.now();
    desk.store.read(move |db| wanted(db, now)).await
}

/// What is wanted of sources that nobody reads at this moment.
fn wanted(db: &mut Db, now: Timestamp) -> Result<Vec<Errand>> {
    let waiting = deliveries::waiting(db)?;
    let mut errands: BTreeMap<SourceId, Errand> =
        waiting.into_iter().map(|(source, waiting)| (source, told(source, waiting))).collect();
    for source in store::due(db, now)? {
        let (reading, actor) = (Reading::News, "the schedule");
        let errand = Errand { source, reading, actor, deliveries: Vec::new() };
        errands.entry(source).or_insert(errand);
    }
    let mut free = Vec::new();
    for errand in errands.into_values() {
        if is_free(db, &errand, now)? {
            free.push(errand);
        }
    }
    Ok(free)
}

/// Whether nobody reads the source, its forge's pause is over, and what broke off has rested. A
/// delivery waits for all three, so that it neither knocks during a pause nor gets lost.
fn is_free(db: &mut Db, errand: &Errand, now: Timestamp) -> Result<bool> {
    let Some(last) = passes::store::last(db, errand.source)? else {
        return Ok(true);
    };
    Ok(match &last.state {
        State::Running(_) => last.is_lost(now),
        State::Ended { ending: Ending::Later, .. } => {
            store::get(db, errand.source)?.next_at.is_none_or(|at| at <= now)
        }
        // A lead may have stopped it: they do not want it back within the second.
        State::Ended { ending: Ending::Failed, at, .. } => rested(*at) <= now,
        State::Ended { ending: Ending::Done, .. } => true,
    })
}

const fn rested(at: Timestamp) -> Timestamp {
    Timestamp::from_millis(at.millis() + AFTER_FAILURE * 60_000)
}

fn told(source: SourceId, waiting: Waiting) -> Errand {
    let numbers: Option<Vec<i64>> = waiting.numbers.into_iter().collect();
    let numbers = numbers.map(|all| all.into_iter().filter_map(|n| u64::try_from(n).ok()));
    let reading = numbers.map_or(Reading::News, |all| Reading::Only(all.collect()));
    Errand { source, reading, actor: "a delivery", deliveries: waiting.ids }
}

async fn run(desk: Desk, errand: Errand) {
    let Errand { source, reading, actor, deliveries } = errand;
    let ran = sync(&desk, source, reading, actor, Box::new(|_| {})).await;
    let came = match ran {
        Ok(finished) if finished.ending == Ending::Failed => {
            tracing::warn!(%source, words = finished.words, "a pass broke off");
            Came::ToNothing
        }
        Ok(finished) if finished.ending == Ending::Later => Came::ToAPause,
        Ok(_) => Came::ToItsEnd,
        // Another began meanwhile, or voting opened.
        Err(Error::Conflict(_) | Error::Busy) => Came::TooEarlyOrTooLate,
        Err(cause) => {
            tracing::error!(error = %cause, %source, "a pass could not be run");
            Came::ToGrief
        }
    };
    let clock = desk.clock.clone();
    let noted = move |db: &mut _| note(db, source, &deliveries, came, clock.now());
    if let Err(cause) = desk.store.write(noted).await {
        tracing::error!(error = %cause, %source, "an errand could not be ticked off");
    }
}

/// How an errand came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Came {
    /// It was read.
    ToItsEnd,
    /// Its forge asked for a pause, after which it goes on.
    ToAPause,
    /// It broke off.
    ToNothing,
    /// It could not even be begun or ended. Its deliveries are let go, so that nobody knocks
    /// without end; everything that is new is read instead.
    ToGrief,
    /// It was not begun.
    TooEarlyOrTooLate,
}

/// Ticks off what was read, and sees to it that what broke off is tried again after a while.
/// Deliveries of which nothing was read yet go on waiting.
fn note(
    db: &mut Db,
    source: SourceId,
    deliveries: &[String],
    came: Came,
    now: Timestamp,
) -> Result<()> {
    let source = store::get(db, source)?;
    let edition = editions::store::locked(db, source.edition)?;
    if !edition.phase.allows(Act::Nominate) {
        store::set_next(db, source.id, None)?;
        return deliveries::done(db, deliveries, now);
    }
    let broke_off = matches!(came, Came::ToNothing | Came::ToGrief);
    if broke_off && source.next_at.is_none_or(|at| at <= now) {
        store::set_next(db, source.id, Some(rested(now)))?;
    }
    match came {
        Came::ToItsEnd | Came::ToGrief => deliveries::done(db, deliveries, now),
        Came::ToAPause | Came::ToNothing | Came::TooEarlyOrTooLate => Ok(()),
    }
}
