//! Where in a text something stands: lines and columns, counted from 1, as editors count.

use crate::submissions::source::found::Item;

/// The place of the byte at `offset` in `text`; the end of the text where it lies beyond.
#[must_use]
pub fn of_offset(text: &str, offset: usize) -> Item {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.matches('\n').count() + 1;
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    Item::Place { line, column }
}

/// The place that a JSON error within `part` names, as a place in `whole`. `start` is where
/// `part` begins; serde counts columns in bytes, and column 0 for a line's very end.
#[must_use]
pub fn of_error(whole: &str, start: usize, part: &str, error: &serde_json::Error) -> Item {
    let lines_before: usize =
        part.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let inside = lines_before + error.column().saturating_sub(1);
    of_offset(whole, start + floor_char(part, inside))
}

/// The last character boundary at or before `offset`.
fn floor_char(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Where `part`, a slice of `whole`, begins in it; 0 if it is not a slice of it.
#[must_use]
pub fn start_in(whole: &str, part: &str) -> usize {
    let distance = part.as_ptr().addr().saturating_sub(whole.as_ptr().addr());
    if distance <= whole.len() { distance } else { 0 }
}

/// The words of a JSON error without its own, relative, place.
#[must_use]
pub fn words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or_else(|| text.clone(), |(words, _)| words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_as_editors_count() {
        let text = "ä\nbé!";

        assert_eq!(of_offset(text, 0), Item::Place { line: 1, column: 1 });
        assert_eq!(of_offset(text, text.find('!').unwrap()), Item::Place { line: 2, column: 3 });
        assert_eq!(of_offset(text, 99), Item::Place { line: 2, column: 4 });
    }

    #[test]
    fn an_error_in_a_part_is_placed_in_the_whole() {
        let whole = "[\n  {\"a\":\n   true}\n]";
        let part = &whole[4..whole.len() - 2];
        let error = serde_json::from_str::<std::collections::BTreeMap<String, u8>>(part);

        let place = of_error(whole, start_in(whole, part), part, &error.unwrap_err());

        assert_eq!(place, Item::Place { line: 3, column: 7 });
    }
}
