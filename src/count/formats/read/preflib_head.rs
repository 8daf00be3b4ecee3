//! PrefLib: the header, today's and the older one.

use super::cursor::{Cursor, text};
use super::told::Told;
use crate::count::formats::format::DataType;
use crate::count::formats::problem::{Problem, quote};
use crate::count::slate::MOST_NOMINEES;

/// Where in the file the parser is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Nothing but comments so far, or today's header.
    Start,
    /// The names of an older file.
    Names,
    /// The line of an older file with the numbers of voters and orders.
    Sums,
    /// The ballots.
    Ballots,
}

/// What the header says.
#[derive(Debug)]
pub(super) struct Head {
    kind: DataType,
    old: bool,
    alternatives: Option<u16>,
    names: Vec<Option<String>>,
    categories: Vec<Option<String>>,
    voters: Option<u64>,
}

impl Head {
    pub(super) fn new(kind: DataType) -> Self {
        Self {
            kind,
            old: false,
            alternatives: None,
            names: Vec::new(),
            categories: Vec::new(),
            voters: None,
        }
    }

    pub(super) fn kind(&self) -> DataType {
        self.kind
    }

    pub(super) fn is_old(&self) -> bool {
        self.old
    }

    #[inline]
    pub(super) fn alternatives(&self) -> u16 {
        self.alternatives.unwrap_or(0)
    }

    pub(super) fn voters(&self) -> Option<u64> {
        self.voters
    }

    pub(super) fn categories(&self) -> &[Option<String>] {
        &self.categories
    }

    /// The scores that the categories are called by: whole numbers that go down. Numbers that go
    /// up are as likely to be ranks, and are not taken for scores.
    pub(super) fn scores(&self) -> Option<Vec<u16>> {
        let named = self.categories.iter().map(|name| name.as_ref()?.parse::<u16>().ok());
        let scores: Vec<u16> = named.collect::<Option<_>>()?;
        let falls = scores.iter().zip(scores.iter().skip(1)).all(|(one, next)| one > next);
        falls.then_some(scores)
    }

    /// A point less for each category, and none for the last.
    pub(super) fn descending(&self) -> Vec<u16> {
        let mut scores: Vec<u16> = (0..).zip(&self.categories).map(|(score, _)| score).collect();
        scores.reverse();
        scores
    }

    /// A line such as `# NUMBER VOTERS: 475`. Keys that Laurels has no use for are passed over.
    pub(super) fn fact(&mut self, at: &mut Cursor<'_>, told: &mut Told) -> Result<(), Problem> {
        at.eat(b'#');
        at.skip_spaces();
        let start = *at;
        let key = at.take_while(|byte| byte != b':').trim_ascii();
        if !at.eat(b':') {
            return Ok(());
        }
        at.skip_spaces();
        if let Some(number) = key.strip_prefix(b"ALTERNATIVE NAME ") {
            return self.named(number, at, &start, List::Alternatives);
        }
        if let Some(number) = key.strip_prefix(b"CATEGORY NAME ") {
            return self.named(number, at, &start, List::Categories);
        }
        match key {
            b"NUMBER ALTERNATIVES" => {
                let count = size(at)?;
                self.alternatives = Some(count);
                let named = usize::from(count);
                if self.names.len() > named {
                    let expected =
                        format!("as many alternatives as are named, {}", self.names.len());
                    return Err(at.expected_not(expected, count.to_string()));
                }
            }
            b"NUMBER CATEGORIES" => {
                let count = usize::from(size(at)?);
                self.categories.resize(count.max(self.categories.len()), None);
            }
            b"NUMBER VOTERS" => self.voters = at.number(),
            b"TITLE" => {
                let title = text(at.rest(), || at.place())?;
                told.title = Some(title).filter(|title| !title.is_empty());
            }
            b"DATA TYPE" => {
                let name = String::from_utf8_lossy(at.rest().trim_ascii()).into_owned();
                self.kind = DataType::of_name(&name).ok_or_else(|| {
                    at.expected("one of the data types soc, soi, toc, toi and cat")
                })?;
            }
            _ => {}
        }
        Ok(())
    }

