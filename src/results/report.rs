//! The [`Report`] of an edition, read: the one door through which a tally leaves the database.

use std::collections::BTreeMap;

use super::model::{Award, Counted, Report};
use super::store;
use crate::ballots;
use crate::categories;
use crate::editions::model::{Edition, ElectorateRule};
use crate::editions::phase::Phase;
use crate::electorate;
use crate::error::{Error, Result};
use crate::ids::CategoryId;
use crate::store::db::Db;

/// To whom it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everybody: once it is published.
    Everybody,
    /// The edition's leads: once it is counted.
    Leads,
}

/// Reads it.
///
/// # Errors
/// [`Error::Conflict`] before this audience may be told.
pub fn report(db: &mut Db, edition: &Edition, audience: Audience) -> Result<Report> {
    admit(edition.phase, audience)?;
    let voters = ballots::store::voters(db, edition.id)?;
    let threshold = match ballots::store::rulebook(db, edition.id)? {
        Some(text) => ballots::rulebook::threshold(&text)?,
        None => edition.about.threshold,
    };
    let invited = match edition.electorate {
        ElectorateRule::Everyone => None,
        ElectorateRule::Invited => Some(electorate::store::size(db, edition.id)?),
    };
    let counts = store::of_edition(db, edition.id)?.into_iter();
    let mut counts: BTreeMap<CategoryId, Counted> =
        counts.map(|counted| (counted.category, counted)).collect();
    let awards = categories::store::papers(db, edition.id)?
        .into_iter()
        .map(|paper| {
            let counted = counts.remove(&paper.category.id);
            let counted = counted.ok_or_else(|| Error::internal("a category has no count"))?;
            Ok(Award::new(paper, counted, voters, threshold))
        })
        .collect::<Result<_>>()?;
    let measured = categories::store::measured(db, edition.id)?;
    Ok(Report { voters, invited, awards, measured })
}

fn admit(phase: Phase, audience: Audience) -> Result<()> {
    let counted = phase >= Phase::Counted;
    match audience {
        Audience::Everybody if phase == Phase::Published => Ok(()),
        Audience::Leads if counted => Ok(()),
        Audience::Everybody => Err(Error::conflict(
            "The results of this edition are not published yet.",
            "Come back when they are; until then nobody is shown a count.",
        )),
        Audience::Leads => Err(Error::conflict(
            "The ballots are not counted yet, so there is nothing to look at.",
            "Close voting and count them first.",
        )),
    }
}
