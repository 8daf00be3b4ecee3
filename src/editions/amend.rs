//! Changing what an edition tells of itself. Words may be bettered at any time; the threshold is
//! part of the rules and freezes with them.

use super::model::{About, Pictures};
use super::phase::Act;
use super::store;
use crate::accounts::model::Account;
use crate::audit;
use crate::audit::model::Draft;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::ids::EditionId;
use crate::store::db::Db;

/// Changes it; the log says which parts.
///
/// # Errors
/// [`Error::Invalid`] on `threshold` once the rules are frozen.
pub fn amend(
    db: &mut Db,
    edition: EditionId,
    about: &About,
    lead: &Account,
    now: Timestamp,
) -> Result<()> {
    let edition = store::locked(db, edition)?;
    let old = &edition.about;
    if about.threshold != old.threshold && !edition.phase.allows(Act::EditRules) {
        return Err(Error::invalid(
            "threshold",
            format!("This froze with the rules when voting opened. Leave it at {}.", old.threshold),
        ));
    }
    let changed = changes(old, about);
    if changed.is_empty() {
        return Ok(());
    }
    store::set_about(db, edition.id, about)?;
    let line = Draft::of(edition.id, &lead.name, "changed the details", changed.join("; "));
    audit::store::append(db, line, now)
}

fn changes(old: &About, new: &About) -> Vec<String> {
    let mut said = Vec::new();
    if old.title != new.title {
        said.push(format!("title: “{}”, before “{}”", new.title, old.title));
    }
    if old.description != new.description {
        said.push("description".to_owned());
    }
    if old.contact != new.contact {
        said.push(format!("contact: “{}”, before “{}”", new.contact, old.contact));
    }
    if old.threshold != new.threshold {
        said.push(format!(
            "fewest ballots to show counts: {}, before {}",
            new.threshold, old.threshold
        ));
    }
    if old.pictures != new.pictures {
        said.push(match new.pictures {
            Pictures::AsLinks => "pictures in stories: as links".to_owned(),
            Pictures::Loaded => "pictures in stories: loaded from where they stand".to_owned(),
        });
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_names_what_changed_and_nothing_else() {
        let old = About {
            title: "A".into(),
            description: "first".into(),
            contact: String::new(),
            threshold: 5,
            pictures: Pictures::AsLinks,
        };
        let new = About { title: "B".into(), description: "second".into(), ..old.clone() };
        let open = About { pictures: Pictures::Loaded, ..old.clone() };

        assert_eq!(changes(&old, &new), ["title: “B”, before “A”", "description"]);
        assert_eq!(changes(&old, &open), ["pictures in stories: loaded from where they stand"]);
        assert_eq!(changes(&old, &old), Vec::<String>::new());
    }
}
