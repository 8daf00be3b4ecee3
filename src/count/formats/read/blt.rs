//! BLT: `3 1 2=4 0`, a number of papers, nominees by number from the best down, and 0.
//!
//! First stand the numbers of nominees and of seats, then those who withdrew (`-2`), then the
//! ballots up to a single 0, then the names and the title.

use std::num::NonZeroU16;

use super::batch::Batch;
use super::cursor::{Cursor, text};
use super::told::{Ending, Told};
use crate::count::formats::problem::{Problem, quote_word};
use crate::count::paper::Shape;
use crate::count::slate::{MOST_NOMINEES, Nominee, Number, Presence, Slate};

/// Reads BLT line by line.
#[derive(Debug, Default)]
pub(super) struct Blt {
    stage: Stage,
    nominees: u16,
    withdrawn: Vec<u16>,
    names: Vec<String>,
    told: Told,
}

/// What comes next.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Stage {
    #[default]
    Sizes,
    Withdrawn,
    Ballots,
    Names,
    Title,
    Rest,
}

impl Blt {
    pub(super) fn nominees(&self) -> usize {
        self.nominees.into()
    }

    pub(super) fn line(
        &mut self,
        number: u64,
        line: &[u8],
        batch: &mut Batch,
    ) -> Result<(), Problem> {
        let mut at = Cursor::new(number, line);
        loop {
            at.skip_spaces();
            if matches!(at.peek(), None | Some(b'#')) {
                return Ok(());
            }
            match self.stage {
                Stage::Sizes => self.sizes(&mut at)?,
                Stage::Withdrawn if at.peek() == Some(b'-') => self.withdraw(&mut at)?,
                Stage::Withdrawn => self.stage = Stage::Ballots,
                Stage::Ballots => self.ballot(&mut at, batch)?,
                Stage::Names => self.name(&mut at)?,
                Stage::Title => {
                    self.told.title = Some(string(&mut at)?).filter(|title| !title.is_empty());
                    self.stage = Stage::Rest;
                }
                Stage::Rest => return Ok(()),
            }
        }
    }

    fn sizes(&mut self, at: &mut Cursor<'_>) -> Result<(), Problem> {
        let start = *at;
        let nominees = whole(at, "the number of nominees")?;
        let Ok(nominees) = u16::try_from(nominees) else {
            return Err(Problem::too_many_nominees(start.place(), nominees));
        };
        self.nominees = nominees;
        at.skip_spaces();
        let start = *at;
        let seats = whole(at, "the number of seats")?;
        let Ok(seats) = u16::try_from(seats) else {
            return Err(start.expected("at most 65535 seats"));
        };
        self.told.seats = NonZeroU16::new(seats);
        self.stage = Stage::Withdrawn;
        Ok(())
    }

    fn withdraw(&mut self, at: &mut Cursor<'_>) -> Result<(), Problem> {
        at.eat(b'-');
        let start = *at;
        let number = whole(at, "the number of a nominee who withdrew")?;
        self.withdrawn.push(self.position(number, &start)?);
        Ok(())
    }

    fn ballot(&mut self, at: &mut Cursor<'_>, batch: &mut Batch) -> Result<(), Problem> {
        if at.eat(b'(') {
            let start = *at;
            at.take_while(|byte| byte != b')');
            if !at.eat(b')') {
                return Err(start.expected_not("\")\" after the ballot's name", "none"));
            }
            at.skip_spaces();
        }
        let weight = whole(at, "a number of papers, or 0 after the last ballot")?;
        if weight == 0 {
            self.stage = if self.nominees == 0 { Stage::Title } else { Stage::Names };
            return Ok(());
        }
        let gap = self.preferences(at, batch)?;
        if gap {
            self.told.gaps = self.told.gaps.saturating_add(weight);
        }
        batch.close(weight, false);
        Ok(())
    }

    /// The nominees of one ballot up to its 0; whether a rank was skipped above one in use.
    fn preferences(&self, at: &mut Cursor<'_>, batch: &mut Batch) -> Result<bool, Problem> {
        let (mut skipped, mut gap) = (false, false);
        // After "=" or inside brackets, a nominee is equal to the one before it.
        let (mut joined, mut group) = (false, false);
        loop {
            at.skip_spaces();
            match at.peek() {
                Some(b'-') => {
                    at.eat(b'-');
                    skipped = true;
                    continue;
                }
                Some(b'(') if !group && !joined => {
                    at.eat(b'(');
                    group = true;
                    at.skip_spaces();
                }
                Some(b')') if group => {
                    at.eat(b')');
                    group = false;
                    joined = false;
                    continue;
                }
                _ => {}
            }
            let start = *at;
            let Some(number) = at.number() else {
                return Err(unfinished(&start));
            };
            if number == 0 && !joined && !group {
                ended(at)?;
                return Ok(gap);
            }
            let position = self.position(number, &start)?;
            let fits = if joined { batch.beside(position) } else { batch.rank(position) };
            if fits.is_err() {
                return Err(start.expected_not("at most 65535 ranks", "more"));
            }
            gap |= skipped;
            joined = at.eat(b'=') || group;
            if !joined || group {
                ended(at)?;
            }
        }
    }

