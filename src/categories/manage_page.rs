//! What the leads' templates of categories see: the list in its order, the form, the nominees to
//! choose from, and the question before a removal.

use std::collections::BTreeSet;

use serde::Serialize;

use super::model::{Category, Choice, NomineeKind, Paper, Terms, method_words};
use super::page::CategoryRow;
use crate::clock::Timestamp;
use crate::editions::guard::Lead;
use crate::editions::page::Masthead;
use crate::editions::phase::Act;
use crate::error::Field;
use crate::nominees::model::{Nominee, Subject};
use crate::submissions::model::kind_words;
use crate::submissions::page::{PersonRow, StoryRow};
use crate::web::forms::{FieldPage, Form, FormPage};

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

fn is_frozen(lead: &Lead) -> bool {
    !lead.edition.phase.allows(Act::EditRules)
}

/// The form of a category: a new one, or one that is there.
#[derive(Debug, Serialize)]
pub struct TermsPage {
    edition: Masthead,
    is_frozen: bool,
    /// The category that is there.
    category: Option<CategoryRow>,
    form: FormPage,
}

impl TermsPage {
    /// The form of a new category.
    #[must_use]
    pub fn new(
        lead: &Lead,
        kinds: &[String],
        form: &Form,
        errors: &[Field],
        now: Timestamp,
    ) -> Self {
        let mut fields = fields(None, kinds);
        let address = FieldPage::new("text", "slug", "Address").hint(
            "The last part of its address, such as most-humorous. Empty: taken from the title.",
        );
        fields.insert(1, address);
        let fill = [
            ("all", "Everything that suits it, admitted where it is not"),
            ("nobody", "Nobody yet: I choose by hand"),
        ];
        let fill = fill.map(|(value, label)| (value.to_owned(), label.to_owned()));
        let fill = FieldPage::select("fill", "Who is nominated at first", fill).value("all");
        fields.push(
            fill.hint("You can choose one by one afterwards. Whoever was withdrawn stays out."),
        );
        Self {
            edition: Masthead::of_lead(lead, now),
            is_frozen: is_frozen(lead),
            category: None,
            form: FormPage::new(fields).refused(form, errors),
        }
    }

    /// The form of a category that is there.
    #[must_use]
    pub fn of(
        lead: &Lead,
        paper: &Paper,
        kinds: &[String],
        form: &Form,
        errors: &[Field],
        now: Timestamp,
    ) -> Self {
        let category = &paper.category;
        let fields = fields(Some(&category.terms), kinds);
        let standing = i64::try_from(paper.candidates.len()).unwrap_or(i64::MAX);
        let row = CategoryRow::new(&lead.edition.slug, category, standing);
        Self {
            edition: Masthead::of_lead(lead, now),
            is_frozen: is_frozen(lead),
            category: Some(row),
            form: FormPage::new(fields).refused(form, errors),
        }
    }
}

fn fields(terms: Option<&Terms>, kinds: &[String]) -> Vec<FieldPage> {
    let text = |of: fn(&Terms) -> String| terms.map(of).unwrap_or_default();
    let of = [NomineeKind::Story, NomineeKind::Person]
        .map(|kind| (kind.as_str().to_owned(), format!("A {}", kind.nouns().0)));
    let every = (String::new(), "Every kind".to_owned());
    let kinds = kinds.iter().map(|kind| (kind.clone(), kind_words(kind)));
    let methods = Category::METHODS
        .map(|method| (method.as_str().to_owned(), method_words(method).to_owned()));
    let method = terms.map_or(Category::METHODS[0], |terms| terms.method);
    vec![
        FieldPage::new("text", "title", "Title")
            .hint("Such as Most humorous story. Not negative, and not about which thing is best.")
            .required()
            .value(text(|terms| terms.title.clone())),
        FieldPage::new("textarea", "charter", "Charter")
            .hint("What should people think of when they mark? An award celebrates: it is never negative, and never about which thing is best.")
            .value(text(|terms| terms.charter.clone())),
        FieldPage::select("of", "Goes to", of)
            .value(terms.map_or("story", |terms| terms.nominee_kind.as_str())),
        FieldPage::select("kind", "Kind of story", [every].into_iter().chain(kinds))
            .hint("Only for an award that goes to a story.")
            .value(text(|terms| terms.story_kind.clone().unwrap_or_default())),
        FieldPage::select("method", "How it is decided", methods)
            .hint("Approval: mark several, the most marks win. Good for fifty nominees. Single choice: mark one. Good for a short list.")
            .value(method.as_str()),
        FieldPage::new("number", "max", "Marks at most")
            .hint("Only for approval. Empty: as many as one likes.")
            .value(text(|terms| {
                terms.max_marks.map(|most| most.to_string()).unwrap_or_default()
            })),
    ]
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
        }
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
