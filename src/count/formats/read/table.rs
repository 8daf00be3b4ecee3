//! Tables (CSV): a row a ballot, with a column for each nominee or for each rank.

use super::batch::Batch;
use super::cells::{Row, separator};
use super::cursor::text;
use super::reading::{Cells, Reading};
use super::roster::Roster;
use super::table_head::{Body, CellSays, First, Grid, Layout, Lead, first, headless, mark, second};
use super::told::{Ending, Told};
use crate::count::formats::problem::{Problem, quote};
use crate::count::paper::Shape;
use crate::count::slate::Slate;

/// Reads a table line by line.
#[derive(Debug)]
pub(super) struct Table {
    reading: Reading,
    sign: Option<u8>,
    row: Row,
    /// The first row, while it could be a header or a ballot.
    held: Option<Row>,
    layout: Option<Layout>,
    /// How many columns a row has: all of them in a grid, at most in a table with a header.
    columns: Option<usize>,
    roster: Roster,
    told: Told,
}

const SAY_CELLS: &str = "A number under a name can be a rank (1 is the best) or a score (more is \
                         better), and the file does not say which: add --cells ranks or --cells \
                         scores.";

impl Table {
    pub(super) fn new(reading: Reading) -> Self {
        Self {
            reading,
            sign: None,
            row: Row::default(),
            held: None,
            layout: None,
            columns: None,
            roster: Roster::default(),
            told: Told::default(),
        }
    }

    pub(super) fn nominees(&self) -> usize {
        self.roster.len()
    }

    pub(super) fn shape(&self) -> Option<Shape> {
        match self.layout.as_ref()?.body {
            Body::Order | Body::Line | Body::Grid(Grid::Supposed) => Some(Shape::Ranked),
            Body::Grid(Grid::Said(Cells::Ranks)) => Some(Shape::Ranked),
            Body::Grid(Grid::Said(Cells::Scores)) => Some(Shape::Scored),
            Body::Grid(Grid::Said(Cells::Approvals)) => Some(Shape::Approved),
            Body::Grid(Grid::Unknown) => None,
        }
    }

    pub(super) fn line(
        &mut self,
        number: u64,
        line: &[u8],
        batch: &mut Batch,
    ) -> Result<(), Problem> {
        let sign = *self.sign.get_or_insert_with(|| separator(line));
        if !self.row.push(number, line, sign)? {
            return Ok(());
        }
        if self.row.is_bare() {
            if self.layout.is_none() && self.held.is_none() {
                self.sign = None;
            }
            return Ok(());
        }
        let row = std::mem::take(&mut self.row);
        let done = match &self.layout {
            Some(_) => self.ballot(&row, batch),
            None => return self.first_rows(row, batch),
        };
        self.row = row;
        done
    }

    /// Reads the first rows, up to where it is clear what they are.
    fn first_rows(&mut self, row: Row, batch: &mut Batch) -> Result<(), Problem> {
        let Some(held) = self.held.take() else {
            match first(&row, self.reading) {
                First::Header(layout) => self.header(layout, &row)?,
                First::Either => self.held = Some(row),
            }
            return Ok(());
        };
        let (layout, is_header) = second(&held, &row, self.reading);
        if is_header {
            self.header(layout, &held)?;
        } else {
            self.layout = Some(layout);
            self.ballot(&held, batch)?;
        }
        self.ballot(&row, batch)
    }

    /// Takes over a header: in a grid its cells are the nominees.
    fn header(&mut self, layout: Layout, row: &Row) -> Result<(), Problem> {
        let lead = layout.lead.len();
        if matches!(layout.body, Body::Grid(_)) {
            for (index, cell) in row.cells().enumerate().skip(lead) {
                let name = text(&cell, || row.place(index))?;
                if name.is_empty() {
                    let found = "an empty cell";
                    return Err(Problem::at(row.place(index), "a nominee's name", found));
                }
                if self.roster.find(name.as_bytes()).is_some() {
                    let found = format!("{} again", quote(name.as_bytes()));
                    return Err(Problem::at(row.place(index), "another nominee's name", found));
                }
                self.add(name.as_bytes(), row, index)?;
            }
        }
        self.columns = Some(row.len());
        self.layout = Some(layout);
        Ok(())
    }

