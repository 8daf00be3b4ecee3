//! The verb: takes in what a source found. What is new is added, what the source tells otherwise
//! is changed, and nothing is ever removed; the same twice changes nothing, and says so.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::kept::store::{self, Known};
use super::model::{Part, Story, Submission};
use super::who::{self, Settled};
use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::phase::{Act, require};
use crate::error::Result;
use crate::ids::{EditionId, PersonId, StoryId, SubmissionId};
use crate::store::db::Db;
use crate::submissions::source::found::{self, Found, State};
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

/// What a pass changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// Of the pull requests.
    pub submissions: Tally,
    /// Of the stories; whose authors changed has changed.
    pub stories: Tally,
    /// Of the people.
    pub people: Tally,
}

/// How many came, changed and stayed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// New ones.
    pub added: usize,
    /// Known ones, of which the source tells something else than before.
    pub changed: usize,
    /// Known ones, as they were.
    pub unchanged: usize,
}

impl Tally {
    const fn count(&mut self, fate: Fate) {
        match fate {
            Fate::Added => self.added += 1,
            Fate::Changed => self.changed += 1,
            Fate::Unchanged => self.unchanged += 1,
        }
    }
}

impl Changes {
    /// Whether everything was known, and is as it was.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        let all = [self.submissions, self.stories, self.people];
        let [a, b, c] = all;
        a.added + a.changed + b.added + b.changed + c.added + c.changed == 0
    }
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = [
            ("pull requests", self.submissions),
            ("stories", self.stories),
            ("people", self.people),
        ];
        for (i, (noun, of)) in all.into_iter().enumerate() {
            let gap = if i == 0 { "" } else { "; " };
            let Tally { added, changed, unchanged } = of;
            write!(f, "{gap}{noun}: {added} added, {changed} changed, {unchanged} as before")?;
        }
        Ok(())
    }
}

enum Fate {
    Added,
    Changed,
    Unchanged,
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
    let mut known = store::known(db, edition.id)?;
    let mut changes = Changes::default();
    let settled = who::settle(std::mem::take(&mut known.people), &found.people);
    changes.people = keep_people(db, edition.id, &settled)?;
    let mut pass = Pass {
        edition: edition.id,
        slugs: known.stories.iter().map(|s| s.slug.clone()).collect(),
        known,
        keys: settled.keys,
    };
    for submission in &found.submissions {
        pass.submission(db, &arrival.repository, submission, &mut changes)?;
    }
    if !changes.is_none() {
        let told = format!("{}: {changes}", arrival.repository);
        let draft = Draft::of(edition.id, &arrival.actor, "took in submissions", told);
        audit::store::append(db, draft, now)?;
    }
    Ok(changes)
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

struct Pass {
    edition: EditionId,
    known: Known,
    slugs: BTreeSet<String>,
    keys: BTreeMap<PersonKey, PersonId>,
}

impl Pass {
    fn submission(
        &mut self,
        db: &mut Db,
        repository: &str,
        found: &found::Submission,
        changes: &mut Changes,
    ) -> Result<()> {
        let number = count(found.number);
        let was = self.known.submissions.iter().find(|known| {
            known.number == number && known.repository.eq_ignore_ascii_case(repository)
        });
        let now = submission(repository, found, was);
        let fate = match was {
            None => {
                store::put_submission(db, self.edition, &now)?;
                self.known.submissions.push(now.clone());
                Fate::Added
            }
            Some(was) if *was != now => {
                store::set_submission(db, &now)?;
                Fate::Changed
            }
            Some(_) => Fate::Unchanged,
        };
        changes.submissions.count(fate);
        let authors = self.authors(found);
        for story in &found.stories {
            let fate = self.story(db, &now, story, &authors)?;
            changes.stories.count(fate);
        }
        Ok(())
    }

