//! The verbs: admits stories and people as nominees, and withdraws one again. Both until voting
//! opens; a withdrawn nominee leaves every paper.

use std::collections::BTreeMap;

use super::model::{Standing, SubjectId};
use super::store::{self, Bar, Bare};
use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::phase::{Act, require};
use crate::error::{Error, Result};
use crate::ids::{EditionId, NomineeId};
use crate::store::db::Db;
use crate::submissions;
use crate::submissions::claims;

/// Whom to admit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// Every story and everybody who wrote, but nobody who was withdrawn.
    Everybody,
    /// Every story that was not withdrawn.
    Stories,
    /// Everybody who wrote, or helped to, and was not withdrawn.
    People,
    /// These, even if they were withdrawn before, or only commented.
    These(Vec<Named>),
}

/// A story or a person by its part of addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// A story.
    Story(String),
    /// A person.
    Person(String),
}

/// What came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Admitted {
    /// Who is a nominee now and was none before.
    pub admitted: usize,
    /// Who was one already.
    pub already: usize,
    /// Who was passed over, because a lead withdrew it.
    pub withdrawn: usize,
    /// Who was passed over, because somebody declined it.
    pub declined: usize,
    /// Who was named, and passed over since the leads left the submission out.
    pub excluded: usize,
    /// Who was named, and passed over since they were found to be somebody else.
    pub merged: usize,
}

/// Admits nominees.
///
/// # Errors
/// [`Error::Conflict`] once voting has opened; [`Error::NotFound`] for a name of nobody.
pub fn admit(
    db: &mut Db,
    edition: EditionId,
    actor: &str,
    whom: &Whom,
    now: Timestamp,
) -> Result<Admitted> {
    let edition = editions::store::locked(db, edition)?;
    require(Act::Nominate, edition.phase, &edition.calendar, now)?;
    let subjects = subjects(db, edition.id, whom)?;
    let barred = store::barred(db, edition.id)?;
    let mut known = by_subject(db, edition.id)?;
    let mut done = Admitted::default();
    for of in subjects {
        match (barred.get(&of), known.get(&of)) {
            (Some(bar), _) => done.pass_over(*bar, whom),
            (None, Some(nominee)) => done.meet(db, nominee, whom)?,
            (None, None) => {
                let id = put(db, edition.id, of)?;
                let standing = Standing::Admitted;
                known.insert(of, Bare { id, of, standing, declined_at: None });
                done.admitted += 1;
            }
        }
    }
    if done.admitted > 0 {
        let detail = detail(whom, done.admitted);
        let draft = Draft::of(edition.id, actor, "admitted nominees", detail);
        audit::store::append(db, draft, now)?;
    }
    Ok(done)
}

impl Admitted {
    /// Only who named it has to hear why: the leads know whom they left out.
    const fn pass_over(&mut self, bar: Bar, whom: &Whom) {
        match (whom, bar) {
            (Whom::These(_), Bar::Excluded) => self.excluded += 1,
            (Whom::These(_), Bar::Merged) => self.merged += 1,
            (Whom::Everybody | Whom::Stories | Whom::People, _) => {}
        }
    }

    fn meet(&mut self, db: &mut Db, nominee: &Bare, whom: &Whom) -> Result<()> {
        match (nominee.standing, whom) {
            (Standing::Admitted, _) => self.already += 1,
            (Standing::Declined, _) => self.declined += 1,
            (Standing::Withdrawn, Whom::These(_)) => {
                store::set_standing(db, nominee.id, Standing::Admitted)?;
                self.admitted += 1;
            }
            (Standing::Withdrawn, Whom::Everybody | Whom::Stories | Whom::People) => {
                self.withdrawn += 1;
            }
        }
        Ok(())
    }
}

