//! Tables: what the first rows say of all the others.

use super::cells::Row;
use super::reading::{Cells, Reading};
use crate::count::paper::Shape;

/// How the rows of a table are to be read.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// What stands before the marks: one role for each column.
    pub(super) lead: Vec<Lead>,
    pub(super) body: Body,
}

/// A column that is no mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    /// How many papers say what the row says.
    Weight,
    /// The name of a ballot or when it was cast: not read.
    Passed,
}

/// What the columns after the lead are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Body {
    /// A column for each nominee.
    Grid(Grid),
    /// A column for each rank, with a nominee's name in it.
    Order,
    /// One column with a whole ranking in it: Ann > Bob = Cy, or Ann;Bob;Cy.
    Line,
}

/// What the cells of a grid say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grid {
    /// Nobody has said it yet.
    Unknown,
    /// As the file or the reader says.
    Said(Cells),
    /// Ranks, since the count needs them: no number may speak against that.
    Supposed,
}

/// What the first row is.
pub(super) enum First {
    /// A header, and with it all is said.
    Header(Layout),
    /// A header if the second row has marks, and otherwise a ballot.
    Either,
}

/// The names of a first column that says how many papers a row stands for. The three with
/// brackets say as well what the cells mean; Laurels writes those.
const WEIGHTS: [(&str, Option<Cells>); 9] = [
    ("ballots (ranks)", Some(Cells::Ranks)),
    ("ballots (scores)", Some(Cells::Scores)),
    ("ballots (approvals)", Some(Cells::Approvals)),
    ("ballots", None),
    ("count", None),
    ("weight", None),
    ("papers", None),
    ("votes", None),
    ("voters", None),
];

const PASSED: [&str; 7] = ["", "id", "voter", "voter id", "ballot id", "timestamp", "submitted at"];

const ORDER_WORDS: [&str; 7] =
    ["ranking", "order", "ballot", "preferences", "preference", "vote", "choices"];

/// Reads the first row.
pub(super) fn first(row: &Row, reading: Reading) -> First {
    let names: Vec<String> = row.cells().map(|cell| plain(&cell)).collect();
    let mut lead = Vec::new();
    let mut cells = None;
    for name in &names {
        if let Some((_, said)) = WEIGHTS.iter().find(|(weight, _)| weight == name) {
            if lead.contains(&Lead::Weight) {
                break;
            }
            lead.push(Lead::Weight);
            cells = *said;
            if cells.is_some() {
                break;
            }
        } else if PASSED.contains(&name.as_str()) {
            lead.push(Lead::Passed);
        } else {
            break;
        }
        if lead.len() == names.len() && cells.is_none() {
            // A table has something to count: the last column is it, whatever it is called.
            lead.pop();
        }
    }
    let body = names.get(lead.len()..).unwrap_or_default();
    let ranks = body.iter().zip(1_usize..).all(|(name, number)| is_rank(name, number));
    match body {
        // Whoever says what the cells mean says that they are marks.
        _ if cells.is_some() => {
            let grid = Body::Grid(said(reading, cells));
            First::Header(Layout { lead, body: grid })
        }
        [one] if ORDER_WORDS.contains(&one.as_str()) => {
            First::Header(Layout { lead, body: Body::Line })
        }
        _ if ranks => First::Header(Layout { lead, body: Body::Order }),
        _ if !lead.is_empty() => {
            let grid = said(reading, cells);
            First::Header(Layout { lead, body: Body::Grid(grid) })
        }
        _ => First::Either,
    }
}

/// Reads the second row, where the first could be either.
pub(super) fn second(first: &Row, row: &Row, reading: Reading) -> (Layout, bool) {
    let marks = row.len() == first.len() && row.cells().all(|cell| mark(&cell).is_some());
    if marks {
        let grid = Body::Grid(said(reading, None));
        return (Layout { lead: Vec::new(), body: grid }, true);
    }
    (headless(first, Some(row)), false)
}

/// The layout of a table whose first row is already a ballot.
pub(super) fn headless(first: &Row, second: Option<&Row>) -> Layout {
    let number = |row: &Row| row.len() > 1 && row.cell(0).iter().all(u8::is_ascii_digit);
    let counted = |row: &Row| number(row) && !row.cell(0).is_empty();
    let weighted = counted(first) && second.is_none_or(counted);
    let lead = if weighted { vec![Lead::Weight] } else { Vec::new() };
    let columns = first.len().max(second.map_or(0, Row::len)) - lead.len();
    Layout { lead, body: if columns == 1 { Body::Line } else { Body::Order } }
}

/// What the cells of a grid say, as far as anybody says it.
fn said(reading: Reading, header: Option<Cells>) -> Grid {
    if let Some(cells) = reading.cells.or(header) {
        return Grid::Said(cells);
    }
    match reading.want {
        Some(Shape::Approved) => Grid::Said(Cells::Approvals),
        Some(Shape::Scored) => Grid::Said(Cells::Scores),
        Some(Shape::Ranked) => Grid::Supposed,
        None => Grid::Unknown,
    }
}

/// What a cell of a grid says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellSays {
    Nothing,
    Number(u64),
    Yes,
    No,
}

/// Reads a cell of a grid; `None` if it is none of these.
pub(super) fn mark(cell: &[u8]) -> Option<CellSays> {
    if cell.is_empty() {
        return Some(CellSays::Nothing);
    }
    if let Some((number, rest)) = super::cursor::number(cell) {
        return rest.is_empty().then_some(CellSays::Number(number));
    }
    match plain(cell).as_str() {
        "-" => Some(CellSays::Nothing),
        "x" | "y" | "yes" | "true" | "✓" | "✔" | "approve" | "approved" => Some(CellSays::Yes),
        "n" | "no" | "false" => Some(CellSays::No),
        _ => None,
    }
}

/// Whether a header calls this column by the rank it holds: `1`, `1st`, `Rank 1`, `choice_1`,
/// `1st choice`, `First choice`.
fn is_rank(name: &str, number: usize) -> bool {
    const ORDINALS: [&str; 8] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];
    let ordinal = number.checked_sub(1).and_then(|at| ORDINALS.get(at));
    let mut said = false;
    for part in name.split(|letter: char| !letter.is_alphanumeric()).filter(|p| !p.is_empty()) {
        let (word, digits) =
            part.split_at(part.find(|l: char| l.is_ascii_digit()).unwrap_or(part.len()));
        let ending = digits.trim_start_matches(|letter: char| letter.is_ascii_digit());
        let value = digits.strip_suffix(ending).unwrap_or(digits);
        let is_value =
            value.parse() == Ok(number) && matches!(ending, "" | "st" | "nd" | "rd" | "th");
        let is_ordinal = Some(&word) == ordinal && digits.is_empty();
        let is_word = matches!(word, "" | "rank" | "choice" | "preference" | "place" | "position");
        if !is_ordinal && !(is_word && (digits.is_empty() || is_value)) {
            return false;
        }
        said |= is_ordinal || is_value;
    }
    said
}

fn plain(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).trim().to_lowercase()
}
