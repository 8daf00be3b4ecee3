//! `laurels intake file`: a file of submissions, read whole each time.

use std::io::Read as _;

use super::intake_target::{ACTOR, Target, known, left_out};
use super::screen;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::server::block_on;
use crate::store::Store;
use crate::submissions::changes::Changes;
use crate::submissions::source::file::read::read;
use crate::submissions::source::found::{Failure, Found};
use crate::submissions::take_in::{Arrival, take_in};

#[derive(Debug, clap::Args)]
pub(super) struct File {
    /// The file, or `-` for standard input
    #[arg(value_name = "LOCATOR")]
    locator: String,
    /// The repository of the pull requests, where the file does not say
    #[arg(long, value_name = "OWNER/NAME")]
    repository: Option<String>,
    #[command(flatten)]
    target: Target,
}

/// Takes a file in.
pub(super) fn from_file(file: File) -> Result<()> {
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
        let edition = known(db, &slug)?;
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
            writeln!(out, "Leads admit what is new at /editions/{edition}/manage/nominees.")?;
        }
        for failure in failures {
            writeln!(out, "Left out, {}: {} {}", failure.item, failure.why, failure.now)?;
        }
        Ok(())
    })?;
    match failures.len() {
        0 => Ok(()),
        some => Err(Error::setting(
            left_out(some),
            "Put it right in the file and take the file in again; what was taken stays.",
        )),
    }
}
