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
mod marks;
mod profile;
mod rules;
mod outcome;
mod field;
mod reading;
mod plurality;
mod approval;

pub use amount::{Amount, NotAnAmount};
pub use marks::{Entry, Limits, Marks, MarksProblem};
pub use method::{Method, UnknownMethod};
pub use outcome::{
    CountProblem, Fate, Lock, Lot, Moved, Note, OtherDraws, Outcome, Pairwise, Papers, Paths,
    Question, Round, SCHEMA, Standing, Transfer, Verdict,
};
pub use profile::{Mark, Profile, ProfileProblem, Shape, Spoil};
pub use rules::{Rules, Strength, Unmarked};
pub use slate::{MOST_NOMINEES, Nominee, Number, Presence, Slate, SlateProblem};

use field::Field;

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
    match method {
        Method::Plurality => Ok(plurality::count(profile, rules, &field)),
        Method::Approval => Ok(approval::count(profile, rules, &field)),
        Method::Score
        | Method::Star
        | Method::InstantRunoff
        | Method::Borda
        | Method::Schulze
        | Method::RankedPairs
        | Method::Stv => Err(CountProblem::NotYet(method)),
    }
}
