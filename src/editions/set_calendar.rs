//! Setting the calendar. What has come to pass stays; what is still ahead may move, but never into
//! the past, and the end of a vote that runs may only move later, before it has come, with a reason
//! that everybody can read.

use super::model::{Calendar, Edition};
use super::phase::{Act, Phase, require};
use super::store;
use crate::accounts::model::Account;
use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::ids::EditionId;
use crate::store::db::Db;
use crate::web::forms::{Check, Form, line};

/// What the log says of an extension; the edition's page looks for it.
pub const EXTENDED: &str = "extended voting";

/// The longest reason.
const LONGEST_REASON: usize = 300;

/// A calendar as a lead wishes it.
#[derive(Debug, Clone)]
pub struct Wish {
    /// The times.
    pub calendar: Calendar,
    /// Why; needed while voting is open, empty before.
    pub reason: String,
}

impl Wish {
    /// Reads the form. Times that the form does not hold, because they have passed, stay as they
    /// are in `edition`.
    ///
    /// # Errors
    /// [`Error::Invalid`] with words for each field.
    pub fn parse(form: &Form, edition: &Edition) -> Result<Self> {
        let mut check = Check::new();
        let calendar = Calendar::take(form, &mut check);
        let reason = match edition.phase {
            Phase::Voting => check.take("reason", line(form.text("reason"), LONGEST_REASON)),
            Phase::Draft
            | Phase::Nominating
            | Phase::Closed
            | Phase::Counted
            | Phase::Published => Some(String::new()),
        };
        match (calendar, reason) {
            (Some(calendar), Some(reason)) => Ok(Self { calendar, reason }),
            _ => Err(check.refuse()),
        }
    }
}

/// Sets it.
///
/// # Errors
/// [`Error::Conflict`] once voting has ended; [`Error::Invalid`] with words for each time.
pub fn set_calendar(
    db: &mut Db,
    edition: EditionId,
    wish: &Wish,
    lead: &Account,
    now: Timestamp,
) -> Result<()> {
    let edition = store::locked(db, edition)?;
    let old = edition.calendar;
    require(Act::SetCalendar, edition.phase, &old, now)?;
    let new = merged(&edition, &wish.calendar);
    if new == old {
        return Ok(());
    }
    let line = match edition.phase {
        Phase::Draft | Phase::Nominating => {
            ahead(&old, &new, now)?;
            Draft::of(edition.id, &lead.name, "set the calendar", words(&new))
        }
        Phase::Voting | Phase::Closed | Phase::Counted | Phase::Published => {
            let end = extended(&old, &new, now)?;
            let detail = format!("to {}. Reason: {}", end.words(), wish.reason);
            Draft::of(edition.id, &lead.name, EXTENDED, detail)
        }
    };
    new.in_order()?;
    store::set_calendar(db, edition.id, &new)?;
    audit::store::append(db, line, now)
}

/// The calendar as it would be: what has come to pass stays, and a time that was sent back as the
/// form showed it, to the minute, stays to the millisecond.
fn merged(edition: &Edition, wish: &Calendar) -> Calendar {
    let old = edition.calendar;
    let same = |old: Option<Timestamp>, wish: Option<Timestamp>| match (old, wish) {
        (Some(old), Some(wish)) if old.field() == wish.field() => Some(old),
        (_, wish) => wish,
    };
    let has_begun = edition.phase >= Phase::Nominating;
    let has_opened = edition.phase >= Phase::Voting;
    Calendar {
        nominating_opens_at: if has_begun {
            old.nominating_opens_at
        } else {
            same(old.nominating_opens_at, wish.nominating_opens_at)
        },
        voting_opens_at: if has_opened {
            old.voting_opens_at
        } else {
            same(old.voting_opens_at, wish.voting_opens_at)
        },
        voting_closes_at: same(old.voting_closes_at, wish.voting_closes_at),
    }
}

/// Goes on if each time that changed is still ahead.
///
/// # Errors
/// [`Error::Invalid`] for each that is not.
pub fn ahead(old: &Calendar, new: &Calendar, now: Timestamp) -> Result<()> {
    let mut check = Check::new();
    let times = [
        ("nominating_opens_at", old.nominating_opens_at, new.nominating_opens_at),
        ("voting_opens_at", old.voting_opens_at, new.voting_opens_at),
        ("voting_closes_at", old.voting_closes_at, new.voting_closes_at),
    ];
    for (name, old, new) in times {
        if new != old && new.is_some_and(|at| at <= now) {
            check.wrong(
                name,
                format!("This has passed: it is {} now. Choose a later time.", now.words()),
            );
        }
    }
    check.pass()
}

/// The new end of a vote that runs.
fn extended(old: &Calendar, new: &Calendar, now: Timestamp) -> Result<Timestamp> {
    let refuse = |words: String| Err(Error::invalid("voting_closes_at", words));
    let Some(end) = new.voting_closes_at else {
        return refuse("A vote that runs keeps its end. Choose a later one.".into());
    };
    match old.voting_closes_at {
        Some(was) if was <= now => {
            refuse(format!("Voting ended on {}, and it is never opened again.", was.words()))
        }
        Some(was) if end < was => refuse(format!(
            "People count on {}. It can only move later; to end earlier, close voting by hand.",
            was.words()
        )),
        _ if end <= now => {
            refuse(format!("This has passed: it is {} now. Choose a later time.", now.words()))
        }
        _ => Ok(end),
    }
}

fn words(calendar: &Calendar) -> String {
    let said = [
        ("nominations open", calendar.nominating_opens_at),
        ("voting opens", calendar.voting_opens_at),
        ("voting closes", calendar.voting_closes_at),
    ];
    let part = |(what, at): (&str, Option<Timestamp>)| match at {
        Some(at) => format!("{what} {}", at.words()),
        None => format!("{what} by hand"),
    };
    said.map(part).join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp::from_millis(1_000_000_020_000);

    fn until(end: Timestamp) -> Calendar {
        Calendar { voting_closes_at: Some(end), ..Calendar::default() }
    }

    #[test]
    fn the_end_of_a_vote_that_runs_moves_later_or_not_at_all() {
        let old = until(NOON.plus_hours(2));

        let to = |end| extended(&old, &until(end), NOON);

        assert_eq!(to(NOON.plus_hours(3)).unwrap(), NOON.plus_hours(3));
        assert!(to(NOON.plus_hours(1)).is_err());
        assert!(extended(&old, &Calendar::default(), NOON).is_err());
    }

    #[test]
    fn an_end_that_has_come_does_not_move() {
        let old = until(NOON);

        assert!(extended(&old, &until(NOON.plus_hours(1)), NOON).is_err());
        assert!(extended(&old, &until(NOON.plus_hours(1)), NOON.plus_millis(-1)).is_ok());
    }

    #[test]
    fn a_vote_that_was_opened_without_an_end_may_get_one() {
        let none = Calendar::default();

        assert!(extended(&none, &until(NOON.plus_hours(1)), NOON).is_ok());
        assert!(extended(&none, &until(NOON), NOON).is_err());
    }

    #[test]
    fn only_what_changed_must_be_ahead() {
        let past = until(NOON.plus_days(-1));

        assert!(ahead(&past, &past, NOON).is_ok());
        assert!(ahead(&Calendar::default(), &past, NOON).is_err());
    }
}
