//! Reading a large clone: 10,000 pull requests in 100,000 commits, made on the spot.
//!
//! The measure is `git log --name-status` over the same history in the same run: whoever has a
//! slower disk has a slower git, too. `cargo bench --bench intake [-- PULLS]`.
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on stops")]

use std::io::{BufWriter, Read as _, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use laurels::clock::Clock;
use laurels::config::Database;
use laurels::editions;
use laurels::error::Result;
use laurels::ids::EditionId;
use laurels::server::block_on;
use laurels::sources::add;
use laurels::sources::draft::Draft;
use laurels::sources::model::Settings;
use laurels::sources::passes::model::Reading;
use laurels::sources::sync::{Desk, sync};
use laurels::store::Store;
use laurels::submissions::source::any::Source;
use laurels::submissions::source::found::Found;
use laurels::submissions::source::git::cursor::Cursor;
use laurels::submissions::source::git::fetch::Repository;
use laurels::submissions::source::git::read::{Wanted, read};
use laurels::submissions::source::pass::{Progress, Sink};
use laurels::submissions::source::rules::{Rules, Written, WrittenKind};
use laurels::web::forms::Form;

/// Commits of each pull request, beside its merge.
const COMMITS: u64 = 9;

/// How often each way is timed; the middle one counts.
const ROUNDS: usize = 3;

fn main() {
    let pulls = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(10_000);
    let dir = tempfile::tempdir().unwrap();
    let started = Instant::now();
    build(dir.path(), pulls);
    println!(
        "{pulls} pull requests, {} commits, built in {:.1} s",
        pulls * (COMMITS + 1) + 1,
        started.elapsed().as_secs_f64()
    );

    let (mut theirs, mut ours) = (Vec::new(), Vec::new());
    let mut cursor = Cursor::default();
    let mut found = Counted::default();
    for _ in 0..ROUNDS {
        theirs.push(name_status(dir.path()));
        forget_peak();
        let started = Instant::now();
        (found, cursor) = intake(dir.path(), &Cursor::default());
        ours.push(started.elapsed());
    }
    let (theirs, ours) = (middle(theirs), middle(ours));
    let text = serde_json::to_string(&cursor).unwrap();
    println!("git log --name-status   {:7.2} s", theirs.as_secs_f64());
    println!(
        "first intake            {:7.2} s, {:.2} times as long; {} submissions, {} stories",
        ours.as_secs_f64(),
        ours.as_secs_f64() / theirs.as_secs_f64(),
        found.submissions,
        found.stories
    );
    println!("peak memory (VmHWM)     {:>7}, without git's own", peak());

    let started = Instant::now();
    let stored: Cursor = serde_json::from_str(&text).unwrap();
    let (again, _) = intake(dir.path(), &stored);
    println!(
        "second intake           {:7.3} s, {} submissions; the cursor has {} KiB",
        started.elapsed().as_secs_f64(),
        again.submissions,
        text.len() / 1024
    );
    assert_eq!((found.submissions, again.submissions), (pulls, 0));
    whole(dir.path(), theirs, pulls);
}

/// The same as a source of an edition: texts, people and cursor kept in a SQLite file, merged
/// stories admitted.
fn whole(path: &Path, theirs: Duration, pulls: u64) {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk {
        store: Store::open(&Database::Sqlite(folder.path().join("laurels.db"))).unwrap(),
        clock: Clock::System,
        door: None,
    };
    let place = Source::parse("git", &path.to_string_lossy(), None).unwrap();
    let settings = Settings::default();
    let draft = Draft { place, repository: "o/r".into(), settings };
    let source = block_on(desk.store.write(|db| {
        let now = Clock::System.now();
        let fields = [("slug", "large"), ("title", "A large edition")];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let edition = EditionId::new();
        editions::store::put(
            db,
            edition,
            &editions::model::Draft::parse(&Form::of(fields.into()))?,
            now,
        )?;
        Ok(add::add(db, edition, draft, "the bench", now)?.id)
    }))
    .unwrap();
    let pass = || {
        let started = Instant::now();
        let run = sync(&desk, source, Reading::News, "the bench", Box::new(|_| {}));
        let finished = block_on(run).unwrap();
        (started.elapsed(), finished)
    };
    forget_peak();
    let (first, finished) = pass();
    println!(
        "first sync, all kept    {:7.2} s, {:.2} times as long; {}",
        first.as_secs_f64(),
        first.as_secs_f64() / theirs.as_secs_f64(),
        finished.words
    );
    println!("peak memory (VmHWM)     {:>7}, without git's own", peak());
    assert_eq!(u64::try_from(finished.changes.stories.added).unwrap(), pulls);
    let (second, finished) = pass();
    println!("second sync             {:7.3} s; {}", second.as_secs_f64(), finished.words);
    assert!(finished.changes.is_none());
}

/// Counts what is found and lets go of it, as storing would.
#[derive(Default)]
struct Counted {
    submissions: u64,
    stories: usize,
}

impl Sink for Counted {
    fn found(&mut self, found: Found, _: Option<String>) -> Result<()> {
        self.submissions += u64::try_from(found.submissions.len()).unwrap();
        self.stories += found.submissions.iter().map(|s| s.stories.len()).sum::<usize>();
        assert!(found.failures.is_empty());
        Ok(())
    }

    fn progress(&mut self, _: Progress) {}
}

fn intake(path: &Path, cursor: &Cursor) -> (Counted, Cursor) {
    let kind = WrittenKind {
        key: "status_quo".into(),
        name: "Status quo".into(),
        paths: vec!["**/status_quo/*.md".into()],
        labels: Vec::new(),
    };
    let rules = Rules::check(&Written { kinds: vec![kind], ..Written::default() }).unwrap();
    let mut counted = Counted::default();
    let wanted = Wanted { rules: &rules, web: None, only: None };
    let next = read(&Repository::at(path).unwrap(), &wanted, cursor, &mut counted).unwrap();
    (counted, next)
}

fn name_status(path: &Path) -> Duration {
    let started = Instant::now();
    let mut child = Command::new("git")
        .arg("--git-dir")
        .arg(path)
        .args(["log", "--name-status", "HEAD"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = child.stdout.take().unwrap();
    let mut buffer = vec![0; 1 << 16];
    while output.read(&mut buffer).unwrap() > 0 {}
    assert!(child.wait().unwrap().success());
    started.elapsed()
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap()
}

/// Sets the peak that the kernel remembers back to now; where it cannot, the peak is too high.
fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or("unknown".into(), |line| line.trim().to_owned())
}

/// A bare repository of so many pull requests.
fn build(path: &Path, pulls: u64) {
    let init = ["init", "-q", "--bare", "-b", "main"];
    let made = Command::new("git").arg("--git-dir").arg(path).args(init).status().unwrap();
    assert!(made.success());
    let mut child = Command::new("git")
        .arg("--git-dir")
        .arg(path)
        .args(["fast-import", "--quiet"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut to = BufWriter::new(child.stdin.take().unwrap());
    commit(&mut to, 1, 0, "Begin", &[], &[("README.md", "A vision\n".into())]);
    let mark = (1..=pulls).fold(1, |mark, number| pull(&mut to, number, mark));
    writeln!(to, "reset refs/heads/main\nfrom :{mark}\n").unwrap();
    drop(to);
    assert!(child.wait().unwrap().success());
}

/// A pull request upon the commit `base`: a branch of nine commits that writes a story, works on
/// it and on a file of code, and its merge, whose mark is given back.
fn pull(to: &mut impl Write, number: u64, base: u64) -> u64 {
    let story = format!("src/{:03}/status_quo/story_{number}.md", number % 100);
    let code = format!("src/{:03}/code_{}.rs", number % 100, number % 1000);
    for step in 1..=COMMITS {
        let message = format!("Step {step} of {number}\n\nCo-authored-by: Bo <bo@x.org>");
        let files = [(story.as_str(), words(number, step)), (code.as_str(), words(step, number))];
        let files = if step % 3 == 0 { &files[..] } else { &files[..1] };
        commit(to, base + step, number, &message, &[base + step - 1], files);
    }
    let branch = base + COMMITS;
    let from = number % 500;
    let message = format!("Merge pull request #{number} from p{from}/b\n\nStory {number}");
    let files = [(story.as_str(), words(number, COMMITS)), (code.as_str(), words(COMMITS, number))];
    commit(to, branch + 1, 0, &message, &[base, branch], &files);
    branch + 1
}

/// A story of about 500 words, another for each seed.
fn words(seed: u64, step: u64) -> String {
    let mut text = format!("# Status quo: Story {seed}, take {step}\n\n");
    let mut state = seed * 2_862_933_555_777_941_757 % 1_000_003 + step;
    for word in 0..500_u64 {
        state = (state * 48_271 + word) % 2_147_483_647;
        text.push_str(
            ["async", "await", "stream", "future", "pin", "executor"]
                .get(usize::try_from(state % 6).unwrap())
                .unwrap(),
        );
        text.push(if word % 12 == 11 { '\n' } else { ' ' });
    }
    text + "\n\n## Frequently asked questions\n\n### Why?\n\nBecause.\n"
}

fn commit(
    to: &mut impl Write,
    mark: u64,
    who: u64,
    message: &str,
    parents: &[u64],
    files: &[(&str, String)],
) {
    let who = who % 500;
    let when = 1_600_000_000 + mark * 60;
    writeln!(to, "commit refs/heads/work\nmark :{mark}").unwrap();
    writeln!(to, "author P{who} Person <p{who}@example.org> {when} +0000").unwrap();
    writeln!(to, "committer GitHub <noreply@github.com> {when} +0000").unwrap();
    writeln!(to, "data {}\n{message}", message.len()).unwrap();
    for (at, parent) in parents.iter().enumerate() {
        writeln!(to, "{} :{parent}", if at == 0 { "from" } else { "merge" }).unwrap();
    }
    for (path, text) in files {
        writeln!(to, "M 100644 inline {path}\ndata {}\n{text}", text.len()).unwrap();
    }
    writeln!(to).unwrap();
}
