//! A whole pass: begin, read batch by batch on a thread that may wait, finish, answer.

use tokio::runtime::Handle;

use super::answer;
use super::batch::batch;
use super::begin::{Ticket, begin};
use super::finish::{Finished, finish};
use super::model::Replies;
use super::passes;
use super::passes::model::{Reading, Sofar};
use crate::clock::{Clock, Timestamp};
use crate::config::Hidden;
use crate::error::{Error, Result};
use crate::ids::SourceId;
use crate::store::Store;
use crate::submissions::changes::Changes;
use crate::submissions::source::any::{self, Left, Needs};
use crate::submissions::source::found::Found;
use crate::submissions::source::github::api::{Door, Token};
use crate::submissions::source::github::wanted::End;
use crate::submissions::source::pass::{Progress, Sink};
use crate::web::state::App;

/// How often a pass says how far it is, in milliseconds.
const PULSE: i64 = 1_000;

/// What a pass needs of the instance.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The database.
    pub store: Store,
    /// What time it is.
    pub clock: Clock,
    /// What opens GitHub.
    pub door: Option<Door>,
}

impl Desk {
    /// That of a running instance, whose settings were checked at its start.
    #[must_use]
    pub fn of(app: &App) -> Self {
        let token = app.config.github_token.as_ref().map(Hidden::reveal);
        let door = Door::of(&app.config.github_api, token).ok().flatten();
        Self { store: app.store.clone(), clock: app.clock.clone(), door }
    }

    /// The token for that place, if it needs one and there is one.
    ///
    /// # Errors
    /// [`Error::Setting`] if the token is for another GitHub.
    pub fn token(&self, place: &any::Source) -> Result<Option<Token>> {
        match (place, &self.door) {
            (any::Source::GitHub(api, _), Some(door)) => door.token(api).map(Some),
            (any::Source::GitHub(..) | any::Source::Git(_) | any::Source::File(_), _) => Ok(None),
        }
    }
}

/// Hears how far a pass is: a terminal's bar, or nobody.
pub type Watcher = Box<dyn FnMut(Progress) + Send>;

/// Reads a source. What breaks off in between is told by [`Finished`], not as an error.
///
/// # Errors
/// [`Error::Conflict`] if a pass runs already, or once voting has opened; [`Error::Invalid`] for
/// rules that cannot be taken.
pub async fn sync(
    desk: &Desk,
    source: SourceId,
    reading: Reading,
    actor: &str,
    watcher: Watcher,
) -> Result<Finished> {
    let ticket = start(desk, source, reading, actor).await?;
    run(desk, ticket, watcher).await
}

/// Begins a pass, so that whoever asked for it hears at once whether it can be.
///
/// # Errors
/// As [`sync`].
pub async fn start(desk: &Desk, source: SourceId, reading: Reading, actor: &str) -> Result<Ticket> {
    let (actor, clock) = (actor.to_owned(), desk.clock.clone());
    let begun = move |db: &mut _| begin(db, source, reading, &actor, clock.now());
    desk.store.write(begun).await
}

/// Runs a pass that was begun, to its end.
///
/// # Errors
/// The database's.
pub async fn run(desk: &Desk, ticket: Ticket, watcher: Watcher) -> Result<Finished> {
    let mut sink = Keeping {
        desk: desk.clone(),
        runtime: Handle::current(),
        ticket: ticket.clone(),
        changes: Changes::default(),
        sofar: None,
        pulse: None,
        watcher,
    };
    let read = tokio::task::spawn_blocking(move || {
        let left = read(&mut sink);
        (left, sink.changes)
    });
    let (left, changes) = read.await.map_err(Error::internal)?;
    let (clock, of) = (desk.clock.clone(), ticket.clone());
    let ended = move |db: &mut _| finish(db, &of, &left, changes, clock.now());
    let finished = desk.store.write(ended).await?;
    reply(desk, &ticket, &finished).await;
    Ok(finished)
}

fn read(sink: &mut Keeping) -> Left {
    let Ticket { source, reading, cursor, .. } = sink.ticket.clone();
    let given = source.settings.rules().and_then(|of| Ok((of, sink.desk.token(&source.place)?)));
    let (rules, token) = match given {
        Ok(given) => given,
        Err(refused) => return Left { cursor, end: Err(refused) },
    };
    let only = match reading {
        Reading::News => None,
        Reading::Only(numbers) => Some(numbers),
    };
    let needs = Needs { rules: &rules, cursor: &cursor, only, token: token.clone() };
    let left = any::pass(&source.place, needs, sink);
    let orphans = std::mem::take(&mut sink.changes.orphans);
    if orphans.is_empty() || !matches!(left.end, Ok(End::Done)) {
        return left;
    }
    let only = Some(orphans);
    let needs = Needs { rules: &rules, cursor: &left.cursor, only, token };
    any::pass(&source.place, needs, sink)
}

/// Says on the forge what became of nominations; that it did not work is told in the log, and
/// loses nothing: the public log has every nomination.
async fn reply(desk: &Desk, ticket: &Ticket, finished: &Finished) {
    let source = &ticket.source;
    if finished.answers.is_empty() || source.settings.replies == Replies::Silent {
        return;
    }
    let (place, desk, answers) = (source.place.clone(), desk.clone(), finished.answers.clone());
    let post = move || answer::post(&place, desk.token(&place)?, &answers);
    let posted = tokio::task::spawn_blocking(post);
    match posted.await {
        Ok(Ok(())) => {}
        Ok(Err(refused)) => {
            tracing::warn!(error = %refused, source = %source.id, "an answer was not taken");
        }
        Err(cause) => tracing::error!(error = %cause, "an answer could not be sent"),
    }
}

/// Keeps each batch as it comes, and says how far the pass is.
struct Keeping {
    desk: Desk,
    runtime: Handle,
    ticket: Ticket,
    changes: Changes,
    sofar: Option<Sofar>,
    pulse: Option<Timestamp>,
    watcher: Watcher,
}

impl Sink for Keeping {
    fn found(&mut self, found: Found, resume: Option<String>) -> Result<()> {
        let (ticket, clock) = (self.ticket.clone(), self.desk.clock.clone());
        let kept = self
            .desk
            .store
            .write(move |db| batch(db, &ticket, &found, resume.as_deref(), clock.now()));
        self.changes.add(self.runtime.block_on(kept)?);
        Ok(())
    }

    fn progress(&mut self, progress: Progress) {
        (self.watcher)(progress);
        let now = self.desk.clock.now();
        let noun = progress.stage.as_str();
        let is_other = self.sofar.as_ref().is_none_or(|sofar| sofar.noun != noun);
        if is_other {
            self.sofar = Some(Sofar::new(progress.stage, now));
        }
        let is_due = self.pulse.is_none_or(|at| now.millis() - at.millis() >= PULSE);
        let Some(sofar) = self.sofar.as_mut().filter(|_| is_due || is_other) else {
            return;
        };
        sofar.done = i64::try_from(progress.done).unwrap_or(i64::MAX);
        sofar.total = progress.total.and_then(|total| i64::try_from(total).ok());
        self.pulse = Some(now);
        let (pass, sofar) = (self.ticket.pass, sofar.clone());
        let heard =
            self.desk.store.write(move |db| passes::store::hear(db, pass, Some(&sofar), now));
        // A pass that was given up hears so at its next batch.
        drop(self.runtime.block_on(heard));
    }
}
