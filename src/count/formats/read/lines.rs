//! `Lines`: whole lines out of pieces of a file.

use crate::count::formats::problem::{Place, Problem};

/// Cuts a stream of bytes into lines. A line that ends within the piece it starts in is not
/// copied; only what hangs over the end of a piece is kept.
#[derive(Debug, Default)]
pub(super) struct Lines {
    kept: Vec<u8>,
    done: u64,
}

impl Lines {
    /// How many lines were given out.
    pub(super) fn done(&self) -> u64 {
        self.done
    }

    /// Gives `each` the number and the bytes of every line that ends in `piece`.
    pub(super) fn push(
        &mut self,
        mut piece: &[u8],
        mut each: impl FnMut(u64, &[u8]) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        if !self.kept.is_empty() {
            let Some(end) = find(piece) else {
                self.kept.extend_from_slice(piece);
                return Ok(());
            };
            let (head, rest) = piece.split_at(end);
            self.kept.extend_from_slice(head);
            let line = std::mem::take(&mut self.kept);
            self.done += 1;
            each(self.done, tidy(self.done, &line)?)?;
            self.kept = line;
            self.kept.clear();
            piece = rest.get(1..).unwrap_or_default();
        }
        while let Some(end) = find(piece) {
            let (line, rest) = piece.split_at(end);
            self.done += 1;
            each(self.done, tidy(self.done, line)?)?;
            piece = rest.get(1..).unwrap_or_default();
        }
        self.kept.extend_from_slice(piece);
        Ok(())
    }

    /// Gives `each` the last line, if the file does not end with a line break.
    pub(super) fn finish(
        &mut self,
        mut each: impl FnMut(u64, &[u8]) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let line = std::mem::take(&mut self.kept);
        if line.is_empty() {
            return Ok(());
        }
        self.done += 1;
        each(self.done, tidy(self.done, &line)?)
    }
}

/// Where the next line break stands. Eight bytes at a time: a byte of `word` is nought where
/// the text has a line break, and borrowing marks the lowest such byte.
fn find(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const BREAKS: u64 = 0x0a0a_0a0a_0a0a_0a0a;
    let (words, tail) = bytes.as_chunks::<8>();
    for (i, chunk) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*chunk) ^ BREAKS;
        let hits = word.wrapping_sub(ONES) & !word & (ONES << 7);
        if hits != 0 {
            let within = usize::try_from(hits.trailing_zeros() / 8).unwrap_or(0);
            return Some(i * 8 + within);
        }
    }
    let start = words.len() * 8;
    tail.iter().position(|&byte| byte == b'\n').map(|at| start + at)
}

/// A line without the carriage return before its break and the mark before its first.
fn tidy(number: u64, line: &[u8]) -> Result<&[u8], Problem> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if number != 1 {
        return Ok(line);
    }
    if line.starts_with(b"\xff\xfe") || line.starts_with(b"\xfe\xff") {
        let place = Place { line: 1, column: 1 };
        let problem = Problem::at(place, "text in UTF-8", "text in UTF-16");
        return Err(problem.hint("Save the file as UTF-8."));
    }
    Ok(line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(pieces: &[&[u8]]) -> Vec<Vec<u8>> {
        let mut lines = Lines::default();
        let mut out = Vec::new();
        let mut each = |number: u64, line: &[u8]| {
            out.push(line.to_vec());
            assert_eq!(u64::try_from(out.len()).unwrap(), number);
            Ok(())
        };
        for piece in pieces {
            lines.push(piece, &mut each).unwrap();
        }
        lines.finish(&mut each).unwrap();
        out
    }

    #[test]
    fn marks_and_carriage_returns_are_taken_off_and_the_last_line_needs_no_break() {
        assert_eq!(cut(&[b"\xef\xbb", b"\xbfa\r\nbb", b"\n\nc"]), [&b"a"[..], b"bb", b"", b"c"]);
        assert!(cut(&[b""]).is_empty());
    }

    proptest! {
        #[test]
        fn lines_are_the_same_however_the_file_is_cut(
            text in "[ab\n\r]{0,60}", cuts in prop::collection::vec(0_usize..60, 0..4)
        ) {
            let bytes = text.as_bytes();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|at| at.min(bytes.len())).collect();
            cuts.sort_unstable();
            cuts.push(bytes.len());
            let mut from = 0;
            let mut pieces = Vec::new();
            for to in cuts {
                pieces.push(&bytes[from..to]);
                from = to;
            }
            let mut plain: Vec<Vec<u8>> = bytes
                .split(|&byte| byte == b'\n')
                .map(|line| line.strip_suffix(b"\r").unwrap_or(line).to_vec())
                .collect();
            if bytes.is_empty() || bytes.ends_with(b"\n") {
                plain.pop();
            }
            prop_assert_eq!(cut(&pieces), plain);
        }
    }
}
