//! The verb: changes what a category says and who can win it. Whoever no longer suits it leaves
//! its paper; where a measure chooses who stands, it chooses anew; and the lead is told.

use std::collections::BTreeSet;

use super::define::summary;
use super::model::{Joining, Paper, Terms};
use super::{shortlist, store};
use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::phase::{Act, require};
use crate::error::Result;
use crate::ids::{EditionId, NomineeId};
use crate::nominees;
use crate::store::db::Db;

/// Who left a category's paper and who came onto it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Amended {
    /// Those who left it.
    pub left: usize,
    /// Those who came onto it.
    pub came: usize,
    /// Whether a measure chose them.
    pub is_shortlist: bool,
}

/// Changes a category, and answers what that did to its paper.
///
/// # Errors
/// [`crate::error::Error::NotFound`]; [`crate::error::Error::Conflict`] once voting has opened.
pub fn amend(
    db: &mut Db,
    edition: EditionId,
    slug: &str,
    actor: &str,
    terms: &Terms,
    now: Timestamp,
) -> Result<Amended> {
    let edition = editions::store::locked(db, edition)?;
    require(Act::EditRules, edition.phase, &edition.calendar, now)?;
    let paper = store::paper(db, edition.id, slug)?;
    let before = &paper.category;
    let stood = standing(&paper);
    if before.terms != *terms {
        store::set_terms(db, before.id, terms)?;
        let unsuited = paper.candidates.iter().filter(|one| !terms.fit(&one.nominee));
        let unsuited = unsuited.map(|one| one.nominee.id).collect();
        store::take_off(db, before.id, &unsuited)?;
        if before.terms.shortlisted_by().is_some() && terms.shortlisted_by().is_none() {
            widen(db, edition.id, &paper, terms)?;
        }
    }
    let mut renewed = shortlist::refresh(db, edition.id)?;
    let stands = standing(&store::paper(db, edition.id, slug)?);
    let amended = Amended {
        left: stood.difference(&stands).count(),
        came: stands.difference(&stood).count(),
        is_shortlist: terms.shortlisted_by().is_some(),
    };
    if before.terms != *terms {
        renewed.retain(|other| other.slug != slug);
        let entry = Draft::of(
            edition.id,
            actor,
            "changed a category",
            detail(slug, &before.terms, terms, amended),
        );
        audit::store::append(db, entry, now)?;
    }
    shortlist::record(db, edition.id, actor, &renewed, now)?;
    Ok(amended)
}

fn standing(paper: &Paper) -> BTreeSet<NomineeId> {
    paper.candidates.iter().map(|candidate| candidate.nominee.id).collect()
}

/// Where a measure no longer chooses, those whom it had left out come back, unless the leads want
/// to choose by hand.
fn widen(db: &mut Db, edition: EditionId, paper: &Paper, terms: &Terms) -> Result<()> {
    if terms.joining == Joining::Chosen {
        return Ok(());
    }
    let stood = standing(paper);
    let mut all = nominees::store::of_edition(db, edition)?;
    all.retain(|nominee| terms.fit(nominee) && !stood.contains(&nominee.id));
    let ids: Vec<NomineeId> = all.into_iter().map(|nominee| nominee.id).collect();
    store::add(db, paper.category.id, &ids)
}

fn detail(slug: &str, before: &Terms, terms: &Terms, amended: Amended) -> String {
    let (old, new) = (summary(slug, before), summary(slug, terms));
    let Amended { left, came, .. } = amended;
    if old == new {
        format!("{slug}: its charter")
    } else if came == 0 {
        format!("{old}; now {new}; {left} taken off")
    } else {
        format!("{old}; now {new}; {left} taken off, {came} added")
    }
}
