//! The last part of a pass over GitHub: texts are asked for, a hundred at a time, and stories told.

use std::collections::BTreeMap;

use crate::error::Result;
use crate::submissions::source::found::{CommitId, Found, Update};
use crate::submissions::source::github::ask::{self, Got};
use crate::submissions::source::github::client::Client;
use crate::submissions::source::github::cursor::{Cursor, Going, PAGE};
use crate::submissions::source::github::wanted::{End, Wanted};
use crate::submissions::source::pass::{Progress, Sink, Stage};
use crate::submissions::source::shelved::Shelved;
use crate::submissions::source::stories::{self, Read};

/// Finds out which stories were edited by commits that belong to no submission: the main line
/// has moved, so the names of their contents are asked for and compared.
///
/// # Errors
/// As the client's.
pub fn edited(
    client: &mut Client,
    wanted: &Wanted<'_>,
    cursor: &mut Cursor,
    going: &mut Going,
) -> Result<Got<()>> {
    let tip = going.tip.clone().unwrap_or_default();
    let landed = cursor.shelf.stories().iter().filter(|s| s.landed && !s.removed);
    let mut files: Vec<(u64, String, Option<String>)> = Vec::new();
    for story in landed.filter(|story| !going.to_read.contains(&story.number)) {
        let of_story = story.files.iter();
        files.extend(of_story.map(|f| (story.number, f.path.clone(), f.blob.clone())));
    }
    for chunk in files.chunks(PAGE) {
        let expressions: Vec<String> =
            chunk.iter().map(|(_, path, _)| format!("{tip}:{path}")).collect();
        let names = match ask::contents(client, &wanted.repository, &expressions, None)? {
            Got::It(names) => names,
            Got::Later(pause) => return Ok(Got::Later(pause)),
            Got::TooMuch => return Ok(Got::TooMuch),
        };
        for ((number, _, before), (now, _)) in chunk.iter().zip(names) {
            if now.is_some() && now != *before {
                going.to_tell.insert(*number);
                going.to_read.insert(*number);
            }
        }
    }
    Ok(Got::It(()))
}

/// Tells every story that is to be told, in batches that need one question each.
///
/// # Errors
/// As the client's, and what the sink answers.
pub fn all(
    client: &mut Client,
    wanted: &Wanted<'_>,
    cursor: &mut Cursor,
    going: &mut Going,
    sink: &mut dyn Sink,
) -> Result<End> {
    let total = u64::try_from(going.to_tell.len()).ok();
    let mut done = 0;
    loop {
        let batch = batch(cursor, going);
        if batch.is_empty() && going.failures.is_empty() {
            return Ok(End::Done);
        }
        let read = match texts(client, wanted, cursor, going, &batch)? {
            Got::It(read) => read,
            Got::Later(pause) => return Ok(End::Later(pause)),
            Got::TooMuch => {
                return Err(crate::error::Error::setting(
                    "GitHub finds a hundred texts too much at the moment.",
                    "Try again later; the next pass goes on where this one stopped.",
                ));
            }
        };
        let mut found = Found { failures: std::mem::take(&mut going.failures), ..Found::default() };
        for number in &batch {
            tell(*number, &read, wanted, cursor, going, &mut found);
            going.to_tell.remove(number);
            going.to_read.remove(number);
            going.waiting.remove(number);
            done += 1;
        }
        sink.progress(Progress { stage: Stage::Texts, done, total });
        sink.found(found, cursor.resume(going))?;
    }
}

/// The next submissions: as many as have a hundred files to be read, at least one.
fn batch(cursor: &Cursor, going: &Going) -> Vec<u64> {
    let (mut batch, mut files) = (Vec::new(), 0);
    for number in &going.to_tell {
        if going.to_read.contains(number) {
            files += cursor.shelf.of(*number).map(|story| story.files.len()).sum::<usize>();
        }
        if files > PAGE && !batch.is_empty() || batch.len() >= PAGE {
            break;
        }
        batch.push(*number);
    }
    batch
}

