//! A throw-away PostgreSQL server, one for the whole test binary, and a fresh database per test.
//!
//! It listens on a Unix socket in its own folder, never on a port. It is on a leash: the pipe
//! that this process holds. When the process ends, even killed, the pipe closes, the server
//! stops and its folder goes. `initdb` and `postgres` refuse to be root, so for root they run
//! as `postgres` or `nobody`.

use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection};

use crate::machine;

/// How long a server may take to get ready; a machine under load needs two seconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// What cost durability buys is spared: a test server never survives anything.
const SETTINGS: &[&str] = &[
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "max_connections=200",
    "shared_buffers=64MB",
];

/// A running server.
pub(crate) struct Server {
    folder: PathBuf,
    owner: Mutex<PgConnection>,
    _leash: ChildStdin,
}

/// A database of one test; dropped with this value.
pub(crate) struct Database {
    server: &'static Server,
    name: String,
}

/// The one server of this test binary, started at the first call.
pub(crate) fn server() -> Result<&'static Server, String> {
    static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();
    SERVER.get_or_init(Server::start).as_ref().map_err(Clone::clone)
}

impl Server {
    fn start() -> Result<Self, String> {
        let programs = programs()?;
        // The system's folder, for its short name: the path of a socket may hold 107 bytes.
        let folder = std::env::temp_dir().join(format!("laurels-pg-{}", std::process::id()));
        fs::create_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let user = user_for(&folder)?;
        let log = Path::new(env!("CARGO_TARGET_TMPDIR")).join("postgres.log");
        let mut child = spawn(&user, &programs, &folder, &log)?;
        wait_until_ready(&mut child, &folder, &log)?;
        let leash = child.stdin.take().unwrap();
        let owner = PgConnection::establish(&url(&folder, "postgres"))
            .map_err(|error| format!("PostgreSQL does not let us in: {error}"))?;
        Ok(Self { folder, owner: Mutex::new(owner), _leash: leash })
    }

    /// Makes the database `name` and fills it with `fill`, to be the pattern of others.
    pub(crate) fn template(&self, name: &str, fill: impl FnOnce(&str)) {
        self.run(&format!("create database {name}"));
        fill(&url(&self.folder, name));
        // It cannot be copied while anybody is in it, and a pool lets go of its connections late.
        self.run(&format!("alter database {name} allow_connections false"));
        let others = format!("from pg_stat_activity where datname = '{name}'");
        self.run(&format!("select pg_terminate_backend(pid, 10000) {others}"));
    }

    /// A fresh copy of the template, for one test.
    pub(crate) fn copy(&'static self, template: &str) -> Database {
        static COPIES: AtomicU32 = AtomicU32::new(1);
        let name = format!("test_{}", COPIES.fetch_add(1, Ordering::Relaxed));
        self.run(&format!("create database {name} template {template} strategy file_copy"));
        Database { server: self, name }
    }

    fn run(&self, sql: &str) {
        let mut owner = self.owner.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        owner.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
}

impl Database {
    /// Where it is, as `LAURELS_DATABASE_URL` would say it.
    pub(crate) fn url(&self) -> String {
        url(&self.server.folder, &self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // Eight megabytes each: left to the server's end they would fill a small disk.
        self.server.run(&format!("drop database {} with (force)", self.name));
    }
}

fn url(folder: &Path, database: &str) -> String {
    format!("postgres://postgres@/{database}?host={}", folder.display())
}

/// The folder of `initdb` and `postgres`; Debian keeps them off the search path.
fn programs() -> Result<PathBuf, String> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin")))
        })
        .collect();
    versions.sort();
    let newest_first = versions.into_iter().rev().map(|(_, folder)| folder);
    let asked = machine::setting("PG_BIN").map(PathBuf::from);
    asked
        .into_iter()
        .chain(machine::path())
        .chain(newest_first)
        .find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
        .ok_or_else(|| {
            "PostgreSQL is not installed (apt-get install postgresql, or set PG_BIN to the folder \
             of initdb and postgres)"
                .into()
        })
}

/// Whom the server runs as: ourselves, unless we are root.
struct User(Option<(u32, u32)>);

