//! The single writer of SQLite, with group commit.
//!
//! Verbs arrive as closures in a bounded queue. Those that wait are run one after another in one
//! `BEGIN IMMEDIATE`, each in a savepoint of its own, so that one's failure leaves the others alone;
//! then one commit, and only then the answers: what was acknowledged is on disk, and many share
//! the price of one sync. There is no timer: while one batch commits, the next gathers.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use diesel::connection::{
    AnsiTransactionManager, Connection, SimpleConnection, TransactionManager,
};
use tokio::sync::oneshot;

use super::db::Db;
use crate::error::{Error, Result};

type Manager = <Db as Connection>::TransactionManager;

/// Tells the waiting verb how it ended; `None` is "the commit went through".
type Answer = Box<dyn FnOnce(Option<Error>) + Send>;
type Job = Box<dyn FnOnce(&mut Db) -> Answer + Send>;

enum Work {
    Job(Job),
    /// Fold the write-ahead log into the database and cut it to nothing.
    Forget(oneshot::Sender<Result<()>>),
}

/// How many verbs may wait; one more is told to come back (503).
const QUEUE: usize = 1024;

/// The queue's near end.
#[derive(Debug)]
pub(super) struct Writer {
    queue: Option<SyncSender<Work>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread that owns the writing connection; at most so many verbs share a commit.
    pub(super) fn start(db: Db, most: usize) -> Result<Self> {
        let (queue, arrivals) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || run(db, &arrivals, most))
            .map_err(Error::internal)?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Runs a verb in the next batch; answers after the commit.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        verb: impl FnOnce(&mut Db) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (tell, told) = oneshot::channel();
        let job: Job = Box::new(move |db| {
            let outcome = in_savepoint(db, verb);
            Box::new(move |failed| {
                // A caller that went away hears nothing; what it asked for stands.
                drop(tell.send(match failed {
                    Some(cause) => Err(cause),
                    None => outcome,
                }));
            })
        });
        self.send(Work::Job(job))?;
        told.await.map_err(Error::internal)?
    }

    /// Leaves nothing of what was deleted in the write-ahead log.
    pub(super) async fn forget(&self) -> Result<()> {
        let (tell, told) = oneshot::channel();
        self.send(Work::Forget(tell))?;
        told.await.map_err(Error::internal)?
    }

    fn send(&self, work: Work) -> Result<()> {
        let Some(queue) = &self.queue else {
            return Err(Error::Busy);
        };
        queue.try_send(work).map_err(|cause| match cause {
            TrySendError::Full(_) => Error::Busy,
            TrySendError::Disconnected(_) => Error::internal("the writer has stopped"),
        })
    }
}

/// Waits until all that was accepted is written.
impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take() {
            // A writer that panicked has told its callers; there is nobody else to tell.
            drop(thread.join());
        }
    }
}

fn run(mut db: Db, arrivals: &Receiver<Work>, most: usize) {
    while let Ok(work) = arrivals.recv() {
        let mut next = Some(work);
        while let Some(work) = next.take() {
            match work {
                Work::Job(job) => next = batch(&mut db, job, arrivals, most),
                Work::Forget(tell) => drop(tell.send(forget(&mut db))),
            }
        }
    }
}

/// Runs one batch; gives back work that came between and is not a verb.
fn batch(db: &mut Db, first: Job, arrivals: &Receiver<Work>, most: usize) -> Option<Work> {
    if let Err(cause) = begin(db) {
        let mut reset = false;
        // Run against a connection that cannot begin, the verb would write outside a transaction.
        if matches!(cause, diesel::result::Error::AlreadyInTransaction) {
            reset = Manager::rollback_transaction(db).is_ok();
        }
        if !reset || begin(db).is_err() {
            tracing::error!(error = %cause, "the writer could not begin a transaction");
            drop(first);
            return None;
        }
    }
    let mut answers = vec![first(db)];
    let mut between = None;
    while answers.len() < most {
        match arrivals.try_recv() {
            Ok(Work::Job(job)) => answers.push(job(db)),
            Ok(other) => {
                between = Some(other);
                break;
            }
            Err(_) => break,
        }
    }
    let committed = Manager::commit_transaction(db);
    if let Err(cause) = &committed {
        tracing::error!(error = %cause, verbs = answers.len(), "a batch could not be committed");
        // The commit may have ended the transaction or not; either way it must be over now.
        drop(Manager::rollback_transaction(db));
    }
    for answer in answers {
        answer(committed.as_ref().err().map(|cause| Error::internal(cause.to_string())));
    }
    between
}

fn begin(db: &mut Db) -> diesel::QueryResult<()> {
    match db {
        Db::Sqlite(connection) => {
            AnsiTransactionManager::begin_transaction_sql(connection, "BEGIN IMMEDIATE")
        }
        Db::Postgres(connection) => AnsiTransactionManager::begin_transaction(connection),
    }
}

/// Runs a verb in a savepoint of the batch. A panic is this verb's alone.
fn in_savepoint<T>(db: &mut Db, verb: impl FnOnce(&mut Db) -> Result<T>) -> Result<T> {
    Manager::begin_transaction(db)?;
    match catch_unwind(AssertUnwindSafe(|| verb(db))) {
        Ok(Ok(value)) => {
            Manager::commit_transaction(db)?;
            Ok(value)
        }
        Ok(Err(refused)) => {
            Manager::rollback_transaction(db)?;
            Err(refused)
        }
        Err(_) => {
            Manager::rollback_transaction(db)?;
            Err(Error::internal("a verb panicked inside the writer"))
        }
    }
}

/// Readers that stand on an old snapshot can hold the log back for a moment, so it is tried again.
fn forget(db: &mut Db) -> Result<()> {
    let Db::Sqlite(connection) = db else {
        return Ok(());
    };
    connection.batch_execute("pragma wal_checkpoint(truncate)").map_err(Error::from)
}
