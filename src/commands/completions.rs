//! `laurels completions`: what a shell needs to complete the words of `laurels`.

use clap_complete::Shell;

use super::screen;
use crate::error::Result;

/// Print the completions of a shell, to be put where that shell looks for them.
#[derive(clap::Args)]
pub struct Args {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the completions of `command`.
///
/// # Errors
/// Standard output cannot be written to.
pub fn run(args: Args, mut command: clap::Command) -> Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "laurels", &mut script);
    screen::print(|out| out.write_all(&script))
}
