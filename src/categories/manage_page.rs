//! What the leads' templates of categories see: the list in its order, the nominees to choose from
//! or those whom a measure chose, and the question before a removal.

use std::collections::BTreeSet;

use serde::Serialize;

use super::model::{Category, Choice, Paper};
use super::page::CategoryRow;
use super::ranking::Ranking;
use super::ranking_page::RankingPage;
use super::shortlist::chosen_by;
use crate::clock::Timestamp;
use crate::editions::guard::Lead;
use crate::editions::page::Masthead;
use crate::editions::phase::Act;
use crate::error::Field;
use crate::ids::NomineeId;
use crate::nominees::model::{Nominee, Subject};
use crate::submissions::model::kind_words;
use crate::submissions::page::{PersonRow, StoryRow};

/// The categories in their order.
#[derive(Debug, Serialize)]
pub struct OrderPage {
    edition: Masthead,
    is_frozen: bool,
    categories: Vec<OrderRow>,
}

#[derive(Debug, Serialize)]
struct OrderRow {
    category: CategoryRow,
    is_first: bool,
    is_last: bool,
}

impl OrderPage {
    /// The categories, each with how many stand in it.
    #[must_use]
    pub fn new(lead: &Lead, categories: &[(Category, i64)], now: Timestamp) -> Self {
        let last = categories.len().saturating_sub(1);
        let row = |(at, (category, standing)): (usize, &(Category, i64))| OrderRow {
            category: CategoryRow::new(&lead.edition.slug, category, *standing),
            is_first: at == 0,
            is_last: at == last,
        };
        Self {
            edition: Masthead::of_lead(lead, now),
            is_frozen: is_frozen(lead),
            categories: categories.iter().enumerate().map(row).collect(),
        }
    }
}

pub(super) fn is_frozen(lead: &Lead) -> bool {
    !lead.edition.phase.allows(Act::EditRules)
}

/// The nominees to choose from.
#[derive(Debug, Serialize)]
pub struct ChoicePage {
    edition: Masthead,
    is_frozen: bool,
    category: CategoryRow,
    error: Option<String>,
    ticked: usize,
    rows: Vec<ChoiceRow>,
    kinds: Vec<KindOption>,
    /// Where a measure chooses, there is nothing to tick.
    shortlist: Option<ShortlistPage>,
}

/// Those whom a measure chose, and whether it would still choose them.
#[derive(Debug, Serialize)]
struct ShortlistPage {
    /// Who would come and leave if it were brought up to date now.
    would_come: usize,
    would_leave: usize,
    is_current: bool,
    ranking: Option<RankingPage>,
}

#[derive(Debug, Serialize)]
struct ChoiceRow {
    story: Option<StoryRow>,
    person: Option<PersonRow>,
    is_ticked: bool,
}

#[derive(Debug, Serialize)]
struct KindOption {
    value: String,
    words: String,
}

impl ChoicePage {
    /// The nominees that suit a category; ticked is who stands, or who was typed and refused.
    #[must_use]
    pub fn new(
        lead: &Lead,
        paper: &Paper,
        nominees: &[Nominee],
        typed: Option<(&Choice, &[Field])>,
        now: Timestamp,
    ) -> Self {
        let edition = lead.edition.slug.as_str();
        let terms = &paper.category.terms;
        let candidates = paper.candidates.iter().map(|c| c.nominee.of.slug());
        let standing: BTreeSet<&str> = candidates.collect();
        let ticked = |slug: &str| match typed {
            Some((choice, _)) => choice.ticked.contains(slug),
            None => standing.contains(slug),
        };
        let fit = nominees.iter().filter(|nominee| terms.fit(nominee));
        let rows: Vec<ChoiceRow> = fit
            .map(|nominee| ChoiceRow::new(edition, &nominee.of, ticked(nominee.of.slug())))
            .collect();
        let mut kinds: Vec<String> = rows
            .iter()
            .filter_map(|row| row.story.as_ref().map(|story| story.kind().to_owned()))
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        let kind = |value: String| KindOption { words: kind_words(&value), value };
        let size = i64::try_from(paper.candidates.len()).unwrap_or(i64::MAX);
        let error = typed.and_then(|(_, errors)| errors.first());
        Self {
            edition: Masthead::of_lead(lead, now),
            is_frozen: is_frozen(lead),
            category: CategoryRow::new(edition, &paper.category, size),
            error: error.map(|field| field.words.clone().into_owned()),
            ticked: rows.iter().filter(|row| row.is_ticked).count(),
            rows,
            kinds: kinds.into_iter().map(kind).collect(),
            shortlist: ShortlistPage::of(lead, paper, nominees),
        }
    }
}

impl ShortlistPage {
    fn of(lead: &Lead, paper: &Paper, nominees: &[Nominee]) -> Option<Self> {
        let terms = &paper.category.terms;
        let measure = terms.shortlisted_by()?;
        let chosen: BTreeSet<NomineeId> = chosen_by(measure, terms, nominees).into_iter().collect();
        let stand = paper.candidates.iter().map(|candidate| candidate.nominee.id);
        let stand: BTreeSet<NomineeId> = stand.collect();
        // Once the rules are frozen nothing comes or leaves.
        let differ = |a: &BTreeSet<NomineeId>, b: &BTreeSet<NomineeId>| {
            if is_frozen(lead) { 0 } else { a.difference(b).count() }
        };
        let (would_come, would_leave) = (differ(&chosen, &stand), differ(&stand, &chosen));
        let ranking = Ranking::of(paper.clone());
        Some(Self {
            would_come,
            would_leave,
            is_current: would_come + would_leave == 0,
            ranking: ranking.map(|ranking| RankingPage::new(&lead.edition, &ranking)),
        })
    }
}

impl ChoiceRow {
    fn new(edition: &str, of: &Subject, is_ticked: bool) -> Self {
        let (story, person) = match of {
            Subject::Story(card) => (Some(StoryRow::new(edition, card)), None),
            Subject::Person(card) => (None, Some(PersonRow::new(edition, card))),
        };
        Self { story, person, is_ticked }
    }
}

/// The question before a category is removed.
#[derive(Debug, Serialize)]
pub struct RemovalPage {
    edition: Masthead,
    is_frozen: bool,
    category: CategoryRow,
}

impl RemovalPage {
    /// For that category.
    #[must_use]
    pub fn new(lead: &Lead, paper: &Paper, now: Timestamp) -> Self {
        let size = i64::try_from(paper.candidates.len()).unwrap_or(i64::MAX);
        Self {
            edition: Masthead::of_lead(lead, now),
            is_frozen: is_frozen(lead),
            category: CategoryRow::new(&lead.edition.slug, &paper.category, size),
        }
    }
}
