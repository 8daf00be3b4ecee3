//! ABIF: `27: Ann > [Bob Lee] = Cy/3`, a number of papers and what they say, by name.

use super::abif_head::{Head, bare, name};
use super::batch::Batch;
use super::cursor::{Cursor, text};
use super::roster::Roster;
use super::told::{Ending, Told};
use crate::count::formats::problem::{Problem, quote};
use crate::count::paper::Shape;
use crate::count::slate::Slate;

/// Reads ABIF line by line.
#[derive(Debug)]
pub(super) struct Abif {
    roster: Roster,
    head: Head,
    told: Told,
    /// Ranks are wanted; scores only order where no ranks are given.
    by_ranks: bool,
    want: Option<Shape>,
    shape: Option<Shape>,
    /// A line named one nominee and no more: a ranking or an approval, and no score.
    singles: bool,
    items: Vec<Item>,
    papers: u64,
}

/// One nominee of a line.
#[derive(Debug, Clone, Copy)]
struct Item {
    position: u16,
    score: Option<u16>,
    /// What stands before it.
    after: Sign,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Start,
    Above,
    Equal,
    Comma,
}

/// What one line has in it.
#[derive(Debug, Clone, Copy, Default)]
struct Traits {
    scores: bool,
    ranks: bool,
    commas: bool,
}

impl Abif {
    pub(super) fn new(want: Option<Shape>) -> Self {
        Self {
            roster: Roster::default(),
            head: Head::default(),
            told: Told::default(),
            by_ranks: want == Some(Shape::Ranked),
            want,
            shape: None,
            singles: false,
            items: Vec::new(),
            papers: 0,
        }
    }

    pub(super) fn nominees(&self) -> usize {
        self.roster.len()
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
        match at.peek() {
            None | Some(b'#') => Ok(()),
            Some(b'{') => {
                self.head.metadata(&mut at, &mut self.told)?;
                self.by_ranks |= self.head.is_ranked();
                Ok(())
            }
            Some(b'=') => self.head.nominee(&mut at, &mut self.roster),
            Some(_) => self.ballot(&mut at, batch),
        }
    }

    fn ballot(&mut self, at: &mut Cursor<'_>, batch: &mut Batch) -> Result<(), Problem> {
        let Some(weight) = at.number() else {
            let hint = "A line is a ballot (27: A>B), a nominee (=A:[Ann]), a fact \
                        ({title: \"...\"}) or a comment (# ...).";
            return Err(at.expected("a number of papers").hint(hint));
        };
        at.skip_spaces();
        if !at.eat(b':') && !at.eat(b'*') {
            return Err(at.expected("\":\" after the number of papers"));
        }
        at.skip_spaces();
        let start = *at;
        let traits = self.read_items(at)?;
        self.papers = self.papers.saturating_add(weight);
        self.write(traits, &start, weight, batch)
    }

    /// Reads what follows the colon into `items`.
    fn read_items(&mut self, at: &mut Cursor<'_>) -> Result<Traits, Problem> {
        self.items.clear();
        let mut traits = Traits::default();
        let mut after = Sign::Start;
        if matches!(at.peek(), None | Some(b'#')) {
            return Ok(traits);
        }
        loop {
            let position = self.position(at)?;
            at.skip_spaces();
            let score = if at.eat(b'/') { Some(score(at)?) } else { None };
            traits.scores |= score.is_some();
            self.items.push(Item { position, score, after });
            at.skip_spaces();
            after = match at.peek() {
                None | Some(b'#') => return Ok(traits),
                Some(b'>') => Sign::Above,
                Some(b'=') => Sign::Equal,
                Some(b',') => Sign::Comma,
                Some(_) => {
                    let hint = "A name with spaces or signs goes in brackets: [Ann Lee].";
                    return Err(at.expected("\">\", \"=\" or \",\" after a name").hint(hint));
                }
            };
            let comma = after == Sign::Comma;
            if if comma { traits.ranks } else { traits.commas } {
                let hint = "Ranks are joined by \">\" and \"=\", approvals and scores by \",\".";
                return Err(at.expected("the same sign as before on this line").hint(hint));
            }
            traits.commas |= comma;
            traits.ranks |= !comma;
            at.go_to(at.rest().get(1..).unwrap_or_default());
            at.skip_spaces();
        }
    }

    /// The position of the name that stands here.
    #[inline]
    fn position(&mut self, at: &mut Cursor<'_>) -> Result<u16, Problem> {
        let start = *at;
        let plain = bare(at);
        if !plain.is_empty() {
            return match self.roster.find(plain) {
                Some(position) => Ok(position),
                None => self.newcomer(plain, &start),
            };
        }
        let name = name(at)?;
        match self.roster.find(&name).or_else(|| self.roster.find_alias(&name)) {
            Some(position) => Ok(position),
            None => self.newcomer(&name, &start),
        }
    }

