//! The verb: begins a pass over a source. One at a time, so that no two write the same twice.

use super::model::Source;
use super::passes::model::{Ending, Reading, SILENCE};
use super::{passes, store};
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::phase::{Act, require};
use crate::error::{Error, Result};
use crate::ids::{PassId, SourceId};
use crate::store::db::Db;

/// What whoever runs a pass holds.
#[derive(Debug, Clone)]
pub struct Ticket {
    /// The pass.
    pub pass: PassId,
    /// When it began.
    pub began_at: Timestamp,
    /// Who asked for it.
    pub actor: String,
    /// What it reads.
    pub source: Source,
    /// Which part of it.
    pub reading: Reading,
    /// What the last pass left.
    pub cursor: String,
}

/// Begins a pass.
///
/// # Errors
/// [`Error::Conflict`] if one runs, or once voting has opened.
pub fn begin(
    db: &mut Db,
    id: SourceId,
    reading: Reading,
    actor: &str,
    now: Timestamp,
) -> Result<Ticket> {
    let source = store::get(db, id)?;
    let edition = editions::store::locked(db, source.edition)?;
    require(Act::Nominate, edition.phase, &edition.calendar, now)?;
    if let Some(other) = passes::store::running(db, id)? {
        if !other.is_lost(now) {
            return Err(Error::conflict(
                format!(
                    "A sync of {} runs since {}, asked for by {}.",
                    source.place.locator(),
                    other.began_at.words(),
                    other.actor
                ),
                "Wait until it has ended: it takes in the same. If nobody runs it any more, end it on its page in the console, or begin with --take-over.",
            ));
        }
        let words = format!("Nothing was heard of it for {SILENCE} minutes, so it was given up.");
        passes::store::end(db, other.id, Ending::Failed, &words, now)?;
    }
    let pass = PassId::new();
    passes::store::put(db, id, pass, actor, now)?;
    let cursor = store::cursor(db, id)?;
    Ok(Ticket { pass, began_at: now, actor: actor.to_owned(), source, reading, cursor })
}

/// Gives up the pass that runs, because a lead knows that nobody runs it. If somebody does all
/// the same, its next batch is refused.
///
/// # Errors
/// The database's.
pub fn give_up(db: &mut Db, id: SourceId, actor: &str, now: Timestamp) -> Result<()> {
    let source = store::get(db, id)?;
    // As every verb does: the pass that runs may be ending at this moment.
    editions::store::locked(db, source.edition)?;
    let Some(pass) = passes::store::running(db, id)? else {
        return Ok(());
    };
    let words = format!("{actor} gave it up. What it had read is kept.");
    passes::store::end(db, pass.id, Ending::Failed, &words, now)
}
