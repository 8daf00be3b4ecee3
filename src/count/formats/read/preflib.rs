//! PrefLib: a header of `# KEY: value` lines (or, in older files, of bare counts and names),
//! then `3: 1,{2,4},5`, a number of papers and alternatives by number.

use super::batch::Batch;
use super::cursor::Cursor;
use super::preflib_head::{Head, Stage};
use super::told::{Ending, Told};
use crate::count::formats::format::DataType;
use crate::count::formats::problem::Problem;
use crate::count::paper::Shape;
use crate::count::slate::Slate;

/// Reads a PrefLib file line by line.
#[derive(Debug)]
pub(super) struct PrefLib {
    head: Head,
    stage: Stage,
    want: Option<Shape>,
    /// Set with the first ballot of a file of categories.
    categories: Option<Categories>,
    shape: Option<Shape>,
    told: Told,
    papers: u64,
}

/// What the categories of a file are read as.
#[derive(Debug, Clone)]
enum Categories {
    /// The first is approval, the rest is none.
    Approvals,
    /// Each is worth a score, the best first.
    Scores(Vec<u16>),
    /// Each is a rank.
    Ranks,
}

impl PrefLib {
    pub(super) fn new(kind: DataType, want: Option<Shape>) -> Self {
        Self {
            head: Head::new(kind),
            stage: Stage::Start,
            want,
            categories: None,
            shape: None,
            told: Told::default(),
            papers: 0,
        }
    }

    pub(super) fn nominees(&self) -> usize {
        if self.stage == Stage::Ballots { self.head.alternatives().into() } else { 0 }
    }

    pub(super) fn shape(&self) -> Option<Shape> {
        self.shape
    }

    pub(super) fn line(
        &mut self,
        number: u64,
        line: &[u8],
        batch: &mut Batch,
    ) -> Result<(), Problem> {
        let mut at = Cursor::new(number, line);
        at.skip_spaces();
        match (at.peek(), self.stage) {
            (None, _) | (Some(b'#'), Stage::Ballots) => Ok(()),
            (Some(b'#'), _) => self.head.fact(&mut at, &mut self.told),
            (Some(_), Stage::Ballots) => self.ballot(&mut at, batch),
            (Some(_), stage) => {
                self.stage = self.head.bare(&mut at, stage)?;
                match self.stage {
                    Stage::Ballots if !self.head.is_old() => self.first(&mut at, batch),
                    Stage::Ballots => self.open(&at),
                    Stage::Start | Stage::Names | Stage::Sums => Ok(()),
                }
            }
        }
    }

    /// The first ballot of a file of today's kind, on the line after its header.
    fn first(&mut self, at: &mut Cursor<'_>, batch: &mut Batch) -> Result<(), Problem> {
        self.open(at)?;
        self.ballot(at, batch)
    }

    /// Decides how ballots are read.
    fn open(&mut self, at: &Cursor<'_>) -> Result<(), Problem> {
        if self.head.kind() != DataType::Cat {
            self.shape = Some(Shape::Ranked);
            return Ok(());
        }
        let count = self.head.categories().len();
        if count == 0 {
            let expected = "a line such as # NUMBER CATEGORIES: 2 before the first ballot";
            return Err(at.expected_not(expected, "none"));
        }
        let scores = self.head.scores();
        let is_scored = scores.is_some();
        let scores = scores.unwrap_or_else(|| self.head.descending());
        let (shape, read_as) = match self.want {
            Some(Shape::Ranked) => (Shape::Ranked, Categories::Ranks),
            Some(Shape::Scored) => (Shape::Scored, Categories::Scores(scores)),
            Some(Shape::Approved) if !is_scored => (Shape::Approved, Categories::Approvals),
            None if !is_scored && count == 2 => (Shape::Approved, Categories::Approvals),
            Some(Shape::Approved) | None => (Shape::Scored, Categories::Scores(scores)),
        };
        if shape == Shape::Approved && count > 2 {
            self.told
                .note(format!("Of the {count} categories only the first is read as approval."));
        }
        self.shape = Some(shape);
        self.categories = Some(read_as);
        Ok(())
    }

