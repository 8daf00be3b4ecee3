//! What the page of a story or of a person says to its reader about themselves: whether they are
//! that person, and what they can do with a nomination of their own.

use serde::Serialize;

use super::model::{Standing, SubjectId};
use super::store;
use crate::editions::guard::Reader;
use crate::error::Result;
use crate::ids::{AccountId, EditionId};
use crate::store::db::Db;
use crate::submissions::claims;
use crate::submissions::claims::model::still_open;
use crate::submissions::claims::page::ClaimPage;
use crate::submissions::claims::relation::{self, Relation};
use crate::submissions::model::{Person, StoryCard};

/// What is known of the reader beside a story or a person.
#[derive(Debug, Clone)]
pub struct Own {
    relation: Option<Relation>,
    /// How it stands with the nomination that is theirs; `None` inside if nobody admitted it.
    nomination: Option<Option<Standing>>,
}

/// Beside a person.
///
/// # Errors
/// The database's.
pub fn of_person(
    db: &mut Db,
    edition: EditionId,
    person: &Person,
    reader: Option<AccountId>,
) -> Result<Own> {
    let relation = relation::of(db, edition, person, reader)?;
    let nomination = match relation {
        Relation::Themselves => Some(standing(db, SubjectId::Person(person.id))?),
        Relation::Visitor
        | Relation::Nobody
        | Relation::Claimant(_)
        | Relation::SomebodyElse(_)
        | Relation::Taken => None,
    };
    Ok(Own { relation: Some(relation), nomination })
}

/// Beside a story.
///
/// # Errors
/// The database's.
pub fn of_story(db: &mut Db, card: &StoryCard, reader: Option<AccountId>) -> Result<Own> {
    let story = card.story.id;
    let is_author = match reader {
        Some(reader) => claims::store::is_author(db, story, reader)?,
        None => false,
    };
    let nomination = if is_author { Some(standing(db, SubjectId::Story(story))?) } else { None };
    Ok(Own { relation: None, nomination })
}

fn standing(db: &mut Db, of: SubjectId) -> Result<Option<Standing>> {
    Ok(store::of_subject(db, of)?.map(|nominee| nominee.standing))
}

/// The same as the templates see it.
#[derive(Debug, Clone, Serialize)]
pub struct OwnPage {
    claim: Option<ClaimPage>,
    nomination: Option<NominationPage>,
    /// Why the leads left the story out.
    exclusion: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
struct NominationPage {
    /// The address of the page.
    at: String,
    is_person: bool,
    is_frozen: bool,
    is_declined: bool,
    is_withdrawn: bool,
    is_nominee: bool,
    contact: String,
}

impl OwnPage {
    /// On the page of a person.
    #[must_use]
    pub fn of_person(reader: &Reader, person: &Person, own: &Own) -> Self {
        let at = format!("/editions/{}/people/{}", reader.edition.slug, person.slug);
        let relation = own.relation.as_ref();
        Self {
            claim: relation.and_then(|relation| ClaimPage::new(reader, person, relation)),
            nomination: own.nomination.map(|it| NominationPage::new(reader, at, it)),
            exclusion: None,
        }
        .about_a_person()
    }

    /// On the page of a story.
    #[must_use]
    pub fn of_story(reader: &Reader, card: &StoryCard, own: &Own) -> Self {
        let at = format!("/editions/{}/stories/{}", reader.edition.slug, card.story.slug);
        let exclusion = card.submission.exclusion.clone();
        // What is left out is nominated by nobody.
        let nomination = own.nomination.filter(|_| exclusion.is_none());
        Self {
            claim: None,
            nomination: nomination.map(|it| NominationPage::new(reader, at, it)),
            exclusion,
        }
    }

    fn about_a_person(mut self) -> Self {
        if let Some(nomination) = &mut self.nomination {
            nomination.is_person = true;
        }
        self
    }
}

impl NominationPage {
    fn new(reader: &Reader, at: String, standing: Option<Standing>) -> Self {
        Self {
            at,
            is_person: false,
            is_frozen: still_open(&reader.edition).is_err(),
            is_declined: standing == Some(Standing::Declined),
            is_withdrawn: standing == Some(Standing::Withdrawn),
            is_nominee: standing == Some(Standing::Admitted),
            contact: reader.edition.about.contact.clone(),
        }
    }
}
