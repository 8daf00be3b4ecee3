//! Reads the file: bytes in, found things out. What spoils the whole is an error; what spoils
//! one item is a failure with its place, and the rest goes on.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::error::{Error, Result};
use crate::submissions::source::file::check::{Bad, commit, line, number, url};
use crate::submissions::source::file::people::People;
use crate::submissions::source::file::{check, format, place};
use crate::submissions::source::found::{
    Comment, CommentKind, Failure, Found, Item, KindKey, Measures, Standing, State, Story,
    StoryFile, Submission,
};
use crate::submissions::source::measures;
use crate::submissions::source::people::{Handle, Person, PersonKey, is_bot};

/// What a file holds.
#[derive(Debug, PartialEq, Eq)]
pub struct Contents {
    /// Where the contents come from.
    pub origin: format::Origin,
    /// The contents.
    pub found: Found,
}

/// Reads a file.
///
/// # Errors
/// [`Error::Setting`] with line and column where the file is not UTF-8, not JSON, or not of
/// this format. An item that cannot be read is in [`Found::failures`] instead.
pub fn read(bytes: &[u8]) -> Result<Contents> {
    let text = std::str::from_utf8(bytes).map_err(|e| not_utf8(bytes, &e))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document: format::Document<'_> = serde_json::from_str(text).map_err(|e| {
        let at = place::of_error(text, 0, text, &e);
        refused(&at, &place::words(&e))
    })?;
    if document.format != format::FORMAT {
        let at = place::of_offset(text, text.find("\"format\"").unwrap_or(0));
        let words = format!("the format is {:?}, not {:?}", document.format, format::FORMAT);
        return Err(refused(&at, &words));
    }

    let mut reader = Reader::new(text);
    document.people.iter().for_each(|raw| reader.item(raw, Reader::person));
    document.submissions.iter().for_each(|raw| reader.item(raw, Reader::submission));
    document.comments.iter().for_each(|raw| reader.item(raw, Reader::comment));
    reader.found.people = reader.people.listed;
    Ok(Contents { origin: document.source.unwrap_or_default(), found: reader.found })
}

fn refused(at: &Item, words: &str) -> Error {
    Error::setting(
        format!("The file cannot be read: {at}: {words}."),
        "Correct that place and try again; docs/submissions.schema.json describes the format.",
    )
}

fn not_utf8(bytes: &[u8], error: &std::str::Utf8Error) -> Error {
    let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
    let text = String::from_utf8_lossy(good);
    let at = place::of_offset(&text, text.len());
    refused(&at, "this is not UTF-8 text")
}

struct Reader<'a> {
    text: &'a str,
    found: Found,
    people: People,
    numbers: BTreeSet<u64>,
    comments: BTreeSet<String>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            found: Found::default(),
            people: People::default(),
            numbers: BTreeSet::new(),
            comments: BTreeSet::new(),
        }
    }
}

