//! `laurels manual`: the manual pages, made from the same words as `--help`.

use std::fs;
use std::path::{Path, PathBuf};

use clap_mangen::Man;

use super::screen;
use crate::error::{Error, Result};

/// Print the manual page of a command (`laurels manual count | man -l -`), or write them all.
#[derive(clap::Args)]
pub struct Args {
    /// The command; without it, the page of laurels itself.
    command: Option<String>,
    /// Write every page into this directory instead: laurels.1, laurels-count.1, ...
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    out: Option<PathBuf>,
}

/// Prints or writes the pages of `command`.
///
/// # Errors
/// There is no such command, or a page cannot be written.
pub fn run(args: Args, mut command: clap::Command) -> Result<()> {
    command.build();
    if let Some(dir) = args.out {
        return write_all(&command, &dir);
    }
    let page = match args.command {
        None => render(&command)?,
        Some(name) => render(find(&command, &name)?)?,
    };
    screen::print(|out| out.write_all(&page))
}

fn find<'a>(command: &'a clap::Command, name: &str) -> Result<&'a clap::Command> {
    command.find_subcommand(name).ok_or_else(|| {
        let names: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
        let now = format!("The commands are: {}.", names.join(", "));
        Error::setting(format!("There is no command \"{name}\"."), now)
    })
}

fn write_all(command: &clap::Command, dir: &Path) -> Result<()> {
    let refused = |error: std::io::Error| {
        let why = format!("The manual pages cannot be written into {}: {error}.", dir.display());
        Error::setting(why, "Name a directory that you may write to.")
    };
    fs::create_dir_all(dir).map_err(refused)?;
    fs::write(dir.join("laurels.1"), render(command)?).map_err(refused)?;
    for sub in command.get_subcommands() {
        let name = format!("laurels-{}.1", sub.get_name());
        fs::write(dir.join(name), render(sub)?).map_err(refused)?;
    }
    Ok(())
}

fn render(command: &clap::Command) -> Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page).map_err(Error::internal)?;
    Ok(page)
}
