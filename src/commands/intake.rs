//! `laurels intake`: takes submissions into an edition. Each source is a subcommand of its own.

use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};

use super::intake_file::{File, from_file};
use super::intake_target::{ACTOR, Target, known, left_out};
use super::screen;
use crate::clock::{Clock, Timestamp};
use crate::config;
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
use crate::submissions::source::any;
use crate::submissions::source::git::fetch::Repository;
use crate::submissions::source::github::api::Door;
use crate::submissions::source::pass::Progress;

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
    Git(Git),
    /// Read pull requests and their stories from GitHub; needs LAURELS_GITHUB_TOKEN
    Github(Github),
}

#[derive(Debug, clap::Args)]
struct Git {
    /// The clone's folder
    #[arg(value_name = "PATH")]
    path: String,
    /// The repository of the pull requests, where the clone does not say
    #[arg(long, value_name = "OWNER/NAME")]
    repository: Option<String>,
    #[command(flatten)]
    forge: Forge,
}

#[derive(Debug, clap::Args)]
struct Github {
    /// The repository, such as rust-lang/wg-async
    #[arg(value_name = "OWNER/NAME")]
    name: String,
    /// The API of a GitHub Enterprise server, which the token is for [default: LAURELS_GITHUB_API]
    #[arg(long, value_name = "URL")]
    api_url: Option<String>,
    #[command(flatten)]
    forge: Forge,
}

/// What is said of every forge.
#[derive(Debug, clap::Args)]
struct Forge {
    /// The rules of which files are stories, as TOML [default: those set before, else the async vision doc's]
    #[arg(long, value_name = "FILE")]
    rules: Option<std::path::PathBuf>,
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

/// Takes submissions in.
///
/// # Errors
/// A file that cannot be read, an edition that is not there or whose voting has opened.
pub fn run(args: Args) -> Result<()> {
    match args.source {
        Source::File(file) => from_file(file),
        Source::Git(git) => {
            // The source is found again by its path, from wherever the command is run.
            let path = std::fs::canonicalize(&git.path);
            let path = path.map_or(git.path, |path| path.display().to_string());
            let place = any::Source::parse("git", &path, None)?;
            from_forge(place, git.repository, git.forge)
        }
        Source::Github(github) => {
            // Whoever names another GitHub here gives the token for it, too.
            let usual = github.forge.target.settings.clone().check()?.github_api;
            let api = github.api_url.unwrap_or(usual);
            let api = Some(api.as_str()).filter(|api| !api.is_empty());
            let place = any::Source::parse("github", &github.name, api)?;
            from_forge(place, None, github.forge)
        }
    }
}

/// Reads a forge as a source of the edition, from where its last pass stopped.
fn from_forge(place: any::Source, repository: Option<String>, forge: Forge) -> Result<()> {
    let config = forge.target.settings.clone().check()?;
    let token = config.github_token.as_ref().map(config::Hidden::reveal);
    let door = match &place {
        any::Source::GitHub(api, _) => Door::of(&api.rest, token)?,
        any::Source::Git(_) | any::Source::File(_) => None,
    };
    let mut wish = Wish::of(place, repository, &forge, door.as_ref())?;
    let desk = Desk { store: Store::open(&config.database)?, clock: Clock::System, door };
    let edition = forge.target.edition.clone();
    let bar = ProgressBar::new_spinner();
    let finished = block_on(async {
        let clock = desk.clock.clone();
        let prepared = move |db: &mut _| prepare(db, &edition, &mut wish, clock.now());
        let (source, reading) = desk.store.write(prepared).await?;
        sync(&desk, source, reading, ACTOR, watcher(&bar)).await
    });
    bar.finish_and_clear();
    told(&forge.target.edition, &finished?)
}

/// What the command says of a source.
struct Wish {
    place: any::Source,
    /// What keeps a place that is not known yet from being read.
    hindrance: Option<Error>,
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
    fn of(
        place: any::Source,
        repository: Option<String>,
        forge: &Forge,
        door: Option<&Door>,
    ) -> Result<Self> {
        Ok(Self {
            hindrance: hindrance(&place, door),
            place,
            rules: forge.rules.as_deref().map(rules).transpose()?,
            repository,
            admission: forge.admit.map(Admit::admission),
            again: forge.again,
            other: if forge.take_over { Other::IsEnded } else { Other::GoesOn },
        })
    }
}

/// A slip of the pen is refused before the edition keeps it as a source.
fn hindrance(place: &any::Source, door: Option<&Door>) -> Option<Error> {
    match place {
        any::Source::Git(path) => Repository::at(path).err(),
        any::Source::GitHub(..) if door.is_none() => Some(Error::setting(
            "GitHub answers these questions only with a token.",
            "Set LAURELS_GITHUB_TOKEN to one that may read the repository, or read a clone with \
             laurels intake git.",
        )),
        any::Source::GitHub(..) | any::Source::File(_) => None,
    }
}

/// The edition's source for that place, set as the command says; made if it is new.
fn prepare(
    db: &mut Db,
    edition: &str,
    wish: &mut Wish,
    now: Timestamp,
) -> Result<(SourceId, Reading)> {
    let edition = known(db, edition)?;
    let source = match (add::same(db, edition.id, &wish.place)?, wish.hindrance.take()) {
        (Some(source), _) => source,
        (None, Some(hindrance)) => return Err(hindrance),
        (None, None) => {
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
    check_rules(&text).map_err(|refused| match refused {
        Error::Invalid(fields) => {
            refuse(fields.iter().map(|field| field.words.as_ref()).collect::<Vec<&str>>().join(" "))
        }
        other => other,
    })?;
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
        // What broke off is said once, by the error below.
        if finished.ending == Ending::Done {
            writeln!(out, "{edition}: {}", finished.words)?;
        }
        for failure in &finished.failures {
            writeln!(out, "Left out, {}: {} {}", failure.item, failure.why, failure.advice)?;
        }
        Ok(())
    })?;
    match (finished.ending, finished.failures.len()) {
        (Ending::Failed, _) => Err(Error::setting(
            finished.words.clone(),
            "What was read until then is kept; run it again to go on from there.",
        )),
        (Ending::Later, _) => {
            Err(Error::setting(finished.words.clone(), "Run it again then: it goes on there."))
        }
        (Ending::Done, 0) => Ok(()),
        (Ending::Done, some) => Err(Error::setting(
            left_out(some),
            "Each is read again when it changes; --again failed tries it now.",
        )),
    }
}
