//! What the templates of the leads' console see: the details, the calendar, what one can do.

use serde::Serialize;

use super::guard::Lead;
use super::model::{Activity, Calendar, Pictures, State};
use super::page::Masthead;
use super::phase::{Act, Phase};
use super::set_activities::MOST;
use crate::clock::Timestamp;
use crate::error::Field;
use crate::web::forms::{FieldPage, Form, FormPage};

/// The fields of what an edition tells of itself; a new edition's form has them too.
#[must_use]
pub fn about_fields() -> Vec<FieldPage> {
    vec![
        FieldPage::new("text", "title", "Title").required(),
        FieldPage::new("textarea", "description", "Description")
            .hint("What is this about, and whom does it thank? An empty line begins a paragraph."),
        FieldPage::new("text", "contact", "How to reach the leads")
            .hint("An address, a channel, a forum. Everybody reads it."),
        FieldPage::new("number", "threshold", "Fewest ballots to show counts")
            .hint(
                "A category with fewer ballots than this shows its winners only, so that counts \
                 do not tell who voted for what. 5 is usual. Freezes when voting opens.",
            )
            .value("5"),
    ]
}

/// The fields of a calendar that are still ahead in that phase.
#[must_use]
pub fn calendar_fields(phase: Phase, calendar: &Calendar) -> Vec<FieldPage> {
    let shown = |at: Option<Timestamp>| at.map(Timestamp::field).unwrap_or_default();
    let time = |name, label, at| FieldPage::new("datetime-local", name, label).value(shown(at));
    let mut fields = Vec::new();
    if phase < Phase::Nominating {
        fields.push(
            time("nominating_opens_at", "Nominations open (UTC)", calendar.nominating_opens_at)
                .hint("The edition becomes public. Leave it empty to open them by hand."),
        );
    }
    if phase < Phase::Voting {
        fields.push(
            time("voting_opens_at", "Voting opens (UTC)", calendar.voting_opens_at)
                .hint("The rules freeze. Leave it empty to open voting by hand."),
        );
    }
    fields.push(
        time("voting_closes_at", "Voting closes (UTC)", calendar.voting_closes_at)
            .hint("The server’s clock decides: a ballot that arrives at this instant is refused."),
    );
    fields
}

/// The details.
#[derive(Debug, Serialize)]
pub struct DetailsPage {
    edition: Masthead,
    form: FormPage,
    /// Whether the choice to load pictures is marked.
    loads_pictures: bool,
}

impl DetailsPage {
    /// For a lead, with what they typed.
    #[must_use]
    pub fn new(lead: &Lead, sent: &Form, errors: &[Field], now: Timestamp) -> Self {
        let about = &lead.edition.about;
        let held = [
            about.title.clone(),
            about.description.clone(),
            about.contact.clone(),
            about.threshold.to_string(),
        ];
        let fields = about_fields().into_iter().zip(held);
        let fields = fields.map(|(field, held)| field.value(held)).collect();
        let pictures = Pictures::of(sent.text("pictures")).unwrap_or(about.pictures);
        Self {
            edition: Masthead::of_lead(lead, now),
            form: FormPage::new(fields).refused(sent, errors),
            loads_pictures: pictures == Pictures::Loaded,
        }
    }
}

/// The calendar.
#[derive(Debug, Serialize)]
pub struct CalendarPage {
    edition: Masthead,
    form: FormPage,
    now: Timestamp,
    /// Whether anything can still be changed.
    is_settable: bool,
    is_nominating_ahead: bool,
    is_voting_ahead: bool,
    is_running: bool,
    /// What has come to pass, or is planned.
    times: Vec<TimePage>,
}

#[derive(Debug, Serialize)]
struct TimePage {
    what: &'static str,
    at: Timestamp,
}

