//! Closing the vote: no ballot is taken any more, the two tables are compared, and the nonce is
//! destroyed, so that from here on nobody can join a person to a ballot. It is never opened again.

use super::store;
use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::editions::phase::{Act, Phase, require};
use crate::error::{Error, Result};
use crate::ids::EditionId;
use crate::store::db::Db;

/// Closes it. Afterwards the caller has the store forget what was deleted.
///
/// # Errors
/// [`Error::Conflict`] if voting is not open; [`Error::Internal`] if the tables are not equal, and
/// then nothing is closed: that must be looked at, not passed over.
pub fn close(db: &mut Db, edition: EditionId, actor: &str, now: Timestamp) -> Result<()> {
    let edition = crate::editions::store::locked(db, edition)?;
    require(Act::CloseVoting, edition.phase, &edition.calendar, now)?;
    let turnout = store::turnout(db, edition.id)?;
    if let Some(odd) = turnout.iter().find(|row| row.voted != row.ballots) {
        return Err(Error::internal(format!(
            "category {}: {} people voted, but {} ballots are held",
            odd.category, odd.voted, odd.ballots
        )));
    }
    let voters = store::voters(db, edition.id)?;
    let ballots: u64 = turnout.iter().map(|row| row.ballots).sum();
    store::shuffle(db, edition.id)?;
    store::destroy_nonce(db, edition.id)?;
    crate::editions::store::move_to(db, edition.id, Phase::Closed, now)?;
    let detail =
        format!("{voters} people voted; {ballots} ballots in {} categories", turnout.len());
    audit::store::append(db, Draft::of(edition.id, actor, "closed voting", detail), now)
}
