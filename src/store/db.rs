//! [`Db`], one connection to whichever database is live, and how connections are made.
//!
//! What `Db` itself cannot express (upserts, many rows at once, row locks) is written once inside
//! [`on_each!`](crate::on_each), which runs the same text on both.

#![expect(missing_docs, reason = "the derive makes items that carry no words")]

use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::r2d2::{ManageConnection, R2D2Connection};
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel::{Connection, ConnectionError, PgConnection, SqliteConnection};

use crate::config::Database;
use crate::error::{Error, Result};

/// One connection.
#[derive(diesel::MultiConnection)]
pub enum Db {
    /// To a PostgreSQL server.
    Postgres(PgConnection),
    /// To an SQLite file.
    Sqlite(SqliteConnection),
}

/// How many values one `eq_any` may hold: SQLite binds 32,766 in a statement.
pub const MOST_VALUES: usize = 30_000;

/// Runs a statement that [`Db`] cannot express, on whichever database is live.
#[macro_export]
macro_rules! on_each {
    ($db:expr, $connection:ident => $statement:expr) => {
        match $db {
            $crate::store::db::Db::Postgres($connection) => $statement,
            $crate::store::db::Db::Sqlite($connection) => $statement,
        }
    };
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Postgres(_) => "Db::Postgres",
            Self::Sqlite(_) => "Db::Sqlite",
        })
    }
}

/// What a connection is for. On SQLite only the writer may write, and the database enforces it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Reads; on PostgreSQL, writes too.
    Pool,
    /// The single writer of SQLite.
    Writer,
}

// The order matters: the timeout first, since the others may have to wait for a lock.
// FULL: what was acknowledged is on disk. secure_delete: what was deleted is overwritten.
const EACH: &str = "pragma busy_timeout = 10000; pragma foreign_keys = on; \
    pragma synchronous = full; pragma secure_delete = on; pragma temp_store = memory;";
const WRITER: &str = "pragma journal_mode = wal; pragma wal_autocheckpoint = 4000; \
    pragma cache_size = -16000;";
const READER: &str = "pragma query_only = on; pragma cache_size = -4000;";

impl Db {
    pub(super) fn open(database: &Database, purpose: Use) -> Result<Self, ConnectionError> {
        match database {
            Database::Sqlite(path) => {
                let mut connection = SqliteConnection::establish(&locator(path))?;
                let more = match purpose {
                    Use::Pool => READER,
                    Use::Writer => WRITER,
                };
                for pragmas in [EACH, more] {
                    connection
                        .batch_execute(pragmas)
                        .map_err(ConnectionError::CouldntSetupConfiguration)?;
                }
                connection
                    .set_prepared_statement_cache_size(diesel::connection::CacheSize::Unbounded);
                Ok(Self::Sqlite(connection))
            }
            Database::Postgres(url) => PgConnection::establish(url).map(Self::Postgres),
        }
    }
}

/// A path as SQLite's opener takes it: one that begins like an address must not be read as one.
fn locator(path: &Path) -> String {
    let text = path.to_string_lossy();
    if path.is_absolute() { text.into_owned() } else { format!("./{text}") }
}

/// Makes connections for the pool; unlike `Db::establish` it knows which database it wants, so a
/// server that does not answer is not mistaken for a new SQLite file.
#[derive(Debug, Clone)]
pub(super) struct Manager(pub(super) Database);

impl ManageConnection for Manager {
    type Connection = Db;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Db, Self::Error> {
        Db::open(&self.0, Use::Pool).map_err(diesel::r2d2::Error::ConnectionError)
    }

    fn is_valid(&self, db: &mut Db) -> Result<(), Self::Error> {
        db.ping().map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, db: &mut Db) -> bool {
        R2D2Connection::is_broken(db)
    }
}

/// A lock that did not come free is [`Error::Busy`]; the rest nobody planned for.
impl From<DieselError> for Error {
    fn from(cause: DieselError) -> Self {
        match &cause {
            DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Self::Busy,
            DieselError::DatabaseError(_, told)
                if told.message().contains("database is locked")
                    || told.message().contains("deadlock detected") =>
            {
                Self::Busy
            }
            _ => Self::internal(cause),
        }
    }
}

/// Whether a write failed because the row is there already. SQLite names no constraint, so only
/// the one function that can cause it may ask, and only as its transaction's last statement:
/// on PostgreSQL the transaction is over.
#[must_use]
pub fn is_taken(cause: &DieselError) -> bool {
    matches!(cause, DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _))
}
