//! `laurels intake`: takes submissions into an edition. Each source is a subcommand of its own.

use std::io::Read as _;
use std::path::Path;

use indicatif::ProgressBar;

use super::screen;
use crate::clock::Clock;
use crate::config::Settings;
use crate::editions;
use crate::error::{Error, Result};
use crate::server::block_on;
use crate::store::Store;
use crate::submissions::changes::Changes;
use crate::submissions::source::any;
use crate::submissions::source::file::read::read;
use crate::submissions::source::found::{Failure, Found};
use crate::submissions::source::github::api::Token;
use crate::submissions::source::github::wanted::End;
use crate::submissions::source::pass::{Progress, Sink};
use crate::submissions::source::rules::{Rules, Written};
use crate::submissions::take_in::{Arrival, take_in};

/// Take submissions into an edition
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    source: Source,
}

#[derive(Debug, clap::Subcommand)]
enum Source {
    /// Read submissions from a JSON file (docs/submissions.schema.json)
    File(File),
    /// Read pull requests and their stories from a clone, bare or not, without the network
    Git(Forge),
    /// Read pull requests and their stories from GitHub; needs LAURELS_GITHUB_TOKEN
    Github(Forge),
}

#[derive(Debug, clap::Args)]
struct Forge {
    /// The clone's folder, or OWNER/NAME on GitHub
    #[arg(value_name = "LOCATOR")]
    locator: String,
    /// The rules of which files are stories, as TOML [default: those of the async vision doc]
    #[arg(long, value_name = "FILE")]
    rules: Option<std::path::PathBuf>,
    /// The repository of the pull requests, where a clone does not say
    #[arg(long, value_name = "OWNER/NAME")]
    repository: Option<String>,
    /// The API of a GitHub Enterprise server
    #[arg(long, value_name = "URL")]
    api_url: Option<String>,
    #[command(flatten)]
    target: Target,
}

#[derive(Debug, clap::Args)]
struct File {
    /// The file, or `-` for standard input
    #[arg(value_name = "LOCATOR")]
    locator: String,
    /// The repository of the pull requests, where the file does not say
    #[arg(long, value_name = "OWNER/NAME")]
    repository: Option<String>,
    #[command(flatten)]
    target: Target,
}

/// Where submissions go.
#[derive(Debug, clap::Args)]
struct Target {
    /// The edition's part of its address, such as async-vision-2021
    #[arg(long, value_name = "SLUG")]
    edition: String,
    #[command(flatten)]
    settings: Settings,
}

/// Takes submissions in.
///
/// # Errors
/// A file that cannot be read, an edition that is not there or whose voting has opened.
pub fn run(args: Args) -> Result<()> {
    match args.source {
        Source::File(file) => from_file(file),
        Source::Git(forge) => from_forge("git", forge),
        Source::Github(forge) => from_forge("github", forge),
    }
}

fn from_file(file: File) -> Result<()> {
    let contents = read(&bytes(&file.locator)?)?;
    let repository = file.repository.or(contents.origin.repository);
    let repository = repository.ok_or_else(|| {
        Error::setting(
            format!("{} does not say whose pull requests these are.", file.locator),
            "Give --repository OWNER/NAME, or the file a \"source\" with a \"repository\".",
        )
    })?;
    keep(file.target, repository, contents.found)
}

/// Which files of the vision doc are stories: its own folders, as its guide names them.
const VISION: &str = r#"
characters = ["Alan", "Grace", "Niklaus", "Barbara"]
[[kinds]]
key = "status_quo"
name = "Status quo"
paths = ["**/status_quo/**/*.md"]
[[kinds]]
key = "shiny_future"
name = "Shiny future"
paths = ["**/shiny_future/**/*.md"]
"#;

fn from_forge(kind: &str, forge: Forge) -> Result<()> {
    let rules = rules(forge.rules.as_deref())?;
    let place = any::Source::parse(kind, &forge.locator, forge.api_url.as_deref())?;
    let token = forge.target.settings.clone().check()?.github_token;
    let needs = any::Needs {
        rules: &rules,
        cursor: "",
        only: None,
        token: token.and_then(|token| Token::parse(token.reveal())),
    };
    let mut gathered = Gathered::new();
    let left = any::pass(&place, needs, &mut gathered);
    gathered.bar.finish_and_clear();
    let repository = forge.repository.or_else(|| gathered.repository());
    let repository = repository.unwrap_or_else(|| place.locator());
    match left.end? {
        End::Done => keep(forge.target, repository, gathered.found),
        End::Later(pause) => {
            keep(forge.target, repository, gathered.found)?;
            Err(Error::setting(pause.words(), "What was read is kept; run this again then."))
        }
    }
}

