//! Path patterns, as leads know them: `**/status_quo/*.md`.
//!
//! A pattern is held against the whole path. `*` and `?` stay inside one folder, `**` as a whole
//! step stands for any number of folders (none, too), `[a-z]` and `[!a-z]` for one character,
//! `{a,b}` for either. Letter case counts. Matching takes no more than steps times steps.

use std::fmt;

/// How many patterns one with braces may stand for.
const MOST_ALTERNATIVES: usize = 64;

/// A pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob {
    text: String,
    alternatives: Vec<Vec<Step>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    AnyFolders,
    Name(Vec<Piece>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Run,
    Any,
    Is(char),
    OneOf { not: bool, ranges: Vec<(char, char)> },
}

impl Glob {
    /// Takes a pattern.
    ///
    /// # Errors
    /// Half a sentence that says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("an empty pattern matches nothing".into());
        }
        let mut alternatives = Vec::new();
        for plain in unbraced(text)? {
            let plain = plain.strip_prefix('/').unwrap_or(&plain);
            alternatives.push(plain.split('/').map(step).collect::<Result<_, _>>()?);
        }
        Ok(Self { text: text.to_owned(), alternatives })
    }

    /// Whether the whole of `path` fits.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        let names: Vec<&str> = path.split('/').collect();
        let fits = |step: &Step, name: &&str| match step {
            Step::AnyFolders => false,
            Step::Name(pieces) => {
                let chars: Vec<char> = name.chars().collect();
                run(pieces, &chars, |piece| *piece == Piece::Run, is)
            }
        };
        self.alternatives
            .iter()
            .any(|steps| run(steps, &names, |step| *step == Step::AnyFolders, fits))
    }
}

impl fmt::Display for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Holds `pattern` against `items`, where a part of the pattern that `many` says takes any
/// number of items. Only the last such part is ever tried again, so time is at most the product.
fn run<P, I>(
    pattern: &[P],
    items: &[I],
    many: impl Fn(&P) -> bool,
    one: impl Fn(&P, &I) -> bool,
) -> bool {
    let (mut at, mut seen) = (0, 0);
    let mut again: Option<(usize, usize)> = None;
    while let Some(item) = items.get(seen) {
        match pattern.get(at) {
            Some(part) if many(part) => {
                again = Some((at + 1, seen));
                at += 1;
            }
            Some(part) if one(part, item) => {
                at += 1;
                seen += 1;
            }
            Some(_) | None => match again {
                Some((after, from)) => {
                    again = Some((after, from + 1));
                    (at, seen) = (after, from + 1);
                }
                None => return false,
            },
        }
    }
    pattern.get(at..).unwrap_or_default().iter().all(many)
}

fn is(piece: &Piece, c: &char) -> bool {
    match piece {
        Piece::Run => false,
        Piece::Any => true,
        Piece::Is(own) => own == c,
        Piece::OneOf { not, ranges } => {
            ranges.iter().any(|(low, high)| low <= c && c <= high) != *not
        }
    }
}

fn step(text: &str) -> Result<Step, String> {
    if text == "**" {
        return Ok(Step::AnyFolders);
    }
    let mut pieces = Vec::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        pieces.push(match c {
            '*' => Piece::Run,
            '?' => Piece::Any,
            '[' => one_of(&mut chars).ok_or_else(|| format!("{text:?} has a [ without its ]"))?,
            own => Piece::Is(own),
        });
    }
    Ok(Step::Name(pieces))
}

/// The rest of `[...]`; `None` if it never ends.
fn one_of(chars: &mut std::str::Chars<'_>) -> Option<Piece> {
    let (mut not, mut ranges, mut first) = (false, Vec::new(), true);
    loop {
        let c = chars.next()?;
        match c {
            '!' | '^' if first && !not => not = true,
            ']' if !first => return Some(Piece::OneOf { not, ranges }),
            low => {
                first = false;
                let mut ahead = chars.clone();
                match (ahead.next(), ahead.next()) {
                    (Some('-'), Some(high)) if high != ']' => {
                        ranges.push((low, high));
                        *chars = ahead;
                    }
                    _ => ranges.push((low, low)),
                }
            }
        }
    }
}

