//! `laurels count`: counts a ballot file, with no database and no server.

use std::io::Write as _;
use std::num::NonZeroU16;
use std::path::PathBuf;

use serde::Serialize;

use super::ballot_file::{self, BallotFile};
use super::screen;
use super::words::{self, CellsWord};
use crate::count::formats::format::Format;
use crate::count::formats::read::reading::{Cells, Reading};
use crate::count::formats::read::told::Told;
use crate::count::{Beside, Method, Outcome, Rules, Shape, Strength, Unmarked, beside, count};
use crate::error::{Error, Result};

/// Count the ballots of a file: ABIF, BLT, PrefLib or CSV, plain or packed with gzip.
#[derive(clap::Args)]
pub struct Args {
    /// The ballot file; - for standard input.
    file: PathBuf,
    /// How to count.
    #[arg(long, short, value_parser = words::method())]
    method: Method,
    /// How many places win; without it, what the file says for stv and otherwise 1.
    #[arg(long, value_name = "N")]
    seats: Option<NonZeroU16>,
    /// The public text from which lots are drawn where a tie must be broken.
    #[arg(long, value_name = "SEED", default_value = "")]
    lots: String,
    /// How to print the outcome.
    #[arg(long, value_enum, default_value_t = Print::Text)]
    format: Print,
    /// Also say what stands beside the winner: how close it was, whether it hung on who else
    /// stood, and what every other method says of the same ballots.
    #[arg(long)]
    all_methods: bool,
    /// How the strength of a majority is measured (schulze, ranked-pairs).
    #[arg(long, value_enum, default_value_t = StrengthWord::WinningVotes)]
    pairwise: StrengthWord,
    /// The highest score that may be given (score, star); without it, what the file says, or
    /// else the highest score in it.
    #[arg(long, value_name = "N")]
    max_score: Option<NonZeroU16>,
    /// What a nominee without a score is worth (score).
    #[arg(long, value_enum, default_value_t = UnmarkedWord::Zero)]
    unmarked: UnmarkedWord,
    /// The format of the file; without it, the content tells.
    #[arg(long, value_name = "FORMAT", value_parser = words::format())]
    from: Option<Format>,
    /// What the numbers in a CSV file mean, if the file does not say it.
    #[arg(long, value_enum)]
    cells: Option<CellsWord>,
}

/// How an outcome is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Print {
    /// A report to be read
    Text,
    /// Every step, for machines
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum StrengthWord {
    /// By the votes of the winning side
    WinningVotes,
    /// By the winning side less the losing side
    Margins,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum UnmarkedWord {
    /// The same as a score of 0
    Zero,
    /// Left out of that nominee's average
    NoOpinion,
}

/// The outcome with what stands beside it.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    outcome: &'a Outcome,
    #[serde(skip_serializing_if = "Option::is_none")]
    beside: Option<&'a Beside>,
}

/// Reads the file, counts, prints.
///
/// # Errors
/// The file cannot be read or is wrong, or its ballots cannot be counted so.
pub fn run(args: Args) -> Result<()> {
    let BallotFile { election, .. } = ballot_file::read(&args.file, args.from, args.reading())?;
    let rules = args.rules(&election.told);
    for note in &election.told.notes {
        writeln!(std::io::stderr(), "laurels: {note}").ok();
    }
    let name = ballot_file::name(&args.file);
    let refused = |problem: crate::count::CountProblem| {
        let now = "Nothing was counted; laurels count --help lists the methods.";
        Error::setting(format!("{name}: {problem}"), now)
    };
    let outcome = count(args.method, &election.profile, &rules).map_err(refused)?;
    let beside = if args.all_methods {
        Some(beside(args.method, &election.profile, &rules).map_err(refused)?)
    } else {
        None
    };
    match args.format {
        Print::Json => json(&outcome, beside.as_ref()),
        Print::Text => text(&election.told, &outcome, beside.as_ref()),
    }
}

impl Args {
    fn reading(&self) -> Reading {
        let shape = self.method.shape();
        let supposed = match shape {
            Shape::Ranked => None,
            Shape::Approved => Some(Cells::Approvals),
            Shape::Scored => Some(Cells::Scores),
        };
        let cells = self.cells.map(Cells::from);
        if self.all_methods && shape != Shape::Ranked {
            // Every other method is asked as well, so keep all that the file says.
            return Reading { want: None, cells: cells.or(supposed) };
        }
        Reading { want: Some(shape), cells }
    }

    fn rules(&self, told: &Told) -> Rules {
        let announced = if self.method == Method::Stv { told.seats } else { None };
        let highest = told.highest_score.and_then(NonZeroU16::new).unwrap_or(NonZeroU16::MIN);
        let announced_max = told.max_score.and_then(NonZeroU16::new);
        Rules {
            seats: self.seats.or(announced).unwrap_or(NonZeroU16::MIN),
            lots: self.lots.clone(),
            max_score: self.max_score.or(announced_max).unwrap_or(highest).get(),
            strength: match self.pairwise {
                StrengthWord::WinningVotes => Strength::WinningVotes,
                StrengthWord::Margins => Strength::Margins,
            },
            unmarked: match self.unmarked {
                UnmarkedWord::Zero => Unmarked::Zero,
                UnmarkedWord::NoOpinion => Unmarked::NoOpinion,
            },
        }
    }
}

fn json(outcome: &Outcome, beside: Option<&Beside>) -> Result<()> {
    let answer = Answer { outcome, beside };
    let text = serde_json::to_string_pretty(&answer).map_err(Error::internal)?;
    screen::print(|out| writeln!(out, "{text}"))
}

fn text(told: &Told, outcome: &Outcome, beside: Option<&Beside>) -> Result<()> {
    screen::print(|out| {
        if let Some(title) = &told.title {
            writeln!(out, "{title}\n")?;
        }
        write!(out, "{}", outcome.report())?;
        match beside {
            Some(beside) => write!(out, "\n{}", beside.report(outcome)),
            None => Ok(()),
        }
    })
}
