//! ABIF: the names of nominees, and the lines that are no ballots.

use std::borrow::Cow;

use super::cursor::{Cursor, text};
use super::roster::Roster;
use super::told::Told;
use crate::count::formats::problem::{Problem, quote};
use crate::count::paper::Shape;

/// What the lines beside the ballots say.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// The full name of each position that was given one.
    full: Vec<Option<String>>,
    listed: bool,
    kind: Option<Kind>,
    papers: Option<u64>,
}

/// What the file says of its ballots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Ranked,
    ChooseMany,
    Rated,
}

impl Head {
    pub(super) fn has_nominees(&self) -> bool {
        self.listed
    }

    pub(super) fn is_approval(&self) -> bool {
        self.kind == Some(Kind::ChooseMany)
    }

    pub(super) fn is_ranked(&self) -> bool {
        self.kind == Some(Kind::Ranked)
    }

    pub(super) fn papers(&self) -> Option<u64> {
        self.papers
    }

    pub(super) fn shape(&self) -> Option<Shape> {
        self.kind.map(|kind| match kind {
            Kind::Ranked => Shape::Ranked,
            Kind::ChooseMany => Shape::Approved,
            Kind::Rated => Shape::Scored,
        })
    }

    /// A line such as `=A:[Ann Lee]`.
    pub(super) fn nominee(
        &mut self,
        at: &mut Cursor<'_>,
        roster: &mut Roster,
    ) -> Result<(), Problem> {
        at.eat(b'=');
        at.skip_spaces();
        let start = *at;
        let token = token(at)?;
        let label = text(&token, || start.place())?;
        if label.is_empty() {
            return Err(start.expected_not("a nominee's name", "an empty name"));
        }
        at.skip_spaces();
        if !at.eat(b':') {
            return Err(at.expected("\":\" and the nominee's full name"));
        }
        at.skip_spaces();
        let full_start = *at;
        let full = full_name(at)?;
        let full_label = text(&full, || full_start.place())?;
        let position = match roster.find(&token) {
            Some(known) => known,
            None => {
                let full = |_| Problem::too_many_nominees(start.place(), "one more");
                roster.add(&token).map_err(full)?
            }
        };
        self.listed = true;
        let slot = usize::from(position);
        if self.full.len() <= slot {
            self.full.resize(slot + 1, None);
        }
        match self.full.get_mut(slot) {
            Some(held @ None) => {
                *held = Some(if full_label.is_empty() { label } else { full_label })
            }
            _ => {
                let found = format!("{} again", quote(&token));
                return Err(start.expected_not("a nominee not yet listed", found));
            }
        }
        roster.alias(&full, position);
        Ok(())
    }

    /// A line such as `{title: "Best story"}`. What Laurels has no use for is passed over.
    pub(super) fn metadata(&mut self, at: &mut Cursor<'_>, told: &mut Told) -> Result<(), Problem> {
        let start = *at;
        at.eat(b'{');
        let Some(end) = at.rest().iter().rposition(|&byte| byte == b'}') else {
            return Err(start.expected_not("\"}\" at the end of this line", "none"));
        };
        let body = at.rest().get(..end).unwrap_or_default();
        let Some(colon) = body.iter().position(|&byte| byte == b':') else {
            return Err(at.expected_not("a fact such as title: \"Best story\"", "no \":\""));
        };
        let (key, value) = body.split_at(colon);
        let key = text(unquoted(key.trim_ascii()), || start.place())?;
        let value = value.get(1..).unwrap_or_default();
        let value = text(&fact(value.trim_ascii()), || start.place())?;
        match key.as_str() {
            "title" => told.title = Some(value).filter(|title| !title.is_empty()),
            "seats" => told.seats = value.parse().ok(),
            "max_rating" => told.max_score = value.parse().ok(),
            "ballotcount" => self.papers = value.parse().ok(),
            "ballot_type" => {
                self.kind = match value.as_str() {
                    "choose_many" => Some(Kind::ChooseMany),
                    "ranked" => Some(Kind::Ranked),
                    "rated" => Some(Kind::Rated),
                    _ => None,
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The labels of all nominees: the full name, or else the name on the ballots.
    pub(super) fn labels(&self, roster: &Roster) -> Vec<String> {
        let names = roster.names().map(|name| {
            String::from_utf8_lossy(name).split_whitespace().collect::<Vec<_>>().join(" ")
        });
        let full = self.full.iter().map(Option::as_ref).chain(std::iter::repeat(None));
        names.zip(full).map(|(name, full)| full.cloned().unwrap_or(name)).collect()
    }
}

/// The letters that stand here up to a space or a sign.
#[inline]
pub(super) fn bare<'a>(at: &mut Cursor<'a>) -> &'a [u8] {
    at.take_while(|byte| {
        !matches!(
            byte,
            b' ' | b'\t'
                | b'>'
                | b'='
                | b','
                | b'/'
                | b':'
                | b'#'
                | b'['
                | b']'
                | b'"'
                | b'{'
                | b'}'
                | b'*'
        )
    })
}

/// The name in brackets or quotation marks that stands here.
pub(super) fn name<'a>(at: &mut Cursor<'a>) -> Result<Cow<'a, [u8]>, Problem> {
    let start = *at;
    if at.eat(b'[') {
        let inside = at.take_while(|byte| byte != b']');
        if !at.eat(b']') {
            return Err(start.expected_not("\"]\" after this name", "none on this line"));
        }
        return Ok(inside.trim_ascii().into());
    }
    if at.eat(b'"') {
        return quoted(at, &start);
    }
    Err(at.expected("a nominee's name"))
}