/// The patterns without braces that one with braces stands for.
fn unbraced(text: &str) -> Result<Vec<String>, String> {
    let mut done = Vec::new();
    let mut open = vec![text.to_owned()];
    while let Some(text) = open.pop() {
        let Some(end) = text.find('}') else {
            if text.contains('{') {
                return Err(format!("{text:?} has a {{ without its }}"));
            }
            done.push(text);
            continue;
        };
        let (head, tail) = (text.get(..end).unwrap_or_default(), text.get(end + 1..));
        let (before, inside) =
            head.rsplit_once('{').ok_or_else(|| format!("{text:?} has a }} without its {{"))?;
        for choice in inside.split(',').rev() {
            open.push(format!("{before}{choice}{}", tail.unwrap_or_default()));
        }
        if open.len() + done.len() > MOST_ALTERNATIVES {
            return Err(format!("{text:?} stands for more than {MOST_ALTERNATIVES} patterns"));
        }
    }
    Ok(done)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fits(pattern: &str, path: &str) -> bool {
        Glob::parse(pattern).unwrap().matches(path)
    }

    #[test]
    fn a_star_stays_in_its_folder_and_two_stars_do_not() {
        assert!(fits("**/status_quo/*.md", "src/vision/status_quo/alan.md"));
        assert!(fits("**/status_quo/*.md", "status_quo/alan.md"));
        assert!(!fits("**/status_quo/*.md", "src/status_quo/aws/alan.md"));
        assert!(!fits("**/status_quo/*.md", "src/status_quo.md"));
        assert!(fits("a/**", "a/b/c") && fits("a/**/c", "a/c") && !fits("*.md", "a/b.md"));
    }

    #[test]
    fn braces_brackets_and_question_marks_stand_for_what_they_say() {
        assert!(fits("{a,b{c,d}}/[0-9]?.{md,markdown}", "bd/4x.markdown"));
        assert!(!fits("{a,b{c,d}}/[0-9]?.{md,markdown}", "be/4x.md"));
        assert!(fits("[!a-c]x", "dx") && !fits("[!a-c]x", "bx") && fits("[]]", "]"));
    }

    #[test]
    fn a_pattern_that_cannot_be_meant_is_refused_with_words() {
        for pattern in ["", "a{b", "a}b", "[a", "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"] {
            assert!(Glob::parse(pattern).is_err(), "{pattern:?}");
        }
    }

    /// The same meaning, written down plainly and slowly.
    fn plainly(pattern: &[char], path: &[char]) -> bool {
        match (pattern, path) {
            ([], []) => true,
            (['*', '*', '/', rest @ ..], _) if plainly(rest, path) => true,
            (['*', '*', '/', ..], [_, ..]) => path
                .iter()
                .position(|c| *c == '/')
                .is_some_and(|slash| plainly(pattern, &path[slash + 1..])),
            (['*', rest @ ..], _) if plainly(rest, path) => true,
            (['*', ..], [c, tail @ ..]) if *c != '/' => plainly(pattern, tail),
            (['?', rest @ ..], [c, tail @ ..]) if *c != '/' => plainly(rest, tail),
            ([p, rest @ ..], [c, tail @ ..]) if p == c && *p != '*' => plainly(rest, tail),
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn the_quick_way_agrees_with_the_plain_way(
            pattern in "(\\*\\*/)?([ab]|\\*|\\?){1,3}(/(\\*\\*/)?([ab]|\\*|\\?){1,3}){0,2}",
            path in "[ab]{1,3}(/[ab]{1,3}){0,3}",
        ) {
            prop_assume!(!pattern.split('/').any(|s| s.contains("**") && s != "**"));
            prop_assume!(!pattern.ends_with("**"));
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            prop_assert_eq!(fits(&pattern, &path), plainly(&chars(&pattern), &chars(&path)));
        }

        #[test]
        fn no_pattern_panics(pattern in ".{0,30}", path in ".{0,30}") {
            if let Ok(glob) = Glob::parse(&pattern) {
                let _ = glob.matches(&path);
            }
        }
    }
}
