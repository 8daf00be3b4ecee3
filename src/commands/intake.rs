//! `laurels intake`: takes submissions into an edition. Each source is a subcommand of its own.

use std::io::Read as _;
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};

use super::screen;
use crate::clock::{Clock, Timestamp};
use crate::config;
use crate::editions;
use crate::error::{Error, Result};
use crate::ids::SourceId;
use crate::server::block_on;
use crate::sources::draft::Draft;
use crate::sources::finish::Finished;
use crate::sources::model::{Admission, Settings, check_rules};
use crate::sources::passes::model::{Ending, Reading};
use crate::sources::sync::{Desk, Watcher, sync};
use crate::sources::{add, amend, begin, failures, store};
use crate::store::Store;
use crate::store::db::Db;
use crate::submissions::changes::Changes;
use crate::submissions::source::any;
use crate::submissions::source::file::read::read;
use crate::submissions::source::found::{Failure, Found};
use crate::submissions::source::github::api::Door;
use crate::submissions::source::pass::Progress;
use crate::submissions::take_in::{Arrival, take_in};

/// Whom the audit log names.
const ACTOR: &str = "the operator";

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
    /// The rules of which files are stories, as TOML [default: those set before, else the async vision doc's]
    #[arg(long, value_name = "FILE")]
    rules: Option<std::path::PathBuf>,
    /// The repository of the pull requests, where a clone does not say
    #[arg(long, value_name = "OWNER/NAME")]
    repository: Option<String>,
    /// The API of a GitHub Enterprise server, which the token is for [default: LAURELS_GITHUB_API]
    #[arg(long, value_name = "URL")]
    api_url: Option<String>,
    /// What becomes a nominee by itself [default: merged, or what was set before]
    #[arg(long, value_name = "WHAT")]
    admit: Option<Admit>,
    /// What to read instead of what is new: what failed before
    #[arg(long, value_name = "WHAT")]
    again: Option<Again>,
    /// End a pass that nobody runs any more, because its machine was stopped
    #[arg(long)]
    take_over: bool,
    #[command(flatten)]
    target: Target,
}

/// What becomes a nominee by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Admit {
    /// Stories of merged pull requests, and the people behind them
    Merged,
    /// Stories of all pull requests that were not closed, and the people behind them
    All,
    /// Nothing: the leads admit
    ByHand,
}

impl Admit {
    const fn admission(self) -> Admission {
        match self {
            Self::Merged => Admission::Merged,
            Self::All => Admission::All,
            Self::ByHand => Admission::ByHand,
        }
    }
}

/// What is read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Again {
    /// What failed before
    Failed,
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
    settings: config::Settings,
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

/// Reads a forge as a source of the edition, from where its last pass stopped.
fn from_forge(kind: &str, forge: Forge) -> Result<()> {
    let config = forge.target.settings.clone().check()?;
    // Whoever names another GitHub here gives the token for it, too.
    let api = forge.api_url.clone().unwrap_or(config.github_api);
    let wish = Wish::of(kind, &api, &forge)?;
    let desk = Desk {
        store: Store::open(&config.database)?,
        clock: Clock::System,
        door: Door::of(&api, config.github_token.as_ref().map(config::Hidden::reveal))?,
    };
    let edition = forge.target.edition.clone();
    let bar = ProgressBar::new_spinner();
    let finished = block_on(async {
        let clock = desk.clock.clone();
        let prepared = move |db: &mut _| prepare(db, &edition, &wish, clock.now());
        let (source, reading) = desk.store.write(prepared).await?;
        sync(&desk, source, reading, ACTOR, watcher(&bar)).await
    });
    bar.finish_and_clear();
    told(&forge.target.edition, &finished?)
}

/// What the command says of a source.
struct Wish {
    place: any::Source,
    rules: Option<String>,
    repository: Option<String>,
    admission: Option<Admission>,
    again: Option<Again>,
    other: Other,
}

/// What becomes of another pass over the same source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Other {
    /// It goes on, and this one is refused.
    GoesOn,
    /// It is ended.
    IsEnded,
}

impl Wish {
    fn of(kind: &str, api: &str, forge: &Forge) -> Result<Self> {
        // The source is found again by its path, from wherever the command is run.
        let locator = match (kind, std::fs::canonicalize(&forge.locator)) {
            ("git", Ok(path)) => path.display().to_string(),
            _ => forge.locator.clone(),
        };
        Ok(Self {
            place: any::Source::parse(kind, &locator, Some(api).filter(|api| !api.is_empty()))?,
            rules: forge.rules.as_deref().map(rules).transpose()?,
            repository: forge.repository.clone(),
            admission: forge.admit.map(Admit::admission),
            again: forge.again,
            other: if forge.take_over { Other::IsEnded } else { Other::GoesOn },
        })
    }
}