impl<'a> Reader<'a> {
    fn item(&mut self, raw: &'a RawValue, take: fn(&mut Self, &'a RawValue) -> Result<(), Bad>) {
        if let Err(bad) = take(self, raw) {
            self.fail(raw, bad);
        }
    }

    fn fail(&mut self, raw: &RawValue, bad: Bad) {
        let start = || place::of_offset(self.text, place::start_in(self.text, raw.get()));
        self.found.failures.push(Failure {
            item: bad.at.unwrap_or_else(start),
            why: format!("This item was skipped: {}.", bad.why),
            now: "Correct it in the file and read the file again; nothing is doubled.".into(),
        });
    }

    fn parse<T: DeserializeOwned>(&self, raw: &str) -> Result<T, Bad> {
        serde_json::from_str(raw).map_err(|e| Bad {
            at: Some(place::of_error(self.text, place::start_in(self.text, raw), raw, &e)),
            why: place::words(&e),
        })
    }

    fn person(&mut self, raw: &'a RawValue) -> Result<(), Bad> {
        let wire: format::Person = self.parse(raw.get())?;
        let key = line("key", wire.key)?;
        if is_bot(&key) || wire.handle.as_deref().is_some_and(is_bot) {
            return Ok(());
        }
        let handle = match wire.handle {
            Some(text) => Some(Handle::parse(&text).ok_or_else(|| {
                Bad::new(format!("{text:?} is not a handle; leave it out where none is known"))
            })?),
            None => None,
        };
        self.people.add(Person {
            key: PersonKey::new(key),
            former_keys: wire.former_keys.into_iter().map(PersonKey::new).collect(),
            handle,
            id: wire.id.map(|id| number("id", id)).transpose()?,
            name: wire.name.map(|name| line("name", name)).transpose()?,
        })
    }

    fn submission(&mut self, raw: &'a RawValue) -> Result<(), Bad> {
        let wire: format::Submission<&'a RawValue> =
            serde_json::from_str(raw.get()).map_err(|e| Bad {
                at: Some(place::of_error(
                    self.text,
                    place::start_in(self.text, raw.get()),
                    raw.get(),
                    &e,
                )),
                why: place::words(&e),
            })?;
        let id = number("number", wire.number)?;
        if self.numbers.contains(&id) {
            return Err(Bad::new(format!("submission {id} is given twice")));
        }
        let state = State::ALL.into_iter().find(|s| s.as_str() == wire.state);
        let state = state.ok_or_else(|| Bad::new(format!("{:?} is not a state", wire.state)))?;
        let author = match &wire.author {
            Some(name) => self.people.named(name)?,
            None => None,
        };
        let mut co_authors = Vec::new();
        for name in &wire.co_authors {
            let key = self.people.named(name)?;
            co_authors.extend(key.filter(|k| author.as_ref() != Some(k)));
        }
        let mut submission = Submission {
            number: id,
            url: wire.url.map(url).transpose()?,
            title: line("title", wire.title)?,
            state,
            author,
            co_authors: without_repeats(co_authors),
            branch: wire.branch.map(|b| line("branch", b)).transpose()?,
            labels: wire.labels.into_iter().map(|l| line("labels", l)).collect::<Result<_, _>>()?,
            opened_at: wire.opened_at,
            first_commit_at: wire.first_commit_at,
            merged_at: wire.merged_at,
            closed_at: wire.closed_at,
            commits: wire.commits.map(|n| number("commits", n)).transpose()?,
            reactions: number("reactions", wire.reactions)?,
            stories: Vec::new(),
        };
        for raw in wire.stories {
            match self.parse(raw.get()).and_then(|wire| story(wire, &submission.stories)) {
                Ok(story) => submission.stories.push(story),
                Err(bad) => self.fail(raw, bad),
            }
        }
        self.numbers.insert(id);
        self.found.submissions.push(submission);
        Ok(())
    }

    fn comment(&mut self, raw: &'a RawValue) -> Result<(), Bad> {
        let wire: format::Comment = self.parse(raw.get())?;
        let id = line("id", wire.id)?;
        if self.comments.contains(&id) {
            return Err(Bad::new(format!("the comment {id:?} is given twice")));
        }
        if !self.numbers.contains(&wire.submission) {
            let number = wire.submission;
            return Err(Bad::new(format!("the file has no readable submission {number}")));
        }
        let kind = CommentKind::ALL.into_iter().find(|k| k.as_str() == wire.kind);
        let kind =
            kind.ok_or_else(|| Bad::new(format!("{:?} is no kind of comment", wire.kind)))?;
        let Some(author) = self.people.named(&wire.author)? else {
            return Ok(());
        };
        self.comments.insert(id.clone());
        self.found.comments.push(Comment {
            id,
            submission: wire.submission,
            author,
            at: wire.at,
            url: wire.url.map(url).transpose()?,
            kind,
            words: number("words", wire.words)?,
            reactions: number("reactions", wire.reactions)?,
            nominates: wire.nominates.into_iter().map(check::category).collect::<Result<_, _>>()?,
        });
        Ok(())
    }
}

fn story(wire: format::Story, earlier: &[Story]) -> Result<Story, Bad> {
    let path = check::path(wire.path)?;
    let first_path = wire.first_path.map(check::path).transpose()?;
    let first_path = first_path.unwrap_or_else(|| path.clone());
    if earlier.iter().any(|s| s.first_path == first_path || s.path == path) {
        return Err(Bad::new(format!("the story {path:?} is given twice")));
    }
    let kind = KindKey::parse(&wire.kind);
    let mut files = Vec::new();
    for file in wire.files {
        files.push(StoryFile { path: check::path(file.path)?, text: file.text });
    }
    match files.first() {
        None => files.push(StoryFile { path: path.clone(), text: None }),
        Some(main) if main.path != path => {
            return Err(Bad::new(format!("the first of its files is not {path:?}")));
        }
        Some(_) => {}
    }
    let texts: Vec<&str> = files.iter().filter_map(|file| file.text.as_deref()).collect();
    let counted = (texts.len() == files.len()).then(|| measures::of_files(&texts));
    Ok(Story {
        first_path,
        path,
        standing: if wire.removed { Standing::Removed } else { Standing::Present },
        kind: kind.ok_or_else(|| Bad::new(format!("{:?} is not a kind", wire.kind)))?,
        title: line("title", wire.title)?,
        character: wire.character.map(|c| line("character", c)).transpose()?,
        commit: wire.commit.map(commit).transpose()?,
        files,
        measures: counted.or(wire.measures.map(given_measures).transpose()?),
    })
}

fn given_measures(wire: format::Measures) -> Result<Measures, Bad> {
    Ok(Measures {
        words: number("words", wire.words)?,
        faq_questions: number("faq_questions", wire.faq_questions)?,
        faq_words: number("faq_words", wire.faq_words)?,
        chapters: number("chapters", wire.chapters)?,
    })
}

fn without_repeats(keys: Vec<PersonKey>) -> Vec<PersonKey> {
    let mut seen = BTreeSet::new();
    keys.into_iter().filter(|key| seen.insert(key.clone())).collect()
}
