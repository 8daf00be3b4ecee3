//! What the leads' page of nominees sees: everything that was taken in, and where it stands.

use std::collections::BTreeMap;

use serde::Serialize;

use super::model::{Standing, SubjectId};
use super::store::Bare;
use crate::clock::Timestamp;
use crate::editions::guard::Lead;
use crate::editions::page::Masthead;
use crate::editions::phase::Act;
use crate::submissions::model::{PersonCard, StoryCard};
use crate::submissions::page::{PersonRow, StoryRow};

/// The nominees of an edition, and who could be one.
#[derive(Debug, Serialize)]
pub struct NomineesPage {
    edition: Masthead,
    is_frozen: bool,
    is_empty: bool,
    /// How many are admitted, of how many.
    admitted_stories: usize,
    all_stories: usize,
    admitted_people: usize,
    all_people: usize,
    groups: Vec<Group>,
}

/// Those of one standing.
#[derive(Debug, Default, Serialize)]
struct Group {
    id: &'static str,
    title: &'static str,
    words: &'static str,
    is_admitted: bool,
    stories: Vec<StoryRow>,
    people: Vec<PersonRow>,
}

impl NomineesPage {
    /// Everything that was taken in, and which of it is a nominee.
    #[must_use]
    pub fn new(
        lead: &Lead,
        stories: &[StoryCard],
        people: &[PersonCard],
        nominees: &[Bare],
        now: Timestamp,
    ) -> Self {
        let edition = lead.edition.slug.as_str();
        let standing: BTreeMap<SubjectId, Standing> =
            nominees.iter().map(|n| (n.of, n.standing)).collect();
        let mut groups = Groups::default();
        for card in stories {
            let group = groups.of(standing.get(&SubjectId::Story(card.story.id)));
            group.stories.push(StoryRow::new(edition, card));
        }
        for card in people {
            let group = groups.of(standing.get(&SubjectId::Person(card.person.id)));
            group.people.push(PersonRow::new(edition, card));
        }
        Self {
            edition: Masthead::of_lead(lead, now),
            is_frozen: !lead.edition.phase.allows(Act::Nominate),
            is_empty: stories.is_empty() && people.is_empty(),
            admitted_stories: groups.admitted.stories.len(),
            all_stories: stories.len(),
            admitted_people: groups.admitted.people.len(),
            all_people: people.len(),
            groups: groups.shown(),
        }
    }
}

#[derive(Default)]
struct Groups {
    waiting: Group,
    admitted: Group,
    withdrawn: Group,
}

impl Groups {
    const fn of(&mut self, standing: Option<&Standing>) -> &mut Group {
        match standing {
            None => &mut self.waiting,
            Some(Standing::Admitted) => &mut self.admitted,
            Some(Standing::Withdrawn) => &mut self.withdrawn,
        }
    }

    fn shown(self) -> Vec<Group> {
        let groups = [
            Group {
                id: "waiting",
                title: "Not admitted yet",
                words: "Taken in, and on no paper.",
                ..self.waiting
            },
            Group {
                id: "admitted",
                title: "Admitted",
                words: "These can stand in categories.",
                is_admitted: true,
                ..self.admitted
            },
            Group {
                id: "withdrawn",
                title: "Withdrawn",
                words: "Admitting everybody leaves these out; admit one by name to bring it back.",
                ..self.withdrawn
            },
        ];
        groups
            .into_iter()
            .filter(|group| !group.stories.is_empty() || !group.people.is_empty())
            .collect()
    }
}
