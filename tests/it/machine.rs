//! What the machine under the tests has, and how a test says that it was left out for want of it.
//!
//! libtest knows only "passed" and "failed". A test that cannot run here passes, but not in
//! silence: it says so on the real standard error, and once more in a summary at the very end.
//! With `LAURELS_TEST_EVERYTHING=1` nothing may be left out. This is also the only place where
//! the tests ask the environment.

use std::ffi::OsString;
use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock};

const EVERYTHING: &str = "LAURELS_TEST_EVERYTHING";

/// What the person who runs the tests has set, if it says anything.
#[expect(clippy::disallowed_methods, reason = "tests have no Config; they ask here, once")]
pub(crate) fn setting(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// The folders in which the machine looks for programs.
pub(crate) fn path() -> Vec<PathBuf> {
    setting("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default()
}

/// What was found, or nothing, after saying that this test is left out and why.
///
/// `why` is half a sentence that tells how to get the missing thing.
#[track_caller]
pub(crate) fn or_left_out<T>(found: Result<T, String>) -> Option<T> {
    weigh(found, setting(EVERYTHING).is_some())
}

#[track_caller]
fn weigh<T>(found: Result<T, String>, everything: bool) -> Option<T> {
    match found {
        Ok(thing) => Some(thing),
        Err(why) if everything => panic!("{EVERYTHING} is set, but {why}"),
        Err(why) => {
            say_left_out(&why);
            None
        }
    }
}

fn say_left_out(why: &str) {
    // Not through the macros: libtest swallows what a passing test prints with them.
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    let said = format!("LEFT OUT: {test}: {why}\n");
    std::io::stderr().write_all(said.as_bytes()).unwrap();

    static SUMMARY: OnceLock<Mutex<Child>> = OnceLock::new();
    let summary = SUMMARY.get_or_init(|| Mutex::new(start_summary())).lock().unwrap();
    writeln!(summary.stdin.as_ref().unwrap(), "{}", why.replace('\n', " ")).unwrap();
}

/// A process that outlives this one by a moment: libtest has no "after all tests", but when the
/// tests are over, however they end, the pipe closes, and the reader at its other end speaks.
fn start_summary() -> Child {
    let script = r#"sort | uniq -c | while read -r times why; do
        echo "LEFT OUT, in all: $times test(s), because $why ($0=1 makes this a failure)" >&2
    done"#;
    Command::new("sh")
        .args(["-c", script, EVERYTHING])
        .stdin(Stdio::piped())
        .process_group(0)
        .spawn()
        .expect("a POSIX shell")
}

#[test]
fn what_is_there_is_handed_on() {
    assert_eq!(weigh(Ok("a browser"), true), Some("a browser"));
    assert_eq!(weigh(Ok("a browser"), false), Some("a browser"));
}

#[test]
#[should_panic(expected = "LAURELS_TEST_EVERYTHING is set, but there is no such program")]
fn nothing_is_left_out_when_everything_is_asked_for() {
    weigh(Err::<(), _>("there is no such program".into()), true);
}
