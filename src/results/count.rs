//! Counting: once, after closing. Each category's ballots go through the core, and the outcome is
//! kept with the digest of what was counted. Nothing of it is told to anybody but the leads until
//! they publish, and nothing at all to the audit log but that it happened.

use super::model::{Counted, inputs_digest};
use super::store;
use crate::audit;
use crate::audit::model::Draft;
use crate::ballots;
use crate::categories;
use crate::categories::model::Paper;
use crate::clock::Timestamp;
use crate::count::{Marks, Profile, Rules, count as tally};
use crate::editions;
use crate::editions::model::Edition;
use crate::editions::phase::{Act, Phase, require};
use crate::error::{Error, Result};
use crate::ids::EditionId;
use crate::store::db::Db;

/// Counts an edition.
///
/// # Errors
/// [`Error::Conflict`] while people can still vote, and when it is counted already;
/// [`Error::Internal`] if people who voted and ballots held are not equal: then nothing is counted.
pub fn count(db: &mut Db, edition: EditionId, actor: &str, now: Timestamp) -> Result<()> {
    let edition = editions::store::locked(db, edition)?;
    require(Act::Count, edition.phase, &edition.calendar, now)?;
    let turnout = ballots::store::turnout(db, edition.id)?;
    let papers = categories::store::papers(db, edition.id)?;
    let mut ballots = 0;
    for paper in &papers {
        let category = paper.category.id;
        let marks = ballots::store::of_category(db, category)?;
        let voted = turnout.iter().find(|row| row.category == category);
        let counted = one(&edition, paper, &marks, voted.map_or(0, |row| row.voted), now)?;
        ballots += counted.ballots;
        store::put(db, &counted)?;
    }
    editions::store::move_to(db, edition.id, Phase::Counted, now)?;
    let detail = format!("{ballots} ballots in {} categories", papers.len());
    audit::store::append(db, Draft::of(edition.id, actor, "counted the ballots", detail), now)
}

fn one(
    edition: &Edition,
    paper: &Paper,
    ballots: &[Marks],
    voted: u64,
    now: Timestamp,
) -> Result<Counted> {
    let held = u64::try_from(ballots.len()).map_err(Error::internal)?;
    if voted != held {
        return Err(Error::internal(format!(
            "category {}: {voted} people voted, but {held} ballots are held",
            paper.category.id
        )));
    }
    let terms = &paper.category.terms;
    let mut profile = Profile::new(paper.slate.clone(), terms.method.shape());
    if let Some(most) = terms.max_marks {
        profile = profile.with_most_marks(most);
    }
    for marks in ballots {
        let added = profile.add(marks, 1);
        added.map_err(|problem| Error::internal(problem.to_string()))?;
    }
    profile.seal();
    let inputs_digest = inputs_digest(paper, ballots)?;
    let rules = Rules {
        // Public, known to nobody before closing, and in nobody's hand.
        lots: format!(
            "{} {} {inputs_digest}",
            edition.rulebook_digest.as_deref().unwrap_or_default(),
            paper.category.slug,
        ),
        ..Rules::default()
    };
    Ok(Counted {
        category: paper.category.id,
        outcome: tally(terms.method, &profile, &rules).map_err(Error::internal)?,
        inputs_digest,
        ballots: held,
        counted_at: now,
    })
}
