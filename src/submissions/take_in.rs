//! The verb: takes in what a source found. What is new is added, what the source tells otherwise
//! is changed, and nothing is ever removed; the same twice changes nothing, and says so.

use std::collections::{BTreeMap, BTreeSet};

use super::changes::{Changes, Fate, Tally, Told};
use super::comments;
use super::comments::model::Comment;
use super::kept::store::{self, Known};
use super::merge::{self, count};
use super::model::{Part, Story};
use super::texts;
use super::texts::model::{TextFile, digest, told};
use super::who::{self, Settled};
use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::phase::{Act, require};
use crate::error::Result;
use crate::ids::{EditionId, PersonId, SubmissionId};
use crate::store::db::Db;
use crate::submissions::source::found::{self, Found};
use crate::submissions::source::people::PersonKey;
use crate::submissions::source::slugs;

/// Where something arrives from, and through whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The repository whose pull requests these are, as `owner/name`.
    pub repository: String,
    /// Who takes it in, as the audit log names them.
    pub actor: String,
}

/// Takes in what a source found.
///
/// # Errors
/// [`crate::error::Error::Conflict`] once voting has opened; the database's.
pub fn take_in(
    db: &mut Db,
    edition: EditionId,
    arrival: &Arrival,
    found: &Found,
    now: Timestamp,
) -> Result<Changes> {
    let edition = editions::store::locked(db, edition)?;
    require(Act::Nominate, edition.phase, &edition.calendar, now)?;
    let changes = keep(db, edition.id, &arrival.repository, found)?;
    tell(db, edition.id, arrival, &changes, now)?;
    Ok(changes)
}

/// Puts into the audit log what was taken in, if anything was.
///
/// # Errors
/// The database's.
pub fn tell(
    db: &mut Db,
    edition: EditionId,
    arrival: &Arrival,
    changes: &Changes,
    now: Timestamp,
) -> Result<()> {
    if changes.is_none() {
        return Ok(());
    }
    let told = format!("{}: {changes}", arrival.repository);
    let draft = Draft::of(edition, &arrival.actor, "took in submissions", told);
    audit::store::append(db, draft, now)
}

/// Keeps one batch. Part of a verb that has asked the phase already.
///
/// # Errors
/// The database's.
pub fn keep(db: &mut Db, edition: EditionId, repository: &str, found: &Found) -> Result<Changes> {
    let numbers: BTreeSet<i64> = found
        .submissions
        .iter()
        .map(|submission| submission.number)
        .chain(found.updates.iter().map(|update| update.number))
        .chain(found.comments.iter().map(|comment| comment.submission))
        .map(count)
        .collect();
    let mut known = store::known(db, edition, repository, &numbers)?;
    let settled = who::settle(std::mem::take(&mut known.people), &found.people);
    let people = keep_people(db, edition, &settled)?;
    let keys = settled.keys;
    let changes = Changes { people, ..Changes::default() };
    let mut pass = Pass { db, edition, repository, known, keys, changes };
    for submission in &found.submissions {
        pass.submission(submission)?;
    }
    for update in &found.updates {
        pass.update(update)?;
    }
    pass.comments(&found.comments)?;
    Ok(pass.changes)
}

fn keep_people(db: &mut Db, edition: EditionId, settled: &Settled) -> Result<Tally> {
    // Handles may have gone round: all are let go before any is taken.
    for (was, now) in &settled.changed {
        if was.handle.is_some() && was.handle != now.handle {
            let mut without = was.clone();
            without.handle = None;
            store::set_person(db, &without)?;
        }
    }
    for (_, now) in &settled.changed {
        store::set_person(db, now)?;
    }
    for person in &settled.new {
        store::put_person(db, edition, person)?;
    }
    Ok(Tally {
        added: settled.new.len(),
        changed: settled.changed.len(),
        unchanged: settled.unchanged,
    })
}

/// A batch on its way in.
struct Pass<'a> {
    db: &'a mut Db,
    edition: EditionId,
    repository: &'a str,
    known: Known,
    keys: BTreeMap<PersonKey, PersonId>,
    changes: Changes,
}

