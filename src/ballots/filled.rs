//! A paper as somebody filled it in: what a form says, read against the papers of the edition.
//!
//! `mark.<category>` holds a nominee's number, once for each mark; `on_paper` names each category
//! that the page showed, so that nothing marked there means *leave it blank*; `only` is the
//! button that casts one category and leaves the rest as it is.

use std::collections::BTreeSet;

use super::model::Choice;
use super::recorded::Recorded;
use crate::categories::model::{Category, Paper};
use crate::count::{Entry, Marks, MarksProblem, Number, Slate};
use crate::error::{Error, Field, Result};
use crate::ids::CategoryId;
use crate::web::forms::Form;

/// What the field of a category's marks begins with.
pub const MARK: &str = "mark.";
/// The field that names a category which the page showed.
pub const ON_PAPER: &str = "on_paper";
/// The button that casts one category.
pub const ONLY: &str = "only";
/// Where words stand that belong to no category.
pub const PAPER: &str = "paper";

/// Reads what a form casts: a choice for each category that is cast.
///
/// # Errors
/// [`Error::Invalid`]: words for each category that cannot be taken, under its slug, and for what
/// belongs to none, under [`PAPER`].
pub fn read(form: &Form, papers: &[Paper]) -> Result<Vec<(CategoryId, Choice)>> {
    let named = named(form);
    let only = form.has(ONLY).then(|| form.text(ONLY));
    let mut wrong = unknown(&named, only, papers);
    if named.is_empty() && only.is_none() {
        wrong.push(Field::new(
            PAPER,
            "No category came with that paper. Open the paper again, mark it, and cast it.",
        ));
    }
    let is_cast = |slug: &str| only.map_or(named.contains(slug), |only| only == slug);
    let mut choices = Vec::new();
    for paper in papers.iter().filter(|paper| is_cast(&paper.category.slug)) {
        let category = &paper.category;
        match choice(form, paper) {
            Ok(choice) => choices.push((category.id, choice)),
            Err(words) => wrong.push(Field::new(category.slug.clone(), words)),
        }
    }
    if wrong.is_empty() { Ok(choices) } else { Err(Error::Invalid(wrong)) }
}

/// The categories that were marked otherwise than they are recorded, and that the voter chose not
/// to cast: they pressed the button of another one.
#[must_use]
pub fn held_back(form: &Form, papers: &[Paper], recorded: &Recorded) -> Vec<CategoryId> {
    let Some(only) = form.has(ONLY).then(|| form.text(ONLY)) else {
        return Vec::new();
    };
    let named = named(form);
    let categories = papers.iter().map(|paper| &paper.category);
    let elsewhere = categories.filter(|one| one.slug != only && named.contains(one.slug.as_str()));
    let is_changed = |category: &&Category| {
        let held = recorded.marks(category.id).map(numbers);
        typed_numbers(form, &category.slug) != held.unwrap_or_default()
    };
    elsewhere.filter(is_changed).map(|category| category.id).collect()
}

/// The numbers that marks name.
#[must_use]
pub fn numbers(marks: &Marks) -> BTreeSet<Number> {
    let entries = marks.entries().into_iter();
    entries.filter_map(|entry| u16::try_from(entry.number).ok().map(Number)).collect()
}

/// What was typed for a category, whatever it is; *leave it blank* is nothing.
pub fn typed<'a>(form: &'a Form, slug: &'a str) -> impl Iterator<Item = &'a str> {
    form.fields()
        .filter(move |(name, _)| name.strip_prefix(MARK) == Some(slug))
        .map(|(_, value)| value.trim())
        .filter(|value| !value.is_empty())
}

/// The numbers among what was typed for a category.
#[must_use]
pub fn typed_numbers(form: &Form, slug: &str) -> BTreeSet<Number> {
    typed(form, slug).filter_map(|value| value.parse().ok().map(Number)).collect()
}

fn named(form: &Form) -> BTreeSet<&str> {
    let shown = form.all(ON_PAPER).map(str::trim);
    let marked = form.fields().filter_map(|(name, _)| name.strip_prefix(MARK));
    shown.chain(marked).collect()
}

fn unknown(named: &BTreeSet<&str>, only: Option<&str>, papers: &[Paper]) -> Vec<Field> {
    let is_known = |slug: &str| papers.iter().any(|paper| paper.category.slug == slug);
    let asked = named.iter().copied().chain(only);
    let unknown: BTreeSet<&str> = asked.filter(|slug| !is_known(slug)).collect();
    let words = |slug: &str| {
        let slug: String = slug.chars().take(60).collect();
        format!("This edition has no category “{slug}”. Open the paper again to see those it has.")
    };
    unknown.into_iter().map(|slug| Field::new(PAPER, words(slug))).collect()
}

/// The choice of one category, or what is wrong with it in words.
fn choice(form: &Form, paper: &Paper) -> Result<Choice, String> {
    let terms = &paper.category.terms;
    let values: BTreeSet<&str> = typed(form, &paper.category.slug).collect();
    let mut numbers = BTreeSet::new();
    for value in values {
        let number: u32 = value.parse().map_err(|_cause| stranger(value))?;
        numbers.insert(number);
    }
    let entry = |&number: &u32| Entry { number, grade: None };
    let entries: Vec<Entry> = numbers.iter().map(entry).collect();
    match Marks::parse(terms.method, &paper.slate, terms.limits(), &entries) {
        Ok(marks) if marks.is_blank() => Ok(Choice::Blank),
        Ok(marks) => Ok(Choice::Marked(marks)),
        Err(problems) => {
            let told = |problem| told(problem, &entries, &paper.slate);
            Err(problems.iter().map(told).collect::<Vec<_>>().join(" "))
        }
    }
}

fn stranger(value: &str) -> String {
    let value: String = value.chars().take(60).collect();
    format!("“{value}” does not stand in this category. Mark those that are listed here.")
}

fn told(problem: &MarksProblem, entries: &[Entry], slate: &Slate) -> String {
    match problem {
        MarksProblem::UnknownNominee(number) => stranger(&number.to_string()),
        MarksProblem::MoreThanOneChoice(found) => format!(
            "You marked {found}: {}. Keep one of them, or leave it blank.",
            labels(entries, slate)
        ),
        MarksProblem::TooManyMarks { allowed, found } => format!(
            "You marked {found}, and this award takes up to {allowed}. Unmark {}.",
            found.saturating_sub(u64::from(*allowed))
        ),
        MarksProblem::Withdrawn(_)
        | MarksProblem::NomineeTwice(_)
        | MarksProblem::NoRank(_)
        | MarksProblem::NoScore(_)
        | MarksProblem::ScoreTooHigh { .. }
        | MarksProblem::WrongKind { .. } => problem.to_string(),
    }
}

/// `Ana and Bo`; `Ana, Bo and 3 more`.
fn labels(entries: &[Entry], slate: &Slate) -> String {
    const NAMED: usize = 3;
    let found = entries.iter().filter_map(|entry| {
        let number = Number(u16::try_from(entry.number).ok()?);
        slate.find(number).map(|nominee| nominee.label.as_str())
    });
    let mut labels: Vec<String> = found.map(str::to_owned).collect();
    if labels.len() > NAMED {
        let more = labels.split_off(NAMED - 1).len();
        labels.push(format!("{more} more"));
    }
    match labels.pop() {
        Some(last) if !labels.is_empty() => format!("{} and {last}", labels.join(", ")),
        Some(last) => last,
        None => String::new(),
    }
}
