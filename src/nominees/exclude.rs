//! The verbs: leaves a submission out, with a reason that everybody can read, and takes it back in.

use super::model::{Standing, SubjectId};
use super::store::{self, Bare};
use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::phase::{Act, require};
use crate::error::{Error, Result};
use crate::ids::{EditionId, SubmissionId};
use crate::store::db::Db;
use crate::submissions;
use crate::submissions::model::Submission;
use crate::web::forms::{Check, Form, line};

/// The longest reason, in characters.
pub const LONGEST: usize = 300;

/// The reason that was typed.
///
/// # Errors
/// [`Error::Invalid`] on `reason`.
pub fn reason(form: &Form) -> Result<String> {
    let mut check = Check::new();
    let reason = check.take("reason", line(form.text("reason"), LONGEST));
    reason.ok_or_else(|| check.refuse())
}

/// Leaves out the submission that brought the story of that slug, with all its stories: they leave
/// every paper, and are admitted no more. Answers what was left out.
///
/// # Errors
/// [`Error::Conflict`] once voting has opened; [`Error::NotFound`].
pub fn exclude(
    db: &mut Db,
    edition: EditionId,
    actor: &str,
    story: &str,
    reason: &str,
    now: Timestamp,
) -> Result<Submission> {
    let mut submission = open(db, edition, story, now)?;
    submission.exclusion = Some(reason.to_owned());
    submissions::kept::store::set_submission(db, &submission)?;
    for nominee in brought(db, edition, submission.id)? {
        if nominee.standing == Standing::Admitted {
            store::set_standing(db, nominee.id, Standing::Withdrawn)?;
            store::take_off_papers(db, nominee.id)?;
        }
    }
    let detail = format!("{}: {reason}", words(&submission));
    audit::store::append(db, Draft::of(edition, actor, "left out a submission", detail), now)?;
    Ok(submission)
}

/// Takes it back in, and admits again what had been withdrawn of it; answers how many that were.
/// They stand on no paper until the leads choose them there.
///
/// # Errors
/// As [`exclude`]; [`Error::Conflict`] for what is not left out.
pub fn take_back_in(
    db: &mut Db,
    edition: EditionId,
    actor: &str,
    story: &str,
    now: Timestamp,
) -> Result<usize> {
    let mut submission = open(db, edition, story, now)?;
    if submission.exclusion.take().is_none() {
        return Err(Error::conflict(
            "This submission is not left out.",
            "Look at the page again: somebody took it back in meanwhile.",
        ));
    }
    submissions::kept::store::set_submission(db, &submission)?;
    let mut admitted = 0;
    for nominee in brought(db, edition, submission.id)? {
        if nominee.standing == Standing::Withdrawn {
            store::set_standing(db, nominee.id, Standing::Admitted)?;
            admitted += 1;
        }
    }
    let detail = words(&submission);
    audit::store::append(db, Draft::of(edition, actor, "took a submission back in", detail), now)?;
    Ok(admitted)
}

fn open(db: &mut Db, edition: EditionId, story: &str, now: Timestamp) -> Result<Submission> {
    let edition = editions::store::locked(db, edition)?;
    require(Act::Nominate, edition.phase, &edition.calendar, now)?;
    Ok(submissions::store::story_by_slug(db, edition.id, story)?.submission)
}

fn brought(db: &mut Db, edition: EditionId, submission: SubmissionId) -> Result<Vec<Bare>> {
    let cards = submissions::store::stories(db, edition)?;
    let ids = cards.iter().filter(|card| card.submission.id == submission).map(|c| c.story.id);
    let found = ids.map(|id| store::of_subject(db, SubjectId::Story(id)));
    Ok(found.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// A submission as the log names it.
#[must_use]
pub fn words(submission: &Submission) -> String {
    format!("{} #{}", submission.repository, submission.number)
}