/// What came of reading, by submission and path.
type Came = BTreeMap<(u64, String), Read>;

/// Reads the files of a batch at the commit that holds them now; what the main line does not hold
/// any more is read at the commit that merged it.
fn texts(
    client: &mut Client,
    wanted: &Wanted<'_>,
    cursor: &mut Cursor,
    going: &Going,
    batch: &[u64],
) -> Result<Got<Came>> {
    let mut files: Vec<(u64, String, String)> = Vec::new();
    for number in batch.iter().filter(|number| going.to_read.contains(number)) {
        for story in cursor.shelf.of(*number) {
            let Some(commit) = stands_at(story, cursor, going) else {
                continue;
            };
            let of_story = story.files.iter();
            files.extend(of_story.map(|f| (*number, f.path.clone(), commit.to_owned())));
        }
    }
    let mut came = Came::new();
    let mut lost: Vec<(u64, String, String)> = Vec::new();
    for round in 0..2 {
        for chunk in files.chunks(PAGE) {
            let expressions: Vec<String> =
                chunk.iter().map(|(_, path, commit)| format!("{commit}:{path}")).collect();
            let largest = Some(wanted.rules.largest_file);
            let read = match ask::contents(client, &wanted.repository, &expressions, largest)? {
                Got::It(read) => read,
                Got::Later(pause) => return Ok(Got::Later(pause)),
                Got::TooMuch => return Ok(Got::TooMuch),
            };
            for ((number, path, _), (blob, read)) in chunk.iter().zip(read) {
                let merged = going.waiting.get(number).and_then(|w| w.merge_commit.clone());
                match (&read, merged) {
                    (Read::Missing, Some(merged)) if round == 0 => {
                        lost.push((*number, path.clone(), merged));
                    }
                    _ => {
                        if let Some(blob) = blob {
                            cursor.shelf.note_blob(*number, path, &blob);
                        }
                    }
                }
                came.insert((*number, path.clone()), read);
            }
        }
        files = std::mem::take(&mut lost);
    }
    Ok(Got::It(came))
}

/// The commit at which a story is read.
fn stands_at<'a>(story: &Shelved, cursor: &'a Cursor, going: &'a Going) -> Option<&'a str> {
    if story.landed {
        return going.tip.as_deref();
    }
    let waiting = going.waiting.get(&story.number).map(|w| w.head.as_str());
    waiting.or_else(|| cursor.heads.get(&story.number).map(String::as_str))
}

fn tell(
    number: u64,
    came: &Came,
    wanted: &Wanted<'_>,
    cursor: &mut Cursor,
    going: &Going,
    found: &mut Found,
) {
    let shelved: Vec<Shelved> = cursor.shelf.of(number).cloned().collect();
    let mut told = Vec::new();
    for story in &shelved {
        let of_file = |path: &str| came.get(&(number, path.to_owned())).cloned();
        let read: Vec<Read> =
            story.files.iter().map(|file| of_file(&file.path).unwrap_or(Read::NotAsked)).collect();
        let was_read = read.iter().any(|read| *read != Read::NotAsked);
        let commit = stands_at(story, cursor, going).filter(|_| was_read);
        let commit = commit.and_then(CommitId::parse);
        if let Some(story) =
            stories::finish(story, &read, commit, wanted.rules, &mut found.failures)
        {
            cursor.shelf.note_title(number, &story.first_path, &story.title);
            told.push(story);
        }
    }
    match going.waiting.get(&number) {
        Some(waiting) => {
            let mut submission = waiting.submission.clone();
            submission.stories = told;
            found.submissions.push(submission);
            found.comments.extend(waiting.comments.iter().cloned());
            for person in &waiting.people {
                if !found.people.iter().any(|p| p.key == person.key) {
                    found.people.push(person.clone());
                }
            }
        }
        None => found.updates.extend(told.into_iter().map(|story| Update { number, story })),
    }
}