/// A name in quotation marks, where `\"` stands for one and `\\` for a backslash.
fn quoted<'a>(at: &mut Cursor<'a>, start: &Cursor<'_>) -> Result<Cow<'a, [u8]>, Problem> {
    let mut name = Cow::Borrowed(at.take_while(|byte| byte != b'"' && byte != b'\\'));
    loop {
        if at.eat(b'"') {
            return Ok(name);
        }
        if !at.eat(b'\\') {
            return Err(start.expected_not("a second quotation mark", "none on this line"));
        }
        let escaped = at.peek().filter(|byte| matches!(byte, b'"' | b'\\'));
        if let Some(byte) = escaped {
            at.eat(byte);
        }
        name.to_mut().push(escaped.unwrap_or(b'\\'));
        name.to_mut().extend_from_slice(at.take_while(|byte| byte != b'"' && byte != b'\\'));
    }
}

fn token<'a>(at: &mut Cursor<'a>) -> Result<Cow<'a, [u8]>, Problem> {
    let plain = bare(at);
    if plain.is_empty() { name(at) } else { Ok(plain.into()) }
}

/// The full name at the end of a nominee's line: in brackets, quotation marks or neither.
fn full_name<'a>(at: &mut Cursor<'a>) -> Result<Cow<'a, [u8]>, Problem> {
    match at.peek() {
        Some(b'[' | b'"') => {
            let full = name(at)?;
            at.skip_spaces();
            match at.peek() {
                None | Some(b'#') => Ok(full),
                Some(_) => Err(at.expected("the end of the line after the full name")),
            }
        }
        Some(_) | None => Ok(at.take_while(|byte| byte != b'#').trim_ascii().into()),
    }
}

/// A fact's value without its quotation marks.
fn fact(value: &[u8]) -> Cow<'_, [u8]> {
    let Some((&mark, inside)) = value.split_first() else {
        return value.into();
    };
    if !matches!(mark, b'"' | b'\'') {
        return value.into();
    }
    let mut out = Vec::new();
    let mut rest = inside;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match (byte, tail.split_first()) {
            (b'\\', Some((&escaped @ (b'"' | b'\'' | b'\\'), tail))) => {
                out.push(escaped);
                rest = tail;
            }
            (byte, _) if byte == mark && matches!(tail.trim_ascii().first(), None | Some(b',')) => {
                break;
            }
            (byte, _) => out.push(byte),
        }
    }
    out.into()
}

fn unquoted(key: &[u8]) -> &[u8] {
    let inside = |mark: &[u8; 1]| key.strip_prefix(mark).and_then(|key| key.strip_suffix(mark));
    inside(b"\"").or_else(|| inside(b"'")).unwrap_or(key)
}
