//! What a lead types of a source, read from the form.

use std::borrow::Cow;

use super::model::{Admission, Nominators, Replies, Settings, check_rules};
use crate::error::{Error, Result};
use crate::submissions::source::any::Source;
use crate::submissions::source::github::api::{Api, Name};
use crate::web::forms::{Check, Form, prose};

/// How often a source may be read by itself, in minutes, and what that is called.
pub const SCHEDULES: [(i64, &str); 4] = [
    (15, "every quarter of an hour"),
    (60, "every hour"),
    (360, "every six hours"),
    (1440, "once a day"),
];

/// The longest rules, in characters.
const LONGEST_RULES: usize = 20_000;

/// A new source.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Where it stands.
    pub place: Source,
    /// Whose pull requests these are; empty until a first pass tells.
    pub repository: String,
    /// What was set.
    pub settings: Settings,
}

impl Draft {
    /// Reads the form. A lead names repositories on GitHub alone: a path would let them read this
    /// machine's files. `api` is that of the GitHub
    /// that the operator set, or empty.
    ///
    /// # Errors
    /// [`Error::Invalid`] with words for each field.
    pub fn parse(form: &Form, api: &str) -> Result<Self> {
        let api = if api.is_empty() { Api::default() } else { Api::parse(api)? };
        let mut check = Check::new();
        let name = check.take("repository", repository(form.text("repository")));
        let settings = take(form, &mut check);
        match (name, settings) {
            (Some(name), Some(settings)) => Ok(Self {
                repository: name.to_string(),
                place: Source::GitHub(api, name),
                settings,
            }),
            _ => Err(check.refuse()),
        }
    }
}

/// Reads what is set of a source.
///
/// # Errors
/// [`Error::Invalid`] with words for each field.
pub fn settings(form: &Form) -> Result<Settings> {
    let mut check = Check::new();
    take(form, &mut check).ok_or_else(|| check.refuse())
}

fn take(form: &Form, check: &mut Check) -> Option<Settings> {
    let rules = check.take("rules", rules(form.text("rules")));
    let admission = one(Admission::of(form.text("admission")));
    let admission = check.take("admission", admission);
    let nominators = check.take("nominators", one(Nominators::of(form.text("nominators"))));
    let replies = check.take("replies", one(Replies::of(form.text("replies"))));
    let every = check.take("every", every(form.text("every")));
    Some(Settings {
        rules: rules?,
        admission: admission?,
        nominators: nominators?,
        replies: replies?,
        every_minutes: every?,
    })
}

fn repository(text: &str) -> Result<Name, Cow<'static, str>> {
    Name::parse(text).map_err(|_cause| {
        "Give it as OWNER/NAME, such as rust-lang/wg-async, or as the address of its page.".into()
    })
}

fn rules(text: &str) -> Result<String, Cow<'static, str>> {
    let text = prose(text, LONGEST_RULES)?;
    match check_rules(&text) {
        Ok(rules) if rules.kinds.is_empty() => {
            Err("Name at least one kind of story, with a [[kinds]] part.".into())
        }
        Ok(_) => Ok(text),
        Err(Error::Invalid(fields)) => {
            let words = fields.into_iter().map(|field| field.words.into_owned());
            Err(words.collect::<Vec<_>>().join(" ").into())
        }
        Err(_other) => Err("These rules cannot be read.".into()),
    }
}

fn one<T>(found: Option<T>) -> Result<T, Cow<'static, str>> {
    found.ok_or("Choose one of them.".into())
}

fn every(text: &str) -> Result<Option<i64>, Cow<'static, str>> {
    if text.is_empty() {
        return Ok(None);
    }
    let minutes = SCHEDULES.iter().map(|(minutes, _)| *minutes);
    one(minutes.into_iter().find(|minutes| minutes.to_string() == text)).map(Some)
}