    fn story(
        &mut self,
        db: &mut Db,
        submission: &Submission,
        found: &found::Story,
        authors: &BTreeMap<PersonId, Part>,
    ) -> Result<Fate> {
        let was = self.known.stories.iter().find(|known| {
            known.submission == submission.id && known.first_path == found.first_path
        });
        let (now, mut fate) = match was {
            None => {
                let slug =
                    slugs::for_story(&found.title, &found.path, found_number(submission), |slug| {
                        self.slugs.contains(slug)
                    });
                let now = story(submission.id, slug, found, None);
                store::put_story(db, self.edition, &now)?;
                self.slugs.insert(now.slug.clone());
                self.known.stories.push(now.clone());
                (now, Fate::Added)
            }
            Some(was) => {
                let now = story(submission.id, was.slug.clone(), found, Some(was));
                if *was == now {
                    (now, Fate::Unchanged)
                } else {
                    store::set_story(db, &now)?;
                    (now, Fate::Changed)
                }
            }
        };
        let wrote = self.known.authorships.get(&now.id);
        // A source that names nobody does not say that nobody wrote it.
        if !authors.is_empty() && wrote != Some(authors) {
            store::set_authors(db, now.id, authors)?;
            if matches!(fate, Fate::Unchanged) {
                fate = Fate::Changed;
            }
        }
        Ok(fate)
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
}

/// The submission as it is to be kept; what the source does not say stays as it was.
fn submission(repository: &str, found: &found::Submission, was: Option<&Submission>) -> Submission {
    let state = match (found.state, was.map(|was| was.state)) {
        // Not merged is all that a clone can tell: it takes nothing back of open and closed.
        (State::Unmerged, Some(known @ (State::Open | State::Closed))) => known,
        (told, _) => told,
    };
    let instant = |at: jiff::Timestamp| Timestamp::from_millis(at.as_millisecond());
    Submission {
        id: was.map_or_else(SubmissionId::new, |was| was.id),
        repository: was.map_or(repository, |was| &was.repository).to_owned(),
        number: count(found.number),
        url: found.url.clone().or_else(|| was.map(|was| was.url.clone())).unwrap_or_default(),
        title: found.title.clone(),
        state,
        commits: found.commits.map(count).or(was.map(|was| was.commits)).unwrap_or_default(),
        opened_at: found.opened_at.map(instant).or(was.and_then(|was| was.opened_at)),
        merged_at: found.merged_at.map(instant).or(was.and_then(|was| was.merged_at)),
        first_commit_at: found
            .first_commit_at
            .map(instant)
            .or(was.and_then(|was| was.first_commit_at)),
        labels: found.labels.clone(),
        reactions: count(found.reactions),
        exclusion: was.and_then(|was| was.exclusion.clone()),
    }
}

/// The story as it is to be kept; what the source does not say stays as it was.
fn story(of: SubmissionId, slug: String, found: &found::Story, was: Option<&Story>) -> Story {
    let known = was.map(|was| [was.words, was.faq_questions, was.faq_words, was.chapters]);
    let told =
        found.measures.map(|m| [m.words, m.faq_questions, m.faq_words, m.chapters].map(count));
    let [words, faq_questions, faq_words, chapters] = told.or(known).unwrap_or_default();
    let commit = found.commit.as_ref().map(|commit| commit.as_str().to_owned());
    Story {
        id: was.map_or_else(StoryId::new, |was| was.id),
        submission: of,
        slug,
        first_path: found.first_path.clone(),
        path: found.path.clone(),
        commit: commit.or_else(|| was.and_then(|was| was.commit.clone())),
        title: found.title.clone(),
        kind: found.kind.as_str().to_owned(),
        persona: found.character.clone(),
        words,
        faq_questions,
        faq_words,
        chapters,
        standing: found.standing,
        digest: was.and_then(|was| was.digest.clone()),
    }
}

/// A count as the database holds it; none that a source can give comes near the end.
fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn found_number(submission: &Submission) -> u64 {
    u64::try_from(submission.number).unwrap_or_default()
}
