//! Answers to comments that nominate, written on the pull request where the token may.

use serde_json::json;

use crate::error::{Error, Result};
use crate::submissions::source::any::Source;
use crate::submissions::source::github::api::Token;
use crate::submissions::source::github::client::{Answer as Got, Client};

/// What is to be said on a pull request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The pull request's number.
    pub number: i64,
    /// What to say, plain text.
    pub said: String,
}

/// Says all of it, one comment for each pull request. It blocks. A second try would say twice
/// what arrived at first, so there is none.
///
/// # Errors
/// [`Error::Setting`] with the words for the leads: the first refusal ends it.
pub fn post(place: &Source, token: Option<Token>, answers: &[Answer]) -> Result<()> {
    let Source::GitHub(api, name) = place else {
        return Ok(());
    };
    let mut numbers: Vec<i64> = answers.iter().map(|answer| answer.number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut client = Client::new(api.clone(), token);
    for number in numbers {
        let said = answers.iter().filter(|answer| answer.number == number);
        let said: Vec<&str> = said.map(|answer| answer.said.as_str()).collect();
        let path = format!("/repos/{name}/issues/{number}/comments");
        match client.post(&path, &json!({ "body": said.join("\n\n") }))? {
            Got::Fresh(..) | Got::Same => {}
            Got::Later(pause) => return Err(Error::setting(pause.words(), "Answer by hand.")),
            Got::TooMuch => {
                return Err(Error::setting("GitHub did not take the answer.", "Answer by hand."));
            }
        }
    }
    Ok(())
}
