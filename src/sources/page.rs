//! What the leads' templates of sources see: the list, and the forms.

use serde::Serialize;

use super::draft::SCHEDULES;
use super::model::{Admission, Nominators, Replies, Settings, Source};
use crate::clock::Timestamp;
use crate::editions::guard::Lead;
use crate::editions::page::Masthead;
use crate::editions::phase::Act;
use crate::error::Field;
use crate::sources::passes::model::Pass;
use crate::sources::passes::page::StatePage;
use crate::submissions::source::any;
use crate::web::forms::{FieldPage, Form, FormPage};

/// What the instance offers sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offers<'a> {
    /// The address of the instance, for the webhook's.
    pub public_url: &'a str,
    /// Whether it has a token for GitHub.
    pub token: Given,
    /// Whether it has a webhook secret.
    pub secret: Given,
}

/// Whether the operator gave something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// Yes.
    Yes,
    /// No.
    No,
}

impl Given {
    /// Whether that setting is there.
    #[must_use]
    pub const fn of<T>(setting: Option<&T>) -> Self {
        match setting {
            Some(_) => Self::Yes,
            None => Self::No,
        }
    }
}

/// The sources of an edition.
#[derive(Debug, Serialize)]
pub struct SourcesPage {
    edition: Masthead,
    is_frozen: bool,
    has_token: bool,
    has_secret: bool,
    hook: String,
    sources: Vec<SourceRow>,
}

/// A source in the list.
#[derive(Debug, Serialize)]
pub struct SourceRow {
    id: String,
    href: String,
    title: String,
    kind: &'static str,
    schedule: String,
    failures: usize,
    state: StatePage,
}

/// A source with its last pass and how much of it failed.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The source.
    pub source: Source,
    /// Its last pass.
    pub last: Option<Pass>,
    /// How much failed.
    pub failures: usize,
}

impl SourcesPage {
    /// The sources, each with its last pass.
    #[must_use]
    pub fn new(lead: &Lead, listed: &[Listed], offers: Offers<'_>, now: Timestamp) -> Self {
        Self {
            edition: Masthead::of_lead(lead, now),
            is_frozen: is_frozen(lead),
            has_token: offers.token == Given::Yes,
            has_secret: offers.secret == Given::Yes,
            hook: format!("{}/hooks/github", offers.public_url),
            sources: listed.iter().map(|one| row(&lead.edition.slug, one, now)).collect(),
        }
    }
}

fn row(edition: &str, listed: &Listed, now: Timestamp) -> SourceRow {
    let source = &listed.source;
    SourceRow {
        id: source.id.to_string(),
        href: format!("/editions/{edition}/manage/sources/{}", source.id),
        title: source.place.locator(),
        kind: kind_words(&source.place),
        schedule: schedule_words(source),
        failures: listed.failures,
        state: StatePage::new(listed.last.as_ref(), now),
    }
}

/// Whether sources are read no more.
#[must_use]
pub const fn is_frozen(lead: &Lead) -> bool {
    !lead.edition.phase.allows(Act::Nominate)
}

/// What sort of source it is, for people.
#[must_use]
pub const fn kind_words(place: &any::Source) -> &'static str {
    match place {
        any::Source::Git(_) => "A clone on this machine",
        any::Source::GitHub(..) => "On GitHub",
        any::Source::File(_) => "A file on this machine",
    }
}

/// How often it is read, for people.
#[must_use]
pub fn schedule_words(source: &Source) -> String {
    let every = source.settings.every_minutes;
    let known = SCHEDULES.iter().find(|(minutes, _)| Some(*minutes) == every);
    match (every, known) {
        (None, _) => match source.place {
            any::Source::GitHub(..) => "when somebody asks, or GitHub tells".to_owned(),
            any::Source::Git(_) | any::Source::File(_) => "when somebody asks".to_owned(),
        },
        (Some(_), Some((_, words))) => (*words).to_owned(),
        (Some(minutes), None) => format!("every {minutes} minutes"),
    }
}

/// The form of a source: a new one, or one that is there.
#[derive(Debug, Serialize)]
pub struct FormOfSource {
    edition: Masthead,
    is_frozen: bool,
    /// Where the source is, and what it is called; nothing for a new one.
    href: Option<String>,
    called: Option<String>,
    has_token: bool,
    form: FormPage,
}

impl FormOfSource {
    /// The form of a new source.
    #[must_use]
    pub fn new(lead: &Lead, form: &Form, errors: &[Field], token: Given, now: Timestamp) -> Self {
        let repository = FieldPage::new("text", "repository", "Repository on GitHub")
            .hint("OWNER/NAME, such as rust-lang/wg-async, or the address of its page.")
            .autocomplete("off")
            .required();
        let mut fields = vec![repository];
        fields.extend(settings(&Settings::default()));
        Self {
            edition: Masthead::of_lead(lead, now),
            is_frozen: is_frozen(lead),
            href: None,
            called: None,
            has_token: token == Given::Yes,
            form: FormPage::new(fields).refused(form, errors),
        }
    }

    /// The form of a source that is there.
    #[must_use]
    pub fn of(lead: &Lead, source: &Source, form: &Form, errors: &[Field], now: Timestamp) -> Self {
        let edition = &lead.edition.slug;
        Self {
            edition: Masthead::of_lead(lead, now),
            is_frozen: is_frozen(lead),
            href: Some(format!("/editions/{edition}/manage/sources/{}", source.id)),
            called: Some(source.place.locator()),
            has_token: true,
            form: FormPage::new(settings(&source.settings)).refused(form, errors),
        }
    }
}

fn settings(now: &Settings) -> Vec<FieldPage> {
    let pair = |value: &str, label: &str| (value.to_owned(), label.to_owned());
    let admission = Admission::ALL.iter().map(|one| {
        let words = match one {
            Admission::Merged => "Stories of merged pull requests, and who wrote them",
            Admission::All => "Stories of all pull requests that were not closed",
            Admission::ByHand => "Nothing: we admit by hand",
        };
        pair(one.as_str(), words)
    });
    let nominators = Nominators::ALL.iter().map(|one| {
        let words = match one {
            Nominators::Contributors => "People who have a part in a merged story of this edition",
            Nominators::Everybody => "Everybody who can comment there",
            Nominators::Nobody => "Nobody",
        };
        pair(one.as_str(), words)
    });
    let replies = Replies::ALL.iter().map(|one| {
        let words = match one {
            Replies::Silent => "No",
            Replies::Answered => "Yes, where the token may write comments",
        };
        pair(one.as_str(), words)
    });
    let every = SCHEDULES.iter().map(|(minutes, words)| pair(&minutes.to_string(), words));
    let every = std::iter::once(pair("", "Only when somebody asks, or GitHub tells")).chain(every);
    let minutes = now.every_minutes.map(|minutes| minutes.to_string()).unwrap_or_default();
    vec![
        FieldPage::new("textarea", "rules", "Which files are stories")
            .hint("Rules in TOML: kinds of story by path patterns or labels, the names of characters, and what to skip. These are the async vision doc’s; change them to fit.")
            .value(now.rules.clone())
            .required(),
        FieldPage::select("every", "Read it by itself", every).value(minutes),
        FieldPage::select("admission", "What becomes a nominee by itself", admission)
            .value(now.admission.as_str()),
        FieldPage::select("nominators", "Whose comments nominate", nominators)
            .hint("A line such as “/nominate most-humorous” on a story’s pull request.")
            .value(now.nominators.as_str()),
        FieldPage::select("replies", "Answer such comments there", replies)
            .value(now.replies.as_str()),
    ]
}
