//! `laurels intake`: takes submissions into an edition. Each source is a subcommand of its own.

use std::io::Read as _;

use super::screen;
use crate::clock::Clock;
use crate::config::Settings;
use crate::editions;
use crate::error::{Error, Result};
use crate::server::block_on;
use crate::store::Store;
use crate::submissions::source::file::read::read;
use crate::submissions::source::found::{Failure, Found};
use crate::submissions::take_in::{Arrival, Changes, take_in};

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
    }
}

fn from_file(file: File) -> Result<()> {
    let contents = read(&bytes(&file.locator)?)?;
    let repository = file.repository.or(contents.origin.repository);
    let repository = repository.ok_or_else(|| {
        Error::setting(
            format!(
                "{} does not say whose pull requests these are.",
                file.locator
            ),
            "Give --repository OWNER/NAME, or the file a \"source\" with a \"repository\".",
        )
    })?;
    keep(file.target, repository, contents.found)
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
        let arrival = Arrival {
            repository,
            actor: "the operator".to_owned(),
        };
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
            writeln!(
                out,
                "Left out, {}: {} {}",
                failure.item, failure.why, failure.now
            )?;
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
