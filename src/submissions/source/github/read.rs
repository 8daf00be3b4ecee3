//! A pass over GitHub: what has changed is listed, put on the shelf, and told story by story.
//!
//! The cursor is good after every step, so that a pass that broke off (a limit, a cut line, a
//! stopped machine) goes on where it was and asks nothing twice.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::error::{Error, Result};
use crate::submissions::source::found::{Found, State};
use crate::submissions::source::github::ask::{self, Got, Listed};
use crate::submissions::source::github::client::{Answer, Client};
use crate::submissions::source::github::cursor::{Cursor, Going};
use crate::submissions::source::github::pull::Waiting;
use crate::submissions::source::github::tell;
use crate::submissions::source::github::wanted::{End, Wanted};
use crate::submissions::source::pass::{Progress, Sink, Stage};
use crate::submissions::source::rules::Rules;
use crate::submissions::source::shelved::Bringer;

/// Goes on with a pass, or begins one.
///
/// # Errors
/// [`Error::Setting`] with words for whoever started it, and what the sink answers. The cursor
/// is good all the same.
pub fn read(
    client: &mut Client,
    wanted: &Wanted<'_>,
    cursor: &mut Cursor,
    sink: &mut dyn Sink,
) -> Result<End> {
    let digest = wanted.rules.digest();
    if cursor.rules != digest {
        *cursor = Cursor { rules: digest, ..Cursor::default() };
    }
    cursor.shelf = std::mem::take(&mut cursor.shelf).reopened();
    let mut going = match (cursor.going.take(), &wanted.only) {
        // One that was begun for all goes on later; a few are quickly asked between.
        (begun, Some(only)) => {
            let mut few = Going { is_listed: true, ..Going::default() };
            let end = few_listed(client, wanted, only, &mut few)
                .and_then(|end| rest(client, wanted, cursor, &mut few, sink, end));
            cursor.going = begun;
            return end;
        }
        (Some(begun), None) => begun,
        (None, None) => match is_new(client, wanted, cursor)? {
            Got::It(true) => Going::default(),
            Got::It(false) => return Ok(End::Done),
            Got::Later(pause) => return Ok(End::Later(pause)),
            Got::TooMuch => return Err(too_much()),
        },
    };
    let end = listed(client, wanted, cursor, &mut going, sink)
        .and_then(|end| rest(client, wanted, cursor, &mut going, sink, end));
    match end {
        Ok(End::Done) => {
            cursor.seen_until = going.newest.or(cursor.seen_until);
            cursor.seen_at = going.newest_at;
            cursor.tip = going.tip.or(cursor.tip.take());
        }
        Ok(End::Later(_)) | Err(_) => cursor.going = Some(going),
    }
    end
}

/// Asks whether anything has changed at all, with the tags of last time: unchanged answers cost
/// nothing of the allowance. Not asked where nothing was read yet.
fn is_new(client: &mut Client, wanted: &Wanted<'_>, cursor: &mut Cursor) -> Result<Got<bool>> {
    let (Some(seen_until), Some(tip)) = (cursor.seen_until, cursor.tip.clone()) else {
        return Ok(Got::It(true));
    };
    let name = &wanted.repository;
    let newest = format!("/repos/{name}/pulls?state=all&sort=updated&direction=desc&per_page=1");
    let head = format!("/repos/{name}/commits?per_page=1");
    for path in [newest, head] {
        let tag = cursor.tags.get(&path).cloned();
        let body = match client.get(&path, tag.as_deref())? {
            Answer::Same => continue,
            Answer::Later(pause) => return Ok(Got::Later(pause)),
            Answer::TooMuch => return Ok(Got::TooMuch),
            Answer::Fresh(body, tag) => {
                cursor.tags.extend(tag.map(|tag| (path, tag)));
                body
            }
        };
        let first = body.get(0);
        let text = |key: &str| first.and_then(|first| first.get(key)?.as_str());
        let seen = match (text("updated_at"), text("sha")) {
            (Some(updated), _) => updated.parse().is_ok_and(|at: Timestamp| at <= seen_until),
            (None, Some(sha)) => sha == tip,
            (None, None) => false,
        };
        if !seen {
            return Ok(Got::It(true));
        }
    }
    Ok(Got::It(false))
}

/// Lists what has changed since the last pass, page by page.
fn listed(
    client: &mut Client,
    wanted: &Wanted<'_>,
    cursor: &mut Cursor,
    going: &mut Going,
    sink: &mut dyn Sink,
) -> Result<End> {
    while !going.is_listed {
        let seen = Seen { until: cursor.seen_until, at: cursor.seen_at.clone() };
        let after = going.after.clone();
        let page =
            ask::page(client, &wanted.repository, going.page, after.as_deref(), |w| seen.lacks(w))?;
        let page = match page {
            Got::It(page) => page,
            Got::Later(pause) => return Ok(End::Later(pause)),
            Got::TooMuch if going.page > 1 => {
                going.page = going.page.div_ceil(2);
                continue;
            }
            Got::TooMuch => return Err(too_much()),
        };
        let total = page.total.filter(|_| seen.until.is_none());
        take(page, going, &seen);
        cursor.repository = wanted.repository.to_string();
        let done = u64::try_from(going.waiting.len()).unwrap_or(u64::MAX);
        sink.progress(Progress { stage: Stage::Submissions, done, total });
        sink.found(Found::default(), cursor.resume(going))?;
    }
    Ok(End::Done)
}