impl CalendarPage {
    /// For a lead, with what they typed.
    #[must_use]
    pub fn new(lead: &Lead, sent: &Form, errors: &[Field], now: Timestamp) -> Self {
        let edition = &lead.edition;
        let has_ended = edition.calendar.voting_closes_at.is_some_and(|end| end <= now);
        let is_running = edition.phase == Phase::Voting && !has_ended;
        let mut fields = calendar_fields(edition.phase, &edition.calendar);
        if is_running {
            let reason = FieldPage::new("text", "reason", "Why later?")
                .hint("Shown to everybody beside the new end.")
                .required();
            fields.push(reason);
        }
        let passed = [
            (
                "Nominations opened",
                edition.calendar.nominating_opens_at.filter(|_| edition.phase >= Phase::Nominating),
            ),
            ("Voting opened", edition.steps.opened_at),
            (
                "Voting ended",
                edition
                    .calendar
                    .voting_closes_at
                    .filter(|_| has_ended && edition.steps.closed_at.is_none()),
            ),
            ("Voting was closed", edition.steps.closed_at),
            ("Counted", edition.steps.counted_at),
            ("Published", edition.steps.published_at),
        ];
        let time =
            |(what, at): (&'static str, Option<Timestamp>)| at.map(|at| TimePage { what, at });
        Self {
            edition: Masthead::of_lead(lead, now),
            form: FormPage::new(fields).refused(sent, errors),
            now,
            is_settable: edition.phase.allows(Act::SetCalendar)
                && (edition.phase < Phase::Voting || is_running),
            is_nominating_ahead: edition.phase < Phase::Nominating,
            is_voting_ahead: edition.phase < Phase::Voting,
            is_running,
            times: passed.into_iter().filter_map(time).collect(),
        }
    }
}

/// The rows of what one can do.
#[derive(Debug, Serialize)]
pub struct ActivitiesPage {
    edition: Masthead,
    rows: Vec<RowPage>,
    form: FormPage,
}

/// One row as four fields.
#[derive(Debug, Serialize)]
struct RowPage {
    number: usize,
    fields: Vec<RowField>,
    states: Vec<StatePage>,
}

#[derive(Debug, Serialize)]
struct RowField {
    name: String,
    label: &'static str,
    hint: Option<&'static str>,
    value: String,
    error: Option<String>,
}

#[derive(Debug, Serialize)]
struct StatePage {
    value: &'static str,
    label: &'static str,
    is_chosen: bool,
}

/// How many empty rows wait below those that are filled.
const SPARE: usize = 2;

impl ActivitiesPage {
    /// For a lead, with the rows that are kept, or with what they typed.
    #[must_use]
    pub fn new(
        lead: &Lead,
        kept: &[Activity],
        sent: &Form,
        errors: &[Field],
        now: Timestamp,
    ) -> Self {
        let shown = if errors.is_empty() { (kept.len() + SPARE).min(MOST) } else { MOST };
        Self {
            edition: Masthead::of_lead(lead, now),
            rows: (1..=shown)
                .map(|number| RowPage::new(number, kept.get(number - 1), sent, errors))
                .collect(),
            form: FormPage::new(Vec::new()).refused(sent, errors),
        }
    }
}

impl RowPage {
    fn new(number: usize, kept: Option<&Activity>, sent: &Form, errors: &[Field]) -> Self {
        let field = |name: &str, label, hint, held: Option<&str>| {
            let name = format!("{name}-{number}");
            let error = errors.iter().find(|field| field.name == name);
            let typed = sent.has(&name).then(|| sent.text(&name));
            RowField {
                label,
                hint,
                value: typed.or(held).unwrap_or_default().to_owned(),
                error: error.map(|field| field.words.clone().into_owned()),
                name,
            }
        };
        let title = kept.map(|row| row.title.as_str());
        let words = kept.map(|row| row.words.as_str());
        let url = kept.map(|row| row.url.as_str());
        let chosen = State::of(sent.text(&format!("state-{number}")));
        let chosen = chosen.or(kept.map(|row| row.state));
        let state = |state: State| StatePage {
            value: state.as_str(),
            label: state.words(),
            is_chosen: chosen == Some(state),
        };
        Self {
            number,
            fields: vec![
                field("title", "What one can do", None, title),
                field("words", "How, in a sentence", None, words),
                field("url", "Where", Some("An address; may stay empty."), url),
            ],
            states: State::ALL.map(state).into(),
        }
    }
}