impl User {
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        // Another user may not read the folder that we stand in.
        command.current_dir("/").env("LC_ALL", "C").process_group(0);
        if let Some((user, group)) = self.0 {
            command.uid(user).gid(group);
        }
        command
    }
}

/// Finds the user, and gives them the folder that we just made.
fn user_for(folder: &Path) -> Result<User, String> {
    let owner = fs::metadata(folder).map_err(|error| error.to_string())?.uid();
    if owner != 0 {
        return Ok(User(None));
    }
    let id = |flag: &str, name: &str| -> Option<u32> {
        let said = Command::new("id").args([flag, name]).output().ok()?;
        String::from_utf8(said.stdout).ok()?.trim().parse().ok()
    };
    let (user, group) = ["postgres", "nobody"]
        .iter()
        .find_map(|name| Some((id("-u", name)?, id("-g", name)?)))
        .ok_or("PostgreSQL refuses to be root, and there is no user postgres or nobody")?;
    chown(folder, Some(user), Some(group)).map_err(|error| error.to_string())?;
    Ok(User(Some((user, group))))
}

/// Makes and starts the server, under a shell that ends it when our end of the pipe closes.
///
/// SIGQUIT is its immediate stop; it is deaf to that in its first moments, but not to SIGTERM.
fn spawn(user: &User, programs: &Path, folder: &Path, log: &Path) -> Result<Child, String> {
    const LEASH: &str = r#"
        programs=$1; folder=$2; shift 2; exec 3<&0
        "$programs/initdb" -N -A trust -U postgres -E UTF8 --locale=C -D "$folder/data" || exit
        "$programs/postgres" -D "$folder/data" -k "$folder" "$@" 3<&- & server=$!
        { cat >/dev/null; kill -QUIT $server; kill -TERM $server; } <&3 &
        wait $server; rm -rf "$folder""#;
    let log = File::create(log).map_err(|error| format!("{}: {error}", log.display()))?;
    let errors = log.try_clone().map_err(|error| error.to_string())?;
    let settings = SETTINGS.iter().flat_map(|setting| ["-c", setting]);
    user.command("sh")
        .args(["-c", LEASH, "leash"])
        .args([programs, folder])
        .args(settings)
        .stdin(Stdio::piped())
        .stdout(log)
        .stderr(errors)
        .spawn()
        .map_err(|error| format!("a POSIX shell does not start: {error}"))
}

/// The server writes `ready` into the eighth line of its pid file.
fn wait_until_ready(child: &mut Child, folder: &Path, log: &Path) -> Result<(), String> {
    let deadline = Instant::now() + PATIENCE;
    let pid_file = folder.join("data/postmaster.pid");
    loop {
        let said = fs::read_to_string(&pid_file).unwrap_or_default();
        if said.lines().nth(7).is_some_and(|state| state.trim() == "ready") {
            return Ok(());
        }
        let ended = child.try_wait().map_err(|error| error.to_string())?.is_some();
        if ended || Instant::now() > deadline {
            let log = fs::read_to_string(log).unwrap_or_default();
            return Err(format!("PostgreSQL did not get ready:\n{log}"));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn each_test_has_its_own_copy_of_the_template() {
    use diesel::{RunQueryDsl as _, sql_query};
    let Some(server) = machine::or_left_out(server()) else {
        return;
    };
    let open = |url: &str| PgConnection::establish(url).unwrap();
    server.template("pattern", |url| {
        open(url).batch_execute("create table wreaths (leaf text)").unwrap();
        // Somebody stays inside; copying does without asking them.
        std::mem::forget(open(url));
    });

    let (one, other) = (server.copy("pattern"), server.copy("pattern"));
    let written = sql_query("insert into wreaths values ('bay')").execute(&mut open(&one.url()));
    let seen = sql_query("delete from wreaths").execute(&mut open(&other.url()));

    assert_eq!((written, seen), (Ok(1), Ok(0)));
    let gone = one.url();
    drop(one);
    assert!(PgConnection::establish(&gone).is_err(), "a dropped database lets nobody in");
}
