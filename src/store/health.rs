//! What an admin is told of the database: which it is, and how new its schema.

use diesel::prelude::*;
use diesel::sql_types::Text;

use super::db::Db;
use crate::error::Result;

/// The database's name.
#[must_use]
pub const fn kind(db: &Db) -> &'static str {
    match db {
        Db::Sqlite(_) => "SQLite",
        Db::Postgres(_) => "PostgreSQL",
    }
}

#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = Text)]
    version: String,
}

/// The latest migration that has run.
///
/// # Errors
/// The database's.
pub fn schema(db: &mut Db) -> Result<String> {
    // diesel_migrations keeps its own table; asking through it would write.
    let latest = "select max(version) as version from __diesel_schema_migrations";
    let row: Version = diesel::sql_query(latest).get_result(db)?;
    Ok(row.version)
}
