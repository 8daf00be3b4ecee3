//! A [`World`]: the real application on a fresh database, behind a real socket, with a clock that
//! stands until a test moves it, and people who come to it as everybody does.
//!
//! Passwords are hashed with the parameters of production: a sign-up costs some 40 ms, and a test
//! has few people. A crowd, where a test needs one, is written straight into the database.

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, mpsc};
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use actix_web::web::Data;
use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, SqliteConnection};
use laurels::accounts::model::{Account, Email, Role};
use laurels::accounts::{sign_in, sign_up, store as accounts};
use laurels::clock::{Clock, Timestamp};
use laurels::config::{Config, Database, Hidden};
use laurels::editions::model::Draft;
use laurels::editions::store as editions;
use laurels::error::Result;
use laurels::ids::{AccountId, EditionId};
use laurels::secrets::{Key, PasswordHashed, Token};
use laurels::server;
use laurels::store::Store;
use laurels::store::db::Db;
use laurels::web::forms::Form;
use laurels::web::state::App;
use laurels::web::visit::Visit;
use tempfile::TempDir;

use crate::client::Person;
use crate::source_hub::Hub;
use crate::{machine, postgres};

/// When a world begins: noon in UTC on 1 March 2027.
pub(crate) const BEGINNING: &str = "2027-03-01T12:00:00Z";

/// The edition that is there from the beginning, as a draft.
pub(crate) const EDITION: &str = "async-vision-2027";

/// Everybody's password.
pub(crate) const PASSWORD: &str = "a wreath of bay leaves";

/// What GitHub signs its deliveries with.
pub(crate) const WHISPER: &str = "it is whispered in the laurels";

/// One running instance. It stops, and its database goes, with this value.
pub(crate) struct World {
    /// What the server holds to be the time.
    pub(crate) clock: Clock,
    /// `http://127.0.0.1:PORT`.
    pub(crate) base: String,
    /// Where the GitHub stands that its token is for, until a test opens it.
    forge: Mutex<Option<TcpListener>>,
    app: Data<App>,
    running: Option<(ServerHandle, JoinHandle<()>)>,
    // After the server, or it would run on a database that is gone.
    _ground: (TempDir, Option<postgres::Database>),
}

impl World {
    /// On a SQLite file of its own.
    pub(crate) fn on_sqlite() -> Self {
        let folder = TempDir::with_prefix("laurels-world-").unwrap();
        let file = folder.path().join("laurels.db");
        std::fs::write(&file, sqlite_template()).unwrap();
        Self::begin(Database::Sqlite(file), (folder, None))
    }

    /// On a PostgreSQL database of its own, where there is a server.
    pub(crate) fn on_postgres() -> Option<Self> {
        let database = machine::or_left_out(postgres_template())?.copy("laurels");
        let folder = TempDir::with_prefix("laurels-world-").unwrap();
        Some(Self::begin(Database::Postgres(database.url()), (folder, Some(database))))
    }

