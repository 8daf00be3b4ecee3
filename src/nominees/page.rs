//! What the leads' page of nominees sees: everything that was taken in, and where it stands.

use std::collections::BTreeMap;

use serde::Serialize;

use super::exclude::words;
use super::model::{Standing, SubjectId};
use super::store::Bare;
use crate::clock::Timestamp;
use crate::editions::guard::Lead;
use crate::editions::page::Masthead;
use crate::editions::phase::Act;
use crate::error::Field;
use crate::submissions::model::{PersonCard, StoryCard};
use crate::submissions::page::{PersonRow, StoryRow};
use crate::web::forms::{FieldPage, Form, FormPage};

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
    /// Whether something was taken in that nobody admitted yet.
    has_waiting: bool,
    groups: Vec<Group>,
}

/// Those of one standing.
#[derive(Debug, Default, Serialize)]
struct Group {
    id: &'static str,
    title: &'static str,
    words: &'static str,
    /// The address of what the buttons do, and their word; none where only the person can act.
    does: Option<&'static str>,
    word: &'static str,
    stories: Vec<StoryLine>,
    people: Vec<PersonLine>,
}

impl Group {
    const fn is_empty(&self) -> bool {
        self.stories.is_empty() && self.people.is_empty()
    }
}

#[derive(Debug, Serialize)]
struct StoryLine {
    story: StoryRow,
    /// Its pull request, and why the leads left it out.
    submission: String,
    exclusion: Option<String>,
    declined_at: Option<Timestamp>,
}

#[derive(Debug, Serialize)]
struct PersonLine {
    person: PersonRow,
    declined_at: Option<Timestamp>,
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
        let known: BTreeMap<SubjectId, &Bare> = nominees.iter().map(|n| (n.of, n)).collect();
        let mut groups = Groups::default();
        for card in stories {
            let nominee = known.get(&SubjectId::Story(card.story.id)).copied();
            let exclusion = card.submission.exclusion.clone();
            let group = match exclusion {
                Some(_) => &mut groups.excluded,
                None => groups.of(nominee),
            };
            group.stories.push(StoryLine {
                story: StoryRow::new(edition, card),
                submission: words(&card.submission),
                exclusion,
                declined_at: nominee.and_then(|nominee| nominee.declined_at),
            });
        }
        for card in people {
            let nominee = known.get(&SubjectId::Person(card.person.id)).copied();
            groups.of(nominee).people.push(PersonLine {
                person: PersonRow::new(edition, card),
                declined_at: nominee.and_then(|nominee| nominee.declined_at),
            });
        }
        Self {
            edition: Masthead::of_lead(lead, now),
            is_frozen: !lead.edition.phase.allows(Act::Nominate),
            is_empty: stories.is_empty() && people.is_empty(),
            admitted_stories: groups.admitted.stories.len(),
            all_stories: stories.len(),
            admitted_people: groups.admitted.people.len(),
            all_people: people.len(),
            has_waiting: !groups.waiting.is_empty(),
            groups: groups.shown(),
        }
    }
}

#[derive(Default)]
struct Groups {
    waiting: Group,
    admitted: Group,
    withdrawn: Group,
    declined: Group,
    excluded: Group,
}

impl Groups {
    const fn of(&mut self, nominee: Option<&Bare>) -> &mut Group {
        let Some(nominee) = nominee else {
            return &mut self.waiting;
        };
        match nominee.standing {
            Standing::Admitted => &mut self.admitted,
            Standing::Withdrawn => &mut self.withdrawn,
            Standing::Declined => &mut self.declined,
        }
    }

    fn shown(self) -> Vec<Group> {
        let groups = [
            Group {
                id: "waiting",
                title: "Not admitted yet",
                words: "Taken in, and on no paper.",
                does: Some("admission"),
                word: "Admit",
                ..self.waiting
            },
            Group {
                id: "admitted",
                title: "Admitted",
                words: "These can stand in categories. Withdrawing takes one off its papers; leaving \
                        out also says why, for everybody to read.",
                does: Some("withdrawal"),
                word: "Withdraw",
                ..self.admitted
            },
            Group {
                id: "withdrawn",
                title: "Withdrawn",
                words: "Admitting everybody leaves these out; admit one by name to bring it back.",
                does: Some("admission"),
                word: "Admit",
                ..self.withdrawn
            },
            Group {
                id: "declined",
                title: "Declined to be nominated",
                words: "That is theirs to say, and theirs to take back. Visitors see only that \
                        they are not nominated.",
                ..self.declined
            },
            Group {
                id: "excluded",
                title: "Left out",
                words: "With a reason that everybody can read. Taking one back in admits its \
                        stories again; they join papers only where you choose them.",
                does: Some("return"),
                word: "Take back in",
                ..self.excluded
            },
        ];
        groups.into_iter().filter(|group| !group.is_empty()).collect()
    }
}

/// The question before a submission is left out.
#[derive(Debug, Serialize)]
pub struct ExclusionPage {
    edition: Masthead,
    is_frozen: bool,
    story: StoryRow,
    submission: String,
    number: i64,
    /// All stories that go with it.
    stories: Vec<StoryRow>,
    form: FormPage,
}

impl ExclusionPage {
    /// For the submission of that story, among all stories; with what was typed and refused.
    #[must_use]
    pub fn new(
        lead: &Lead,
        card: &StoryCard,
        all: &[StoryCard],
        form: &Form,
        errors: &[Field],
        now: Timestamp,
    ) -> Self {
        let edition = lead.edition.slug.as_str();
        let own = all.iter().filter(|other| other.submission.id == card.submission.id);
        let reason = FieldPage::new("text", "reason", "Reason")
            .hint("1 to 300 characters. Everybody reads it on the story’s page and in the log.")
            .required()
            .value(card.submission.exclusion.clone().unwrap_or_default());
        Self {
            edition: Masthead::of_lead(lead, now),
            is_frozen: !lead.edition.phase.allows(Act::Nominate),
            story: StoryRow::new(edition, card),
            submission: words(&card.submission),
            number: card.submission.number,
            stories: own.map(|card| StoryRow::new(edition, card)).collect(),
            form: FormPage::new(vec![reason]).refused(form, errors),
        }
    }
}
