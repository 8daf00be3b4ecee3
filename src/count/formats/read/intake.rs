//! [`Intake`]: makes a profile of batches, while the list of nominees is still growing.

use super::batch::{Batch, Entry, Says};
use super::told::{Ending, Told};
use crate::count::formats::problem::Problem;
use crate::count::paper::{ProfileProblem, Shape};
use crate::count::profile::Profile;
use crate::count::slate::Slate;

/// All that a file says.
#[derive(Debug)]
pub struct Election {
    /// The ballots.
    pub profile: Profile,
    /// What stands beside them.
    pub told: Told,
}

/// Takes batches and keeps their ballots.
#[derive(Debug)]
pub struct Intake {
    profile: Profile,
    /// The profile's shape is what the file says, and not only what singles can be read as.
    settled: bool,
}

impl Default for Intake {
    fn default() -> Self {
        Self { profile: Profile::new(Slate::unnamed(0), Shape::Ranked), settled: false }
    }
}

impl Intake {
    /// Nothing taken yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the ballots of a batch and leaves it empty.
    ///
    /// # Errors
    /// There are more ballots than a profile can hold.
    pub fn take(&mut self, batch: &mut Batch) -> Result<(), Problem> {
        if batch.nominees > self.profile.slate().len() {
            self.seat(Slate::unnamed(batch.nominees))?;
        }
        if let Some(shape) = batch.shape {
            self.settle(shape)?;
        }
        let mut positions = batch.positions.as_slice();
        let mut marks = batch.marks.as_slice();
        let (mut from_positions, mut from_marks) = (0, 0);
        for entry in &batch.entries {
            let end = usize::try_from(entry.end).unwrap_or(usize::MAX);
            let (these, those): (&[u16], &[_]) = match entry.says {
                Says::Order | Says::Approvals => {
                    let (these, rest) = positions
                        .split_at_checked(end - from_positions)
                        .unwrap_or((positions, &[]));
                    positions = rest;
                    from_positions = end;
                    (these, &[])
                }
                Says::Marks => {
                    let (those, rest) =
                        marks.split_at_checked(end - from_marks).unwrap_or((marks, &[]));
                    marks = rest;
                    from_marks = end;
                    (&[], those)
                }
                Says::Blank => (&[], &[]),
            };
            let full = |problem| full(problem, batch.line);
            add(&mut self.profile, *entry, these, those).map_err(full)?;
        }
        batch.clear();
        Ok(())
    }

    /// The file has ended so.
    ///
    /// # Errors
    /// As [`Self::take`].
    pub fn finish(mut self, ending: Ending) -> Result<Election, Problem> {
        if !self.settled {
            self.settle(ending.shape)?;
        }
        self.seat(ending.slate)?;
        self.profile.seal();
        Ok(Election { profile: self.profile, told: ending.told })
    }

    fn seat(&mut self, slate: Slate) -> Result<(), Problem> {
        self.profile.reseat(slate).map_err(|problem| full(problem, 0))
    }

    /// Until something tells what the ballots say, they are blank or name one nominee: the same
    /// marks as rankings and as approvals.
    fn settle(&mut self, shape: Shape) -> Result<(), Problem> {
        self.settled = true;
        if self.profile.shape() == shape {
            return Ok(());
        }
        let mut other = Profile::new(self.profile.slate().clone(), shape);
        let blank = self.profile.blank();
        other.add_blank(blank).map_err(|problem| full(problem, 0))?;
        for (marks, weight) in self.profile.ballots() {
            let marks: Vec<_> = marks.collect();
            other.add_marks(&marks, weight).map_err(|problem| full(problem, 0))?;
        }
        self.profile = other;
        Ok(())
    }
}

#[inline]
fn add(
    profile: &mut Profile,
    entry: Entry,
    positions: &[u16],
    marks: &[crate::count::paper::Mark],
) -> Result<(), ProfileProblem> {
    if entry.weight == 0 {
        return Ok(());
    }
    match (entry.says, profile.shape()) {
        (Says::Blank, _) => profile.add_blank(entry.weight),
        (Says::Marks, _) => profile.add_marks(marks, entry.weight),
        (Says::Order, Shape::Ranked) => profile.add_order(positions, entry.weight),
        (Says::Order | Says::Approvals, _) => profile.add_approvals(positions, entry.weight),
    }
}

#[cold]
fn full(problem: ProfileProblem, line: u64) -> Problem {
    let problem = Problem::of_file("ballots that can be counted together", problem.to_string());
    if line == 0 {
        problem
    } else {
        problem.hint(format!("This is somewhere before line {}.", line + 1))
    }
}