    fn begin(database: Database, ground: (TempDir, Option<postgres::Database>)) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let bind = listener.local_addr().unwrap();
        let base = format!("http://{bind}");
        let forge = TcpListener::bind("127.0.0.1:0").unwrap();
        let config = Config {
            database,
            bind,
            public_url: base.clone(),
            secret_file: ground.0.path().join("laurels.secret"),
            log: "error".into(),
            github_token: Some(Hidden::new("good")),
            github_api: format!("http://{}", forge.local_addr().unwrap()),
            webhook_secret: Some(Hidden::new(WHISPER)),
        };
        let clock = Clock::manual(BEGINNING.parse().unwrap());
        let app = Data::new(App::new(config, clock.clone()).unwrap());
        let running = Some(serve(app.clone(), listener));
        let forge = Mutex::new(Some(forge));
        Self { clock, base, forge, app, running, _ground: ground }
    }

    /// The GitHub that its token is for; there is one.
    pub(crate) fn hub(&self) -> Hub {
        Hub::at(self.forge.lock().unwrap().take().expect("one hub"))
    }

    /// Somebody who has never been here.
    pub(crate) fn visitor(&self) -> Person {
        Person::new(&self.base)
    }

    /// Somebody new who signs up through the door, and stays signed in. Their address is
    /// `NAME@example.org`.
    pub(crate) fn voter(&self, name: &str) -> Person {
        let person = self.visitor();
        let form = person.get("/sign-up").page().form("form[action='/sign-up']");
        let email = format!("{name}@example.org");
        let form = form.fill("name", name).fill("email", &email).fill("password", PASSWORD);
        person.submit(&form).see_other();
        person
    }

    /// Somebody who signed up as `name` before, at another browser.
    pub(crate) fn signs_in(&self, name: &str) -> Person {
        let person = self.visitor();
        let form = person.get("/sign-in").page().form("form[action='/sign-in']");
        let form = form.fill("email", &format!("{name}@example.org")).fill("password", PASSWORD);
        person.submit(&form).see_other();
        person
    }

    /// Lea, who leads the edition.
    pub(crate) fn lead(&self) -> Person {
        let lea = self.voter("lea");
        self.write(|db, _| {
            let edition = editions::by_slug(db, EDITION)?.id;
            let lea = account(db, "lea")?.id;
            editions::put_lead(db, edition, lea)
        });
        lea
    }

    /// Ada, whom the operator made an admin.
    pub(crate) fn admin(&self) -> Person {
        let ada = self.voter("ada");
        self.write(|db, now| {
            let email = account(db, "ada")?.email;
            sign_up::make_admin(db, email, &PasswordHashed::of(PASSWORD)?, now).map(drop)
        });
        ada
    }

    /// So many people who are signed in, and who cost no sign-up: nobody knows their passwords.
    pub(crate) fn crowd(&self, size: usize) -> Vec<Person> {
        let hash = PasswordHashed::of(PASSWORD).unwrap();
        let visits: Vec<_> =
            (0..size).map(|_| Visit { token: Token::new().unwrap(), fresh: true }).collect();
        let tokens: Vec<_> = visits.iter().map(|visit| visit.token.clone()).collect();
        self.write(move |db, now| {
            tokens.iter().enumerate().try_for_each(|(number, token)| {
                let name = format!("voter-{number}");
                let email = Email::parse(&format!("{name}@example.org")).unwrap();
                let account = Account { id: AccountId::new(), email, name, role: Role::Member };
                accounts::put(db, &account, &hash, now)?;
                accounts::put_session(db, &sign_in::session(account.id, token, now))
            })
        });
        let sit_down = |visit: &Visit| {
            let cookie = visit.cookie(&self.app);
            self.visitor().with_cookie(cookie.name(), cookie.value())
        };
        visits.iter().map(sit_down).collect()
    }

    /// The accounts of that crowd, in the same order.
    pub(crate) fn crowd_accounts(&self, size: usize) -> Vec<AccountId> {
        self.read(move |db| {
            let ids = (0..size).map(|number| Ok(account(db, &format!("voter-{number}"))?.id));
            ids.collect()
        })
    }

    /// The instance secret.
    pub(crate) fn secret(&self) -> Key {
        self.app.secret.clone()
    }

    /// The database's address and the secret's file: for another server on the same database.
    pub(crate) fn settings(&self) -> (String, PathBuf) {
        let address = match &self.app.config.database {
            Database::Sqlite(path) => format!("sqlite://{}", path.display()),
            Database::Postgres(url) => url.clone(),
        };
        (address, self.app.config.secret_file.clone())
    }

    /// What the running server holds open.
    pub(crate) fn app(&self) -> &App {
        &self.app
    }

    /// Looks into the database: for what no page shows, and only for that.
    pub(crate) fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut Db) -> Result<T> + Send + 'static,
    ) -> T {
        server::block_on(self.app.read(|db, _| read(db))).unwrap()
    }

    /// Does what an operator does, or what no page offers yet.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        verb: impl FnOnce(&mut Db, Timestamp) -> Result<T> + Send + 'static,
    ) -> T {
        server::block_on(self.app.write(verb)).unwrap()
    }

    /// Moves the clock to an instant, as RFC 3339 writes it.
    pub(crate) fn it_is(&self, instant: &str) {
        self.clock.set(instant.parse().unwrap());
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let (handle, thread) = self.running.take().unwrap();
        server::block_on(handle.stop(false));
        // A server that panicked has failed the test already.
        drop(thread.join());
    }
}

fn account(db: &mut Db, name: &str) -> Result<Account> {
    let email = Email::parse(&format!("{name}@example.org")).unwrap();
    Ok(accounts::by_email(db, &email)?.unwrap().0)
}

