//! `Cursor`: walks along one line of a file and can always say where it is.

use std::borrow::Cow;

use crate::count::formats::problem::{Place, Problem, quote_word};

/// A place on one line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    line: &'a [u8],
    rest: &'a [u8],
    number: u64,
}

impl<'a> Cursor<'a> {
    /// The start of a line, which has this number in its file.
    pub(super) fn new(number: u64, line: &'a [u8]) -> Self {
        Self { line, rest: line, number }
    }

    /// What stands from here to the end of the line.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// Goes to where `rest`, a tail of this line, starts.
    #[inline]
    pub(super) fn go_to(&mut self, rest: &'a [u8]) {
        self.rest = rest;
    }

    /// Goes past `byte` if it stands here.
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        match self.rest.split_first() {
            Some((&first, rest)) if first == byte => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    pub(super) fn skip_spaces(&mut self) {
        while let [b' ' | b'\t', rest @ ..] = self.rest {
            self.rest = rest;
        }
    }

    /// Goes past everything that `wanted` likes and gives it.
    pub(super) fn take_while(&mut self, wanted: impl Fn(u8) -> bool) -> &'a [u8] {
        let end = self.rest.iter().position(|&byte| !wanted(byte)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    /// Goes past a whole number; `None` and no step where there is none or it is too large.
    #[inline]
    pub(super) fn number(&mut self) -> Option<u64> {
        let (value, rest) = number(self.rest)?;
        self.rest = rest;
        Some(value)
    }

    /// Where it stands.
    pub(super) fn place(&self) -> Place {
        Place::in_line(self.number, self.line, self.line.len() - self.rest.len())
    }

    /// Something else was expected here.
    pub(super) fn expected(&self, expected: impl Into<Cow<'static, str>>) -> Problem {
        Problem::at(self.place(), expected, quote_word(self.rest))
    }

    /// The same with words for what was found.
    pub(super) fn expected_not(
        &self,
        expected: impl Into<Cow<'static, str>>,
        found: impl Into<Cow<'static, str>>,
    ) -> Problem {
        Problem::at(self.place(), expected, found)
    }
}

/// The whole number at the start of `bytes`, and what follows it.
#[inline]
pub(super) fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let (&first, mut rest) = bytes.split_first()?;
    let mut value = digit(first)?;
    while let Some((&byte, tail)) = rest.split_first()
        && let Some(digit) = digit(byte)
    {
        value = value.checked_mul(10)?.checked_add(digit)?;
        rest = tail;
    }
    Some((value, rest))
}

#[inline]
fn digit(byte: u8) -> Option<u64> {
    let value = byte.wrapping_sub(b'0');
    (value < 10).then_some(value.into())
}

/// A piece of a file as text, without control characters, its spaces made single.
///
/// # Errors
/// It is not UTF-8, or has control characters, which could steer the terminal it is shown on.
pub(super) fn text(bytes: &[u8], place: impl Fn() -> Place) -> Result<String, Problem> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        let problem = Problem::at(place(), "text in UTF-8", "bytes that are none");
        return Err(problem.hint("Save the file as UTF-8."));
    };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.chars().find(|letter| letter.is_control()) {
        None => Ok(text),
        Some(letter) => {
            let found = format!("the control character U+{:04X}", u32::from(letter));
            Err(Problem::at(place(), "letters that can be shown", found))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_ends_where_its_digits_end_and_too_large_ones_are_none() {
        assert_eq!(number(b"27: A"), Some((27, b": A".as_slice())));
        assert_eq!(number(b"18446744073709551615"), Some((u64::MAX, b"".as_slice())));
        assert_eq!(number(b"18446744073709551616"), None);
        assert_eq!(number(b"x1"), None);
        assert_eq!(number(b""), None);
    }

    #[test]
    fn names_are_trimmed_and_control_characters_refused() {
        let here = || Place { line: 1, column: 1 };
        assert_eq!(text(b"  Ann \t Lee ", here), Ok("Ann Lee".into()));
        assert!(text(b"a\x1b[31m", here).is_err());
        assert!(text(b"\xff", here).is_err());
    }
}
