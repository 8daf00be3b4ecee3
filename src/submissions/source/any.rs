//! One call for every source: where to read, from where on, and to whom to tell.
//!
//! Another forge (GitLab, Forgejo) is another variant of [`Source`], a folder beside `github/`
//! that yields [`Found`], and an arm in [`pass`]; nothing below this file knows forges.

use std::collections::BTreeSet;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::submissions::source::file;
use crate::submissions::source::found::Found;
use crate::submissions::source::git;
use crate::submissions::source::github;
use crate::submissions::source::github::api::{Api, Name, Token};
use crate::submissions::source::github::client::Client;
use crate::submissions::source::github::wanted::End;
use crate::submissions::source::pass::Sink;
use crate::submissions::source::rules::Rules;

/// A place that submissions come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A clone on this machine.
    Git(PathBuf),
    /// A repository on a GitHub.
    GitHub(Api, Name),
    /// A JSON file on this machine.
    File(PathBuf),
}

impl Source {
    /// Takes what a lead or a command says: `git`, `github` or `file`, and where. `api` is the
    /// address of an enterprise's GitHub.
    ///
    /// # Errors
    /// [`Error::Setting`] where it is none.
    pub fn parse(kind: &str, locator: &str, api: Option<&str>) -> Result<Self> {
        match kind {
            "git" => Ok(Self::Git(locator.into())),
            "file" => Ok(Self::File(locator.into())),
            "github" => {
                let api = api.map_or_else(|| Ok(Api::default()), Api::parse)?;
                Ok(Self::GitHub(api, Name::parse(locator)?))
            }
            other => Err(Error::setting(
                format!("There is no source called {other:?}."),
                "Use git, github or file.",
            )),
        }
    }

    /// The word for its kind, in columns and commands.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Git(_) => "git",
            Self::GitHub(..) => "github",
            Self::File(_) => "file",
        }
    }

    /// The API of an enterprise's GitHub; empty for the public one, and for what has none.
    #[must_use]
    pub fn api_url(&self) -> &str {
        match self {
            Self::GitHub(api, _) if *api != Api::default() => &api.rest,
            Self::Git(_) | Self::GitHub(..) | Self::File(_) => "",
        }
    }

    /// What it is called where everybody reads it: where a clone lies on the machine is not for all.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Git(path) | Self::File(path) => path
                .file_name()
                .map_or_else(|| self.kind().to_owned(), |name| name.to_string_lossy().into_owned()),
            Self::GitHub(_, name) => name.to_string(),
        }
    }

    /// Where it is, in a word. With the kind (and the API's address) it names the source.
    #[must_use]
    pub fn locator(&self) -> String {
        match self {
            Self::Git(path) | Self::File(path) => path.display().to_string(),
            Self::GitHub(_, name) => name.to_string(),
        }
    }
}

/// What a pass needs besides the source.
#[derive(Debug)]
pub struct Needs<'a> {
    /// The rules of the edition.
    pub rules: &'a Rules,
    /// What the last pass left, as text; empty for the first.
    pub cursor: &'a str,
    /// Only these submissions, if not all: to try again, or because a webhook told of them.
    pub only: Option<BTreeSet<u64>>,
    /// What opens GitHub.
    pub token: Option<Token>,
}

/// What a pass leaves.
#[derive(Debug)]
pub struct Left {
    /// The cursor to store, whatever came of the pass.
    pub cursor: String,
    /// How it ended.
    pub end: Result<End>,
}

/// Reads a source once, from where the last pass stopped. It blocks: call it on a thread that may
/// wait. A cursor that cannot be read is like none: all is read again, under the same names.
pub fn pass(source: &Source, needs: Needs<'_>, sink: &mut dyn Sink) -> Left {
    let Needs { rules, cursor, only, token } = needs;
    match source {
        Source::File(path) => {
            let read = file_pass(path, rules, cursor, only.is_some(), sink);
            let (cursor, end) = match read {
                Ok(next) => (next, Ok(End::Done)),
                Err(error) => (cursor.to_owned(), Err(error)),
            };
            Left { cursor, end }
        }
        Source::Git(path) => {
            let known = serde_json::from_str(cursor).unwrap_or_default();
            let wanted = git::read::Wanted { rules, web: None, only };
            let read = git::fetch::Repository::at(path)
                .and_then(|clone| git::read::read(&clone, &wanted, &known, sink))
                .and_then(|next| serde_json::to_string(&next).map_err(Error::internal));
            match read {
                Ok(cursor) => Left { cursor, end: Ok(End::Done) },
                Err(error) => Left { cursor: cursor.to_owned(), end: Err(error) },
            }
        }
        Source::GitHub(api, name) => {
            let mut known = serde_json::from_str(cursor).unwrap_or_default();
            let mut client = Client::new(api.clone(), token);
            let wanted = github::wanted::Wanted { rules, repository: name.clone(), only };
            let end = github::read::read(&mut client, &wanted, &mut known, sink);
            let cursor = serde_json::to_string(&known).unwrap_or_else(|_| cursor.to_owned());
            Left { cursor, end }
        }
    }
}

/// Reads a file, unless it is the very one that was read last under the same rules. Its cursor
/// is a digest of both.
fn file_pass(
    path: &std::path::Path,
    rules: &Rules,
    cursor: &str,
    again: bool,
    sink: &mut dyn Sink,
) -> Result<String> {
    let bytes = std::fs::read(path).map_err(|e| {
        Error::setting(
            format!("{} cannot be read: {e}.", path.display()),
            "Check the path and who may read it.",
        )
    })?;
    let mut digest = Sha256::new();
    digest.update(rules.digest());
    digest.update(&bytes);
    let next = hex::encode(digest.finalize());
    if next == cursor && !again {
        return Ok(next);
    }
    let mut found: Found = file::read::read(&bytes)?.found;
    rules.keep_known_kinds(&mut found);
    sink.found(found, None)?;
    Ok(next)
}
