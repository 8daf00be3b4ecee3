//! Which act is allowed in which phase, in one pure table; and what visitors are told.
//!
//! The stored [`Phase`] says how far the edition is; the calendar's end of voting is an instant of
//! its own: from it on no vote is taken, whether or not the edition has been moved yet.

pub use super::model::Phase;
use super::model::{Calendar, State};
use crate::clock::Timestamp;
use crate::error::{Error, Result};

/// What somebody wants to do to an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Make the edition public and take nominations.
    OpenNominations,
    /// Take in submissions, admit nominees.
    Nominate,
    /// Change categories, their nominees, the electorate's rule.
    EditRules,
    /// Change the calendar.
    SetCalendar,
    /// Open the vote.
    OpenVoting,
    /// Cast or change a vote.
    Cast,
    /// End the vote.
    CloseVoting,
    /// Count the ballots.
    Count,
    /// Tell everybody.
    Publish,
}

impl Act {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::OpenNominations,
        Self::Nominate,
        Self::EditRules,
        Self::SetCalendar,
        Self::OpenVoting,
        Self::Cast,
        Self::CloseVoting,
        Self::Count,
        Self::Publish,
    ];
}

impl Phase {
    /// All of them, in their order.
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::Nominating, Self::Voting, Self::Closed, Self::Counted, Self::Published];

    /// The column's text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Nominating => "nominating",
            Self::Voting => "voting",
            Self::Closed => "closed",
            Self::Counted => "counted",
            Self::Published => "published",
        }
    }

    /// From the column's text.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.as_str() == text)
    }

    /// The table: whether the act is allowed in this phase.
    #[must_use]
    pub const fn allows(self, act: Act) -> bool {
        match act {
            Act::OpenNominations => matches!(self, Self::Draft),
            Act::Nominate | Act::EditRules | Act::OpenVoting => {
                matches!(self, Self::Draft | Self::Nominating)
            }
            Act::SetCalendar => matches!(self, Self::Draft | Self::Nominating | Self::Voting),
            Act::Cast | Act::CloseVoting => matches!(self, Self::Voting),
            Act::Count => matches!(self, Self::Closed),
            Act::Publish => matches!(self, Self::Counted),
        }
    }
}

/// Goes on if the act is allowed now.
///
/// # Errors
/// [`Error::Conflict`] says why not, and what can be done instead.
pub fn require(act: Act, phase: Phase, calendar: &Calendar, now: Timestamp) -> Result<()> {
    if !phase.allows(act) {
        let (why, instead) = refusal(act, phase, calendar);
        return Err(Error::conflict(why, instead));
    }
    match (act, calendar.voting_closes_at) {
        (Act::Cast, Some(end)) if end <= now => Err(Error::conflict(
            format!("Voting closed on {}.", end.words()),
            "What you cast before stays recorded and will be counted.",
        )),
        _ => Ok(()),
    }
}

fn refusal(act: Act, phase: Phase, calendar: &Calendar) -> (String, &'static str) {
    let begun = phase >= Phase::Voting;
    match act {
        Act::OpenNominations => {
            ("Nominations have been opened already.".into(), "Go on from the console.")
        }
        Act::Nominate | Act::EditRules => (
            "The rules were frozen when voting opened, so that everybody votes on the same paper."
                .into(),
            "Nothing was changed. Keep it for the next edition.",
        ),
        Act::SetCalendar => (
            "Voting has ended, and it is never opened again.".into(),
            "The calendar stays as it was.",
        ),
        Act::OpenVoting => {
            ("Voting has been opened already.".into(), "Watch the turnout in the console.")
        }
        Act::Cast if begun => {
            ("Voting is over.".into(), "What you cast before stays recorded and will be counted.")
        }
        Act::Cast => match calendar.voting_opens_at {
            Some(opens) => (
                format!("Voting opens on {}.", opens.words()),
                "Come back then; your marks can wait in this browser.",
            ),
            None => ("Voting is not open yet.".into(), "The leads will say when it opens."),
        },
        Act::CloseVoting if begun => {
            ("Voting is closed already.".into(), "Count the ballots from the console.")
        }
        Act::CloseVoting => ("Voting is not open yet.".into(), "Open it first."),
        Act::Count if phase > Phase::Closed => {
            ("The ballots are counted already.".into(), "Look at the outcome in the console.")
        }
        Act::Count => (
            "Nothing is counted while people can still vote.".into(),
            "Close voting first, or wait for its end.",
        ),
        Act::Publish if phase == Phase::Published => {
            ("The results are published already.".into(), "See the results page.")
        }
        Act::Publish => (
            "The ballots have not been counted yet.".into(),
            "Count them first, and look at the outcome.",
        ),
    }
}

