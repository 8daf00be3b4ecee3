//! The verb: defines a category, behind all others, with everything that suits it on its paper
//! unless the leads want to choose by hand.

use super::measure::Role;
use super::model::{Category, Draft, Joining, Terms};
use super::{shortlist, store};
use crate::audit;
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::phase::{Act, require};
use crate::error::{Error, Result};
use crate::ids::{CategoryId, EditionId};
use crate::nominees::admit;
use crate::nominees::model::{Subject, SubjectId};
use crate::store::db::Db;
use crate::submissions;
use crate::submissions::model::PersonCard;

/// Defines a category.
///
/// # Errors
/// [`Error::Invalid`] if the edition has one of that slug; [`Error::Conflict`] once voting has
/// opened or if there are too many.
pub fn define(
    db: &mut Db,
    edition: EditionId,
    actor: &str,
    draft: Draft,
    now: Timestamp,
) -> Result<Category> {
    let edition = editions::store::locked(db, edition)?;
    require(Act::EditRules, edition.phase, &edition.calendar, now)?;
    let others = store::of_edition(db, edition.id)?;
    if others.len() >= Category::MOST {
        return Err(Error::conflict(
            format!("This edition has {} categories, the most there can be.", Category::MOST),
            "Remove one first, or keep this one for the next edition.",
        ));
    }
    if others.iter().any(|other| other.slug == draft.slug) {
        return Err(store::slug_is_taken());
    }
    let last = others.last().map_or(-1, |last| last.position);
    let category = Category {
        id: CategoryId::new(),
        slug: draft.slug,
        terms: draft.terms,
        position: last + 1,
    };
    store::put(db, edition.id, &category)?;
    if category.terms.joining == Joining::AllThatSuit {
        fill(db, edition.id, &category)?;
    }
    let mut renewed = shortlist::refresh(db, edition.id)?;
    renewed.retain(|other| other.slug != category.slug);
    let standing = store::numbers(db, category.id)?.len();
    let detail = format!("{}; {standing} nominated", summary(&category.slug, &category.terms));
    let entry = audit::model::Draft::of(edition.id, actor, "defined a category", detail);
    audit::store::append(db, entry, now)?;
    shortlist::record(db, edition.id, actor, &renewed, now)?;
    Ok(category)
}

/// Admits everything that suits the category and puts it on its paper; onto a shortlist come only
/// those whom its measure then chooses.
fn fill(db: &mut Db, edition: EditionId, category: &Category) -> Result<()> {
    let stories = submissions::store::stories(db, edition)?;
    let mut people = submissions::store::people(db, edition)?;
    people.retain(PersonCard::has_part);
    let all = stories.into_iter().map(Subject::Story);
    let suited: Vec<SubjectId> = all
        .chain(people.into_iter().map(Subject::Person))
        .filter(|of| category.terms.suit(of))
        .map(|of| of.id())
        .collect();
    let ids = admit::ensure(db, edition, suited)?;
    match category.terms.shortlisted_by() {
        Some(_) => Ok(()),
        None => store::add(db, category.id, &ids),
    }
}

/// A category's rules in one line, for the log.
pub(super) fn summary(slug: &str, terms: &Terms) -> String {
    let of = match &terms.story_kind {
        Some(kind) => format!("{} of kind {kind}", terms.nominee_kind.nouns().1),
        None => terms.nominee_kind.nouns().1.to_owned(),
    };
    let marks = match terms.max_marks {
        Some(most) => format!("at most {most} marks"),
        None => "no limit of marks".to_owned(),
    };
    let method = terms.method.as_str();
    let (decided, joining) = match terms.measure {
        None => (format!("by {method}, {marks}"), joining(terms.joining)),
        Some(measure) => match measure.role {
            Role::Decides => (format!("decided by {}", measure.sentence()), joining(terms.joining)),
            Role::Shortlists { .. } => {
                (format!("by {method} among {}, {marks}", measure.sentence()), "")
            }
        },
    };
    format!("{slug}: {:?}, {of}, {decided}{joining}", terms.title)
}

const fn joining(joining: Joining) -> &'static str {
    match joining {
        Joining::AllThatSuit => ", new ones join by themselves",
        Joining::Chosen => ", chosen by hand",
    }
}
