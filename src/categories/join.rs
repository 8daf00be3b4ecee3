//! New nominees join the papers that they suit by themselves, where the leads wanted it so.

use std::collections::BTreeSet;

use super::model::Joining;
use super::store;
use crate::error::Result;
use crate::ids::{EditionId, NomineeId};
use crate::nominees;
use crate::store::db::Db;

/// Puts fresh nominees on the papers that they suit and that take all that suit, and answers how
/// many places that is. Only these join: whoever a lead took off a paper stays off it. Shortlists
/// do not ask; [`super::shortlist`] brings them up to date. Part of a verb that has asked the phase
/// already: nobody joins once voting has opened.
///
/// # Errors
/// [`crate::error::Error::Conflict`] if a paper's numbers are used up.
pub fn join(db: &mut Db, edition: EditionId, fresh: &[NomineeId]) -> Result<usize> {
    let mut open = store::of_edition(db, edition)?;
    open.retain(|category| match category.terms.joining {
        Joining::AllThatSuit => category.terms.shortlisted_by().is_none(),
        Joining::Chosen => false,
    });
    if open.is_empty() || fresh.is_empty() {
        return Ok(0);
    }
    let mut come = nominees::store::of_edition(db, edition)?;
    come.retain(|nominee| fresh.contains(&nominee.id));
    let mut places = 0;
    for category in open {
        let stands = store::numbers(db, category.id)?;
        let stands: BTreeSet<NomineeId> = stands.into_iter().map(|(_, id)| id).collect();
        let fit = come.iter().filter(|nominee| category.terms.fit(nominee));
        let new: Vec<NomineeId> =
            fit.map(|nominee| nominee.id).filter(|id| !stands.contains(id)).collect();
        store::add(db, category.id, &new)?;
        places += new.len();
    }
    Ok(places)
}