    #[cold]
    fn newcomer(&mut self, name: &[u8], start: &Cursor<'_>) -> Result<u16, Problem> {
        let is_bare = !matches!(start.peek(), Some(b'[' | b'"'));
        if is_bare && self.head.has_nominees() {
            let found = format!("{}, which is none of them", quote(name));
            let problem = start.expected_not("one of the nominees listed above", found);
            return Err(problem.hint("List it with a line such as =A:[Ann], or correct it."));
        }
        if text(name, || start.place())?.is_empty() {
            return Err(start.expected_not("a nominee's name", "an empty name"));
        }
        let full = |_| Problem::too_many_nominees(start.place(), "one more");
        self.roster.add(name).map_err(full)
    }

    /// Puts what `items` say into the batch.
    fn write(
        &mut self,
        traits: Traits,
        start: &Cursor<'_>,
        weight: u64,
        batch: &mut Batch,
    ) -> Result<(), Problem> {
        let crowded = |_| start.expected_not("at most 65535 ranks", "more");
        let shape = self.shape_of(traits);
        match shape {
            Some(shape) => self.settle(shape, start)?,
            None => self.singles |= !self.items.is_empty(),
        }
        match shape.or(self.shape) {
            Some(Shape::Approved) => {
                for item in self.items.iter().filter(|item| item.score != Some(0)) {
                    batch.approve(item.position);
                }
            }
            Some(Shape::Scored) => {
                if !traits.scores && !self.items.is_empty() {
                    return Err(start.expected("a score after the name, as in A/5"));
                }
                for item in &self.items {
                    if let Some(score) = item.score {
                        batch.mark(item.position, score);
                        self.told.saw_score(score);
                    }
                }
                if at_odds(&self.items) {
                    self.told.at_odds = self.told.at_odds.saturating_add(weight);
                }
            }
            Some(Shape::Ranked) if traits.scores && !traits.ranks => {
                for item in &self.items {
                    if let Some(score) = item.score {
                        batch.mark(item.position, u16::MAX - score);
                    }
                }
            }
            Some(Shape::Ranked) | None => {
                for item in &self.items {
                    match item.after {
                        Sign::Equal => batch.beside(item.position),
                        Sign::Start | Sign::Above | Sign::Comma => batch.rank(item.position),
                    }
                    .map_err(crowded)?;
                }
            }
        }
        batch.close(weight, shape.or(self.shape) == Some(Shape::Approved));
        Ok(())
    }

    /// What a line with these traits says; `None` where it could be more than one thing.
    fn shape_of(&self, traits: Traits) -> Option<Shape> {
        if self.items.is_empty() {
            None
        } else if self.head.is_approval() {
            Some(if traits.ranks { Shape::Ranked } else { Shape::Approved })
        } else if traits.scores {
            Some(if self.by_ranks { Shape::Ranked } else { Shape::Scored })
        } else if traits.commas {
            Some(Shape::Approved)
        } else if traits.ranks {
            Some(Shape::Ranked)
        } else {
            None
        }
    }

    /// All lines of a file say the same kind of thing.
    fn settle(&mut self, shape: Shape, start: &Cursor<'_>) -> Result<(), Problem> {
        match self.shape {
            None if shape == Shape::Scored && self.singles => {
                return Err(start.expected_not("names without scores, as before", "scores"));
            }
            None => self.shape = Some(shape),
            Some(held) if held == shape => {}
            Some(held) => {
                let expected = format!("{held}, as on the lines before");
                return Err(start.expected_not(expected, shape.to_string()));
            }
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<Ending, Problem> {
        self.told.compare(self.head.papers(), self.papers);
        let labels = self.head.labels(&self.roster);
        let refused = |problem: crate::count::slate::SlateProblem| {
            Problem::of_file("a list of nominees", problem.to_string())
        };
        let slate = Slate::of_labels(labels).map_err(refused)?;
        let shape = self.shape.or(self.head.shape()).or(self.want).unwrap_or(Shape::Ranked);
        let shape = if shape == Shape::Scored && self.singles { Shape::Ranked } else { shape };
        Ok(Ending { slate, shape, told: self.told })
    }
}

fn score(at: &mut Cursor<'_>) -> Result<u16, Problem> {
    let start = *at;
    let score = at.number().and_then(|score| u16::try_from(score).ok());
    match score {
        Some(score) if at.peek() != Some(b'.') => Ok(score),
        Some(_) | None => Err(start.expected("a whole score from 0 to 65535")),
    }
}

/// Whether the signs between the names say something else than the scores.
fn at_odds(items: &[Item]) -> bool {
    items.iter().zip(items.iter().skip(1)).any(|(one, next)| match next.after {
        Sign::Above => one.score <= next.score,
        Sign::Equal => one.score != next.score,
        Sign::Start | Sign::Comma => false,
    })
}
