//! `laurels demo`: the real 2021 edition with simulated voters, served within seconds.

use std::path::PathBuf;

use super::screen;
use super::serve::log_to_stderr;
use crate::clock::Clock;
use crate::config::Settings;
use crate::demo::{awards, build};
use crate::error::{Error, Result};
use crate::secrets::PasswordHashed;
use crate::server;
use crate::web::state::App;

/// Show the real 2021 edition of the async vision doc with simulated voters
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Keep the demonstration in this folder [default: a temporary one, gone at the end]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The address to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    bind: String,
}

/// Builds the demonstration where it is not there yet, says where it is, and serves it.
///
/// # Errors
/// A folder that cannot be written, a port that is taken.
pub fn run(args: Args) -> Result<()> {
    let (folder, _until_the_end) = folder(args.data)?;
    let settings = Settings {
        database_url: Some(format!("sqlite://{}", folder.join("laurels.db").display())),
        bind: Some(args.bind),
        log: Some("warn".to_owned()),
        ..Settings::default()
    };
    let config = settings.check()?;
    log_to_stderr(&config)?;
    let app = App::new(config, Clock::System)?;
    let hash = PasswordHashed::of(build::PASSWORD)?;
    let secret = app.secret.clone();
    server::block_on(app.write(move |db, now| build::build(db, &secret, &hash, now)))?;
    server::run(app, |url| screen::print(|out| write!(out, "{}", welcome(url))))
}

fn folder(data: Option<PathBuf>) -> Result<(PathBuf, Option<tempfile::TempDir>)> {
    let refuse = |what: &str, cause: std::io::Error| {
        Error::setting(
            format!("The demonstration's folder {what} cannot be made: {cause}."),
            "Name one that you may write to with --data.",
        )
    };
    match data {
        Some(folder) => {
            let made = std::fs::create_dir_all(&folder);
            made.map_err(|cause| refuse(&folder.display().to_string(), cause))?;
            Ok((folder, None))
        }
        None => {
            let folder = tempfile::Builder::new().prefix("laurels-demo-").tempdir();
            let folder = folder.map_err(|cause| refuse("in the temporary folder", cause))?;
            Ok((folder.path().to_owned(), Some(folder)))
        }
    }
}

fn welcome(url: &str) -> String {
    let (slug, password) = (awards::SLUG, build::PASSWORD);
    let (lead, voter) = (build::LEAD, build::VOTER);
    format!(
        "\n  Laurels is at {url}/editions/{slug}\n\n\
         \x20 Vote as   {voter}\n\
         \x20 Lead as   {lead}\n\
         \x20 Password  {password}   (for both, at {url}/sign-in)\n\n\
         \x20 The stories and people are real, the votes are simulated. Stop with Ctrl-C.\n\n"
    )
}
