//! Requests to GitHub, one after another, and what its answers mean. The token goes to the
//! addresses of [`Api`] and nowhere else: no redirect is followed.

use std::time::Duration;

use serde_json::Value;

use crate::error::{Error, Result};
use crate::submissions::source::github::api::{Api, Token};
use crate::submissions::source::github::limits::{Pause, Told};

/// The largest answer that is taken, in bytes.
const LARGEST: u64 = 64 << 20;

/// How often something that may pass is tried, and how long is waited between, in seconds.
const TRIES: [u64; 3] = [1, 3, 9];

/// What came of asking.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer<T> {
    /// An answer, and the tag to ask for changes with.
    Fresh(T, Option<String>),
    /// Nothing has changed since the tag was given.
    Same,
    /// Not now.
    Later(Pause),
    /// Too much was asked at once; less may be answered.
    TooMuch,
}

/// Talks to one GitHub. Made for one pass; it waits by sleeping, on a thread that may.
pub struct Client {
    agent: ureq::Agent,
    api: Api,
    token: Option<Token>,
    sleep: Box<dyn FnMut(Duration) + Send>,
    requests: u64,
}

impl Client {
    /// A client that sleeps for real.
    #[must_use]
    pub fn new(api: Api, token: Option<Token>) -> Self {
        Self::sleeping(api, token, Box::new(std::thread::sleep))
    }

    /// A client that leaves it to `sleep` to wait between tries.
    #[must_use]
    pub fn sleeping(
        api: Api,
        token: Option<Token>,
        sleep: Box<dyn FnMut(Duration) + Send>,
    ) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(Duration::from_secs(15)))
            .timeout_global(Some(Duration::from_secs(90)))
            .user_agent(concat!("laurels/", env!("CARGO_PKG_VERSION")))
            .build()
            .into();
        Self { agent, api, token, sleep, requests: 0 }
    }

    /// How many requests were sent, tries included.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.requests
    }

    /// Asks a GraphQL query; gives its `data`.
    ///
    /// # Errors
    /// [`Error::Setting`] with words for whoever started the pass.
    pub fn query(&mut self, query: &str, variables: &Value) -> Result<Answer<Value>> {
        if self.token.is_none() {
            return Err(Error::setting(
                "GitHub answers these questions only with a token.",
                "Whoever runs the instance sets LAURELS_GITHUB_TOKEN to one that may read the \
                 repository, or reads a clone with laurels intake git.",
            ));
        }
        let body = serde_json::json!({ "query": query, "variables": variables }).to_string();
        let url = self.api.graphql.clone();
        match self.send(&url, None, Some(&body))? {
            Answer::Fresh(body, _) => graphql_data(body),
            Answer::Same => Ok(Answer::Same),
            Answer::Later(pause) => Ok(Answer::Later(pause)),
            Answer::TooMuch => Ok(Answer::TooMuch),
        }
    }

    /// Asks for a path of the REST interface; with the tag of an earlier answer, only for
    /// changes.
    ///
    /// # Errors
    /// [`Error::Setting`] with words for whoever started the pass.
    pub fn get(&mut self, path: &str, tag: Option<&str>) -> Result<Answer<Value>> {
        let url = format!("{}{path}", self.api.rest);
        self.send(&url, tag, None)
    }

    /// Posts to a path of the REST interface, once: a second try could say twice what arrived.
    ///
    /// # Errors
    /// [`Error::Setting`] with words for the leads.
    pub fn post(&mut self, path: &str, body: &Value) -> Result<Answer<Value>> {
        let url = format!("{}{path}", self.api.rest);
        self.requests += 1;
        let reply = self.once(&url, None, Some(&body.to_string()));
        reply.and_then(|reply| reply.meaning(false)).map_err(|trouble| match trouble {
            Trouble::Lasting(error) => error,
            Trouble::Passing(words) => Error::setting(
                format!("GitHub did not take a comment: {words}."),
                "Say it there by hand, if it matters.",
            ),
        })
    }

    fn send(&mut self, url: &str, tag: Option<&str>, body: Option<&str>) -> Result<Answer<Value>> {
        let mut waits = TRIES.iter();
        loop {
            self.requests += 1;
            let tried = self.once(url, tag, body).and_then(|reply| reply.meaning(body.is_some()));
            match (tried, waits.next()) {
                (Err(Trouble::Lasting(error)), _) => return Err(error),
                (Err(Trouble::Passing(_)), Some(seconds)) => {
                    (self.sleep)(Duration::from_secs(*seconds));
                }
                (Err(Trouble::Passing(words)), None) => {
                    return Err(Error::setting(
                        format!("GitHub does not answer: {words}."),
                        "Try again later; the next pass goes on where this one stopped.",
                    ));
                }
                (Ok(answer), _) => return Ok(answer),
            }
        }
    }

    fn once(&self, url: &str, tag: Option<&str>, body: Option<&str>) -> Result<Reply, Trouble> {
        let mut headers = vec![("accept", "application/vnd.github+json".to_owned())];
        headers.push(("x-github-api-version", "2022-11-28".to_owned()));
        headers.extend(self.token.as_ref().map(|token| ("authorization", token.header())));
        headers.extend(tag.map(|tag| ("if-none-match", tag.to_owned())));
        let response = match body {
            Some(body) => {
                let request = self.agent.post(url).header("content-type", "application/json");
                headers.iter().fold(request, |r, (name, value)| r.header(*name, value)).send(body)
            }
            None => {
                let request = self.agent.get(url);
                headers.iter().fold(request, |r, (name, value)| r.header(*name, value)).call()
            }
        };
        let mut response = response.map_err(|e| Trouble::Passing(e.to_string()))?;
        let header = |name: &str| {
            let value = response.headers().get(name)?;
            Some(value.to_str().ok()?.to_owned())
        };
        let mut reply = Reply {
            status: response.status().as_u16(),
            date: header("date"),
            retry_after: header("retry-after"),
            remaining: header("x-ratelimit-remaining"),
            reset: header("x-ratelimit-reset"),
            tag: header("etag"),
            scopes: header("x-accepted-oauth-scopes"),
            body: Vec::new(),
        };
        let body = response.body_mut().with_config().limit(LARGEST).read_to_vec();
        reply.body = body.map_err(|e| Trouble::Passing(e.to_string()))?;
        Ok(reply)
    }
}