fn serve(app: Data<App>, listener: TcpListener) -> (ServerHandle, JoinHandle<()>) {
    let (tell, told) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        server::block_on(async {
            let server = server::start(app, listener).unwrap();
            tell.send(server.handle()).unwrap();
            server.await.unwrap();
        });
    });
    (told.recv().expect("a server that starts"), thread)
}

/// What every world has from the beginning: the tables, and one edition.
fn furnish(database: &Database) {
    let store = Store::open(database).unwrap();
    let fields = [("slug", EDITION), ("title", "Async Vision Awards 2027")];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let draft = Draft::parse(&Form::of(fields.into())).unwrap();
    let now = BEGINNING.parse().unwrap();
    server::block_on(store.write(move |db| editions::put(db, EditionId::new(), &draft, now)))
        .unwrap();
}

/// The bytes of a furnished file: copying them is quicker than migrating.
fn sqlite_template() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        let (open, whole) = (folder.path().join("open.db"), folder.path().join("whole.db"));
        furnish(&Database::Sqlite(open.clone()));
        // A copy of the file alone would lack what is still in its log.
        let mut connection = SqliteConnection::establish(&open.to_string_lossy()).unwrap();
        connection.batch_execute(&format!("vacuum into '{}'", whole.display())).unwrap();
        std::fs::read(whole).unwrap()
    })
}

/// The server, with a furnished database `laurels` to copy.
fn postgres_template() -> std::result::Result<&'static postgres::Server, String> {
    static SERVER: OnceLock<std::result::Result<&'static postgres::Server, String>> =
        OnceLock::new();
    let furnished = || {
        let server = postgres::server()?;
        server.template("laurels", |url| furnish(&Database::Postgres(url.to_owned())));
        Ok(server)
    };
    SERVER.get_or_init(furnished).clone()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::on_both::on_both;

    fn is_known_as(person: &Person, address: &str) -> bool {
        person.get("/account").page().text("main").contains(address)
    }

    on_both!(people_come_in_through_the_door_and_are_known_again, |world| {
        assert!(is_known_as(&world.voter("ana"), "ana@example.org"));
        assert!(is_known_as(&world.signs_in("ana"), "ana@example.org"));
    });

    on_both!(a_visitor_is_nobody, |world| {
        let door = world.visitor().get("/account").page_with(401);

        assert!(door.has("a[href^='/sign-in']"));
    });

    on_both!(a_crowd_is_signed_in_without_a_door, |world| {
        for (number, person) in world.crowd(3).iter().enumerate() {
            assert!(is_known_as(person, &format!("voter-{number}@example.org")));
        }
    });

    on_both!(roles_are_given_by_those_who_may, |world| {
        let lea = world.lead();
        let ada = world.admin();

        let (leads, has_admin) = world.read(|db| {
            let edition = editions::by_slug(db, EDITION)?.id;
            Ok((editions::leads_of(db, edition)?, accounts::has_admin(db)?))
        });
        assert_eq!((leads.len(), has_admin), (1, true));
        assert!(is_known_as(&lea, "lea@example.org") && is_known_as(&ada, "ada@example.org"));
    });

    on_both!(time_stands_until_it_is_moved, |world| {
        let ana = world.voter("ana");
        assert_eq!(world.clock.now().to_string(), BEGINNING);

        world.it_is("2027-03-31T11:59:59Z");
        assert!(is_known_as(&ana, "ana@example.org"), "not quite thirty days");

        world.it_is("2027-03-31T12:00:00Z");
        ana.get("/account").expect(401);
    });

    #[test]
    fn who_signed_in_can_go_on_in_a_browser() {
        let Some(browser) = machine::or_left_out(crate::chromium::browser()) else {
            return;
        };
        let world = World::on_sqlite();
        let tab = browser.tab();

        tab.take_cookies(&world.base, &world.voter("ana").cookies());
        tab.open(&format!("{}/account", world.base));

        assert!(tab.text("main").contains("ana@example.org"));
        assert_eq!(tab.complaints(), [""; 0]);
    }

    on_both!(worlds_share_nothing, |world| {
        world.voter("ana");

        // The same address is free in another.
        World::on_sqlite().voter("ana");
    });
}