/// Makes nominees of these where they are none, and answers their keys in the same order; those
/// who were withdrawn, declined, left out or found to be somebody else are not among them. Part of a verb that has asked the phase already.
///
/// # Errors
/// The database's.
pub fn ensure(
    db: &mut Db,
    edition: EditionId,
    subjects: impl IntoIterator<Item = SubjectId>,
) -> Result<Vec<NomineeId>> {
    let known = by_subject(db, edition)?;
    let barred = store::barred(db, edition)?;
    let mut ids = Vec::new();
    for of in subjects.into_iter().filter(|of| !barred.contains_key(of)) {
        match known.get(&of) {
            Some(nominee) if nominee.standing == Standing::Admitted => ids.push(nominee.id),
            Some(_) => {}
            None => ids.push(put(db, edition, of)?),
        }
    }
    Ok(ids)
}

/// Withdraws a nominee; it leaves every paper on which it stands.
///
/// # Errors
/// [`Error::Conflict`] once voting has opened; [`Error::NotFound`] for who is no nominee.
pub fn withdraw(
    db: &mut Db,
    edition: EditionId,
    actor: &str,
    whom: &Named,
    now: Timestamp,
) -> Result<()> {
    let edition = editions::store::locked(db, edition)?;
    require(Act::Nominate, edition.phase, &edition.calendar, now)?;
    let of = find(db, edition.id, whom)?;
    let nominee = store::of_subject(db, of)?.ok_or(Error::NotFound("nominee"))?;
    match nominee.standing {
        Standing::Admitted => {}
        // Off every paper already, and who declined keeps the say.
        Standing::Withdrawn | Standing::Declined => return Ok(()),
    }
    store::set_standing(db, nominee.id, Standing::Withdrawn)?;
    store::take_off_papers(db, nominee.id)?;
    let draft = Draft::of(edition.id, actor, "withdrew a nominee", words(whom));
    audit::store::append(db, draft, now)
}

fn put(db: &mut Db, edition: EditionId, of: SubjectId) -> Result<NomineeId> {
    let id = NomineeId::new();
    store::put(db, edition, id, of, None)?;
    Ok(id)
}

fn by_subject(db: &mut Db, edition: EditionId) -> Result<BTreeMap<SubjectId, Bare>> {
    let known = store::bare(db, edition)?.into_iter();
    Ok(known.map(|nominee| (nominee.of, nominee)).collect())
}

fn subjects(db: &mut Db, edition: EditionId, whom: &Whom) -> Result<Vec<SubjectId>> {
    if let Whom::These(names) = whom {
        return names.iter().map(|name| find(db, edition, name)).collect();
    }
    let mut subjects = Vec::new();
    if matches!(whom, Whom::Everybody | Whom::Stories) {
        let stories = submissions::store::stories(db, edition)?;
        subjects.extend(stories.iter().map(|card| SubjectId::Story(card.story.id)));
    }
    if matches!(whom, Whom::Everybody | Whom::People) {
        let people = submissions::store::people(db, edition)?;
        let wrote = people.iter().filter(|card| card.has_part());
        subjects.extend(wrote.map(|card| SubjectId::Person(card.person.id)));
    }
    Ok(subjects)
}

/// What a name means.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(db: &mut Db, edition: EditionId, name: &Named) -> Result<SubjectId> {
    Ok(match name {
        Named::Story(slug) => {
            SubjectId::Story(submissions::store::story_by_slug(db, edition, slug)?.story.id)
        }
        Named::Person(slug) => SubjectId::Person(claims::store::person(db, edition, slug)?.id),
    })
}

fn detail(whom: &Whom, admitted: usize) -> String {
    match whom {
        Whom::Everybody => format!("everybody: {admitted} new"),
        Whom::Stories => format!("all stories: {admitted} new"),
        Whom::People => format!("all people: {admitted} new"),
        Whom::These(names) => names.iter().map(words).collect::<Vec<_>>().join(", "),
    }
}

fn words(name: &Named) -> String {
    match name {
        Named::Story(slug) => format!("story {slug}"),
        Named::Person(slug) => format!("person {slug}"),
    }
}