impl Pass<'_> {
    fn submission(&mut self, found: &found::Submission) -> Result<()> {
        let was = self.known.submissions.get(&count(found.number));
        let now = merge::submission(self.repository, found, was);
        let (fate, words) = match was {
            None => {
                store::put_submission(self.db, self.edition, &now)?;
                (Fate::Added, String::new())
            }
            Some(was) if *was != now => {
                store::set_submission(self.db, &now)?;
                (Fate::Changed, merge::submission_words(was, &now))
            }
            Some(_) => (Fate::Unchanged, String::new()),
        };
        self.changes.submissions.count(fate);
        if !words.is_empty() {
            let title = format!("#{} {}", now.number, now.title);
            self.changes.told.push(Told { fate, title, story: None, words });
        }
        let (id, authors) = (now.id, self.authors(found));
        self.known.submissions.insert(now.number, now);
        for story in &found.stories {
            self.story(id, found.number, story, &authors)?;
        }
        Ok(())
    }

    fn update(&mut self, update: &found::Update) -> Result<()> {
        let of = self.known.submissions.get(&count(update.number)).map(|of| of.id);
        let key = of.map(|of| (of, update.story.first_path.clone()));
        match key.filter(|key| self.known.stories.contains_key(key)) {
            Some((of, _)) => self.story(of, update.number, &update.story, &BTreeMap::new()),
            None => {
                self.changes.orphans.insert(update.number);
                Ok(())
            }
        }
    }

    fn story(
        &mut self,
        of: SubmissionId,
        number: u64,
        found: &found::Story,
        authors: &BTreeMap<PersonId, Part>,
    ) -> Result<()> {
        let key = (of, found.first_path.clone());
        let was = self.known.stories.get(&key).cloned();
        let slug = match &was {
            Some(was) => was.slug.clone(),
            None => slugs::for_story(&found.title, &found.path, number, |slug| {
                self.known.slugs.contains(slug)
            }),
        };
        let mut now = merge::story(of, slug, found, was.as_ref());
        let files = self.files(was.as_ref(), &found.files)?;
        if let Some(files) = &files {
            now.digest = Some(digest(files));
        }
        let mut words = was.as_ref().map(|was| merge::story_words(was, &now)).unwrap_or_default();
        let mut fate = match &was {
            None => {
                store::put_story(self.db, self.edition, &now)?;
                Fate::Added
            }
            Some(was) if *was != now => {
                store::set_story(self.db, &now)?;
                Fate::Changed
            }
            Some(_) => Fate::Unchanged,
        };
        if let Some(files) = files {
            texts::store::put(self.db, now.id, &files)?;
        }
        // A source that names nobody does not say that nobody wrote it.
        if !authors.is_empty() && self.known.authorships.get(&now.id) != Some(authors) {
            store::set_authors(self.db, now.id, authors)?;
            if was.is_some() {
                fate = Fate::Changed;
                words.push_str(if words.is_empty() { "its authors" } else { "; its authors" });
            }
        }
        self.changes.stories.count(fate);
        // A new commit alone is no news to people.
        if fate == Fate::Added || !words.is_empty() {
            let (title, story) = (now.title.clone(), Some(now.slug.clone()));
            self.changes.told.push(Told { fate, title, story, words });
        }
        self.known.slugs.insert(now.slug.clone());
        self.known.stories.insert(key, now);
        Ok(())
    }

    /// The files to keep, where they are others than those that are kept.
    fn files(
        &mut self,
        was: Option<&Story>,
        found: &[found::StoryFile],
    ) -> Result<Option<Vec<TextFile>>> {
        let kept = match was {
            Some(was) if was.digest.is_some() => texts::store::of(self.db, was.id)?,
            Some(_) | None => Vec::new(),
        };
        Ok(told(found, &kept).filter(|files| *files != kept))
    }

    fn authors(&self, found: &found::Submission) -> BTreeMap<PersonId, Part> {
        let id = |key: &PersonKey| self.keys.get(key).copied();
        let helped = found.co_authors.iter().filter_map(id);
        let mut authors: BTreeMap<_, _> = helped.map(|id| (id, Part::CoAuthor)).collect();
        if let Some(author) = found.author.as_ref().and_then(id) {
            authors.insert(author, Part::Author);
        }
        authors
    }

    fn comments(&mut self, found: &[found::Comment]) -> Result<()> {
        let on: Vec<SubmissionId> = self.known.submissions.values().map(|of| of.id).collect();
        let kept = if found.is_empty() { vec![] } else { comments::store::on(self.db, &on)? };
        let mut kept: BTreeMap<(SubmissionId, String), Comment> =
            kept.into_iter().map(|one| ((one.submission, one.id.clone()), one)).collect();
        for said in found {
            let submission = self.known.submissions.get(&count(said.submission)).map(|of| of.id);
            let Some((submission, person)) = submission.zip(self.keys.get(&said.author)) else {
                continue;
            };
            let now = Comment::of(said, submission, *person);
            let fate = match kept.get(&(submission, said.id.clone())) {
                None => {
                    comments::store::put(self.db, &now)?;
                    Fate::Added
                }
                Some(was) if *was != now => {
                    comments::store::set(self.db, &now)?;
                    Fate::Changed
                }
                Some(_) => Fate::Unchanged,
            };
            self.changes.comments.count(fate);
            for category in &said.nominates {
                comments::store::propose(self.db, &now, category)?;
            }
            kept.insert((submission, said.id.clone()), now);
        }
        Ok(())
    }
}
