//! A pass over a clone: history, changes, texts, each once, and found things in batches.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Result;
use crate::submissions::source::changes::Change;
use crate::submissions::source::found::CommitId;
use crate::submissions::source::git::address::WebAddress;
use crate::submissions::source::git::cursor::Cursor;
use crate::submissions::source::git::fetch::Repository;
use crate::submissions::source::git::people;
use crate::submissions::source::git::tell::{Told, tell};
use crate::submissions::source::git::walk::{Base, Pull, Walk};
use crate::submissions::source::git::{diffs, history};
use crate::submissions::source::pass::{Progress, Sink, Stage};
use crate::submissions::source::rules::Rules;
use crate::submissions::source::shelved::Bringer;

/// How many commits or changes lie between two words of progress.
const STRIDE: u64 = 1000;

/// What a pass is to do.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// The rules of the edition.
    pub rules: &'a Rules,
    /// Where people read the repository; asked of the clone where it is not given.
    pub web: Option<WebAddress>,
    /// Only these submissions, to try again what failed. The cursor is then left as it is.
    pub only: Option<BTreeSet<u64>>,
}

/// Reads a clone, and gives the cursor for the next pass.
///
/// # Errors
/// [`crate::error::Error::Setting`] where git cannot read the clone, and what the sink answers.
/// The old cursor stays good: nothing is lost by reading again.
pub fn read(
    repository: &Repository,
    wanted: &Wanted<'_>,
    cursor: &Cursor,
    sink: &mut dyn Sink,
) -> Result<Cursor> {
    let digest = wanted.rules.digest();
    let fresh = cursor.rules != digest || wanted.only.is_some();
    let mut next = if fresh {
        Cursor { people: cursor.people.clone(), ..Cursor::default() }
    } else {
        cursor.clone()
    };
    next.rules = digest;
    next.shelf = next.shelf.reopened();

    let mut walk = walked(repository, next.tip.as_deref(), sink)?;
    if walk.is_none() {
        // The history was rewritten and what was read last is gone: all of it again.
        next = Cursor { rules: next.rules, people: next.people, ..Cursor::default() };
        walk = walked(repository, None, sink)?;
    }
    let walk = walk.unwrap_or_default();
    let web = match &wanted.web {
        Some(web) => Some(web.clone()),
        None => repository.origin()?.as_deref().and_then(WebAddress::parse),
    };
    let home = web.as_ref().and_then(WebAddress::owner);
    let people = people::resolve(walk.people.all(), &walk.pulls, home.as_ref(), &mut next.people);
    let mut pulls = first_of_each(&walk.pulls);
    pulls.retain(|number, _| !next.shelf.has_landed(*number));

    shelve(repository, &walk, &pulls, wanted.rules, &mut next, sink)?;
    if let Some(tip) = &walk.tip {
        next.tip = Some(tip.as_str().to_owned());
    }
    let told = Told {
        rules: wanted.rules,
        only: wanted.only.as_ref(),
        pulls: &pulls,
        people: &people,
        web: web.as_ref(),
        home: home.as_ref(),
    };
    tell(repository, &told, &mut next, sink)?;
    Ok(if wanted.only.is_some() { cursor.clone() } else { next })
}

/// Walks the history since a commit; nothing where that is not known any more.
fn walked(
    repository: &Repository,
    since: Option<&str>,
    sink: &mut dyn Sink,
) -> Result<Option<Walk>> {
    let mut parser = history::Parser::default();
    let mut walk = Walk::default();
    let mut done = 0;
    let since = since.and_then(CommitId::parse);
    let known = repository.history(since.as_ref(), |field| {
        if let Some(commit) = parser.field(field)? {
            walk.commit(&commit);
            done += 1;
            if done % STRIDE == 0 {
                sink.progress(Progress { stage: Stage::History, done, total: None });
            }
        }
        Ok(())
    })?;
    walk.end();
    sink.progress(Progress { stage: Stage::History, done, total: Some(done) });
    Ok(known.then_some(walk))
}

/// The pull requests by number. A number that several commits name is that of the oldest commit:
/// later ones quote it, as a cherry-pick does. A merged one goes before one that a ref tells of.
fn first_of_each(pulls: &[Pull]) -> BTreeMap<u64, &Pull> {
    let mut of: BTreeMap<u64, &Pull> = BTreeMap::new();
    for pull in pulls {
        let entry = of.entry(pull.named.number).or_insert(pull);
        if pull.merged_at.is_some() || entry.merged_at.is_none() {
            *entry = pull;
        }
    }
    of
}

