//! The command line of Laurels: reads the words, hands over. No logic lives here.

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use laurels::commands::{self, admin, completions, convert, count, demo, intake, manual, serve};

/// Awards for open-source communities: secret ballots, counts that anyone can repeat.
#[derive(Parser)]
#[command(name = "laurels", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Demo(demo::Args),
    Count(count::Args),
    Convert(convert::Args),
    Serve(serve::Args),
    Admin(admin::Args),
    Intake(intake::Args),
    Completions(completions::Args),
    Manual(manual::Args),
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Demo(args) => demo::run(args),
        Command::Count(args) => count::run(args),
        Command::Convert(args) => convert::run(args),
        Command::Serve(args) => serve::run(args),
        Command::Admin(args) => admin::run(args),
        Command::Intake(args) => intake::run(args),
        Command::Completions(args) => completions::run(args, Cli::command()),
        Command::Manual(args) => manual::run(args, Cli::command()),
    };
    commands::exit(result)
}
