//! A pass that is killed in the middle: what it kept stays, the next one completes it, and nothing
//! comes twice.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use laurels::editions::store as editions;
use laurels::submissions::store;

use crate::on_both::on_both;
use crate::world::{EDITION, World};

/// More than three batches.
const PULLS: usize = 350;

/// A bare repository of so many pull requests with a story each.
fn built(path: &Path) {
    let person = "Ana <ana@example.org> 1600000000 +0000";
    let mut stream = format!(
        "commit refs/heads/main\nmark :1\nauthor {person}\ncommitter {person}\ndata 5\nBegin\n"
    );
    for number in 1..=PULLS {
        let message = format!("Merge pull request #{number} from ana/b\n\nStory {number}");
        let text = format!("# Story {number}\n\nSome words.\n");
        let (branch, merge) = (2 * number, 2 * number + 1);
        let parent = format!("from :{}\n", branch - 1);
        write!(
            stream,
            "commit refs/heads/work\nmark :{branch}\nauthor {person}\ncommitter {person}\n\
             data 5\nWrite\n{parent}M 100644 inline status_quo/story_{number}.md\ndata {}\n{text}\n\
             commit refs/heads/main\nmark :{merge}\nauthor {person}\ncommitter {person}\n\
             data {}\n{message}\n{parent}merge :{branch}\n\
             M 100644 inline status_quo/story_{number}.md\ndata {}\n{text}\n",
            text.len(),
            message.len(),
            text.len(),
        )
        .unwrap();
    }
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.arg("--git-dir").arg(path).args(arguments);
        git
    };
    assert!(git(&["init", "-q", "--bare", "-b", "main"]).status().unwrap().success());
    let mut import = git(&["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn().unwrap();
    import.stdin.take().unwrap().write_all(stream.as_bytes()).unwrap();
    assert!(import.wait().unwrap().success());
}

fn stories(world: &World) -> usize {
    world.read(|db| {
        let edition = editions::by_slug(db, EDITION)?.id;
        Ok(store::stories(db, edition)?.len())
    })
}

on_both!(a_pass_that_is_killed_is_completed_by_the_next_and_nothing_comes_twice, |world| {
    let folder = tempfile::tempdir().unwrap();
    built(folder.path());
    let (database, _) = world.settings();
    let intake = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_laurels"));
        command.args(["intake", "git"]).arg(folder.path());
        command.args(["--edition", EDITION, "--take-over", "--database-url", &database]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let mut first = intake().spawn().unwrap();
    let begun = Instant::now();
    while stories(world) == 0 && begun.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(2));
    }
    first.kill().unwrap();
    first.wait().unwrap();
    let kept = stories(world);
    assert!(kept > 0 && kept.is_multiple_of(50), "whole batches, and some: {kept}");

    assert!(intake().status().unwrap().success());

    assert_eq!(stories(world), PULLS);
    let people = world.read(|db| {
        let edition = editions::by_slug(db, EDITION)?.id;
        store::people(db, edition)
    });
    assert_eq!(people.len(), 1);
});
