//! What becomes of comments that nominate: `/nominate most-humorous` on a story's pull request.

use std::collections::BTreeMap;

use super::answer::Answer;
use super::model::{Nominators, Source};
use crate::audit;
use crate::audit::model::Draft;
use crate::categories;
use crate::categories::model::{Category, NomineeKind};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::ids::{NomineeId, PersonId};
use crate::nominees;
use crate::nominees::model::{Nominee, Standing, Subject, SubjectId};
use crate::store::db::Db;
use crate::submissions;
use crate::submissions::comments::model::Proposal;
use crate::submissions::comments::store as comments;
use crate::submissions::model::{PersonCard, StoryCard};
use crate::submissions::source::found::State;

/// Looks into the proposals on this source's pull requests that nobody has looked into (another
/// source has rules and pull requests of its own), and answers what is to be said to each.
/// Part of a verb that has asked the phase already.
///
/// # Errors
/// The database's.
pub fn nominate(db: &mut Db, source: &Source, now: Timestamp) -> Result<Vec<Answer>> {
    let proposals = comments::proposals(db, source.edition, &source.repository)?;
    if proposals.is_empty() {
        return Ok(Vec::new());
    }
    let people = submissions::store::people(db, source.edition)?;
    let stories = submissions::store::stories(db, source.edition)?;
    let mut desk = Desk {
        db,
        source,
        people: people.into_iter().map(|card| (card.person.id, card)).collect(),
        stories,
        now,
    };
    let mut answers = Vec::new();
    for proposal in &proposals {
        let said = desk.settle(proposal)?;
        comments::settle(desk.db, proposal, &said)?;
        answers.push(Answer { number: proposal.number, said });
    }
    Ok(answers)
}

struct Desk<'a> {
    db: &'a mut Db,
    source: &'a Source,
    people: BTreeMap<PersonId, PersonCard>,
    stories: Vec<StoryCard>,
    now: Timestamp,
}

impl Desk<'_> {
    fn settle(&mut self, proposal: &Proposal) -> Result<String> {
        if let Some(refusal) = self.may(proposal.person) {
            return Ok(refusal.to_owned());
        }
        let all = categories::store::of_edition(self.db, self.source.edition)?;
        let Some(category) = all.iter().find(|one| one.slug == proposal.category) else {
            let known: Vec<&str> = all.iter().map(|one| one.slug.as_str()).collect();
            let known = if known.is_empty() { "none yet".to_owned() } else { known.join(", ") };
            return Ok(format!("There is no award “{}”. There are: {known}.", proposal.category));
        };
        if let Some(measure) = category.terms.shortlisted_by() {
            let (title, sentence) = (&category.terms.title, measure.sentence());
            return Ok(format!("A measure chooses who stands for {title}: {sentence}."));
        }
        let subjects = self.subjects(proposal, category);
        if subjects.is_empty() {
            let noun = category.terms.nominee_kind.nouns().0;
            return Ok(format!("{} goes to a {noun}, and here is none.", category.terms.title));
        }
        let said = subjects.into_iter().map(|of| self.stand(proposal, category, of));
        Ok(said.collect::<Result<Vec<String>>>()?.join(" "))
    }

    /// Why somebody may not nominate; `None` if they may.
    fn may(&self, person: PersonId) -> Option<&'static str> {
        match self.source.settings.nominators {
            Nominators::Everybody => None,
            Nominators::Contributors if self.has_merged(person) => None,
            Nominators::Contributors => Some(
                "Only those who have a part in a merged story of this edition can nominate by a \
                 comment.",
            ),
            Nominators::Nobody => Some("Comments do not nominate in this edition."),
        }
    }

    /// Anybody can open a pull request; that it was merged is somebody else's word for it.
    fn has_merged(&self, person: PersonId) -> bool {
        let merged = self.stories.iter().filter(|card| card.submission.state == State::Merged);
        let merged = merged.filter(|card| card.submission.exclusion.is_none());
        merged.flat_map(|card| &card.authors).any(|line| line.person == person)
    }

    /// The stories of the submission, or those who sent them; of one that was closed there are none.
    fn subjects(&self, proposal: &Proposal, category: &Category) -> Vec<SubjectId> {
        let brought = self.stories.iter().filter(|card| proposal.stories.contains(&card.story.id));
        let brought = brought.filter(|card| {
            card.submission.exclusion.is_none() && card.submission.state != State::Closed
        });
        match category.terms.nominee_kind {
            NomineeKind::Story => brought.map(|card| SubjectId::Story(card.story.id)).collect(),
            NomineeKind::Person => {
                let authors = brought.flat_map(|card| &card.authors);
                let mut authors: Vec<SubjectId> =
                    authors.map(|line| SubjectId::Person(line.person)).collect();
                authors.sort_unstable();
                authors.dedup();
                authors
            }
        }
    }

    fn stand(&mut self, proposal: &Proposal, category: &Category, of: SubjectId) -> Result<String> {
        let award = &category.terms.title;
        // Asked first: what is refused does not become a nominee on the way.
        if let Some(card) = self.stories.iter().find(|card| SubjectId::Story(card.story.id) == of)
            && !category.terms.suit(&Subject::Story(card.clone()))
        {
            let title = &card.story.title;
            return Ok(format!("“{title}” is not of the kind that {award} goes to."));
        }
        nominees::admit::ensure(self.db, self.source.edition, [of])?;
        let all = nominees::store::of_edition(self.db, self.source.edition)?;
        let Some(nominee) = all.into_iter().find(|nominee| nominee.of.id() == of) else {
            return Ok("It is no nominee.".to_owned());
        };
        let title = nominee.title().to_owned();
        if nominee.standing != Standing::Admitted {
            return Ok(format!("“{title}” was withdrawn, so it cannot stand for {award}."));
        }
        if stands(self.db, category, nominee.id)? {
            return Ok(format!("“{title}” is nominated for {award} already."));
        }
        categories::store::add(self.db, category.id, &[nominee.id])?;
        self.tell(proposal, category, &nominee)?;
        Ok(format!("“{title}” is nominated for {award} now."))
    }

    fn tell(&mut self, by: &Proposal, category: &Category, nominee: &Nominee) -> Result<()> {
        let actor = self.people.get(&by.person).map_or("somebody", |card| card.person.title());
        let detail =
            format!("{} for {}, by a comment on #{}", nominee.title(), category.slug, by.number);
        let draft = Draft::of(self.source.edition, actor, "nominated", detail);
        audit::store::append(self.db, draft, self.now)
    }
}

fn stands(db: &mut Db, category: &Category, nominee: NomineeId) -> Result<bool> {
    let numbers = categories::store::numbers(db, category.id)?;
    Ok(numbers.into_iter().any(|(_, id)| id == nominee))
}
