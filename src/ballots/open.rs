//! Opening the vote: the rules freeze into the rulebook, and the urn gets the nonce that its
//! ballots hang on.

use super::model::Nonce;
use super::{rulebook, store};
use crate::audit;
use crate::audit::model::Draft;
use crate::categories;
use crate::categories::model::Paper;
use crate::categories::ranking::Ranking;
use crate::categories::shortlist;
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::model::Calendar;
use crate::editions::phase::{Act, Phase, require};
use crate::error::{Error, Result};
use crate::ids::EditionId;
use crate::store::db::Db;

/// Opens it. Opened early, the calendar says from then on when it really was.
///
/// # Errors
/// [`Error::Conflict`] if it is open already or has been, or if something is missing: a category,
/// nominees to choose from, an end that lies ahead.
pub fn open(db: &mut Db, edition: EditionId, actor: &str, now: Timestamp) -> Result<()> {
    let edition = editions::store::locked(db, edition)?;
    require(Act::OpenVoting, edition.phase, &edition.calendar, now)?;
    let renewed = shortlist::refresh(db, edition.id)?;
    let papers = categories::store::papers(db, edition.id)?;
    let measured = categories::store::measured(db, edition.id)?;
    if let Some(lack) = lacks(&papers, &measured, &edition.calendar, now).into_iter().next() {
        return Err(Error::conflict(lack, "Complete it, then open voting."));
    }
    shortlist::record(db, edition.id, actor, &renewed, now)?;
    let frozen = rulebook::write(&edition, &papers, &measured)?;
    store::open(db, edition.id, &frozen.text, &frozen.digest, &Nonce::new()?)?;
    if edition.calendar.voting_opens_at.is_none_or(|planned| planned > now) {
        let opened = Calendar { voting_opens_at: Some(now), ..edition.calendar };
        editions::store::set_calendar(db, edition.id, &opened)?;
    }
    editions::store::move_to(db, edition.id, Phase::Voting, now)?;
    let categories = papers.len() + measured.len();
    let detail = format!("{categories} categories; rulebook {}", frozen.digest);
    audit::store::append(db, Draft::of(edition.id, actor, "opened voting", detail), now)
}

/// What is still missing before voting can open, one sentence each.
#[must_use]
pub fn lacks(
    papers: &[Paper],
    measured: &[Ranking],
    calendar: &Calendar,
    now: Timestamp,
) -> Vec<String> {
    let mut lacks = Vec::new();
    if papers.is_empty() {
        lacks.push("There is no category to vote in yet.".to_owned());
    }
    for paper in papers.iter().filter(|paper| paper.candidates.len() < 2) {
        let title = &paper.category.terms.title;
        let choice = "has fewer than two nominees, so there is nothing to choose.";
        lacks.push(match paper.category.terms.shortlisted_by() {
            None => format!("{title} {choice}"),
            Some(_) => format!(
                "{title} {choice} A measure fills it: bring it up to date where its nominees are \
                 chosen, or change the measure."
            ),
        });
    }
    for ranking in measured.iter().filter(|ranking| !ranking.has_any()) {
        let (title, words) = (&ranking.category.terms.title, ranking.measure.metric.words());
        lacks.push(format!("{title} goes to the most {words}, and no nominee in it has any."));
    }
    if let Some(end) = calendar.voting_closes_at.filter(|end| *end <= now) {
        lacks.push(format!("The calendar ends voting on {}, which is past.", end.words()));
    }
    lacks
}