/// How long before its end voting is called *Winding down*, in hours.
pub const WINDING_DOWN_HOURS: i64 = 48;

/// What visitors are told of voting.
#[must_use]
pub fn voting(phase: Phase, calendar: &Calendar, now: Timestamp) -> State {
    match (phase, calendar.voting_closes_at) {
        (Phase::Draft | Phase::Nominating, _) => State::ComingSoon,
        (Phase::Voting, Some(end)) if end <= now => State::Closed,
        (Phase::Voting, Some(end)) if end <= now.plus_hours(WINDING_DOWN_HOURS) => {
            State::WindingDown
        }
        (Phase::Voting, _) => State::Open,
        (Phase::Closed | Phase::Counted | Phase::Published, _) => State::Closed,
    }
}

/// What visitors are told of proposing stories.
#[must_use]
pub fn nominating(phase: Phase, calendar: &Calendar, now: Timestamp) -> State {
    match (phase, calendar.voting_opens_at) {
        (Phase::Draft, _) => State::ComingSoon,
        (Phase::Nominating, Some(end)) if end <= now.plus_hours(WINDING_DOWN_HOURS) => {
            State::WindingDown
        }
        (Phase::Nominating, _) => State::Open,
        (Phase::Voting | Phase::Closed | Phase::Counted | Phase::Published, _) => State::Closed,
    }
}

/// What the calendar says is due: a step that nobody has taken by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Open nominations.
    Nominations,
    /// Open the vote.
    Opening,
    /// End the vote.
    Closing,
}

/// The next step that is due, if any.
#[must_use]
pub fn due(phase: Phase, calendar: &Calendar, now: Timestamp) -> Option<Due> {
    let come = |at: Option<Timestamp>| at.is_some_and(|at| at <= now);
    match phase {
        Phase::Draft if come(calendar.nominating_opens_at) => Some(Due::Nominations),
        Phase::Draft | Phase::Nominating if come(calendar.voting_opens_at) => Some(Due::Opening),
        Phase::Voting if come(calendar.voting_closes_at) => Some(Due::Closing),
        Phase::Draft
        | Phase::Nominating
        | Phase::Voting
        | Phase::Closed
        | Phase::Counted
        | Phase::Published => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const END: Timestamp = Timestamp::from_millis(1_000_000_000_000);

    fn until_end() -> Calendar {
        Calendar { voting_closes_at: Some(END), ..Calendar::default() }
    }

    #[test]
    fn each_act_is_allowed_in_its_phases_only() {
        let table: Vec<String> = Act::ALL
            .into_iter()
            .map(|act| {
                Phase::ALL
                    .into_iter()
                    .map(|phase| if phase.allows(act) { 'x' } else { '.' })
                    .collect()
            })
            .collect();

        // Columns: draft, nominating, voting, closed, counted, published.
        assert_eq!(
            table,
            [
                "x.....", // open nominations
                "xx....", // nominate
                "xx....", // edit rules
                "xxx...", // set calendar
                "xx....", // open voting
                "..x...", // cast
                "..x...", // close voting
                "...x..", // count
                "....x.", // publish
            ]
        );
    }

    #[test]
    fn the_last_millisecond_is_open_and_the_next_is_closed() {
        let cast = |now| require(Act::Cast, Phase::Voting, &until_end(), now);

        assert!(cast(END.plus_millis(-1)).is_ok());
        assert!(matches!(cast(END), Err(Error::Conflict(_))));
        assert_eq!(voting(Phase::Voting, &until_end(), END), State::Closed);
    }

    #[test]
    fn voting_winds_down_in_its_last_two_days() {
        let told = |now| voting(Phase::Voting, &until_end(), now);

        assert_eq!(told(END.plus_days(-3)), State::Open);
        assert_eq!(told(END.plus_days(-2)), State::WindingDown);
        assert_eq!(voting(Phase::Nominating, &until_end(), END), State::ComingSoon);
    }

    #[test]
    fn every_refusal_says_why_and_what_now() {
        for act in Act::ALL {
            for phase in Phase::ALL.into_iter().filter(|phase| !phase.allows(act)) {
                let Err(Error::Conflict(refusal)) = require(act, phase, &Calendar::default(), END)
                else {
                    panic!("{act:?} in {phase:?}");
                };
                assert!(refusal.why.ends_with('.') && refusal.now.ends_with('.'), "{refusal}");
            }
        }
    }

    #[test]
    fn a_step_is_due_from_its_instant_on() {
        assert_eq!(due(Phase::Voting, &until_end(), END.plus_millis(-1)), None);
        assert_eq!(due(Phase::Voting, &until_end(), END), Some(Due::Closing));
        assert_eq!(due(Phase::Closed, &until_end(), END), None);
    }
}
