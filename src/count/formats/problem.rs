//! [`Problem`]: what is wrong with a ballot file, where, and what would be right.

use std::borrow::Cow;
use std::fmt;

use crate::count::slate::MOST_NOMINEES;

/// Where in a file something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line, from 1.
    pub line: u64,
    /// The character of that line, from 1.
    pub column: u64,
}

/// Why a file cannot be read, at its first wrong place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where, if it is one place.
    pub place: Option<Place>,
    /// What was expected there, to be read after "expected".
    pub expected: Cow<'static, str>,
    /// What stands there, to be read after "found".
    pub found: Cow<'static, str>,
    /// What to do about it, a whole sentence, where that is not plain.
    pub hint: Option<Cow<'static, str>>,
}

/// Something that a reader of the result should know, though the file could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note(pub Cow<'static, str>);

/// The most characters of a file that an error quotes.
const MOST_QUOTED: usize = 40;

impl Place {
    /// The place of the byte at `offset` of a line.
    #[must_use]
    pub fn in_line(line: u64, bytes: &[u8], offset: usize) -> Self {
        let before = bytes.get(..offset).unwrap_or(bytes);
        let starts = before.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count();
        Self { line, column: u64::try_from(starts).unwrap_or(u64::MAX).saturating_add(1) }
    }
}

impl Problem {
    /// Something else was expected at this place.
    #[must_use]
    pub fn at(
        place: Place,
        expected: impl Into<Cow<'static, str>>,
        found: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { place: Some(place), expected: expected.into(), found: found.into(), hint: None }
    }

    /// Something is missing or wrong in the file as a whole.
    #[must_use]
    pub fn of_file(
        expected: impl Into<Cow<'static, str>>,
        found: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { place: None, expected: expected.into(), found: found.into(), hint: None }
    }

    /// The same with advice, a whole sentence.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// More nominees than a slate holds.
    #[must_use]
    pub fn too_many_nominees(place: Place, found: impl fmt::Display) -> Self {
        Self::at(place, format!("at most {MOST_NOMINEES} nominees"), format!("{found}"))
    }
}

/// The start of what stands in a file, in quotes, fit for a terminal.
#[must_use]
pub fn quote(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes.get(..4 * MOST_QUOTED).unwrap_or(bytes));
    let mut quoted = String::from("\"");
    for (i, letter) in text.chars().enumerate() {
        if i == MOST_QUOTED {
            quoted.push('…');
            break;
        }
        quoted.push(if letter.is_control() { '\u{fffd}' } else { letter });
    }
    quoted.push('"');
    quoted
}

/// The same for the next word of a line, or the words for its end.
#[must_use]
pub fn quote_word(rest: &[u8]) -> String {
    if rest.is_empty() {
        return "the end of the line".into();
    }
    let mut parts = rest.split(|byte| matches!(byte, b' ' | b'\t'));
    quote(parts.find(|part| !part.is_empty()).unwrap_or(b" "))
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = self.place {
            write!(f, "{place}: ")?;
        }
        write!(f, "expected {}, found {}.", self.expected, self.found)?;
        match &self.hint {
            Some(hint) => write!(f, " {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Problem {}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_not_bytes() {
        let line = "12: 蘇業>é>".as_bytes();
        assert_eq!(Place::in_line(3, line, line.len()), Place { line: 3, column: 10 });
        assert_eq!(Place::in_line(3, line, 0).column, 1);
    }

    #[test]
    fn what_is_quoted_is_short_and_cannot_steer_a_terminal() {
        let long = quote(&[b'x'; 500]);
        assert_eq!(long.chars().count(), 43);
        assert_eq!(quote(b"a\x1b[2Jb"), "\"a\u{fffd}[2Jb\"");
        assert_eq!(quote_word(b"  two words"), "\"two\"");
        assert_eq!(quote_word(b""), "the end of the line");
    }
}
