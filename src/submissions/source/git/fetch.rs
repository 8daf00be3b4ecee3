//! The `git` processes. Nothing of the caller's is ever an option to git: paths go behind
//! `--git-dir=`, commits are checked to be commits. The configuration of machine and user is left
//! out, no program named by the repository is run, and nothing goes over the network.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::error::{Error, Result};
use crate::submissions::source::found::CommitId;
use crate::submissions::source::git::history;
use crate::submissions::source::stories;

/// How much is read from git at a time, in bytes.
const BUFFER: usize = 1 << 16;

/// A clone on this machine.
#[derive(Debug, Clone)]
pub struct Repository {
    dir: PathBuf,
}

impl Repository {
    /// A clone at `path`: a bare one, or the folder that holds `.git`.
    ///
    /// # Errors
    /// [`Error::Setting`] where no clone stands there.
    pub fn at(path: &Path) -> Result<Self> {
        let inner = path.join(".git");
        let dir = if inner.exists() { inner } else { path.to_owned() };
        let is_clone = dir.is_file() || (dir.join("HEAD").exists() && dir.join("objects").exists());
        if !is_clone {
            return Err(Error::setting(
                format!("There is no git clone at {}.", path.display()),
                "Give the folder of a clone, or make one with git clone --mirror.",
            ));
        }
        Ok(Self { dir })
    }

    /// The address that it was cloned from, if it says.
    ///
    /// # Errors
    /// [`Error::Setting`] where git cannot be run.
    pub fn origin(&self) -> Result<Option<String>> {
        let output = self
            .git(&["config", "--local", "--get", "remote.origin.url"])
            .output()
            .map_err(|e| no_git(&e))?;
        let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Ok((output.status.success() && !text.is_empty()).then_some(text))
    }

    /// Tells every field of the history of `HEAD` and of the pull requests' refs that is not
    /// part of that of `since`. Gives `false` where git does not know `since` any more.
    ///
    /// # Errors
    /// [`Error::Setting`] where git refuses, what `field` answers otherwise.
    pub fn history(
        &self,
        since: Option<&CommitId>,
        mut field: impl FnMut(&[u8]) -> Result<()>,
    ) -> Result<bool> {
        let not = since.map(|commit| format!("^{commit}"));
        let mut args = vec![
            "log",
            "-z",
            "--topo-order",
            "--no-show-signature",
            "--no-notes",
            "--decorate=full",
            "--decorate-refs=HEAD",
            "--decorate-refs=refs/pull/*/head",
            history::FORMAT,
            "HEAD",
            "--glob=refs/pull/*/head",
        ];
        args.extend(not.as_deref());
        args.push("--");
        let mut running = Running::start(self.git(&args), Stdio::null())?;
        let told = fields(&mut running.output, &mut field)?;
        match running.end() {
            Err(_) if since.is_some() && !told => Ok(false),
            end => end.map(|()| true),
        }
    }

    /// The newest commit that two commits have in common.
    ///
    /// # Errors
    /// [`Error::Setting`] where git cannot be run.
    pub fn common(&self, one: &CommitId, other: &CommitId) -> Result<Option<CommitId>> {
        let output = self
            .git(&["merge-base", one.as_str(), other.as_str()])
            .output()
            .map_err(|e| no_git(&e))?;
        Ok(CommitId::parse(String::from_utf8_lossy(&output.stdout).trim()))
    }

