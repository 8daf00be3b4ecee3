//! The verb: takes a delivery, once. A comment is kept at once; for the rest it is noted which
//! pull requests are to be read, and the keeper reads them within a second.

use super::store::{self, Wish};
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::phase::Act;
use crate::error::Result;
use crate::sources::answer::Answer;
use crate::sources::batch::keep;
use crate::sources::finish::follow;
use crate::sources::model::Source;
use crate::sources::passes;
use crate::sources::store as sources;
use crate::store::db::Db;
use crate::submissions::comments::store as comments;
use crate::submissions::kept::store as submissions;
use crate::submissions::source::found::Found;
use crate::submissions::source::webhook::{Delivered, News};

/// What came of a delivery.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// How many editions it concerns.
    pub editions: usize,
    /// In how many of them it is new.
    pub fresh: usize,
    /// What is to be said on the forge, by source.
    pub answers: Vec<(Source, Vec<Answer>)>,
}

/// Takes a delivery whose signature holds.
///
/// # Errors
/// The database's.
pub fn receive(db: &mut Db, id: &str, delivered: &Delivered, now: Timestamp) -> Result<Received> {
    let mut received = Received::default();
    let Some(repository) = &delivered.repository else {
        return Ok(received);
    };
    for source in sources::of_repository(db, repository)? {
        received.editions += 1;
        let edition = editions::store::locked(db, source.edition)?;
        if !edition.phase.allows(Act::Nominate) {
            continue;
        }
        let wish = wish(db, &source, &delivered.news)?;
        if store::note(db, id, source.id, wish, now)? {
            received.fresh += 1;
            take(db, source, repository, &delivered.news, now, &mut received)?;
        }
    }
    Ok(received)
}

fn take(
    db: &mut Db,
    source: Source,
    repository: &str,
    news: &News,
    now: Timestamp,
    received: &mut Received,
) -> Result<()> {
    match news {
        // Nobody is told of for a comment on a pull request without a story.
        News::Said { comment, .. } if !is_known(db, &source, comment.submission)? => {}
        News::Said { comment, by } => {
            let found = Found {
                people: vec![by.as_ref().clone()],
                comments: vec![comment.as_ref().clone()],
                ..Found::default()
            };
            keep(db, &source, &found, now)?;
            let source = sources::get(db, source.id)?;
            let (_, answers) = follow(db, &source, "a delivery", now)?;
            received.answers.push((source, answers));
        }
        News::Unsaid { id } => comments::remove(db, source.edition, repository, id)?,
        News::Ping | News::Changed { .. } | News::Pushed { .. } | News::Nothing => {}
    }
    Ok(())
}

/// A push may move stories that no pull request of its own names, so everything new is read: two
/// conditional requests where nothing is. A comment on a pull request that is not known yet
/// comes with the reading of that; where a pass runs, which may have read it just before somebody
/// said this, it is read again.
fn wish(db: &mut Db, source: &Source, news: &News) -> Result<Wish> {
    let number = |number: u64| i64::try_from(number).map_or(Wish::News, Wish::Submission);
    Ok(match news {
        News::Changed { number: changed } => number(*changed),
        News::Said { comment, .. } if is_missed(db, source, comment.submission)? => {
            number(comment.submission)
        }
        News::Said { .. } | News::Unsaid { .. } | News::Ping | News::Nothing => Wish::Nothing,
        News::Pushed { .. } => Wish::News,
    })
}

fn is_missed(db: &mut Db, source: &Source, number: u64) -> Result<bool> {
    let is_read = passes::store::running(db, source.id)?.is_some();
    Ok(is_read && !is_known(db, source, number)?)
}

fn is_known(db: &mut Db, source: &Source, number: u64) -> Result<bool> {
    let numbers = i64::try_from(number).into_iter().collect();
    let known = submissions::known(db, source.edition, &source.repository, &numbers)?;
    Ok(!known.submissions.is_empty())
}
