//! `laurels admin create`: the first admin, and further ones.

use std::io::{BufRead as _, IsTerminal as _};

use super::screen;
use crate::accounts::model::{Email, NewPassword};
use crate::accounts::sign_up::{Made, make_admin};
use crate::clock::Clock;
use crate::config::Settings;
use crate::error::{Error, Field, Result};
use crate::secrets::PasswordHashed;
use crate::server::block_on;
use crate::store::Store;

/// Manage the admins of the instance
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// Create an admin, or make an existing account one
    Create(Create),
}

#[derive(Debug, clap::Args)]
struct Create {
    /// The address to sign in with
    #[arg(long, value_name = "ADDRESS")]
    email: String,
    /// Read the password from standard input without asking
    #[arg(long)]
    password_stdin: bool,
    #[command(flatten)]
    settings: Settings,
}

/// Creates an admin.
///
/// # Errors
/// An address or a password that cannot be taken, or a database that does not open.
pub fn run(args: Args) -> Result<()> {
    let Act::Create(create) = args.act;
    let field =
        |name: &'static str| move |words| Error::Invalid(vec![Field { name: name.into(), words }]);
    let email = Email::parse(&create.email).map_err(field("--email"))?;
    let config = create.settings.check()?;
    let typed = read_password(create.password_stdin)?;
    let password = NewPassword::parse(&typed, email.as_str()).map_err(field("password"))?;
    let hash = PasswordHashed::of(password.reveal())?;
    let store = Store::open(&config.database)?;
    let address = email.as_str().to_owned();
    let now = Clock::System.now();
    let made = block_on(store.write(move |db| make_admin(db, email, &hash, now)))?;
    screen::print(|out| match made {
        Made::New => writeln!(out, "{address} is an admin now. Sign in at /sign-in."),
        Made::Promoted => {
            writeln!(out, "{address} had an account and is an admin now; the password stays.")
        }
    })
}

/// One line: asked for on a terminal, without showing it, or read from standard input.
fn read_password(from_pipe: bool) -> Result<String> {
    let stdin = std::io::stdin();
    if !from_pipe && stdin.is_terminal() {
        return rpassword::prompt_password("A password of at least 10 characters: ")
            .map_err(Error::internal);
    }
    let mut line = String::new();
    stdin.lock().read_line(&mut line).map_err(Error::internal)?;
    let line = line.trim_end_matches(['\r', '\n']);
    if line.is_empty() {
        return Err(Error::setting(
            "There was no password on standard input.",
            "Type one, or pipe it in with --password-stdin.",
        ));
    }
    Ok(line.to_owned())
}