    #[inline]
    fn position(&self, number: u64, start: &Cursor<'_>) -> Result<u16, Problem> {
        let position = number.checked_sub(1).and_then(|at| u16::try_from(at).ok());
        position.filter(|&at| at < self.nominees).ok_or_else(|| {
            let expected = format!("the number of a nominee from 1 to {}", self.nominees);
            start.expected(expected)
        })
    }

    fn name(&mut self, at: &mut Cursor<'_>) -> Result<(), Problem> {
        let name = string(at)?;
        let number = self.names.len() + 1;
        self.names.push(if name.is_empty() { format!("nominee {number}") } else { name });
        if self.names.len() >= self.nominees() {
            self.stage = Stage::Title;
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Result<Ending, Problem> {
        match self.stage {
            Stage::Sizes => {
                let expected = "a first line with the numbers of nominees and seats, such as 4 2";
                return Err(Problem::of_file(expected, "nothing"));
            }
            Stage::Withdrawn | Stage::Ballots => {
                let problem = Problem::of_file("a line 0 after the last ballot", "none");
                return Err(problem.hint("The end of the file may be missing."));
            }
            Stage::Names => {
                let expected = format!("{} names after the ballots", self.nominees);
                let problem = Problem::of_file(expected, self.names.len().to_string());
                return Err(problem.hint("The end of the file may be missing."));
            }
            Stage::Title | Stage::Rest => {}
        }
        let numbered = self.names.into_iter().zip(1_u16..);
        let mut nominees: Vec<Nominee> =
            numbered.map(|(name, number)| Nominee::new(Number(number), name)).collect();
        for position in self.withdrawn {
            if let Some(nominee) = nominees.get_mut(usize::from(position)) {
                nominee.presence = Presence::Withdrawn;
            }
        }
        let most = |_| Problem::of_file(format!("at most {MOST_NOMINEES} nominees"), "more");
        let slate = Slate::new(nominees).map_err(most)?;
        Ok(Ending { slate, shape: Shape::Ranked, told: self.told })
    }
}

/// A whole number with nothing stuck to it.
fn whole(at: &mut Cursor<'_>, what: &'static str) -> Result<u64, Problem> {
    let start = *at;
    let number = at.number();
    let ends = matches!(at.peek(), None | Some(b' ' | b'\t' | b'#'));
    match number {
        Some(number) if ends => Ok(number),
        Some(_) | None => Err(start.expected(what)),
    }
}

/// What stands after a nominee's number: a space, the end of a group, or nothing.
#[inline]
fn ended(at: &Cursor<'_>) -> Result<(), Problem> {
    match at.peek() {
        None | Some(b' ' | b'\t' | b'#' | b')') => Ok(()),
        Some(_) => Err(at.expected("a space or \"=\" after a nominee's number")),
    }
}

#[cold]
fn unfinished(start: &Cursor<'_>) -> Problem {
    let expected = "a nominee's number, or 0 at the end of the ballot";
    match start.peek() {
        None | Some(b'#') => start.expected_not(expected, "the end of the line"),
        Some(_) => start.expected(expected),
    }
}

/// A name: in quotation marks, or else the rest of the line.
fn string(at: &mut Cursor<'_>) -> Result<String, Problem> {
    let start = *at;
    if !at.eat(b'"') {
        let rest = at.take_while(|byte| byte != b'#');
        return text(rest, || start.place());
    }
    let inside = at.rest();
    let mut from = 0;
    loop {
        let tail = inside.get(from..).unwrap_or_default();
        let Some(next) = tail.iter().position(|&byte| byte == b'"') else {
            let found = format!("none after {}", quote_word(start.rest()));
            return Err(start.expected_not("a closing quotation mark", found));
        };
        let end = from + next;
        let (name, rest) = inside.split_at(end);
        let rest = rest.get(1..).unwrap_or_default();
        // A mark inside a name has letters after it: "Robert "Bob" Smith".
        if matches!(rest.trim_ascii_start().first(), None | Some(b'"' | b'#')) {
            at.go_to(rest);
            return text(name, || start.place());
        }
        from = end + 1;
    }
}
