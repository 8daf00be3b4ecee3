//! The attacker: somebody who has a copy of the whole database, and after closing the instance
//! secret too, and who wants to know who voted for what. Each of their roads must end.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use laurels::ballots::model::{BallotKey, Nonce};
use laurels::ballots::store as ballots;
use laurels::categories::store as categories;
use laurels::editions::store as editions;
use laurels::ids::{AccountId, CategoryId};
use laurels::secrets::Key;
use laurels::server;
use laurels::store::db::Db;

use crate::on_both::on_both;
use crate::vision::{self, at};
use crate::world::{EDITION, World};

const CATEGORY: &str = "most-humorous";

/// Twelve people vote, in the order of their names.
fn twelve_vote(world: &World) -> (CategoryId, Vec<AccountId>) {
    vision::nominate(world, &[CATEGORY]);
    vision::begin(world);
    for (number, voter) in (1..).zip(world.crowd(12)) {
        vision::cast(&voter, &[(CATEGORY, &[number])]).see_other();
    }
    let category = world.read(|db| {
        let edition = editions::by_slug(db, EDITION)?.id;
        Ok(categories::by_slug(db, edition, CATEGORY)?.id)
    });
    (category, world.crowd_accounts(12))
}

/// How many of these people's ballots a key finds.
fn found_with(world: &World, key: BallotKey, category: CategoryId, people: &[AccountId]) -> usize {
    let people = people.to_vec();
    world.read(move |db| {
        let mut found = 0;
        for account in people {
            let name = key.pseudonym(category, account);
            found += usize::from(ballots::marks(db, category, &name)?.is_some());
        }
        Ok(found)
    })
}

fn nonce(world: &World) -> Option<Nonce> {
    world.read(|db| {
        let edition = editions::by_slug(db, EDITION)?.id;
        Ok(ballots::urn(db, edition)?.nonce)
    })
}

on_both!(while_voting_is_open_it_takes_the_database_and_the_secret, |world| {
    let (category, people) = twelve_vote(world);
    let nonce = nonce(world).unwrap();

    let both = BallotKey::new(&world.secret(), &nonce);
    assert_eq!(found_with(world, both, category, &people), 12, "the attack is a real one");

    let database_alone = BallotKey::new(&Key::random().unwrap(), &nonce);
    assert_eq!(found_with(world, database_alone, category, &people), 0);
    let secret_alone = BallotKey::new(&world.secret(), &Nonce::new().unwrap());
    assert_eq!(found_with(world, secret_alone, category, &people), 0);
});

on_both!(after_closing_the_nonce_is_gone_from_every_row, |world| {
    twelve_vote(world);
    assert!(nonce(world).is_some());

    vision::end(world);

    assert_eq!(nonce(world), None);
});

#[test]
fn after_closing_the_nonce_is_gone_from_the_files_of_sqlite() {
    let world = World::on_sqlite();
    twelve_vote(&world);
    let nonce = nonce(&world).unwrap().to_hex();
    let (address, _) = world.settings();
    let file = address.strip_prefix("sqlite://").unwrap().to_owned();
    let holds = |needle: &str| {
        let files = [file.clone(), format!("{file}-wal")];
        let read = |name: &String| std::fs::read(name).unwrap_or_default();
        let bytes: Vec<u8> = files.iter().flat_map(read).collect();
        bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
    };
    assert!(holds(&nonce), "it can be found while it is there");

    vision::end(&world);
    server::block_on(world.app().store.forget()).unwrap();

    assert!(!holds(&nonce), "nothing of it is left in the database or its log");
}

#[test]
fn sqlite_keeps_no_order_of_casting() {
    let world = World::on_sqlite();
    twelve_vote(&world);

    let rows = world.read(|db| {
        let Db::Sqlite(connection) = db else { unreachable!() };
        for table in ["ballots", "participation"] {
            let by_row = connection.batch_execute(&format!("select rowid from {table}"));
            assert!(by_row.is_err(), "{table} has row ids, which tell the order of casting");
        }
        Ok(diesel::sql_query("select hex(pseudonym) as word from ballots")
            .load::<Word>(connection)?)
    });

    let natural: Vec<String> = rows.into_iter().map(|row| row.word).collect();
    let mut sorted = natural.clone();
    sorted.sort();
    assert_eq!(natural.len(), 12);
    assert_eq!(natural, sorted, "rows lie in the order of their pseudonyms");
}

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    word: String,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

#[test]
fn postgresql_rows_are_of_one_transaction_and_in_no_order_after_closing() {
    let Some(world) = World::on_postgres() else {
        return;
    };
    twelve_vote(&world);
    let transactions = |world: &World| {
        world.read(|db| {
            let Db::Postgres(connection) = db else { unreachable!() };
            let all = "select count(distinct x)::bigint as number from \
                (select xmin::text as x from ballots union all select xmin::text from participation) t";
            Ok(diesel::sql_query(all).get_result::<Number>(connection)?.number)
        })
    };
    assert_eq!(transactions(&world), 12, "before closing each cast can be told from the others");

    vision::end(&world);
    server::block_on(world.app().store.forget()).unwrap();

    assert_eq!(transactions(&world), 1);
    let lie = world.read(|db| {
        let Db::Postgres(connection) = db else { unreachable!() };
        let words = "select encode(pseudonym, 'hex') as word from ballots order by ctid";
        Ok(diesel::sql_query(words).load::<Word>(connection)?)
    });
    let lie: Vec<String> = lie.into_iter().map(|row| row.word).collect();
    let mut sorted = lie.clone();
    sorted.sort();
    assert_eq!(lie, sorted);
}

on_both!(no_row_of_a_vote_holds_a_time, |world| {
    twelve_vote(world);

    let columns = world.read(|db| {
        let words = match db {
            Db::Sqlite(connection) => diesel::sql_query(
                "select m.name || '.' || p.name as word from sqlite_master m, \
                 pragma_table_info(m.name) p where m.name in ('ballots', 'participation')",
            )
            .load::<Word>(connection)?,
            Db::Postgres(connection) => diesel::sql_query(
                "select (table_name || '.' || column_name)::text as word \
                 from information_schema.columns where table_name in ('ballots', 'participation')",
            )
            .load::<Word>(connection)?,
        };
        let mut words: Vec<String> = words.into_iter().map(|row| row.word).collect();
        words.sort();
        Ok(words)
    });

    let pinned = [
        "ballots.category_id",
        "ballots.marks",
        "ballots.pseudonym",
        "participation.account_id",
        "participation.category_id",
    ];
    assert_eq!(columns, pinned, "a new column of a vote is a decision about secrecy");
});

on_both!(the_public_log_says_nothing_of_single_votes, |world| {
    twelve_vote(world);

    let page = world.visitor().get(&at("audit")).page();

    let told = page.text("main");
    assert!(told.contains("opened voting"), "{told}");
    assert!(!told.contains("voter-"), "{told}");
});
