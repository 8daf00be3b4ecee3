//! Git repositories that tests build, commit by commit.
#![expect(clippy::unwrap_used, reason = "a helper of tests")]

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// A repository in a folder of its own.
pub(crate) struct Built {
    dir: TempDir,
    minute: std::cell::Cell<u32>,
}

impl Built {
    /// An empty repository, its main line called `main`, cloned from the vision's address.
    pub(crate) fn new() -> Self {
        let built = Self { dir: TempDir::new().unwrap(), minute: std::cell::Cell::new(0) };
        built.git(&["init", "-q", "-b", "main"]);
        built.git(&["remote", "add", "origin", "https://github.com/rust-lang/wg-async.git"]);
        built
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Runs git as nobody in particular; every call is a minute after the last.
    pub(crate) fn git(&self, args: &[&str]) -> String {
        self.git_as("Somebody", "somebody@example.org", args)
    }

    /// Runs git as this author.
    pub(crate) fn git_as(&self, name: &str, mail: &str, args: &[&str]) -> String {
        self.minute.set(self.minute.get() + 1);
        let date = format!("{} +0000", 1_615_900_000 + 60 * self.minute.get());
        let output = Command::new("git")
            .current_dir(self.path())
            .args(["-c", "commit.gpgsign=false", "-c", "core.autocrlf=false"])
            .args(args)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .envs([("GIT_AUTHOR_NAME", name), ("GIT_AUTHOR_EMAIL", mail)])
            .envs([("GIT_COMMITTER_NAME", "GitHub"), ("GIT_COMMITTER_EMAIL", "noreply@github.com")])
            .envs([("GIT_AUTHOR_DATE", &date), ("GIT_COMMITTER_DATE", &date)])
            .output()
            .unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Writes files (path and content) and commits them.
    pub(crate) fn commit(&self, who: (&str, &str), message: &str, files: &[(&str, &[u8])]) {
        for (path, content) in files {
            let path = self.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        }
        self.git(&["add", "-A"]);
        self.git_as(who.0, who.1, &["commit", "-q", "--allow-empty", "-m", message]);
    }

    /// A branch of `main`, worked on by `work`, then merged as GitHub's button merges.
    pub(crate) fn pull(&self, number: u64, from: &str, title: &str, work: impl FnOnce(&Self)) {
        self.git(&["checkout", "-q", "-b", &format!("pull-{number}"), "main"]);
        work(self);
        self.git(&["checkout", "-q", "main"]);
        let subject = format!("Merge pull request #{number} from {from}");
        let branch = format!("pull-{number}");
        self.git(&["merge", "-q", "--no-ff", "-m", &subject, "-m", title, &branch]);
    }
}
