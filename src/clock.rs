//! Time: a [`Timestamp`] in UTC and whole milliseconds, and the [`Clock`], the only place that asks
//! what time it is. A deadline is an instant, and the server's clock alone decides.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use serde::{Deserialize, Serialize};

/// An instant: milliseconds since 1970-01-01 UTC. Both databases hold it as a `BIGINT`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

/// Seconds in the spans that people count in.
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl Timestamp {
    /// The instant so many milliseconds after 1970-01-01 UTC.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// This instant moved by so many days; at the ends of time it stays there.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.saturating_mul(DAY)))
    }

    /// This instant moved by so many hours.
    #[must_use]
    pub const fn plus_hours(self, hours: i64) -> Self {
        Self(self.0.saturating_add(hours.saturating_mul(HOUR)))
    }

    /// This instant moved by so many milliseconds.
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` to this instant; negative if it is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// As people read it, in UTC: `12 March 2027, 18:00 UTC`.
    #[must_use]
    pub fn words(self) -> String {
        self.shown("%-d %B %Y, %H:%M UTC")
    }

    /// The day alone, in UTC: `12 March 2027`.
    #[must_use]
    pub fn day(self) -> String {
        self.shown("%-d %B %Y")
    }

    /// As a form's `datetime-local` field holds it, in UTC, to the minute: `2027-03-12T18:00`.
    #[must_use]
    pub fn field(self) -> String {
        self.shown("%Y-%m-%dT%H:%M")
    }

    /// What a `datetime-local` field says, read as UTC; seconds and a full RFC 3339 instant with
    /// its zone are taken too. `None` if it is no such thing.
    #[must_use]
    pub fn from_field(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(instant) = text.parse::<jiff::Timestamp>() {
            return Some(Self(instant.as_millisecond()));
        }
        let civil: jiff::civil::DateTime = text.parse().ok()?;
        // A bare date is midnight to the parser and a guess to us: ask for the time too.
        if !text.contains(['T', 't', ' ']) {
            return None;
        }
        let zoned = civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(Self(zoned.timestamp().as_millisecond()))
    }

    fn shown(self, form: &str) -> String {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(instant) => instant.strftime(form).to_string(),
            // Only past the year 9999, which no calendar of ours reaches.
            Err(_) => format!("{} ms", self.0),
        }
    }
}

/// RFC 3339 in UTC, with milliseconds only where there are any: what `<time datetime>` wants.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(instant) => instant.fmt(f),
            Err(_) => write!(f, "{} ms", self.0),
        }
    }
}

/// RFC 3339, with any offset.
impl FromStr for Timestamp {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let instant: jiff::Timestamp = text.trim().parse()?;
        Ok(Self(instant.as_millisecond()))
    }
}

/// Where time comes from: the machine, or a hand that moves it (tests, the demonstration).
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// A clock that stands until it is moved.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `start` until [`Clock::set`] moves it.
    #[must_use]
    pub fn manual(start: Timestamp) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(start.0)))
    }

    /// Now.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Timestamp(jiff::Timestamp::now().as_millisecond()),
            Self::Manual(millis) => Timestamp(millis.load(Ordering::SeqCst)),
        }
    }

    /// Moves a manual clock; the machine's own stays as it is.
    pub fn set(&self, now: Timestamp) {
        match self {
            Self::System => {}
            Self::Manual(millis) => millis.store(now.0, Ordering::SeqCst),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_read_as_utc_and_comes_back_the_same() {
        let noon = Timestamp::from_field("2027-03-12T12:00").unwrap();

        assert_eq!(noon.field(), "2027-03-12T12:00");
        assert_eq!(noon.words(), "12 March 2027, 12:00 UTC");
        assert_eq!(noon.to_string(), "2027-03-12T12:00:00Z");
    }

    #[test]
    fn an_instant_with_an_offset_is_the_instant_it_names() {
        let berlin = Timestamp::from_field("2027-03-12T13:00:00+01:00").unwrap();

        assert_eq!(berlin, Timestamp::from_field("2027-03-12T12:00").unwrap());
    }

    #[test]
    fn a_bare_date_or_nonsense_is_refused() {
        for text in ["", "2027-03-12", "tomorrow", "2027-13-40T99:00"] {
            assert_eq!(Timestamp::from_field(text), None, "{text:?}");
        }
    }
}