    fn named(
        &mut self,
        number: &[u8],
        at: &Cursor<'_>,
        start: &Cursor<'_>,
        list: List,
    ) -> Result<(), Problem> {
        let number = std::str::from_utf8(number).ok().and_then(|n| n.trim().parse::<u64>().ok());
        let name = text(at.rest(), || at.place())?;
        let names = match list {
            List::Alternatives => &mut self.names,
            List::Categories => &mut self.categories,
        };
        let most = match (list, self.alternatives) {
            (List::Alternatives, Some(count)) => usize::from(count),
            (List::Alternatives | List::Categories, _) => MOST_NOMINEES,
        };
        let slot = number.and_then(|number| usize::try_from(number).ok()?.checked_sub(1));
        let Some(slot) = slot.filter(|&slot| slot < most) else {
            let expected = format!("a number from 1 to {most} before the name");
            return Err(Problem::at(start.place(), expected, quote(start.rest())));
        };
        if names.len() <= slot {
            names.resize(slot + 1, None);
        }
        if let Some(held) = names.get_mut(slot) {
            *held = Some(name).filter(|name| !name.is_empty());
        }
        Ok(())
    }

    /// A line without "#" before the ballots; says what follows, and leaves `at` where it was
    /// if this line is itself the first ballot.
    pub(super) fn bare(&mut self, at: &mut Cursor<'_>, stage: Stage) -> Result<Stage, Problem> {
        match stage {
            Stage::Start if self.alternatives.is_some() || !self.names.is_empty() => {
                let named = u16::try_from(self.names.len()).unwrap_or(u16::MAX);
                self.alternatives.get_or_insert(named);
                Ok(Stage::Ballots)
            }
            Stage::Start => {
                let start = *at;
                let count = at.number().is_some();
                at.skip_spaces();
                if !count || !at.is_at_end() {
                    let expected = "a header with a line such as # NUMBER ALTERNATIVES: 4";
                    return Err(start.expected(expected));
                }
                *at = start;
                self.old = true;
                let count = size(at)?;
                self.alternatives = Some(count);
                Ok(if count == 0 { Stage::Sums } else { Stage::Names })
            }
            Stage::Names => self.old_name(at),
            Stage::Sums => {
                self.voters = at.number();
                at.skip_spaces();
                if self.voters.is_none() || !at.eat(b',') {
                    let expected = "the numbers of voters, of votes and of orders, such as 9,9,4";
                    return Err(at.expected(expected));
                }
                at.skip_spaces();
                // The ballots add up to the second number; it differs where data was derived.
                self.voters = at.number();
                Ok(Stage::Ballots)
            }
            Stage::Ballots => Ok(Stage::Ballots),
        }
    }

    /// A line such as `3,Ann Lee` of an older file.
    fn old_name(&mut self, at: &mut Cursor<'_>) -> Result<Stage, Problem> {
        let start = *at;
        let next = self.names.len() + 1;
        let number = at.number().and_then(|number| usize::try_from(number).ok());
        at.skip_spaces();
        if number != Some(next) || !at.eat(b',') {
            let expected = format!("\"{next},\" and the name of that alternative");
            return Err(start.expected(expected));
        }
        let name = text(at.rest(), || at.place())?;
        self.names.push(Some(name).filter(|name| !name.is_empty()));
        let all = self.names.len() >= usize::from(self.alternatives());
        Ok(if all { Stage::Sums } else { Stage::Names })
    }

    /// What is missing where a file ends before its first ballot.
    pub(super) fn check_end(&self) -> Result<(), Problem> {
        let whole = !self.old && (self.alternatives.is_some() || !self.names.is_empty());
        if whole {
            return Ok(());
        }
        let expected = "a header with a line such as # NUMBER ALTERNATIVES: 4, and ballots";
        let problem = Problem::of_file(expected, "the end of the file");
        Err(problem.hint("The end of the file may be missing."))
    }

    /// The label of each alternative; without a name, its number.
    pub(super) fn into_labels(self) -> Vec<String> {
        let count = usize::from(self.alternatives()).max(self.names.len());
        let names = self.names.into_iter().chain(std::iter::repeat(None));
        let named = names.take(count).zip(1_usize..);
        named.map(|(name, number)| name.unwrap_or_else(|| format!("nominee {number}"))).collect()
    }
}

/// Which names a header line adds to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    Alternatives,
    Categories,
}

/// How many nominees or categories there are.
fn size(at: &mut Cursor<'_>) -> Result<u16, Problem> {
    let start = *at;
    let Some(count) = at.number() else {
        return Err(start.expected("a whole number"));
    };
    match u16::try_from(count) {
        Ok(size) => Ok(size),
        Err(_) => Err(Problem::too_many_nominees(start.place(), count)),
    }
}