/// What earlier passes have seen.
struct Seen {
    until: Option<Timestamp>,
    at: BTreeSet<u64>,
}

impl Seen {
    fn lacks(&self, waiting: &Waiting) -> bool {
        self.until.is_none_or(|until| {
            waiting.updated_at > until
                || waiting.updated_at == until && !self.at.contains(&waiting.submission.number)
        })
    }
}

fn take(page: Listed, going: &mut Going, seen: &Seen) {
    going.is_listed = !page.page.has_next_page || page.page.end_cursor.is_none();
    going.after = page.page.end_cursor;
    going.tip = going.tip.take().or(page.tip);
    going.failures.extend(page.failures);
    for waiting in page.waiting {
        let number = waiting.submission.number;
        let newest = *going.newest.get_or_insert(waiting.updated_at);
        if newest == waiting.updated_at {
            going.newest_at.insert(number);
        }
        if seen.lacks(&waiting) {
            going.waiting.insert(number, waiting);
        } else if seen.until.is_some_and(|until| waiting.updated_at < until) {
            going.is_listed = true;
        }
    }
}

fn few_listed(
    client: &mut Client,
    wanted: &Wanted<'_>,
    only: &BTreeSet<u64>,
    going: &mut Going,
) -> Result<End> {
    for number in only {
        match ask::one(client, &wanted.repository, *number)? {
            Got::It(page) => {
                going.tip = going.tip.take().or(page.tip);
                going.failures.extend(page.failures);
                going.waiting.extend(page.waiting.into_iter().map(|w| (w.submission.number, w)));
            }
            Got::Later(pause) => return Ok(End::Later(pause)),
            Got::TooMuch => return Err(too_much()),
        }
    }
    going.to_tell.extend(only);
    going.to_read.extend(only);
    Ok(End::Done)
}

/// What follows the list: the shelf, then the stories.
fn rest(
    client: &mut Client,
    wanted: &Wanted<'_>,
    cursor: &mut Cursor,
    going: &mut Going,
    sink: &mut dyn Sink,
    end: End,
) -> Result<End> {
    if end != End::Done {
        return Ok(end);
    }
    if !going.is_shelved {
        shelve(cursor, going, wanted.rules);
    }
    if wanted.only.is_none() && cursor.tip.is_some() && cursor.tip != going.tip {
        match tell::edited(client, wanted, cursor, going)? {
            Got::It(()) => cursor.tip.clone_from(&going.tip),
            Got::Later(pause) => return Ok(End::Later(pause)),
            Got::TooMuch => return Err(too_much()),
        }
    }
    tell::all(client, wanted, cursor, going, sink)
}

/// Applies what was read in the order in which it reached the main line, then what has not.
fn shelve(cursor: &mut Cursor, going: &mut Going, rules: &Rules) {
    let mut order: Vec<u64> = going.waiting.keys().copied().collect();
    order.sort_by_key(|number| {
        let merged = going.waiting.get(number).and_then(|w| w.submission.merged_at);
        (merged.is_none(), merged, *number)
    });
    for number in order {
        let Some(waiting) = going.waiting.get(&number) else {
            continue;
        };
        let submission = &waiting.submission;
        let bringer = Bringer { number, title: &submission.title, labels: &submission.labels };
        if submission.state == State::Merged {
            cursor.shelf.land(bringer, &waiting.changes, rules);
            cursor.heads.remove(&number);
        } else {
            cursor.shelf.propose(bringer, &waiting.changes, rules);
            let before = cursor.heads.insert(number, waiting.head.clone());
            if before.as_ref() != Some(&waiting.head) {
                going.to_read.insert(number);
            }
        }
        going.to_tell.insert(number);
        // What could not be read before can still not be told without its text.
        if cursor.shelf.of(number).any(|story| story.title.is_none()) {
            going.to_read.insert(number);
        }
    }
    for story in cursor.shelf.take_touched() {
        going.to_tell.insert(story.number);
        going.to_read.insert(story.number);
    }
    let shelf = &cursor.shelf;
    let with_stories = |number: &u64| shelf.of(*number).next().is_some();
    going.to_tell.retain(with_stories);
    going.waiting.retain(|number, _| with_stories(number));
    going.is_shelved = true;
}

fn too_much() -> Error {
    Error::setting(
        "GitHub finds even the smallest question too much.",
        "Try again later, or read a clone with intake git.",
    )
}
