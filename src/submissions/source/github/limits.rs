//! When GitHub says *not now*, and until when. All by GitHub's own clock: a machine whose clock
//! is off waits as long as any other.

use jiff::{SignedDuration, Timestamp};

/// How long to wait where GitHub does not say, in seconds; its documentation asks for this.
const UNTOLD: u64 = 60;

/// GitHub wants us to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// Which of its limits it is.
    pub limit: Limit,
    /// How long, in seconds from when it answered.
    pub seconds: u64,
    /// Until when, by its clock; `None` where it did not tell its time.
    pub until: Option<Timestamp>,
}

/// GitHub's limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// The hourly allowance of the token is used up.
    Primary,
    /// Too much at once.
    Secondary,
}

impl Pause {
    /// What to tell whoever waits.
    #[must_use]
    pub fn words(&self) -> String {
        let why = match self.limit {
            Limit::Primary => "The token's hourly allowance at GitHub is used up",
            Limit::Secondary => "GitHub asks for a pause",
        };
        match self.until {
            Some(until) => {
                format!("{why}; it goes on at {until:.0} (in {} seconds).", self.seconds)
            }
            None => format!("{why}; it goes on in {} seconds.", self.seconds),
        }
    }
}

/// The headers that tell of limits.
#[derive(Debug, Clone, Copy, Default)]
pub struct Told<'a> {
    /// `Date`.
    pub date: Option<&'a str>,
    /// `Retry-After`, in seconds.
    pub retry_after: Option<&'a str>,
    /// `X-RateLimit-Remaining`.
    pub remaining: Option<&'a str>,
    /// `X-RateLimit-Reset`, in seconds since 1970.
    pub reset: Option<&'a str>,
}

impl Told<'_> {
    /// The pause that an answer asks for. `refused` is a status of 403 or 429, `words` what the
    /// body says.
    #[must_use]
    pub fn pause(&self, refused: bool, words: &str) -> Option<Pause> {
        let now = self.date.and_then(|d| jiff::fmt::rfc2822::parse(d).ok()).map(|z| z.timestamp());
        let words = words.to_lowercase();
        let secondary = words.contains("secondary rate limit") || words.contains("abuse detection");
        let spent = self.remaining == Some("0") && !secondary;
        let limited = words.contains("rate_limited") || words.contains("api rate limit exceeded");
        let asked = self.retry_after.and_then(|s| s.trim().parse::<u64>().ok());
        if !(secondary || limited || refused && (spent || asked.is_some())) {
            return None;
        }
        let reset = self.reset.and_then(|s| s.trim().parse::<i64>().ok());
        let reset = reset.and_then(|s| Timestamp::from_second(s).ok());
        let limit = if secondary || asked.is_some() { Limit::Secondary } else { Limit::Primary };
        let seconds = match (asked, reset, now) {
            (Some(seconds), _, _) => seconds,
            (None, Some(reset), Some(now)) if limit == Limit::Primary => {
                u64::try_from(reset.duration_since(now).as_secs()).unwrap_or(0) + 1
            }
            (None, _, _) => UNTOLD,
        };
        let until = now.and_then(|now| {
            let wait = SignedDuration::from_secs(i64::try_from(seconds).ok()?);
            now.checked_add(wait).ok()
        });
        Some(Pause { limit, seconds, until })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATE: Option<&str> = Some("Sun, 01 Mar 2026 10:00:00 GMT");

    #[test]
    fn the_primary_limit_ends_when_it_is_reset_by_githubs_own_clock() {
        let told =
            Told { date: DATE, remaining: Some("0"), reset: Some("1772359500"), ..Told::default() };

        let pause = told.pause(true, "API rate limit exceeded for user ID 1.").unwrap();

        assert_eq!((pause.limit, pause.seconds), (Limit::Primary, 301));
        assert_eq!(
            pause.words(),
            "The token's hourly allowance at GitHub is used up; it goes on at \
             2026-03-01T10:05:01Z (in 301 seconds)."
        );
        let in_graphql = told.pause(false, "RATE_LIMITED").unwrap();
        assert_eq!(in_graphql, pause);
    }

    #[test]
    fn the_secondary_limit_says_how_long_or_means_a_minute() {
        let told = Told {
            date: DATE,
            retry_after: Some("30"),
            remaining: Some("4999"),
            ..Told::default()
        };
        let words = "You have exceeded a secondary rate limit.";

        assert_eq!(told.pause(true, words).unwrap().seconds, 30);
        let untold = Told { remaining: Some("0"), ..Told::default() };
        let pause = untold.pause(true, words).unwrap();
        assert_eq!((pause.limit, pause.seconds, pause.until), (Limit::Secondary, 60, None));
    }

    #[test]
    fn a_refusal_for_another_reason_is_no_pause() {
        let told = Told { date: DATE, remaining: Some("12"), reset: Some("9"), ..Told::default() };

        assert_eq!(told.pause(true, "Resource not accessible"), None);
        assert_eq!(
            Told { remaining: Some("0"), ..told }.pause(false, ""),
            None,
            "the last one counts"
        );
    }
}
