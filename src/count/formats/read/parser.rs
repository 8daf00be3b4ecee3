//! [`Parser`]: takes a file of any format in pieces and writes its ballots into batches.

use super::abif::Abif;
use super::batch::Batch;
use super::blt::Blt;
use super::lines::Lines;
use super::preflib::PrefLib;
use super::reading::Reading;
use super::table::Table;
use super::told::Ending;
use crate::count::formats::format::Format;
use crate::count::formats::problem::Problem;
use crate::count::paper::Shape;

/// Reads one file.
#[derive(Debug)]
pub struct Parser {
    lines: Lines,
    language: Language,
}

#[derive(Debug)]
enum Language {
    Abif(Box<Abif>),
    Blt(Box<Blt>),
    PrefLib(Box<PrefLib>),
    Table(Box<Table>),
}

impl Parser {
    /// A parser at the start of a file.
    #[must_use]
    pub fn new(format: Format, reading: Reading) -> Self {
        let language = match format {
            Format::Abif => Language::Abif(Box::new(Abif::new(reading.want))),
            Format::Blt => Language::Blt(Box::default()),
            Format::PrefLib(kind) => Language::PrefLib(Box::new(PrefLib::new(kind, reading.want))),
            Format::Csv => Language::Table(Box::new(Table::new(reading))),
        };
        Self { lines: Lines::default(), language }
    }

    /// Reads on: `piece` is what follows in the file, cut anywhere.
    ///
    /// # Errors
    /// The first thing that is wrong with the file. Reading on after it makes no sense.
    pub fn push(&mut self, piece: &[u8], batch: &mut Batch) -> Result<(), Problem> {
        let lines = &mut self.lines;
        match &mut self.language {
            Language::Abif(it) => lines.push(piece, |no, line| it.line(no, line, batch)),
            Language::Blt(it) => lines.push(piece, |no, line| it.line(no, line, batch)),
            Language::PrefLib(it) => lines.push(piece, |no, line| it.line(no, line, batch)),
            Language::Table(it) => lines.push(piece, |no, line| it.line(no, line, batch)),
        }?;
        self.label(batch);
        Ok(())
    }

    /// The file has ended.
    ///
    /// # Errors
    /// Its last line is wrong, or something is missing.
    pub fn finish(mut self, batch: &mut Batch) -> Result<Ending, Problem> {
        let lines = &mut self.lines;
        match &mut self.language {
            Language::Abif(it) => lines.finish(|no, line| it.line(no, line, batch)),
            Language::Blt(it) => lines.finish(|no, line| it.line(no, line, batch)),
            Language::PrefLib(it) => lines.finish(|no, line| it.line(no, line, batch)),
            Language::Table(it) => {
                lines.finish(|no, line| it.line(no, line, batch))?;
                it.last_rows(batch)
            }
        }?;
        self.label(batch);
        match self.language {
            Language::Abif(it) => it.finish(),
            Language::Blt(it) => it.finish(),
            Language::PrefLib(it) => it.finish(),
            Language::Table(it) => it.finish(),
        }
    }

    fn label(&self, batch: &mut Batch) {
        batch.line = self.lines.done();
        (batch.nominees, batch.shape) = match &self.language {
            Language::Abif(it) => (it.nominees(), it.shape()),
            Language::Blt(it) => (it.nominees(), Some(Shape::Ranked)),
            Language::PrefLib(it) => (it.nominees(), it.shape()),
            Language::Table(it) => (it.nominees(), it.shape()),
        };
    }
}
