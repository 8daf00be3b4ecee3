//! **The count**: from ballots to an [`Outcome`] that explains itself.
//!
//! Pure: integers only, no input or output, no clock, no randomness. The same ballots in any
//! order give the same outcome, byte for byte. What each method means stands in the file of its
//! name; `docs/VOTING.md` tells it in words, with every rule for odd ballots.
//!
//! ```
//! use laurels::count::{Method, Profile, Rules, Shape, Slate, count};
//!
//! let slate = Slate::of_labels(["Memphis", "Nashville", "Knoxville"]).unwrap();
//! let mut profile = Profile::new(slate, Shape::Approved);
//! profile.add_approvals(&[0_u16, 1], 42).unwrap();
//! profile.add_approvals(&[1_u16, 2], 58).unwrap();
//! let outcome = count(Method::Approval, &profile, &Rules::default()).unwrap();
//! assert_eq!(outcome.winners, ["Nashville"]);
//! ```

mod amount;
mod book;
mod method;
mod slate;
mod marks_problem;
mod marks;
mod paper;
mod profile;
mod rules;
mod outcome;
mod field;
mod reading;
mod ranked;
mod square;
mod tally;
mod tie;
mod plurality;
mod approval;
mod score;
mod star;
mod borda;
mod pairwise;
mod strength;
mod schulze;
mod locking;
mod ranked_pairs;
mod piles;
mod runoff;
mod stv;
mod swing;
mod margin;
mod beside;
pub mod formats;
mod explain;

pub use amount::{Amount, NotAnAmount};
pub use beside::{Beside, Change, OtherMethod, Without};
pub use margin::Margin;
pub use marks::{Entry, Limits, Marks};
pub use marks_problem::MarksProblem;
pub use method::{Method, UnknownMethod};
pub use outcome::{
    CountProblem, Fate, Lock, Lot, Moved, Note, OtherDraws, Outcome, Pairwise, Papers, Paths,
    Question, Round, SCHEMA, Standing, Transfer, Verdict,
};
pub use paper::{Mark, ProfileProblem, Shape, Spoil};
pub use profile::Profile;
pub use rules::{Rules, Strength, Unmarked};
pub use slate::{MOST_NOMINEES, Nominee, Number, Presence, Slate, SlateProblem};

use field::Field;
use pairwise::MOST_COMPARED;

/// Counts the ballots of `profile` by `method`.
///
/// # Errors
/// The ballots are of a shape that the method cannot read, or there are too many nominees to
/// compare every two.
pub fn count(method: Method, profile: &Profile, rules: &Rules) -> Result<Outcome, CountProblem> {
    if !method.reads(profile.shape()) {
        return Err(CountProblem::WrongShape(method, profile.shape()));
    }
    let field = Field::of(profile.slate());
    let found = field.len();
    if compares(method) && found > MOST_COMPARED {
        return Err(CountProblem::TooManyNominees { method, found, most: MOST_COMPARED });
    }
    let outcome = match method {
        Method::Plurality => plurality::count(profile, rules, &field),
        Method::Approval => approval::count(profile, rules, &field),
        Method::Score => score::count(profile, rules, &field),
        Method::Star => star::count(profile, rules, &field),
        Method::InstantRunoff => runoff::count(profile, rules, &field),
        Method::Borda => borda::count(profile, rules, &field),
        Method::Schulze => schulze::count(profile, rules, &field),
        Method::RankedPairs => ranked_pairs::count(profile, rules, &field),
        Method::Stv => stv::count(profile, rules, &field),
    };
    Ok(outcome)
}

/// What stands beside an outcome of `profile`: how close it was, whether it hung on who else
/// stood, and what the other methods would have said. Takes several counts' time.
///
/// # Errors
/// As [`count`].
pub fn beside(method: Method, profile: &Profile, rules: &Rules) -> Result<Beside, CountProblem> {
    let outcome = count(method, profile, rules)?;
    Ok(beside::beside(&outcome, profile, rules, |other| count(other, profile, rules)))
}

/// Whether a method keeps something for every two nominees: a comparison, or a round.
const fn compares(method: Method) -> bool {
    match method {
        Method::Plurality | Method::Approval | Method::Score | Method::Star | Method::Borda => {
            false
        }
        Method::InstantRunoff | Method::Schulze | Method::RankedPairs | Method::Stv => true,
    }
}
