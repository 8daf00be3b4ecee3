//! The store: opens the database and brings it up to date, reads, and writes.
//!
//! [`Store::write`] is the only transaction in the house, one for each verb. On SQLite it is a
//! place in the writer's next batch (`writer`), on PostgreSQL a transaction of its own. The
//! closure sees the same [`Db`] on both, so each verb is written once.

pub mod db;
pub mod health;
pub mod schema;
mod types;
mod writer;

use std::sync::Arc;
use std::time::Duration;

use diesel::connection::{Connection, SimpleConnection, TransactionManager};
use diesel::prelude::*;
use diesel::r2d2::Pool;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use self::db::{Db, Manager, Use};
use self::writer::Writer;
use crate::config::Database;
use crate::error::{Error, Result};
use crate::on_each;
use crate::secrets::Key;
use crate::store::schema::instance;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// How many verbs share a commit at most, on SQLite.
pub const SHARED: usize = 256;
/// How many connections may read at once.
const READERS: u32 = 8;
/// How long one may wait for one of them: rather a slow page than none.
const PATIENCE: Duration = Duration::from_secs(15);

/// The open database. Cloning it gives another handle to the same one.
#[derive(Debug, Clone)]
pub struct Store {
    pool: Pool<Manager>,
    /// SQLite's one writer; PostgreSQL writes through the pool.
    writer: Option<Arc<Writer>>,
}

impl Store {
    /// Opens the database, makes it if it is a file that is not there yet, and migrates it.
    ///
    /// # Errors
    /// [`Error::Setting`] says which database did not open, and why.
    pub fn open(database: &Database) -> Result<Self> {
        Self::open_and(database, SHARED, |_| Ok(()))
    }

    /// The same for an instance with that secret, where at most so many verbs share a commit. The first one stays the database's for good: under
    /// another, a voter who votes again would have two ballots.
    ///
    /// # Errors
    /// [`Error::Setting`] if the database belongs to another secret.
    pub fn open_with(database: &Database, secret: &Key, most: usize) -> Result<Self> {
        Self::open_and(database, most, |db| recognise(db, secret))
    }

    fn open_and(
        database: &Database,
        most: usize,
        check: impl FnOnce(&mut Db) -> Result<()>,
    ) -> Result<Self> {
        let refuse = |cause: String| {
            Error::setting(
                format!("The database {} did not open: {cause}.", named(database)),
                "Check LAURELS_DATABASE_URL, and that the server runs or the folder can be written.",
            )
        };
        let mut first =
            Db::open(database, Use::Writer).map_err(|cause| refuse(cause.to_string()))?;
        migrate(&mut first).map_err(refuse)?;
        check(&mut first)?;
        let writer = match &first {
            Db::Sqlite(_) => Some(Arc::new(Writer::start(first, most)?)),
            Db::Postgres(_) => None,
        };
        let pool = Pool::builder()
            .max_size(READERS)
            .min_idle(Some(1))
            .test_on_check_out(writer.is_none())
            .connection_timeout(PATIENCE)
            .build(Manager(database.clone()))
            .map_err(|cause| refuse(cause.to_string()))?;
        Ok(Self { pool, writer })
    }

    /// Reads, off the async threads.
    ///
    /// # Errors
    /// Those of `read`; [`Error::Busy`] if no connection came free.
    pub async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut Db) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let pool = self.pool.clone();
        blocking(move || read(&mut *connection(&pool)?)).await
    }

    /// Runs a verb in a transaction. If it answers, all that it wrote is on disk; if it refuses,
    /// nothing of it is.
    ///
    /// # Errors
    /// Those of `verb`; [`Error::Busy`] if too many wait already.
    pub async fn write<T: Send + 'static>(
        &self,
        verb: impl FnOnce(&mut Db) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        match &self.writer {
            Some(writer) => writer.write(verb).await,
            None => {
                let pool = self.pool.clone();
                blocking(move || in_transaction(&mut *connection(&pool)?, verb)).await
            }
        }
    }

    /// After something secret was deleted: leaves nothing of it in SQLite's write-ahead log, or in
    /// the dead rows of PostgreSQL's tables. PostgreSQL's own log and the backups are the
    /// operator's (`docs/OPERATIONS.md`).
    ///
    /// # Errors
    /// [`Error::Busy`] if too many verbs wait already.
    pub async fn forget(&self) -> Result<()> {
        match &self.writer {
            Some(writer) => writer.forget().await,
            None => {
                let pool = self.pool.clone();
                blocking(move || {
                    let vacuum = "vacuum (full) editions, ballots, participation";
                    connection(&pool)?.batch_execute(vacuum).map_err(Error::from)
                })
                .await
            }
        }
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

fn connection(pool: &Pool<Manager>) -> Result<diesel::r2d2::PooledConnection<Manager>> {
    pool.get().map_err(|cause| {
        tracing::warn!(error = %cause, "no database connection came free");
        Error::Busy
    })
}

fn in_transaction<T>(db: &mut Db, verb: impl FnOnce(&mut Db) -> Result<T>) -> Result<T> {
    type Manager = <Db as Connection>::TransactionManager;
    Manager::begin_transaction(db)?;
    match verb(db) {
        Ok(value) => {
            Manager::commit_transaction(db)?;
            Ok(value)
        }
        Err(refused) => {
            // The refusal is the news; a connection that cannot roll back is dropped by the pool.
            drop(Manager::rollback_transaction(db));
            Err(refused)
        }
    }
}

fn migrate(db: &mut Db) -> Result<(), String> {
    let migrations = match db {
        Db::Sqlite(_) => SQLITE,
        Db::Postgres(_) => POSTGRES,
    };
    // Two instances that start together: the second waits here, then finds nothing to do.
    if let Db::Postgres(connection) = db {
        connection
            .batch_execute("select pg_advisory_lock(8021)")
            .map_err(|cause| cause.to_string())?;
    }
    db.run_pending_migrations(migrations).map(drop).map_err(|cause| cause.to_string())
}

/// Notes which secret this database hangs on, or compares.
fn recognise(db: &mut Db, secret: &Key) -> Result<()> {
    const NAME: &str = "secret";
    let ours = hex::encode(secret.derive(b"", "laurels/instance").digest(&[]));
    let row = (instance::name.eq(NAME), instance::value.eq(&ours));
    on_each!(db, connection => diesel::insert_into(instance::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(connection))?;
    let known: String = instance::table.find(NAME).select(instance::value).first(db)?;
    if known == ours {
        return Ok(());
    }
    Err(Error::setting(
        "The instance secret is not the one that this database was begun with, so ballots could not be told from each other.",
        "Restore the secret from your backup, or give each instance the same one with LAURELS_SECRET_FILE.",
    ))
}

/// The database as an operator knows it; the address of a server may hold a password.
fn named(database: &Database) -> String {
    match database {
        Database::Sqlite(path) => format!("file {}", path.display()),
        Database::Postgres(_) => "server of LAURELS_DATABASE_URL".to_owned(),
    }
}