/// Why there is no answer.
enum Trouble {
    /// Trying again may help: in words.
    Passing(String),
    /// It will not.
    Lasting(Error),
}

/// A reply as it came.
struct Reply {
    status: u16,
    date: Option<String>,
    retry_after: Option<String>,
    remaining: Option<String>,
    reset: Option<String>,
    tag: Option<String>,
    scopes: Option<String>,
    body: Vec<u8>,
}

impl Reply {
    fn meaning(self, graphql: bool) -> Result<Answer<Value>, Trouble> {
        let words = String::from_utf8_lossy(self.body.get(..2000).unwrap_or(&self.body));
        let told = Told {
            date: self.date.as_deref(),
            retry_after: self.retry_after.as_deref(),
            remaining: self.remaining.as_deref(),
            reset: self.reset.as_deref(),
        };
        let refused = matches!(self.status, 403 | 429);
        // In a good answer the words may be anybody's; only GraphQL hides its refusals there.
        let words_count = refused || graphql && !words.contains("\"data\":{");
        let heard = if words_count { &*words } else { "" };
        if let Some(pause) = told.pause(refused, heard) {
            return Ok(Answer::Later(pause));
        }
        match self.status {
            200 | 201 => serde_json::from_slice(&self.body)
                .map(|body| Answer::Fresh(body, self.tag))
                .map_err(|e| Trouble::Passing(format!("its answer is not JSON ({e})"))),
            304 => Ok(Answer::Same),
            502 | 504 if graphql => Ok(Answer::TooMuch),
            500..=599 => Err(Trouble::Passing(format!("it is unwell (status {})", self.status))),
            status => Err(Trouble::Lasting(refusal(status, &words, self.scopes.as_deref()))),
        }
    }
}

fn refusal(status: u16, words: &str, scopes: Option<&str>) -> Error {
    let said = serde_json::from_str::<Value>(words).ok();
    let said = said.as_ref().and_then(|body| body.get("message")?.as_str()).unwrap_or_default();
    let said = if said.is_empty() { String::new() } else { format!(" It said: {said}.") };
    let wants = scopes.filter(|s| !s.is_empty()).map(|s| format!(" It wants: {s}."));
    let wants = wants.unwrap_or_default();
    match status {
        401 => Error::setting(
            format!("GitHub does not accept the token.{said}"),
            "It may have run out: make a new one and give that.",
        ),
        403 => Error::setting(
            format!("The token may not do this.{said}{wants}"),
            "Give a token that may read the repository's contents and pull requests.",
        ),
        404 => Error::setting(
            format!("There is no such repository, or the token may not see it.{said}"),
            "Check the name, and that the token reaches this repository. Nothing stored is lost.",
        ),
        301 | 302 | 307 | 308 => {
            Error::setting(format!("The repository has moved.{said}"), "Give its new name.")
        }
        422 => Error::setting(
            format!("GitHub does not understand what it was asked.{said}"),
            "This is a fault of Laurels: please report it with these words.",
        ),
        other => Error::setting(
            format!("GitHub answered with status {other}.{said}"),
            "Try again later; nothing is lost.",
        ),
    }
}

/// The data of a GraphQL answer, or what its errors mean.
fn graphql_data(mut body: Value) -> Result<Answer<Value>> {
    let errors = body.get("errors").and_then(Value::as_array).cloned().unwrap_or_default();
    let kinds: Vec<&str> = errors.iter().filter_map(|e| e.get("type")?.as_str()).collect();
    let said: Vec<&str> = errors.iter().filter_map(|e| e.get("message")?.as_str()).collect();
    let said = said.join("; ");
    let data = body.get_mut("data").map(Value::take).filter(|data| !data.is_null());
    let known = data.as_ref().and_then(|d| d.get("repository")).is_some_and(|r| !r.is_null());
    if kinds.contains(&"NOT_FOUND") && !known {
        return Err(refusal(404, &serde_json::json!({ "message": said }).to_string(), None));
    }
    if kinds.iter().any(|k| matches!(*k, "FORBIDDEN" | "INSUFFICIENT_SCOPES")) && !known {
        return Err(refusal(403, &serde_json::json!({ "message": said }).to_string(), None));
    }
    let too_much = said.contains("Something went wrong while executing your query")
        || said.contains("timeout")
        || kinds
            .iter()
            .any(|k| matches!(*k, "MAX_NODE_LIMIT_EXCEEDED" | "RESOURCE_LIMITS_EXCEEDED"));
    match data {
        _ if too_much => Ok(Answer::TooMuch),
        Some(data) => Ok(Answer::Fresh(data, None)),
        None => Err(refusal(422, &serde_json::json!({ "message": said }).to_string(), None)),
    }
}
