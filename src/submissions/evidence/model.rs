//! [`Evidence`]: what is known of what people did, and how it becomes figures.

use std::collections::{BTreeMap, BTreeSet};

use crate::clock::Timestamp;
use crate::ids::{PersonId, StoryId, SubmissionId};
use crate::submissions::model::{Part, Person, PersonCard};

/// What is known of what the people of an edition did.
#[derive(Debug, Default)]
pub struct Evidence {
    /// Their parts in stories, but for those that were left out.
    pub parts: Vec<StoryPart>,
    /// What they said, but for what they said on those.
    pub said: Vec<Said>,
}

/// Somebody's part in a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryPart {
    /// Who.
    pub person: PersonId,
    /// Which.
    pub story: StoryId,
    /// What they did.
    pub part: Part,
    /// The submission that brought the story.
    pub submission: SubmissionId,
    /// Words in the story.
    pub words: i64,
    /// Questions that its FAQ answers.
    pub faq_questions: i64,
    /// When it was begun.
    pub at: Option<Timestamp>,
}

/// What somebody said on one pull request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Who.
    pub person: PersonId,
    /// Where.
    pub submission: SubmissionId,
    /// How often.
    pub comments: i64,
    /// When for the first time.
    pub first_at: Option<Timestamp>,
}

impl Evidence {
    /// A card for each of these people, but one for two whom a lead found to be the same.
    #[must_use]
    pub fn cards(&self, people: Vec<Person>) -> Vec<PersonCard> {
        let merged: BTreeMap<PersonId, PersonId> =
            people.iter().filter_map(|one| Some((one.id, one.merged_into?))).collect();
        let who = |id: PersonId| merged.get(&id).copied().unwrap_or(id);
        let kept = people.into_iter().filter(|one| one.merged_into.is_none());
        let mut cards: BTreeMap<PersonId, PersonCard> =
            kept.map(|person| (person.id, PersonCard::new(person))).collect();
        let mut own: BTreeSet<(PersonId, SubmissionId)> = BTreeSet::new();
        let mut parts: BTreeMap<(PersonId, StoryId), &StoryPart> = BTreeMap::new();
        let mut brought: BTreeMap<SubmissionId, BTreeSet<StoryId>> = BTreeMap::new();
        for part in &self.parts {
            brought.entry(part.submission).or_default().insert(part.story);
            own.insert((who(part.person), part.submission));
            let greatest = parts.entry((who(part.person), part.story)).or_insert(part);
            if part.part < greatest.part {
                *greatest = part;
            }
        }
        for ((person, _), part) in parts {
            if let Some(card) = cards.get_mut(&person) {
                take_part(card, part);
            }
        }
        let mut talked: BTreeSet<(PersonId, SubmissionId)> = BTreeSet::new();
        for said in &self.said {
            let there = (who(said.person), said.submission);
            let is_first = !own.contains(&there) && talked.insert(there);
            if let Some(card) = cards.get_mut(&who(said.person)) {
                card.comments += if own.contains(&there) { 0 } else { said.comments };
                let stories = brought.get(&said.submission).map_or(1, BTreeSet::len);
                card.talked +=
                    if is_first { i64::try_from(stories).unwrap_or(i64::MAX) } else { 0 };
                card.first_at = earlier(card.first_at, said.first_at);
            }
        }
        cards.into_values().collect()
    }
}

fn take_part(card: &mut PersonCard, part: &StoryPart) {
    card.first_at = earlier(card.first_at, part.at);
    match part.part {
        Part::Author => {
            card.wrote += 1;
            // A file may say any number that the databases hold.
            card.words = card.words.saturating_add(part.words);
            card.faq_questions = card.faq_questions.saturating_add(part.faq_questions);
        }
        Part::CoAuthor => card.helped += 1,
    }
}

fn earlier(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    one.into_iter().chain(other).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(merged_into: Option<PersonId>) -> Person {
        Person {
            id: PersonId::new(),
            slug: "ana".into(),
            handle: None,
            name: "Ana".into(),
            github_id: None,
            shown_name: None,
            merged_into,
            account: None,
        }
    }

    #[test]
    fn two_who_are_one_person_have_one_card_and_own_stories_are_not_others() {
        let ana = person(None);
        let anna = person(Some(ana.id));
        let (mine, theirs) = (SubmissionId::new(), SubmissionId::new());
        let at = |second: i64| Some(Timestamp::from_millis(second * 1_000));
        let story = StoryId::new();
        let part = |person, part, at| StoryPart {
            person,
            story,
            part,
            submission: mine,
            words: 10,
            faq_questions: 2,
            at,
        };
        let said =
            |person, submission, first_at| Said { person, submission, comments: 3, first_at };
        let evidence = Evidence {
            parts: vec![part(ana.id, Part::CoAuthor, at(5)), part(anna.id, Part::Author, at(5))],
            said: vec![
                said(ana.id, mine, at(9)),
                said(anna.id, theirs, at(2)),
                said(ana.id, theirs, at(4)),
            ],
        };

        let cards = evidence.cards(vec![anna, ana.clone()]);

        let mut expected = PersonCard::new(ana);
        (expected.wrote, expected.words, expected.faq_questions) = (1, 10, 2);
        (expected.comments, expected.talked, expected.first_at) = (6, 1, at(2));
        assert_eq!(cards, [expected]);
    }

    #[test]
    fn figures_that_a_file_exaggerates_stay_figures() {
        let ana = person(None);
        let part = || StoryPart {
            person: ana.id,
            story: StoryId::new(),
            part: Part::Author,
            submission: SubmissionId::new(),
            words: i64::MAX,
            faq_questions: i64::MAX,
            at: None,
        };
        let evidence = Evidence { parts: vec![part(), part()], said: vec![] };

        let cards = evidence.cards(vec![ana.clone()]);

        assert_eq!((cards[0].words, cards[0].faq_questions), (i64::MAX, i64::MAX));
    }
}
