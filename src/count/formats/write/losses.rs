//! [`Loss`]: what a format has no place for.

use std::collections::HashSet;
use std::fmt;

use crate::count::formats::format::{DataType, Format};
use crate::count::formats::read::intake::Election;
use crate::count::paper::Shape;
use crate::count::profile::Profile;
use crate::count::slate::{Nominee, Presence};

/// Something of an election that a format cannot hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// What, and what stands in the file instead: a whole sentence.
    pub words: String,
    /// Whether the file can still be written without it.
    pub weight: Weight,
}

/// How much is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// The file says less.
    Less,
    /// There is no such file: it would have to say something that the ballots do not.
    All,
}

/// All that is lost when `election` is written in `format`.
#[must_use]
pub fn losses(election: &Election, format: Format) -> Vec<Loss> {
    let mut list = List { format, losses: Vec::new() };
    list.as_read(election);
    list.beside(election);
    list.ballots(&election.profile);
    list.names(&election.profile);
    list.losses
}

struct List {
    format: Format,
    losses: Vec<Loss>,
}

impl List {
    fn less(&mut self, words: String) {
        self.losses.push(Loss { words, weight: Weight::Less });
    }

    fn all(&mut self, words: String) {
        self.losses.push(Loss { words, weight: Weight::All });
    }

    /// What a profile does not keep of the file that was read.
    fn as_read(&mut self, election: &Election) {
        let repeated = election.profile.repeated();
        if repeated > 0 {
            self.less(format!(
                "{} a nominee more than once; only the best mark is written.",
                papers(repeated, "names", "name"),
            ));
        }
        if election.told.gaps > 0 {
            self.less(format!(
                "{} a rank empty above one in use; the gap is closed.",
                papers(election.told.gaps, "leaves", "leave"),
            ));
        }
        if election.told.at_odds > 0 {
            self.less(format!(
                "On {} the order of the names is not the order of their scores; the scores are \
                 written.",
                papers(election.told.at_odds, "", "").trim_end(),
            ));
        }
        for (reason, count) in election.profile.spoiled() {
            self.less(format!(
                "{} out: {reason}.",
                papers(*count, "is spoiled and left", "are spoiled and left"),
            ));
        }
    }

    /// The facts beside the ballots.
    fn beside(&mut self, election: &Election) {
        let (told, title) = (&election.told, self.format.title());
        let seats = told.seats.is_some_and(|seats| seats.get() > 1);
        let holds_seats = matches!(self.format, Format::Abif | Format::Blt);
        if let Some(seats) = told.seats.filter(|_| seats && !holds_seats) {
            self.less(format!("{title} does not say how many places are filled ({seats})."));
        }
        if let (Some(name), Format::Csv) = (&told.title, self.format) {
            self.less(format!("{title} has no title (\"{name}\")."));
        }
        let quoted = told.title.as_ref().is_some_and(|name| name.contains('"'));
        if quoted && self.format == Format::Blt {
            self.less(format!("{title} has no quotation marks in a title; ' stands for them."));
        }
        if let Some(most) = told.max_score.filter(|_| self.format != Format::Abif) {
            self.less(format!("{title} does not say the highest score allowed ({most})."));
        }
        let gone = election.profile.slate().nominees().iter().filter(|n| withdrawn(n)).count();
        if gone > 0 && self.format != Format::Blt {
            self.less(format!(
                "{title} cannot say that a nominee has withdrawn; {gone} and the marks for them \
                 are left out."
            ));
        }
    }