/// Applies the changes of the main line, oldest first, then what the others would change.
fn shelve(
    repository: &Repository,
    walk: &Walk,
    pulls: &BTreeMap<u64, &Pull>,
    rules: &Rules,
    next: &mut Cursor,
    sink: &mut dyn Sink,
) -> Result<()> {
    let bases = bases(repository, pulls, next, walk.tip.as_ref())?;
    let mut jobs: Vec<(&CommitId, Option<&CommitId>, Option<&Pull>)> = Vec::new();
    for step in walk.steps.iter().rev() {
        let pull = step.pull.and_then(|at| walk.pulls.get(at));
        let meant = pull.filter(|pull| pulls.get(&pull.named.number).is_some_and(|p| p == pull));
        jobs.push((&step.commit, step.parent.as_ref(), meant));
    }
    for (number, base) in &bases {
        if let Some((pull, head)) = pulls.get(number).and_then(|p| Some((p, p.head.as_ref()?))) {
            jobs.push((head, base.as_ref(), Some(pull)));
        }
    }
    let total = u64::try_from(jobs.len()).ok();
    let pairs: Vec<(&CommitId, Option<&CommitId>)> =
        jobs.iter().map(|(new, old, _)| (*new, *old)).collect();
    let mut waiting = jobs.iter().copied().peekable();
    let mut parser = diffs::Parser::default();
    let mut current: Option<Option<&Pull>> = None;
    let mut changes: Vec<Change> = Vec::new();
    let mut done = 0;
    repository.changes(&pairs, |field| {
        match parser.field(field)? {
            Some(diffs::Seen::Commit(id)) => {
                apply(current.take(), &mut changes, rules, next);
                // Commits that changed nothing are not told; those waiting before this are such.
                current = waiting
                    .by_ref()
                    .inspect(|_| done += 1)
                    .find(|job| *job.0 == id)
                    .map(|job| job.2);
                if done % STRIDE == 0 {
                    sink.progress(Progress { stage: Stage::Changes, done, total });
                }
            }
            Some(diffs::Seen::Change(change)) => changes.push(change),
            None => {}
        }
        Ok(())
    })?;
    apply(current.take(), &mut changes, rules, next);
    sink.progress(Progress { stage: Stage::Changes, done: total.unwrap_or(done), total });
    for number in bases.keys() {
        let head = pulls.get(number).and_then(|pull| pull.head.as_ref());
        next.proposals.extend(head.map(|head| (*number, head.as_str().to_owned())));
    }
    next.proposals.retain(|number, _| !next.shelf.has_landed(*number));
    Ok(())
}

/// Where the pull requests grew from that are not merged and have changed since the last pass.
fn bases(
    repository: &Repository,
    pulls: &BTreeMap<u64, &Pull>,
    next: &Cursor,
    tip: Option<&CommitId>,
) -> Result<BTreeMap<u64, Option<CommitId>>> {
    let tip = tip.cloned().or_else(|| next.tip.as_deref().and_then(CommitId::parse));
    let mut bases = BTreeMap::new();
    for (number, pull) in pulls.iter().filter(|(_, pull)| pull.merged_at.is_none()) {
        let Some(head) = &pull.head else { continue };
        if next.proposals.get(number).map(String::as_str) == Some(head.as_str()) {
            continue;
        }
        let base = match (&pull.base, &tip) {
            (Base::Commit(commit), _) => Some(commit.clone()),
            (Base::Unclear, Some(tip)) => repository.common(tip, head)?,
            (Base::Nothing, _) | (Base::Unclear, None) => None,
        };
        bases.insert(*number, base);
    }
    Ok(bases)
}

fn apply(pull: Option<Option<&Pull>>, changes: &mut Vec<Change>, rules: &Rules, next: &mut Cursor) {
    let changes = std::mem::take(changes);
    match pull {
        None => {}
        Some(None) => next.shelf.commit(&changes),
        Some(Some(pull)) => {
            let (number, title) = (pull.named.number, pull.title());
            let bringer = Bringer { number, title: &title, labels: &[] };
            if pull.merged_at.is_some() {
                next.shelf.land(bringer, &changes, rules);
            } else {
                next.shelf.propose(bringer, &changes, rules);
            }
        }
    }
}
