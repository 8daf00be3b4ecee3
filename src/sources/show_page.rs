//! What the page of one source shows: how far its pass is, what the last one changed, what
//! failed, and the passes before.

use serde::Serialize;

use super::failures::store::Kept;
use super::model::{Admission, Nominators, Replies, Source};
use super::page::{is_frozen, kind_words, schedule_words};
use super::passes::model::{Ending, Pass, State};
use crate::clock::Timestamp;
use crate::editions::guard::Lead;
use crate::editions::page::Masthead;
use crate::submissions::changes::{Fate, Told};

/// How far a source is: never read, being read, or read.
#[derive(Debug, Clone, Serialize)]
pub struct StatePage {
    is_new: bool,
    is_running: bool,
    is_lost: bool,
    /// `done`, `later` or `failed`; empty while it runs.
    ending: &'static str,
    ending_words: &'static str,
    at: Option<Timestamp>,
    actor: String,
    words: String,
    progress: Option<ProgressPage>,
}

/// How far a pass is.
#[derive(Debug, Clone, Serialize)]
struct ProgressPage {
    noun: String,
    done: i64,
    total: Option<i64>,
    /// From 0 to 100.
    percent: Option<i64>,
    left: Option<String>,
}

impl StatePage {
    /// Of the last pass, if there was one.
    #[must_use]
    pub fn new(last: Option<&Pass>, now: Timestamp) -> Self {
        let mut page = Self {
            is_new: last.is_none(),
            is_running: false,
            is_lost: last.is_some_and(|pass| pass.is_lost(now)),
            ending: "",
            ending_words: "",
            at: last.map(|pass| pass.began_at),
            actor: last.map(|pass| pass.actor.clone()).unwrap_or_default(),
            words: String::new(),
            progress: None,
        };
        match last.map(|pass| &pass.state) {
            None => {}
            Some(State::Running(sofar)) => {
                page.is_running = true;
                page.progress = sofar.as_ref().map(|sofar| ProgressPage {
                    noun: sofar.noun.clone(),
                    done: sofar.done,
                    total: sofar.total,
                    percent: sofar.total.and_then(|total| {
                        sofar.done.min(total).checked_mul(100)?.checked_div(total)
                    }),
                    left: sofar.seconds_left(now).map(left_words),
                });
            }
            Some(State::Ended { at, ending, words }) => {
                page.at = Some(*at);
                page.ending = ending.as_str();
                page.ending_words = match ending {
                    Ending::Done => "Read",
                    Ending::Later => "Waiting",
                    Ending::Failed => "Broke off",
                };
                page.words.clone_from(words);
            }
        }
        page
    }
}

fn left_words(seconds: i64) -> String {
    match seconds {
        ..=5 => "a few seconds left".to_owned(),
        6..=90 => format!("about {seconds} seconds left"),
        _ => format!("about {} minutes left", (seconds + 30) / 60),
    }
}

/// One source.
#[derive(Debug, Serialize)]
pub struct SourcePage {
    edition: Masthead,
    is_frozen: bool,
    href: String,
    called: String,
    kind: &'static str,
    repository: String,
    schedule: String,
    next_at: Option<Timestamp>,
    admission: &'static str,
    nominators: &'static str,
    replies: &'static str,
    state: StatePage,
    changes: Vec<ChangeRow>,
    failures: Vec<FailureRow>,
    passes: Vec<StatePage>,
}

#[derive(Debug, Serialize)]
struct ChangeRow {
    title: String,
    href: Option<String>,
    is_new: bool,
    words: String,
}

#[derive(Debug, Serialize)]
struct FailureRow {
    item: String,
    number: Option<u64>,
    why: String,
    advice: String,
    at: Timestamp,
}

/// What is known of one source.
#[derive(Debug, Clone)]
pub struct Known {
    /// The source.
    pub source: Source,
    /// Its passes, the latest first.
    pub passes: Vec<Pass>,
    /// What the last pass that changed something changed.
    pub told: Vec<Told>,
    /// What failed.
    pub failures: Vec<Kept>,
}

impl SourcePage {
    /// For a lead.
    #[must_use]
    pub fn new(lead: &Lead, known: &Known, now: Timestamp) -> Self {
        let (edition, source) = (lead.edition.slug.as_str(), &known.source);
        let settings = &source.settings;
        Self {
            edition: Masthead::of_lead(lead, now),
            is_frozen: is_frozen(lead),
            href: format!("/editions/{edition}/manage/sources/{}", source.id),
            called: source.place.locator(),
            kind: kind_words(&source.place),
            repository: source.repository.clone(),
            schedule: schedule_words(settings.every_minutes),
            next_at: source.next_at,
            admission: match settings.admission {
                Admission::Merged => "stories of merged pull requests, and who wrote them",
                Admission::All => "stories of all pull requests that were not closed",
                Admission::ByHand => "nothing",
            },
            nominators: match settings.nominators {
                Nominators::Contributors => "of people who have a part in a story",
                Nominators::Everybody => "of everybody",
                Nominators::Nobody => "of nobody",
            },
            replies: match settings.replies {
                Replies::Silent => "not answered",
                Replies::Answered => "answered on GitHub",
            },
            state: StatePage::new(known.passes.first(), now),
            changes: known.told.iter().map(|told| change(edition, told)).collect(),
            failures: known.failures.iter().map(failure).collect(),
            passes: known.passes.iter().map(|pass| StatePage::new(Some(pass), now)).collect(),
        }
    }
}

fn change(edition: &str, told: &Told) -> ChangeRow {
    ChangeRow {
        title: told.title.clone(),
        href: told.story.as_ref().map(|slug| format!("/editions/{edition}/stories/{slug}")),
        is_new: told.fate == Fate::Added,
        words: told.words.clone(),
    }
}

fn failure(kept: &Kept) -> FailureRow {
    FailureRow {
        item: kept.item.clone(),
        number: kept.submission,
        why: kept.why.clone(),
        advice: kept.advice.clone(),
        at: kept.at,
    }
}
