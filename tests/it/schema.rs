//! The migrations of the two databases: the same tables, columns and nullability in both, and each
//! one goes down and up again.

use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_migrations::{FileBasedMigrations, MigrationHarness};
use laurels::store::db::Db;

use crate::world::World;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    column: String,
}

const OF_SQLITE: &str = "select m.name || '.' || p.name || \
    case when p.\"notnull\" = 1 then '' else ' or null' end as \"column\" \
    from sqlite_master m, pragma_table_info(m.name) p \
    where m.type = 'table' and m.name not like 'sqlite_%' and m.name not like '\\_\\_%' escape '\\'";

const OF_POSTGRES: &str = "select (table_name || '.' || column_name || \
    case when is_nullable = 'NO' then '' else ' or null' end)::text as \"column\" \
    from information_schema.columns \
    where table_schema = 'public' and table_name not like '\\_\\_%'";

fn columns(world: &World) -> Vec<String> {
    let mut columns: Vec<String> = world.read(|db| {
        let rows: Vec<Column> = match db {
            Db::Sqlite(connection) => diesel::sql_query(OF_SQLITE).load(connection)?,
            Db::Postgres(connection) => diesel::sql_query(OF_POSTGRES).load(connection)?,
        };
        Ok(rows.into_iter().map(|row| row.column).collect())
    });
    columns.sort();
    columns
}

#[test]
fn both_databases_have_the_same_tables_and_columns() {
    let of_sqlite = columns(&World::on_sqlite());
    assert!(of_sqlite.contains(&"ballots.pseudonym".to_owned()), "{of_sqlite:?}");

    let Some(world) = World::on_postgres() else { return };
    assert_eq!(columns(&world), of_sqlite);
}

/// Down to nothing, and up to where it was.
fn redo<C: MigrationHarness<B>, B: diesel::backend::Backend>(connection: &mut C, folder: &str) {
    let root = env!("CARGO_MANIFEST_DIR");
    let migrations = FileBasedMigrations::from_path(format!("{root}/migrations/{folder}")).unwrap();
    let down = connection.revert_all_migrations(migrations.clone()).unwrap().len();
    let up = connection.run_pending_migrations(migrations).unwrap().len();
    assert!(up > 0);
    assert_eq!(down, up);
}

#[test]
fn every_migration_goes_down_and_up_again() {
    let world = World::on_sqlite();
    let before = columns(&world);
    let (address, _) = world.settings();
    let file = address.strip_prefix("sqlite://").unwrap();
    redo(&mut SqliteConnection::establish(file).unwrap(), "sqlite");
    assert_eq!(columns(&world), before);

    let Some(world) = World::on_postgres() else { return };
    redo(&mut PgConnection::establish(&world.settings().0).unwrap(), "postgres");
    assert_eq!(columns(&world), before);
}