    /// Tells every field of the changes between pairs of commits, older commit second. One alone
    /// is compared with nothing.
    ///
    /// # Errors
    /// [`Error::Setting`] where git refuses, what `field` answers otherwise.
    pub fn changes(
        &self,
        pairs: &[(&CommitId, Option<&CommitId>)],
        mut field: impl FnMut(&[u8]) -> Result<()>,
    ) -> Result<()> {
        let args = [
            "diff-tree",
            "--stdin",
            "--root",
            "-r",
            "--raw",
            "-z",
            "-M",
            "--no-abbrev",
            "--no-ext-diff",
        ];
        let mut running = Running::start(self.git(&args), Stdio::piped())?;
        let input = running.child.stdin.take();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                // A git that has died is noticed where its output ends.
                let mut input = BufWriter::new(input?);
                for (new, old) in pairs {
                    let old = old.map(CommitId::as_str).unwrap_or_default();
                    writeln!(input, "{new} {old}").ok()?;
                }
                input.flush().ok()
            });
            fields(&mut running.output, &mut field).map(|_| ())
        })?;
        running.end()
    }

    /// Opens the texts.
    ///
    /// # Errors
    /// [`Error::Setting`] where git cannot be run.
    pub fn texts(&self) -> Result<Texts> {
        let mut running = Running::start(self.git(&["cat-file", "--batch"]), Stdio::piped())?;
        let input = running.child.stdin.take();
        let input = input.ok_or_else(|| Error::internal("git cat-file takes no input"))?;
        Ok(Texts { input, running })
    }

    fn git(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        let mut dir = std::ffi::OsString::from("--git-dir=");
        dir.push(&self.dir);
        command.arg("--no-pager").arg(dir);
        command.args(["-c", "log.showSignature=false", "-c", "core.fsmonitor=false"]);
        command.args(["-c", "i18n.logOutputEncoding=UTF-8", "-c", "protocol.allow=never"]);
        command.args(args);
        for name in [
            "GIT_DIR",
            "GIT_WORK_TREE",
            "GIT_INDEX_FILE",
            "GIT_OBJECT_DIRECTORY",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES",
            "GIT_NAMESPACE",
            "GIT_CONFIG_PARAMETERS",
            "GIT_CONFIG_COUNT",
            "GIT_EXTERNAL_DIFF",
        ] {
            command.env_remove(name);
        }
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
        command.env("GIT_NO_REPLACE_OBJECTS", "1").env("GIT_NO_LAZY_FETCH", "1");
        command.env("GIT_TERMINAL_PROMPT", "0").env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
        command
    }
}

/// Texts, one after another.
#[derive(Debug)]
pub struct Texts {
    input: ChildStdin,
    running: Running,
}

impl Texts {
    /// Reads one content by its name. What is larger than `largest` bytes is passed over and
    /// never held.
    ///
    /// # Errors
    /// [`Error::Internal`] where git breaks off.
    pub fn read(&mut self, blob: &str, largest: u64) -> Result<stories::Read> {
        let broken = |e: io::Error| Error::internal(format!("git cat-file broke off: {e}"));
        let Some(blob) = CommitId::parse(blob) else {
            return Ok(stories::Read::Missing);
        };
        writeln!(self.input, "{blob}").and_then(|()| self.input.flush()).map_err(broken)?;
        let mut head = String::new();
        self.running.output.read_line(&mut head).map_err(broken)?;
        let words: Vec<&str> = head.split_whitespace().collect();
        let [_, kind, size] = words.as_slice() else {
            return Ok(stories::Read::Missing);
        };
        let size: u64 = size.parse().map_err(Error::internal)?;
        let mut body = (&mut self.running.output).take(size + 1);
        if size > largest || *kind != "blob" {
            io::copy(&mut body, &mut io::sink()).map_err(broken)?;
            return Ok(stories::Read::TooLarge(size));
        }
        let mut bytes = Vec::new();
        body.read_to_end(&mut bytes).map_err(broken)?;
        bytes.pop();
        Ok(stories::Read::of_bytes(bytes))
    }
}

/// A git that runs. It is ended when this is dropped.
#[derive(Debug)]
struct Running {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Running {
    fn start(mut command: Command, input: Stdio) -> Result<Self> {
        command.stdin(input).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|e| no_git(&e))?;
        let output = child.stdout.take().ok_or_else(|| Error::internal("git has no output"))?;
        Ok(Self { child, output: BufReader::with_capacity(BUFFER, output) })
    }

    /// Waits for its end, and gives its own words where it failed.
    fn end(mut self) -> Result<()> {
        let mut words = String::new();
        if let Some(stderr) = self.child.stderr.take() {
            // What git says is short, and only its beginning matters.
            let _ = stderr.take(4096).read_to_string(&mut words);
        }
        let status = self.child.wait().map_err(Error::internal)?;
        if status.success() {
            return Ok(());
        }
        let said = words.lines().next().unwrap_or("nothing").trim_start_matches("fatal: ");
        Err(Error::setting(
            format!("git could not read the clone; it said: {said}."),
            "Check the clone with git fsck, or make it anew.",
        ))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Tells every NUL-ended field, and whether there was one.
fn fields(from: &mut impl BufRead, tell: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<bool> {
    let mut field = Vec::new();
    let mut told = false;
    loop {
        field.clear();
        if from.read_until(0, &mut field).map_err(Error::internal)? == 0 {
            return Ok(told);
        }
        told = true;
        tell(field.strip_suffix(b"\0").unwrap_or(&field))?;
    }
}

fn no_git(error: &io::Error) -> Error {
    Error::setting(
        format!("The git command could not be started: {error}."),
        "Install git, or read the submissions from a file or from GitHub.",
    )
}