    fn ballots(&mut self, profile: &Profile) {
        let title = self.format.title();
        match (profile.shape(), self.format) {
            (_, Format::Abif | Format::Csv)
            | (Shape::Ranked, Format::Blt)
            | (Shape::Approved | Shape::Scored, Format::PrefLib(DataType::Cat)) => {}
            (Shape::Ranked, Format::PrefLib(DataType::Cat)) => self.all(format!(
                "{title} sorts nominees into categories, and these ballots rank them."
            )),
            (Shape::Ranked, Format::PrefLib(kind)) => self.orders(profile, kind),
            (Shape::Approved, Format::Blt | Format::PrefLib(DataType::Toi)) => self.less(format!(
                "{title} has no approvals; those approved are written as equal first ranks."
            )),
            (Shape::Scored, Format::Blt | Format::PrefLib(DataType::Toi)) => self.less(format!(
                "{title} has no scores; their order is written, and how far they are apart is not."
            )),
            (shape, Format::PrefLib(DataType::Soc | DataType::Soi | DataType::Toc)) => {
                self.all(format!("{title} holds rankings of another kind than these {shape}; toi could hold their order, and cat all they say."));
            }
        }
        if profile.shape() == Shape::Scored && self.format == Format::PrefLib(DataType::Cat) {
            let scores: HashSet<u16> =
                profile.ballots().flat_map(|(marks, _)| marks.map(|mark| mark.grade)).collect();
            if scores.len() > MOST_CATEGORIES {
                self.all(format!(
                    "{title} with a category for each of {} scores is no use to anybody; at most \
                     {MOST_CATEGORIES} are written.",
                    scores.len(),
                ));
            }
        }
    }

    /// Whether every ballot is of the kind that a PrefLib type of orders promises.
    fn orders(&mut self, profile: &Profile, kind: DataType) {
        let (strict, whole) = match kind {
            DataType::Soc => (true, true),
            DataType::Soi => (true, false),
            DataType::Toc => (false, true),
            DataType::Toi | DataType::Cat => return,
        };
        let standing = profile.slate().nominees().iter().filter(|n| !withdrawn(n)).count();
        let (mut tied, mut short) = (0, if whole { profile.blank() } else { 0 });
        for (marks, weight) in profile.ballots() {
            let grades = marks.clone().map(|mark| mark.grade);
            let equal = grades.clone().zip(grades.skip(1)).any(|(one, next)| one == next);
            tied += if strict && equal { weight } else { 0 };
            let marked = marks.filter(|mark| {
                profile.slate().at(mark.position).is_some_and(|nominee| !withdrawn(nominee))
            });
            short += if whole && marked.count() < standing { weight } else { 0 };
        }
        let title = self.format.title();
        if tied > 0 {
            let papers = papers(tied, "has", "have");
            let other = if whole { "toc" } else { "toi" };
            self.all(format!("{title} has no equal ranks, and {papers} some; {other} has."));
        }
        if short > 0 {
            let papers = papers(short, "does", "do");
            let other = if strict { "soi" } else { "toi" };
            self.all(format!(
                "{title} ranks every nominee on every ballot, and {papers} not; {other} need not."
            ));
        }
    }

    fn names(&mut self, profile: &Profile) {
        let nominees = profile.slate().nominees();
        let title = self.format.title();
        match self.format {
            Format::Blt => {
                let marked = nominees.iter().filter(|n| n.label.contains('"')).count();
                if marked > 0 {
                    self.less(format!(
                        "{title} has no quotation marks in a name; ' stands for them in {marked}."
                    ));
                }
            }
            Format::Csv => {
                let mut seen = HashSet::new();
                let twice = nominees.iter().find(|n| !seen.insert(n.label.as_str()));
                if let Some(twice) = twice {
                    let name = &twice.label;
                    self.all(format!(
                        "{title} tells nominees apart by name, and two are called \"{name}\"."
                    ));
                }
            }
            Format::Abif | Format::PrefLib(_) => {}
        }
    }
}

/// A category for each score, and no more of them than this.
pub(super) const MOST_CATEGORIES: usize = 1000;

pub(super) fn withdrawn(nominee: &Nominee) -> bool {
    match nominee.presence {
        Presence::Standing => false,
        Presence::Withdrawn => true,
    }
}

fn papers(count: u64, one: &str, many: &str) -> String {
    if count == 1 { format!("1 paper {one}") } else { format!("{count} papers {many}") }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}