    fn ballot(&mut self, at: &mut Cursor<'_>, batch: &mut Batch) -> Result<(), Problem> {
        let (sign, words) = if self.head.is_old() {
            (b',', "\",\" after the number of papers")
        } else {
            (b':', "\":\" after the number of papers")
        };
        let Some(weight) = at.number() else {
            return Err(at.expected("a number of papers"));
        };
        at.skip_spaces();
        let bare = self.head.is_old() && at.is_at_end();
        if !bare && !at.eat(sign) {
            return Err(at.expected(words));
        }
        self.papers = self.papers.saturating_add(weight);
        match self.categories.take() {
            None => self.order(at, batch)?,
            Some(read_as) => {
                self.sorted(at, batch, &read_as)?;
                self.categories = Some(read_as);
            }
        }
        batch.close(weight, self.shape == Some(Shape::Approved));
        Ok(())
    }

    /// Alternatives from the best down; those in braces are equal.
    fn order(&mut self, at: &mut Cursor<'_>, batch: &mut Batch) -> Result<(), Problem> {
        at.skip_spaces();
        if at.is_at_end() {
            return Ok(());
        }
        loop {
            at.skip_spaces();
            let start = *at;
            let crowded = |_| start.expected_not("at most 65535 ranks", "more");
            if at.eat(b'{') {
                let mut first = true;
                self.group(at, |position| {
                    let fits = if first { batch.rank(position) } else { batch.beside(position) };
                    first = false;
                    fits.map_err(crowded)
                })?;
            } else {
                let position = self.alternative(at)?;
                batch.rank(position).map_err(crowded)?;
            }
            if !next(at)? {
                return Ok(());
            }
        }
    }

    /// A category after the other; those with more than one alternative in braces.
    fn sorted(
        &mut self,
        at: &mut Cursor<'_>,
        batch: &mut Batch,
        read_as: &Categories,
    ) -> Result<(), Problem> {
        at.skip_spaces();
        if at.is_at_end() {
            return Ok(());
        }
        let count = self.head.categories().len();
        let mut highest = None;
        for category in 0..count {
            let mut put = |position| match read_as {
                Categories::Approvals if category == 0 => batch.approve(position),
                Categories::Approvals => {}
                Categories::Ranks => {
                    batch.mark(position, u16::try_from(category).unwrap_or(u16::MAX));
                }
                Categories::Scores(scores) => {
                    let score = scores.get(category).copied().unwrap_or(0);
                    highest = highest.max(Some(score));
                    batch.mark(position, score);
                }
            };
            at.skip_spaces();
            if at.eat(b'{') {
                self.group(at, |position| {
                    put(position);
                    Ok(())
                })?;
            } else {
                put(self.alternative(at)?);
            }
            if !next(at)? {
                self.told.highest_score = self.told.highest_score.max(highest);
                return Ok(());
            }
        }
        let expected = format!("the end of the line after {count} categories");
        Err(at.expected(expected))
    }

    /// What stands in braces.
    fn group(
        &self,
        at: &mut Cursor<'_>,
        mut each: impl FnMut(u16) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        at.skip_spaces();
        if at.eat(b'}') {
            return Ok(());
        }
        loop {
            at.skip_spaces();
            each(self.alternative(at)?)?;
            at.skip_spaces();
            if at.eat(b'}') {
                return Ok(());
            }
            if !at.eat(b',') {
                return Err(at.expected("\",\" or \"}\" after an alternative"));
            }
        }
    }

    #[inline]
    fn alternative(&self, at: &mut Cursor<'_>) -> Result<u16, Problem> {
        let start = *at;
        let number = at.number().and_then(|number| number.checked_sub(1));
        let position = number.and_then(|position| u16::try_from(position).ok());
        position.filter(|&position| position < self.head.alternatives()).ok_or_else(|| {
            let most = self.head.alternatives();
            start.expected(format!("the number of an alternative from 1 to {most}"))
        })
    }

    pub(super) fn finish(mut self) -> Result<Ending, Problem> {
        if self.stage != Stage::Ballots {
            self.head.check_end()?;
        }
        self.told.compare(self.head.voters(), self.papers);
        let refused = |problem: crate::count::slate::SlateProblem| {
            Problem::of_file("a list of alternatives", problem.to_string())
        };
        let shape = self.shape.or(self.want).unwrap_or(Shape::Ranked);
        let slate = Slate::of_labels(self.head.into_labels()).map_err(refused)?;
        Ok(Ending { slate, shape, told: self.told })
    }
}

/// Goes past the comma to the next item; false at the end of the line.
#[inline]
fn next(at: &mut Cursor<'_>) -> Result<bool, Problem> {
    if at.eat(b',') {
        return Ok(true);
    }
    at.skip_spaces();
    if at.eat(b',') {
        Ok(true)
    } else if at.is_at_end() {
        Ok(false)
    } else {
        Err(at.expected("\",\" after an alternative"))
    }
}
