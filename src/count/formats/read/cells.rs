//! `Row`: one row of a table, cut into cells.

use std::borrow::Cow;

use crate::count::formats::problem::{Place, Problem};

/// One row and where its cells are. It is used again for the next row.
#[derive(Debug, Default)]
pub(super) struct Row {
    bytes: Vec<u8>,
    cells: Vec<Cell>,
    number: u64,
    open: bool,
}

#[derive(Debug, Clone, Copy)]
struct Cell {
    from: usize,
    to: usize,
    /// It has quotation marks inside, which stand there twice.
    doubled: bool,
}

/// The most bytes that a row with a line break in a cell may have: a forgotten quotation mark
/// shall not swallow the file.
const MOST_BYTES: usize = 1 << 20;

impl Row {
    /// Takes the next line; false if the row goes on after it.
    pub(super) fn push(&mut self, number: u64, line: &[u8], sign: u8) -> Result<bool, Problem> {
        if self.open {
            self.bytes.push(b'\n');
        } else {
            self.bytes.clear();
            self.number = number;
        }
        self.bytes.extend_from_slice(line);
        self.cells.clear();
        if self.open || self.bytes.contains(&b'"') {
            self.open = self.cut_quoted(sign)?;
        } else {
            self.cut_plain(sign);
        }
        if self.open && self.bytes.len() > MOST_BYTES {
            return Err(self.unclosed());
        }
        Ok(!self.open)
    }

    /// Whether the file may not end here.
    pub(super) fn check_end(&self) -> Result<(), Problem> {
        if self.open { Err(self.unclosed()) } else { Ok(()) }
    }

    fn unclosed(&self) -> Problem {
        let from = self.cells.last().map_or(0, |cell| cell.from);
        let found = "none up to here";
        let place = Place::in_line(self.number, &self.bytes, from.saturating_sub(1));
        Problem::at(place, "a closing quotation mark for this cell", found)
    }

    fn cut_plain(&mut self, sign: u8) {
        let mut from = 0;
        for (at, &byte) in self.bytes.iter().enumerate() {
            if byte == sign {
                self.cells.push(Cell { from, to: at, doubled: false });
                from = at + 1;
            }
        }
        self.cells.push(Cell { from, to: self.bytes.len(), doubled: false });
    }

    /// The same where cells may be quoted; true if the last one is not closed.
    fn cut_quoted(&mut self, sign: u8) -> Result<bool, Problem> {
        let mut from = 0;
        loop {
            let rest = self.bytes.get(from..).unwrap_or_default();
            if let Some(inside) = rest.strip_prefix(b"\"") {
                let Some((len, doubled)) = closing(inside) else {
                    self.cells.push(Cell { from: from + 1, to: self.bytes.len(), doubled: true });
                    return Ok(true);
                };
                let after = from + len + 2;
                self.cells.push(Cell { from: from + 1, to: from + 1 + len, doubled });
                let tail = self.bytes.get(after..).unwrap_or_default();
                let spaces = tail.iter().take_while(|&&byte| byte == b' ').count();
                match tail.get(spaces) {
                    None => return Ok(false),
                    Some(&byte) if byte == sign => from = after + spaces + 1,
                    Some(_) => {
                        let place = Place::in_line(self.number, &self.bytes, after + spaces);
                        let expected = "the end of the cell after its closing quotation mark";
                        return Err(Problem::at(place, expected, "more"));
                    }
                }
            } else {
                let to = rest.iter().position(|&byte| byte == sign).map(|len| from + len);
                self.cells.push(Cell { from, to: to.unwrap_or(self.bytes.len()), doubled: false });
                match to {
                    Some(to) => from = to + 1,
                    None => return Ok(false),
                }
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there is nothing in it, not even an empty cell beside another.
    pub(super) fn is_bare(&self) -> bool {
        self.len() <= 1 && self.bytes.trim_ascii().is_empty()
    }

    /// What a cell says, without the spaces around it.
    pub(super) fn cell(&self, index: usize) -> Cow<'_, [u8]> {
        let Some(cell) = self.cells.get(index) else {
            return Cow::Borrowed(b"");
        };
        let raw = self.bytes.get(cell.from..cell.to).unwrap_or_default().trim_ascii();
        if !cell.doubled {
            return raw.into();
        }
        let mut out = Vec::with_capacity(raw.len());
        let mut bytes = raw.iter();
        while let Some(&byte) = bytes.next() {
            out.push(byte);
            if byte == b'"' {
                bytes.next();
            }
        }
        out.into()
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = Cow<'_, [u8]>> {
        (0..self.len()).map(|index| self.cell(index))
    }

    pub(super) fn place(&self, index: usize) -> Place {
        let from = self.cells.get(index).map_or(self.bytes.len(), |cell| cell.from);
        let raw = self.bytes.get(from..).unwrap_or_default();
        let spaces = raw.iter().take_while(|&&byte| byte == b' ').count();
        Place::in_line(self.number, &self.bytes, from + spaces)
    }
}

/// How long the inside of a quoted cell is, and whether it has doubled marks.
fn closing(inside: &[u8]) -> Option<(usize, bool)> {
    let mut doubled = false;
    let mut at = 0;
    loop {
        at += inside.get(at..)?.iter().position(|&byte| byte == b'"')?;
        if inside.get(at + 1) != Some(&b'"') {
            return Some((at, doubled));
        }
        doubled = true;
        at += 2;
    }
}

/// The sign between the cells of a table: the one that its first line has most of.
pub(super) fn separator(line: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(0_u32, b','), (0, b';'), (0, b'\t')];
    for &byte in line {
        quoted ^= byte == b'"';
        if let Some(count) = counts.iter_mut().find(|(_, sign)| !quoted && *sign == byte) {
            count.0 = count.0.saturating_add(1);
        }
    }
    let most = counts.iter().rev().max_by_key(|(count, _)| *count);
    most.map_or(b',', |(_, sign)| *sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(lines: &[&str]) -> Vec<String> {
        let mut row = Row::default();
        for (i, line) in lines.iter().enumerate() {
            let done = row.push(1, line.as_bytes(), b',').unwrap();
            assert_eq!(done, i + 1 == lines.len());
        }
        row.cells().map(|cell| String::from_utf8_lossy(&cell).into_owned()).collect()
    }

    #[test]
    fn cells_may_be_quoted_and_hold_separators_marks_and_line_breaks() {
        assert_eq!(cells(&["a, b ,,c"]), ["a", "b", "", "c"]);
        assert_eq!(cells(&[r#""Lee, Ann","say ""hi""" ,x"#]), ["Lee, Ann", "say \"hi\"", "x"]);
        assert_eq!(cells(&["\"two", "lines\",z"]), ["two\nlines", "z"]);
        assert_eq!(cells(&[r#"5" disk,b"#]), ["5\" disk", "b"]);
    }

    #[test]
    fn the_separator_is_what_the_first_line_has_most_of() {
        assert_eq!(separator(b"a;b;c,d"), b';');
        assert_eq!(separator(b"a\tb"), b'\t');
        assert_eq!(separator(b"\"a;b;c\",d"), b',');
        assert_eq!(separator(b"alone"), b',');
    }

    #[test]
    fn a_forgotten_quotation_mark_does_not_swallow_the_file() {
        let mut row = Row::default();
        let line = vec![b'x'; 300_000];
        assert!(!row.push(1, b"a,\"b", b',').unwrap());
        let refused = (0..5).find_map(|_| row.push(2, &line, b',').err());
        assert_eq!(refused.unwrap().place, Some(Place { line: 1, column: 3 }));
    }
}
