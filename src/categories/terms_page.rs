//! What the templates of a category's form see: a new category, or one that is there.

use serde::Serialize;

use super::form::By;
use super::kind::NomineeKind;
use super::manage_page::is_frozen;
use super::measure::Metric;
use super::model::{Category, Joining, Paper, Terms, method_words};
use super::page::CategoryRow;
use super::ranking_page::sentence;
use crate::clock::Timestamp;
use crate::editions::guard::Lead;
use crate::editions::page::Masthead;
use crate::error::Field;
use crate::submissions::model::kind_words;
use crate::web::forms::{FieldPage, Form, FormPage};

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
        let joining = [
            (
                Joining::AllThatSuit,
                "Everything that suits it, admitted where it is not, and what comes later",
            ),
            (Joining::Chosen, "Nobody yet: I choose by hand"),
        ];
        fields.push(
            select("joining", "Who is nominated", joining.map(|(it, label)| (it.as_str(), label)))
                .hint("You can choose one by one afterwards. Whoever was withdrawn stays out.")
                .value(Joining::default().as_str()),
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
        let mut fields = fields(Some(&category.terms), kinds);
        let joining = [
            (Joining::AllThatSuit, "Join by themselves, until voting opens"),
            (Joining::Chosen, "Wait until I choose them"),
        ];
        fields.push(
            select("joining", "New nominees that suit", joining.map(|(it, label)| (it.as_str(), label)))
                .hint("New is what the sources bring. Whom you took off stays off, and whom you admit by hand you choose by hand.")
                .value(category.terms.joining.as_str()),
        );
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
    let mut fields = about(terms, kinds);
    fields.extend(decision(terms));
    fields
}

/// What the award is, and who can win it.
fn about(terms: Option<&Terms>, kinds: &[String]) -> Vec<FieldPage> {
    let text = |of: fn(&Terms) -> String| terms.map(of).unwrap_or_default();
    let of = [NomineeKind::Story, NomineeKind::Person]
        .map(|kind| (kind.as_str().to_owned(), format!("A {}", kind.nouns().0)));
    let every = (String::new(), "Every kind".to_owned());
    let kinds = kinds.iter().map(|kind| (kind.clone(), kind_words(kind)));
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
    ]
}

/// What decides it. All fields are there, since without a script none can come and go; where the
/// browser can, the style sheet puts away those that the chosen way does not ask for.
fn decision(terms: Option<&Terms>) -> Vec<FieldPage> {
    let measure = terms.and_then(|terms| terms.measure);
    let by = By::ALL.map(|by| (by.as_str(), by_words(by)));
    let metrics = Metric::ALL.map(|metric| (metric.as_str().to_owned(), metric_words(metric)));
    let methods = Category::METHODS.map(|method| (method.as_str(), method_words(method)));
    let method = terms.map_or(Category::METHODS[0], |terms| terms.method);
    let number = |most: Option<u16>| most.map(|most| most.to_string()).unwrap_or_default();
    vec![
        select("by", "How it is decided", by)
            .hint("A measure is counted from the pull requests, such as the most words. Its figures are shown to everybody, and freeze when voting opens.")
            .value(terms.map_or(By::Votes, By::of).as_str()),
        FieldPage::select("metric", "What is counted", metrics)
            .hint("Only for a measure. Whoever has none of it neither wins nor stands.")
            .value(measure.map_or(Metric::Words, |measure| measure.metric).as_str()),
        FieldPage::new("number", "most", "How many stand")
            .hint("Only for votes among those with the most. Whoever is level with the last stands too.")
            .value(number(measure.and_then(|measure| measure.role.most()))),
        select("method", "How votes are marked", methods)
            .hint("Approval: mark several, the most marks win. Good for fifty nominees. Single choice: mark one. Good for a short list.")
            .value(method.as_str()),
        FieldPage::new("number", "max", "Marks at most")
            .hint("Only for approval. Empty: as many as one likes.")
            .value(number(terms.and_then(|terms| terms.max_marks))),
    ]
}

fn select<const N: usize>(
    name: &'static str,
    label: &'static str,
    options: [(&str, &str); N],
) -> FieldPage {
    let owned = options.map(|(value, label)| (value.to_owned(), label.to_owned()));
    FieldPage::select(name, label, owned)
}

const fn by_words(by: By) -> &'static str {
    match by {
        By::Votes => "By votes",
        By::Measure => "By a measure: nobody votes",
        By::Shortlist => "By votes among those with the most of a measure",
    }
}

/// What is counted, and of whom where not everybody has it.
fn metric_words(metric: Metric) -> String {
    let words = sentence(metric.words());
    match (metric.suits(NomineeKind::Story), metric.suits(NomineeKind::Person)) {
        (true, false) => format!("{words} (of a story)"),
        (false, true) => format!("{words} (of a person)"),
        (true, true) | (false, false) => words,
    }
}
