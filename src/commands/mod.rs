//! **The commands**: one file each, with its arguments and `run`; `main.rs` only hands over.
//!
//! What a command prints goes to standard output, what it has to say about that to standard
//! error. Exit codes: 0 done, 1 failed, 2 the words or the file given are wrong.

pub mod ballot_file;
pub mod demo;
pub mod serve;
pub mod admin;
pub mod intake_target;
pub mod intake_file;
pub mod intake;
pub mod completions;
pub mod convert;
pub mod count;
pub mod manual;
pub mod progress;
pub mod screen;
pub mod words;

use std::io::Write as _;
use std::process::ExitCode;

use crate::error::{Error, Result};

/// Ends a command: says on standard error what went wrong, in one paragraph.
pub fn exit(result: Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where nobody can hear it, there is nothing more to be done about an error.
            writeln!(std::io::stderr(), "laurels: {error}").ok();
            ExitCode::from(code(&error))
        }
    }
}

/// 2 for what whoever typed the command can put right, 1 for everything else.
const fn code(error: &Error) -> u8 {
    match error {
        Error::Invalid(_) | Error::Setting(_) | Error::NotFound(_) => 2,
        Error::SignIn
        | Error::Forbidden(_)
        | Error::Conflict(_)
        | Error::TooMany { .. }
        | Error::Busy
        | Error::Internal(_) => 1,
    }
}
