//! The one [`Error`]: kinds of problem, as their reader meets them.
//!
//! It names no feature, no web type and no database type. `web::problem` alone turns it into a
//! response, `store::db` alone turns a database failure into it, and whatever is not expected
//! is [`Error::Internal`]: a broken database must never look like a missing page.

use std::borrow::Cow;
use std::fmt;

/// What every fallible function of Laurels answers with.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A cause that nobody planned for; logged once, never shown.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// A kind of problem. The status that the web gives it stands behind each.
#[derive(Debug)]
pub enum Error {
    /// What was typed cannot be taken: words for each field (422, the form again).
    Invalid(Vec<Field>),
    /// Nobody is signed in, and this needs somebody (303 to the door; 401 for machines).
    SignIn,
    /// Somebody is signed in, and this is not theirs to do (403).
    Forbidden(Refusal),
    /// There is no such thing, or none that this reader may see (404). Names the thing.
    NotFound(&'static str),
    /// The thing is there, and its state does not allow this now (409).
    Conflict(Refusal),
    /// Too many tries from one place; worth another try after so many seconds (429).
    TooMany {
        /// Seconds to wait.
        retry_after: u64,
    },
    /// Too much at once, or a lock that did not come free; worth another try (503).
    Busy,
    /// A setting or a file given to a command is wrong (the command's exit, never a page).
    Setting(Refusal),
    /// Nothing that the reader did (500, with a number to quote).
    Internal(Cause),
}

/// Why something was refused, and what the reader can do now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What happened and why, one or two sentences.
    pub why: Cow<'static, str>,
    /// The way on, one sentence.
    pub now: Cow<'static, str>,
}

/// One field of a form or a file, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The field's name as the form sends it.
    pub name: Cow<'static, str>,
    /// What is wrong and what would be right, one sentence.
    pub words: Cow<'static, str>,
}

impl Field {
    /// A field and what is wrong with it.
    pub fn new(name: impl Into<Cow<'static, str>>, words: impl Into<Cow<'static, str>>) -> Self {
        Self { name: name.into(), words: words.into() }
    }
}

impl Error {
    /// One field of what was typed cannot be taken.
    pub fn invalid(
        name: impl Into<Cow<'static, str>>,
        words: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::Invalid(vec![Field::new(name, words)])
    }

    /// The state does not allow this now.
    pub fn conflict(why: impl Into<Cow<'static, str>>, now: impl Into<Cow<'static, str>>) -> Self {
        Self::Conflict(Refusal { why: why.into(), now: now.into() })
    }

    /// This is not theirs to do.
    pub fn forbidden(why: impl Into<Cow<'static, str>>, now: impl Into<Cow<'static, str>>) -> Self {
        Self::Forbidden(Refusal { why: why.into(), now: now.into() })
    }

    /// A setting or a file is wrong.
    pub fn setting(why: impl Into<Cow<'static, str>>, now: impl Into<Cow<'static, str>>) -> Self {
        Self::Setting(Refusal { why: why.into(), now: now.into() })
    }

    /// Nothing that the reader did.
    pub fn internal(cause: impl Into<Cause>) -> Self {
        Self::Internal(cause.into())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.why, self.now)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(fields) => {
                for (i, field) in fields.iter().enumerate() {
                    let gap = if i == 0 { "" } else { "\n" };
                    write!(f, "{gap}{}: {}", field.name, field.words)?;
                }
                Ok(())
            }
            Self::SignIn => f.write_str("Sign in first."),
            Self::Forbidden(refusal) | Self::Conflict(refusal) | Self::Setting(refusal) => {
                refusal.fmt(f)
            }
            Self::NotFound(what) => write!(f, "There is no such {what}."),
            Self::TooMany { retry_after } => {
                write!(f, "Too many tries. Try again in {retry_after} seconds.")
            }
            Self::Busy => f.write_str("Too much at once. Try again in a moment."),
            Self::Internal(cause) => write!(f, "{cause}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Internal(cause) => Some(cause.as_ref()),
            Self::Invalid(_)
            | Self::SignIn
            | Self::Forbidden(_)
            | Self::NotFound(_)
            | Self::Conflict(_)
            | Self::TooMany { .. }
            | Self::Busy
            | Self::Setting(_) => None,
        }
    }
}
