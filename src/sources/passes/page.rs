//! What templates see of a pass.

use serde::Serialize;

use super::model::{Ending, Pass, State};
use crate::clock::Timestamp;

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