    fn add(&mut self, name: &[u8], row: &Row, index: usize) -> Result<u16, Problem> {
        let full = |_| Problem::too_many_nominees(row.place(index), "one more");
        self.roster.add(name).map_err(full)
    }

    fn ballot(&mut self, row: &Row, batch: &mut Batch) -> Result<(), Problem> {
        let Some(layout) = &self.layout else {
            return Ok(());
        };
        let (lead, body) = (layout.lead.len(), layout.body);
        let mut weight = 1;
        for (index, role) in layout.lead.iter().enumerate() {
            if *role == Lead::Weight {
                let cell = row.cell(index);
                let number = super::cursor::number(&cell).filter(|(_, rest)| rest.is_empty());
                let Some((number, _)) = number else {
                    let found = found(&cell);
                    return Err(Problem::at(row.place(index), "a number of papers", found));
                };
                weight = number;
            }
        }
        match body {
            Body::Grid(grid) => self.grid(row, lead, grid, batch)?,
            Body::Order => self.order(row, lead, weight, batch)?,
            Body::Line => self.ranking(row, lead, batch)?,
        }
        batch.close(weight, self.shape() == Some(Shape::Approved));
        Ok(())
    }

    fn grid(
        &mut self,
        row: &Row,
        lead: usize,
        grid: Grid,
        batch: &mut Batch,
    ) -> Result<(), Problem> {
        if let Some(columns) = self.columns
            && columns != row.len()
        {
            let place = row.place(columns.min(row.len()));
            let found = format!("{}", row.len());
            return Err(Problem::at(place, format!("{columns} cells in this row"), found));
        }
        let grid = if grid == Grid::Unknown { self.decide(row, lead)? } else { grid };
        let nominees = self.roster.len();
        for (index, position) in (lead..row.len()).zip(0_u16..) {
            let cell = row.cell(index);
            let wrong =
                |expected: &'static str| Problem::at(row.place(index), expected, found(&cell));
            let says = mark(&cell).ok_or_else(|| wrong(expected(grid)))?;
            match (grid, says) {
                (_, CellSays::Nothing) => {}
                (Grid::Said(Cells::Ranks), CellSays::Number(rank @ 1..=65535)) => {
                    batch.mark(position, u16::try_from(rank).unwrap_or(u16::MAX));
                }
                (Grid::Supposed, CellSays::Number(rank @ 1..)) if fits(rank, nominees) => {
                    batch.mark(position, u16::try_from(rank).unwrap_or(u16::MAX));
                }
                (Grid::Supposed, CellSays::Number(_)) => {
                    let expected = format!("a rank from 1 to {nominees}");
                    let problem = Problem::at(row.place(index), expected, found(&cell));
                    return Err(problem.hint(SAY_CELLS));
                }
                (Grid::Said(Cells::Scores), CellSays::Number(score @ 0..=65535)) => {
                    let score = u16::try_from(score).unwrap_or(u16::MAX);
                    batch.mark(position, score);
                    self.told.saw_score(score);
                }
                (Grid::Said(Cells::Approvals), CellSays::Yes | CellSays::Number(1)) => {
                    batch.approve(position);
                }
                (Grid::Said(Cells::Approvals), CellSays::No | CellSays::Number(0)) => {}
                (Grid::Unknown | Grid::Supposed | Grid::Said(_), _) => {
                    return Err(wrong(expected(grid)));
                }
            }
        }
        if matches!(grid, Grid::Said(Cells::Ranks) | Grid::Supposed) {
            batch.straighten(nominees);
        }
        Ok(())
    }

    /// What the cells of a grid are, by its first ballot, where nobody said it.
    fn decide(&mut self, row: &Row, lead: usize) -> Result<Grid, Problem> {
        let mut words = row.cells().skip(lead).map(|cell| mark(&cell));
        let grid = if words.any(|says| matches!(says, Some(CellSays::Yes | CellSays::No))) {
            Grid::Said(Cells::Approvals)
        } else if row.cells().skip(lead).all(|cell| cell.is_empty()) {
            return Ok(Grid::Unknown);
        } else {
            let expected = "a word on what the numbers in this table are";
            return Err(Problem::at(row.place(lead), expected, "none").hint(SAY_CELLS));
        };
        if let Some(layout) = &mut self.layout {
            layout.body = Body::Grid(grid);
        }
        Ok(grid)
    }

