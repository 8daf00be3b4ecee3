//! The verb: ends a pass, and draws what follows for nominees and papers, for the schedule and
//! for the public log.

use super::admit::admit;
use super::answer::Answer;
use super::begin::Ticket;
use super::model::Source;
use super::nominate::nominate;
use super::passes::model::{Ending, Reading};
use super::{failures, passes, store};
use crate::categories::shortlist;
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::phase::Act;
use crate::error::{Error, Result};
use crate::store::db::Db;
use crate::submissions;
use crate::submissions::changes::Changes;
use crate::submissions::source::any::Left;
use crate::submissions::source::github::limits::Pause;
use crate::submissions::source::github::wanted::End;
use crate::submissions::take_in::{Arrival, tell};

/// How long the schedule waits after a pass that broke off, in minutes, at least.
pub const AFTER_FAILURE: i64 = 15;

/// What a lead reads where the rules fit nothing.
const NO_STORY: &str = "It was read whole, and nothing in it is a story by these rules. Check the \
    path patterns and labels: patterns are for whole paths, such as **/status_quo/*.md.";

/// How a pass went.
#[derive(Debug)]
pub struct Finished {
    /// How it ended.
    pub ending: Ending,
    /// What there is to say of it, for the console and the terminal.
    pub words: String,
    /// What it changed.
    pub changes: Changes,
    /// How many failures stand.
    pub failures: Vec<failures::store::Kept>,
    /// What is to be said on the forge.
    pub answers: Vec<Answer>,
}

/// Ends a pass.
///
/// # Errors
/// The database's. A pass that broke off is ended like any other: its error becomes words.
pub fn finish(
    db: &mut Db,
    ticket: &Ticket,
    left: &Left,
    changes: Changes,
    now: Timestamp,
) -> Result<Finished> {
    // The edition first, as every verb locks it: two that lock in another order stop each other.
    editions::store::locked(db, ticket.source.edition)?;
    // What the batches learned, such as whose pull requests these are.
    let source = store::get(db, ticket.source.id)?;
    let is_own = passes::store::running(db, source.id)?.is_some_and(|own| own.id == ticket.pass);
    let (ending, mut said) = told(&left.end, &changes);
    let is_empty = !submissions::store::has_any_of(db, source.edition, &source.repository)?;
    if ending == Ending::Done && ticket.reading == Reading::News && is_empty {
        said = NO_STORY.to_owned();
    }
    if is_own {
        store::set_cursor(db, source.id, &left.cursor)?;
        let pause = left.end.as_ref().ok().and_then(pause_of);
        store::set_next(db, source.id, next(&source, &ticket.reading, ending, pause, now))?;
        if let (Reading::Only(numbers), Ending::Done) = (&ticket.reading, ending) {
            // What was read again and did not fail again has failed no more.
            failures::store::clear(db, source.id, numbers, ticket.began_at)?;
        }
    }
    let (admitted, answers) = follow(db, &source, &ticket.actor, now)?;
    let words = match admitted {
        0 => said,
        1 => format!("{said} One nominee was admitted."),
        many => format!("{said} {many} nominees were admitted."),
    };
    passes::store::end(db, ticket.pass, ending, &words, now)?;
    let arrival = Arrival { repository: source.repository.clone(), actor: ticket.actor.clone() };
    tell(db, source.edition, &arrival, &changes, now)?;
    let failures = failures::store::of_source(db, source.id)?;
    Ok(Finished { ending, words, changes, failures, answers })
}

/// Admits what the source's rule says, looks into proposals, and brings the shortlists up to
/// date; nothing once voting has opened.
///
/// # Errors
/// The database's.
pub fn follow(
    db: &mut Db,
    source: &Source,
    actor: &str,
    now: Timestamp,
) -> Result<(usize, Vec<Answer>)> {
    let edition = editions::store::locked(db, source.edition)?;
    if !edition.phase.allows(Act::Nominate) {
        return Ok((0, Vec::new()));
    }
    let followed = (admit(db, source)?, nominate(db, source, now)?);
    shortlist::renew(db, source.edition, actor, now)?;
    Ok(followed)
}

fn told(end: &Result<End>, changes: &Changes) -> (Ending, String) {
    let changed = if changes.is_none() {
        "Nothing has changed.".to_owned()
    } else {
        sentence(&changes.to_string())
    };
    match end {
        Ok(End::Done) => (Ending::Done, changed),
        Ok(End::Later(pause)) => (Ending::Later, format!("{} {changed}", pause.words())),
        Err(error) => {
            let kept = if changes.is_none() { "" } else { " What was read before is kept." };
            (Ending::Failed, format!("{}{kept}", refusal(error)))
        }
    }
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).chain(['.']).collect()
}

/// What went wrong, for the leads; what nobody planned for is the log's alone.
fn refusal(error: &Error) -> String {
    match error {
        Error::Setting(refusal) | Error::Conflict(refusal) | Error::Forbidden(refusal) => {
            format!("{} {}", refusal.why, refusal.now)
        }
        Error::Invalid(fields) => {
            let each = fields.iter().map(|field| format!("{}: {}", field.name, field.words));
            each.collect::<Vec<_>>().join(" ")
        }
        Error::Busy => "The database was busy. Try again.".to_owned(),
        Error::NotFound(what) => format!("There is no such {what} any more."),
        Error::SignIn | Error::TooMany { .. } | Error::Internal(_) => {
            tracing::error!(%error, "a pass broke off");
            "Something broke on our side; the log says what.".to_owned()
        }
    }
}

const fn pause_of(end: &End) -> Option<Pause> {
    match end {
        End::Later(pause) => Some(*pause),
        End::Done => None,
    }
}

/// When the source is read next: after the pause that its forge asked for, else by its schedule.
/// A few pull requests that were read between put nothing off.
fn next(
    source: &Source,
    reading: &Reading,
    ending: Ending,
    pause: Option<Pause>,
    now: Timestamp,
) -> Option<Timestamp> {
    let after = |minutes: i64| Timestamp::from_millis(now.millis() + minutes * 60_000);
    match (reading, ending, pause) {
        (_, _, Some(pause)) => {
            let millis = i64::try_from(pause.seconds.saturating_mul(1_000)).unwrap_or(i64::MAX);
            Some(Timestamp::from_millis(now.millis().saturating_add(millis)))
        }
        (Reading::Only(_), _, None) => source.next_at,
        (Reading::News, Ending::Failed, None) => {
            source.settings.every_minutes.map(|every| after(every.max(AFTER_FAILURE)))
        }
        (Reading::News, Ending::Done | Ending::Later, None) => {
            source.settings.every_minutes.map(after)
        }
    }
}
