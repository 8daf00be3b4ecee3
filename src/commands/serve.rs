//! `laurels serve`: runs the instance until it is told to stop.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use super::screen;
use crate::clock::Clock;
use crate::config::{Config, Settings};
use crate::error::{Error, Result};
use crate::server;
use crate::web::state::App;

/// Run the instance of the database: migrates it, listens, and stops gracefully on SIGTERM
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    settings: Settings,
}

/// Serves until SIGTERM or SIGINT.
///
/// # Errors
/// A wrong setting, a database that does not open, a port that is taken.
pub fn run(args: Args) -> Result<()> {
    let config = args.settings.check()?;
    log_to_stderr(&config)?;
    let app = App::new(config, Clock::System)?;
    server::run(app, |url| {
        tracing::info!(url, "serving");
        screen::print(|out| writeln!(out, "Laurels is at {url}"))
    })
}

/// Sends the log to standard error, as `LAURELS_LOG` says.
///
/// # Errors
/// [`Error::Setting`] for a filter that cannot be read.
pub fn log_to_stderr(config: &Config) -> Result<()> {
    let filter = EnvFilter::try_new(&config.log).map_err(|cause| {
        Error::setting(
            format!("LAURELS_LOG is {:?}, which is no filter ({cause}).", config.log),
            "Use a level (error, warn, info, debug), or targets such as laurels=debug,warn.",
        )
    })?;
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .finish();
    // A process that has a log already keeps it: tests start more than one instance.
    tracing::subscriber::set_global_default(subscriber).ok();
    Ok(())
}