    /// A row with a name for each rank; a rank may be left empty.
    fn order(
        &mut self,
        row: &Row,
        lead: usize,
        weight: u64,
        batch: &mut Batch,
    ) -> Result<(), Problem> {
        if let Some(columns) = self.columns
            && row.len() > columns
        {
            let expected = format!("at most {columns} cells in this row");
            return Err(Problem::at(row.place(columns), expected, row.len().to_string()));
        }
        let (mut skipped, mut gap) = (false, false);
        for index in lead..row.len() {
            let cell = row.cell(index);
            if cell.is_empty() {
                skipped = true;
                continue;
            }
            gap |= skipped;
            let position = self.position(&cell, row, index)?;
            if batch.rank(position).is_err() {
                return Err(crowded(row, index));
            }
        }
        if gap {
            self.told.gaps = self.told.gaps.saturating_add(weight);
        }
        Ok(())
    }

    /// A row with a whole ranking in one cell.
    fn ranking(&mut self, row: &Row, lead: usize, batch: &mut Batch) -> Result<(), Problem> {
        if row.len() > lead + 1 {
            let expected = "one cell with the whole ranking in this row";
            return Err(Problem::at(row.place(lead + 1), expected, row.len().to_string()));
        }
        let cell = row.cell(lead);
        let signs: &[u8] =
            if cell.iter().any(|byte| matches!(byte, b'>' | b'=')) { b">" } else { b";" };
        for rank in cell.split(|byte| signs.contains(byte)) {
            let mut first = true;
            for name in rank.split(|&byte| byte == b'=' && signs == b">") {
                let name = name.trim_ascii();
                if name.is_empty() {
                    continue;
                }
                let position = self.position(name, row, lead)?;
                let fits = if first { batch.rank(position) } else { batch.beside(position) };
                if fits.is_err() {
                    return Err(crowded(row, lead));
                }
                first = false;
            }
        }
        Ok(())
    }

    fn position(&mut self, cell: &[u8], row: &Row, index: usize) -> Result<u16, Problem> {
        if let Some(position) = self.roster.find(cell) {
            return Ok(position);
        }
        let name = text(cell, || row.place(index))?;
        match self.roster.find(name.as_bytes()) {
            Some(position) => Ok(position),
            None => self.add(name.as_bytes(), row, index),
        }
    }

    /// The file has ended: what was held back is read.
    pub(super) fn last_rows(&mut self, batch: &mut Batch) -> Result<(), Problem> {
        self.row.check_end()?;
        match self.held.take() {
            None => Ok(()),
            Some(held) => {
                self.layout = Some(headless(&held, None));
                self.ballot(&held, batch)
            }
        }
    }

    pub(super) fn finish(self) -> Result<Ending, Problem> {
        let shape = self.shape().or(self.reading.want).unwrap_or(Shape::Ranked);
        if self.layout.is_none() {
            let expected = "a row with the names of nominees, and ballots";
            return Err(Problem::of_file(expected, "no row"));
        }
        let labels = self.roster.names().map(|name| String::from_utf8_lossy(name).into_owned());
        let refused = |problem: crate::count::slate::SlateProblem| {
            Problem::of_file("a list of nominees", problem.to_string())
        };
        let slate = Slate::of_labels(labels).map_err(refused)?;
        Ok(Ending { slate, shape, told: self.told })
    }
}

fn fits(rank: u64, nominees: usize) -> bool {
    usize::try_from(rank).is_ok_and(|rank| rank <= nominees)
}

const fn expected(grid: Grid) -> &'static str {
    match grid {
        Grid::Unknown => "a mark",
        Grid::Said(Cells::Ranks) | Grid::Supposed => "a rank from 1, or an empty cell",
        Grid::Said(Cells::Scores) => "a whole score from 0 to 65535, or an empty cell",
        Grid::Said(Cells::Approvals) => "1 or x for approval, 0 or an empty cell for none",
    }
}

#[cold]
fn crowded(row: &Row, index: usize) -> Problem {
    Problem::at(row.place(index), "at most 65535 ranks", "more")
}

fn found(cell: &[u8]) -> String {
    if cell.is_empty() { "an empty cell".into() } else { quote(cell) }
}
