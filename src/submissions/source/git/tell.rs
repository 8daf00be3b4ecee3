//! The last part of a pass: texts are read, and what was found is handed over in batches.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Result;
use crate::submissions::source::found::{
    CommitId, Failure, Found, State, Story, Submission, Update,
};
use crate::submissions::source::git::address::WebAddress;
use crate::submissions::source::git::cursor::Cursor;
use crate::submissions::source::git::fetch::{Repository, Texts};
use crate::submissions::source::git::people::People;
use crate::submissions::source::git::walk::Pull;
use crate::submissions::source::pass::{BATCH, Progress, Sink, Stage};
use crate::submissions::source::people::{Handle, Person};
use crate::submissions::source::rules::Rules;
use crate::submissions::source::shelved::Shelved;
use crate::submissions::source::stories;

/// What is known besides the files.
#[derive(Debug)]
pub struct Told<'a> {
    /// The rules of the edition.
    pub rules: &'a Rules,
    /// Only these submissions, if not all.
    pub only: Option<&'a BTreeSet<u64>>,
    /// What the history tells of the submissions of this pass.
    pub pulls: &'a BTreeMap<u64, &'a Pull>,
    /// Who is who.
    pub people: &'a People,
    /// Where people read the repository.
    pub web: Option<&'a WebAddress>,
    /// Whose repository it is.
    pub home: Option<&'a Handle>,
}

/// Reads the texts of what has changed and hands it over in batches.
///
/// # Errors
/// Where git breaks off, and what the sink answers.
pub fn tell(
    repository: &Repository,
    told: &Told<'_>,
    next: &mut Cursor,
    sink: &mut dyn Sink,
) -> Result<()> {
    let mut by_number: BTreeMap<u64, Vec<Shelved>> = BTreeMap::new();
    for shelved in next.shelf.take_touched() {
        by_number.entry(shelved.number).or_default().push(shelved);
    }
    if let Some(only) = told.only {
        by_number.retain(|number, _| only.contains(number));
    }
    let total = u64::try_from(by_number.len()).ok();
    let mut texts = match by_number.is_empty() {
        true => return Ok(()),
        false => repository.texts()?,
    };
    let mut found = Found::default();
    let mut done = 0;
    for (number, touched) in by_number {
        let pull = told.pulls.get(&number);
        let mut read = |shelved: &Shelved, next: &mut Cursor, failures: &mut Vec<Failure>| {
            story(&mut texts, shelved, pull, told.rules, next, failures)
        };
        match pull {
            Some(pull) => {
                let mut submission = submission(number, pull, told, &mut found.people);
                let all: Vec<Shelved> = next.shelf.of(number).cloned().collect();
                for shelved in &all {
                    submission.stories.extend(read(shelved, next, &mut found.failures)?);
                }
                found.submissions.push(submission);
            }
            None => {
                for shelved in &touched {
                    let story = read(shelved, next, &mut found.failures)?;
                    found.updates.extend(story.map(|story| Update { number, story }));
                }
            }
        }
        done += 1;
        if found.submissions.len() + found.updates.len() >= BATCH {
            sink.progress(Progress { stage: Stage::Texts, done, total });
            sink.found(std::mem::take(&mut found), None)?;
        }
    }
    sink.progress(Progress { stage: Stage::Texts, done, total });
    if found == Found::default() { Ok(()) } else { sink.found(found, None) }
}

fn story(
    texts: &mut Texts,
    shelved: &Shelved,
    pull: Option<&&Pull>,
    rules: &Rules,
    next: &mut Cursor,
    failures: &mut Vec<Failure>,
) -> Result<Option<Story>> {
    let mut read = Vec::new();
    for file in &shelved.files {
        read.push(match &file.blob {
            Some(blob) => texts.read(blob, rules.largest_file)?,
            None => stories::Read::Missing,
        });
    }
    let head = pull.and_then(|pull| pull.head.clone()).filter(|_| !shelved.landed);
    let commit = head.or_else(|| next.tip.as_deref().and_then(CommitId::parse));
    let story = stories::finish(shelved, &read, commit, rules, failures);
    if let Some(story) = &story {
        next.shelf.note_title(shelved.number, &story.first_path, &story.title);
    }
    Ok(story)
}

fn submission(number: u64, pull: &Pull, told: &Told<'_>, people: &mut Vec<Person>) -> Submission {
    let state = if pull.merged_at.is_some() { State::Merged } else { State::Unmerged };
    let author = told.people.author(pull, told.home);
    let author_key = author.as_ref().map(|author| author.key.clone());
    let mut co_authors = Vec::new();
    let mut listed: Vec<Person> = author.into_iter().collect();
    for person in pull.people.iter().rev().filter_map(|who| told.people.of(*who)) {
        if Some(&person.key) != author_key.as_ref() && !co_authors.contains(&person.key) {
            co_authors.push(person.key.clone());
            listed.push(person.clone());
        }
    }
    for person in listed {
        if !people.iter().any(|p| p.key == person.key) {
            people.push(person);
        }
    }
    Submission {
        url: told.web.map(|web| web.of_pull(number)),
        author: author_key,
        co_authors,
        branch: pull.named.branch.clone(),
        first_commit_at: pull.first_commit_at,
        merged_at: pull.merged_at,
        commits: Some(pull.commits),
        ..Submission::new(number, pull.title(), state)
    }
}