fn rules(path: Option<&Path>) -> Result<Rules> {
    let refuse = |name: String, cause: String| {
        Error::setting(
            format!("The rules {name} cannot be taken: {cause}"),
            "docs/INTAKE.md shows what rules look like.",
        )
    };
    let (name, text) = match path {
        None => ("of the vision doc".to_owned(), VISION.to_owned()),
        Some(path) => {
            let name = path.display().to_string();
            let text = std::fs::read_to_string(path);
            (name.clone(), text.map_err(|cause| refuse(name, format!("{cause}.")))?)
        }
    };
    let written: Written =
        toml::from_str(&text).map_err(|cause| refuse(name, cause.to_string()))?;
    Rules::check(&written)
}

/// What a pass has brought so far, and a bar that says how far it is, on a terminal.
struct Gathered {
    found: Found,
    bar: ProgressBar,
}

impl Gathered {
    fn new() -> Self {
        // Hidden by itself where standard error is no terminal.
        let bar = ProgressBar::new_spinner();
        Self { found: Found::default(), bar }
    }

    /// `OWNER/NAME`, as the pull requests' addresses have it.
    fn repository(&self) -> Option<String> {
        let url = self.found.submissions.iter().find_map(|one| one.url.as_deref())?;
        let (place, _) = url.split_once("/pull/")?;
        let mut parts = place.rsplit('/');
        let (name, owner) = (parts.next()?, parts.next()?);
        Some(format!("{owner}/{name}"))
    }
}

impl Sink for Gathered {
    fn found(&mut self, found: Found, _: Option<String>) -> Result<()> {
        self.found.submissions.extend(found.submissions);
        self.found.updates.extend(found.updates);
        self.found.people.extend(found.people);
        self.found.comments.extend(found.comments);
        self.found.failures.extend(found.failures);
        Ok(())
    }

    fn progress(&mut self, progress: Progress) {
        match progress.total {
            Some(total) => self.bar.set_length(total),
            None => self.bar.unset_length(),
        }
        self.bar.set_position(progress.done);
        self.bar.set_message(format!("{} {}", progress.done, progress.stage.as_str()));
    }
}

fn bytes(locator: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = if locator == "-" {
        std::io::stdin().lock().read_to_end(&mut bytes).map(drop)
    } else {
        std::fs::read(locator).map(|all| bytes = all)
    };
    match read {
        Ok(()) => Ok(bytes),
        Err(cause) => Err(Error::setting(
            format!("{locator} cannot be read: {cause}."),
            "Check the path, or pipe the file in and give - instead.",
        )),
    }
}

/// Writes what was found, and says what became of it.
fn keep(target: Target, repository: String, found: Found) -> Result<()> {
    let store = Store::open(&target.settings.check()?.database)?;
    let (slug, now) = (target.edition.clone(), Clock::System.now());
    let failures = found.failures.clone();
    let changes = block_on(store.write(move |db| {
        let edition = editions::store::by_slug(db, &slug)?;
        let arrival = Arrival { repository, actor: "the operator".to_owned() };
        take_in(db, edition.id, &arrival, &found, now)
    }))?;
    report(&target.edition, &changes, &failures)
}

fn report(edition: &str, changes: &Changes, failures: &[Failure]) -> Result<()> {
    screen::print(|out| {
        if changes.is_none() {
            writeln!(out, "Nothing has changed in {edition}.")?;
        }
        writeln!(out, "{changes}")?;
        for failure in failures {
            writeln!(out, "Left out, {}: {} {}", failure.item, failure.why, failure.now)?;
        }
        Ok(())
    })?;
    match failures.len() {
        0 => Ok(()),
        some => Err(Error::setting(
            format!("{some} of the file's items were left out, as said above."),
            "Put them right and take the file in again; what was taken stays.",
        )),
    }
}
