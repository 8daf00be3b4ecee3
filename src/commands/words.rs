//! Words that several commands take on the command line, checked and offered for completion.

use clap::builder::{PossibleValuesParser, TypedValueParser, ValueParser};

use crate::count::Method;
use crate::count::formats::format::Format;
use crate::count::formats::read::reading::Cells;

/// A counting method.
pub fn method() -> ValueParser {
    let names = PossibleValuesParser::new(Method::ALL.map(Method::as_str));
    names.try_map(|name| name.parse::<Method>()).into()
}

/// A format of ballot files.
pub fn format() -> ValueParser {
    let names = PossibleValuesParser::new(Format::ALL.map(Format::as_str));
    names.try_map(|name| name.parse::<Format>()).into()
}

/// What the cells of a table mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum CellsWord {
    /// 1 is the best rank
    Ranks,
    /// More is better
    Scores,
    /// 1 or x is approval
    Approvals,
}

impl From<CellsWord> for Cells {
    fn from(word: CellsWord) -> Self {
        match word {
            CellsWord::Ranks => Self::Ranks,
            CellsWord::Scores => Self::Scores,
            CellsWord::Approvals => Self::Approvals,
        }
    }
}
