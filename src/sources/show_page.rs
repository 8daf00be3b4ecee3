//! What the page of one source shows: how far its pass is, what the last one changed, what
//! failed, and the passes before.

use serde::Serialize;

use super::failures::store::Kept;
use super::model::{Admission, Nominators, Replies, Source};
use super::page::{is_frozen, kind_words, schedule_words};
use super::passes::model::Pass;
use super::passes::page::StatePage;
use crate::clock::Timestamp;
use crate::editions::guard::Lead;
use crate::editions::page::Masthead;
use crate::submissions::changes::{Fate, Told};

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
            schedule: schedule_words(source),
            next_at: source.next_at,
            admission: match settings.admission {
                Admission::Merged => "stories of merged pull requests, and who wrote them",
                Admission::All => "stories of all pull requests that were not closed",
                Admission::ByHand => "nothing",
            },
            nominators: match settings.nominators {
                Nominators::Contributors => "of people who have a part in a merged story",
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