/// The edition's source for that place, set as the command says; made if it is new.
fn prepare(db: &mut Db, edition: &str, wish: &Wish, now: Timestamp) -> Result<(SourceId, Reading)> {
    let edition = editions::store::by_slug(db, edition)?;
    let source = match add::same(db, edition.id, &wish.place)? {
        Some(source) => source,
        None => {
            let place = wish.place.clone();
            let repository = wish.repository.clone().unwrap_or_default();
            let draft = Draft { place, repository, settings: Settings::default() };
            add::add(db, edition.id, draft, ACTOR, now)?
        }
    };
    if let Some(repository) = &wish.repository {
        store::set_repository(db, source.id, repository)?;
    }
    let mut settings = source.settings.clone();
    settings.rules = wish.rules.clone().unwrap_or(settings.rules);
    settings.admission = wish.admission.unwrap_or(settings.admission);
    amend::amend(db, edition.id, source.id, &settings, ACTOR, now)?;
    if wish.other == Other::IsEnded {
        begin::give_up(db, source.id, ACTOR, now)?;
    }
    let reading = match wish.again {
        None => Reading::News,
        Some(Again::Failed) => {
            let failed = failures::store::of_source(db, source.id)?;
            Reading::Only(failed.into_iter().filter_map(|failure| failure.submission).collect())
        }
    };
    Ok((source.id, reading))
}

fn rules(path: &Path) -> Result<String> {
    let refuse = |cause: String| {
        Error::setting(
            format!("The rules {} cannot be taken: {cause}", path.display()),
            "docs/INTAKE.md shows what rules look like.",
        )
    };
    let text = std::fs::read_to_string(path).map_err(|cause| refuse(format!("{cause}.")))?;
    check_rules(&text).map_err(|refused| refuse(refused.to_string()))?;
    Ok(text)
}

/// A bar that says how far a pass is and how long it takes still, on a terminal.
fn watcher(bar: &ProgressBar) -> Watcher {
    // Hidden by itself where standard error is no terminal.
    let bar = bar.clone();
    let mut stage = None;
    Box::new(move |progress: Progress| {
        if stage.replace(progress.stage) != Some(progress.stage) {
            bar.reset();
            let words = match progress.total {
                Some(_) => "{bar:30} {human_pos} of {human_len} {msg}, {eta} left",
                None => "{spinner} {human_pos} {msg}",
            };
            if let Ok(style) = ProgressStyle::with_template(words) {
                bar.set_style(style);
            }
            bar.set_message(progress.stage.as_str());
        }
        match progress.total {
            Some(total) => bar.set_length(total),
            None => bar.unset_length(),
        }
        bar.set_position(progress.done);
    })
}

/// Says what a pass brought; what broke off or failed is an error at the end.
fn told(edition: &str, finished: &Finished) -> Result<()> {
    screen::print(|out| {
        writeln!(out, "{edition}: {}", finished.words)?;
        for failure in &finished.failures {
            writeln!(out, "Left out, {}: {} {}", failure.item, failure.why, failure.advice)?;
        }
        Ok(())
    })?;
    match (finished.ending, finished.failures.len()) {
        (Ending::Failed, _) => Err(Error::setting(
            finished.words.clone(),
            "Run it again: it goes on where it stopped.",
        )),
        (Ending::Later, _) => {
            Err(Error::setting(finished.words.clone(), "Run it again then: it goes on there."))
        }
        (Ending::Done, 0) => Ok(()),
        (Ending::Done, some) => Err(Error::setting(
            format!("{some} items were left out, as said above."),
            "Each is read again when it changes; --again failed tries them now.",
        )),
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
        let arrival = Arrival { repository, actor: ACTOR.to_owned() };
        take_in(db, edition.id, &arrival, &found, now)
    }))?;
    report(&target.edition, &changes, &failures)
}

fn report(edition: &str, changes: &Changes, failures: &[Failure]) -> Result<()> {
    screen::print(|out| {
        if changes.is_none() {
            writeln!(out, "Nothing has changed in {edition}.")?;
        } else {
            writeln!(out, "{edition}: {changes}.")?;
        }
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
