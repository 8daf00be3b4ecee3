//! What the template of the paper sees.

use std::collections::BTreeSet;

use serde::Serialize;

use super::filled::{self, numbers};
use super::head::{HeadPage, Stand};
use super::print::{Order, Print, kinds};
use super::recorded::Recorded;
use crate::categories::model::{Category, NomineeKind, Paper};
use crate::clock::Timestamp;
use crate::count::{Method, Number};
use crate::editions::guard::Reader;
use crate::editions::page::Masthead;
use crate::error::Field;
use crate::secrets::Key;
use crate::web::forms::Form;

/// The ballot paper.
#[derive(Debug, Serialize)]
pub struct PaperPage {
    edition: Masthead,
    is_open: bool,
    /// Under which name this browser keeps the voter's drafts.
    drafts: String,
    head: HeadPage,
    errors: Vec<ErrorPage>,
    sheets: Vec<SheetPage>,
    /// In how many categories something is marked.
    marked: usize,
    /// The awards that are not on it: measures decide them.
    apart: Vec<ApartPage>,
}

/// An award that a measure decides.
#[derive(Debug, Serialize)]
struct ApartPage {
    href: String,
    title: String,
    is_last: bool,
}

/// What was refused, and the sheet that it is about.
#[derive(Debug, Serialize)]
struct ErrorPage {
    slug: Option<String>,
    title: String,
    words: String,
}

/// One category of the paper.
#[derive(Debug, Serialize)]
struct SheetPage {
    slug: String,
    title: String,
    charter: String,
    how: String,
    /// The most marks, where there is a most.
    max: Option<u16>,
    is_open: bool,
    is_recorded: bool,
    is_unfolded: bool,
    state: &'static str,
    state_words: String,
    error: Option<String>,
    kinds: Vec<KindPage>,
    nominees: usize,
    /// For a single choice: the attributes of the button that leaves it blank.
    leave_blank: Option<&'static str>,
    /// The rows, as HTML that was escaped when it was printed.
    choices: String,
    tray: Vec<String>,
    tray_words: String,
    next: Option<NextPage>,
}

#[derive(Debug, Serialize)]
struct KindPage {
    value: String,
    label: String,
}

#[derive(Debug, Serialize)]
struct NextPage {
    slug: String,
    title: String,
}

/// What a paper page is made from.
#[derive(Debug)]
pub struct Sight<'a> {
    /// Who reads which edition.
    pub reader: &'a Reader,
    /// The rows.
    pub print: &'a Print,
    /// What is recorded of the reader.
    pub recorded: &'a Recorded,
    /// What the paper is to them.
    pub stand: Stand,
    /// The instance secret.
    pub secret: &'a Key,
    /// Something stable of the reader's, for their order of rows.
    pub known_as: &'a str,
    /// What was typed and refused; nothing for a paper that is just opened.
    pub typed: Option<(&'a Form, &'a [Field])>,
    /// Now.
    pub now: Timestamp,
}

impl PaperPage {
    /// The paper for one reader.
    #[must_use]
    pub fn new(sight: &Sight<'_>) -> Self {
        let papers = &sight.print.papers;
        let marks: Vec<Marked> = papers.iter().map(|paper| sight.marked(paper)).collect();
        let order = Order { secret: sight.secret, reader: sight.known_as };
        let rows = sight
            .print
            .sheets(&order, |at, number| marks.get(at).map_or("", |marked| marked.state(number)));
        let unfolded = marks.iter().position(|marked| marked.recorded.is_none());
        let sheets = papers.iter().zip(&marks).zip(rows).enumerate();
        let sheets = sheets
            .map(|(at, ((paper, marked), choices))| SheetPage {
                choices,
                is_unfolded: at == unfolded.unwrap_or(0),
                next: papers.get(at + 1).map(|paper| NextPage::of(&paper.category)),
                ..sight.sheet(paper, marked)
            })
            .collect();
        Self {
            edition: Masthead::of(sight.reader, sight.now),
            is_open: sight.stand == Stand::Open,
            drafts: drafts(sight.secret, sight.known_as),
            head: HeadPage::new(
                &sight.reader.edition,
                &sight.stand,
                sight.recorded.voted(),
                papers.len(),
            ),
            errors: sight.errors(),
            sheets,
            marked: marks.iter().filter(|m| !m.shown.is_empty()).count(),
            apart: apart(&sight.reader.edition.slug, &sight.print.apart),
        }
    }
}

/// The marks of one sheet: those it shows, and those that are recorded, if anything is.
struct Marked {
    shown: BTreeSet<Number>,
    recorded: Option<BTreeSet<Number>>,
}

impl Marked {
    fn state(&self, number: Number) -> &'static str {
        let recorded = self.recorded.as_ref();
        match (
            self.shown.contains(&number),
            recorded.is_some_and(|recorded| recorded.contains(&number)),
        ) {
            (true, true) => " checked data-recorded",
            (true, false) => " checked",
            (false, true) => " data-recorded",
            (false, false) => "",
        }
    }
}

impl Sight<'_> {
    fn marked(&self, paper: &Paper) -> Marked {
        let category = &paper.category;
        let recorded = self.recorded.has(category.id).then(|| {
            let marks = self.recorded.marks(category.id);
            marks.map(numbers).unwrap_or_default()
        });
        let shown = match self.typed {
            Some((form, _)) => filled::typed_numbers(form, &category.slug),
            None => recorded.clone().unwrap_or_default(),
        };
        Marked { shown, recorded }
    }

    fn sheet(&self, paper: &Paper, marked: &Marked) -> SheetPage {
        let Category { slug, terms, .. } = &paper.category;
        let (one, many) = terms.nominee_kind.nouns();
        let is_open = self.stand == Stand::Open;
        let nominees = paper.candidates.len();
        let error = self.error(slug);
        let (state, state_words) = match (is_open, &error, &marked.recorded) {
            (true, Some(_), _) => ("refused", "not cast: see below".to_owned()),
            (true, None, Some(recorded)) if *recorded == marked.shown => {
                ("recorded", format!("recorded: {}", marks_words(recorded.len())))
            }
            (true, None, Some(_)) => ("changed", "changed, not cast yet".to_owned()),
            (true, None, None) if marked.shown.is_empty() => ("blank", "blank".to_owned()),
            (true, None, None) => {
                ("changed", format!("{}, not cast yet", marks_words(marked.shown.len())))
            }
            (false, _, Some(_)) => ("recorded", "you voted here".to_owned()),
            (false, _, None) => {
                ("closed", format!("{nominees} {}", if nominees == 1 { one } else { many }))
            }
        };
        let is_single = terms.method == Method::Plurality;
        let max = if is_single { Some(1) } else { terms.max_marks };
        let label = |number: &Number| paper.slate.find(*number).map(|one| one.label.clone());
        SheetPage {
            slug: slug.clone(),
            title: terms.title.clone(),
            charter: terms.charter.clone(),
            how: how(terms.nominee_kind, terms.method, max, is_open),
            max,
            is_open,
            is_recorded: marked.recorded.is_some(),
            is_unfolded: false,
            state,
            state_words,
            error,
            kinds: kinds(paper)
                .into_iter()
                .map(|(value, label)| KindPage { value, label })
                .collect(),
            nominees,
            leave_blank: (is_open && is_single).then_some(if marked.shown.is_empty() {
                " checked"
            } else {
                " "
            }),
            choices: String::new(),
            tray: marked.shown.iter().filter_map(label).collect(),
            tray_words: match max {
                Some(max) => format!("{} of {max}", marked.shown.len()),
                None => marked.shown.len().to_string(),
            },
            next: None,
        }
    }

    fn error(&self, slug: &str) -> Option<String> {
        let (_, fields) = self.typed?;
        let field = fields.iter().find(|field| field.name == slug);
        field.map(|field| field.words.clone().into_owned())
    }

    fn errors(&self) -> Vec<ErrorPage> {
        let fields = self.typed.map(|(_, fields)| fields).unwrap_or_default();
        let categories = || self.print.papers.iter().map(|paper| &paper.category);
        let error = |field: &Field| {
            let category = categories().find(|category| category.slug == field.name);
            ErrorPage {
                slug: category.map(|category| category.slug.clone()),
                title: category.map_or_else(String::new, |c| c.terms.title.clone()),
                words: field.words.clone().into_owned(),
            }
        };
        fields.iter().map(error).collect()
    }
}

fn how(kind: NomineeKind, method: Method, max: Option<u16>, is_open: bool) -> String {
    let (one, many) = kind.nouns();
    let marks = match (method, max) {
        (Method::Plurality, _) | (_, Some(1)) => "Mark one".to_owned(),
        (_, Some(max)) => format!("Mark up to {max}"),
        (_, None) => "Mark as many as you like".to_owned(),
    };
    if is_open {
        return format!("{marks}, or leave it blank.");
    }
    match max {
        Some(1) => format!("{marks} {one}. The most marks win."),
        Some(_) => format!("{marks} {many}. Every mark counts the same; the most marks win."),
        None => format!("{marks}. Every mark counts the same; the most marks win."),
    }
}

fn apart(edition: &str, categories: &[Category]) -> Vec<ApartPage> {
    let page = |(at, category): (usize, &Category)| ApartPage {
        href: format!("/editions/{edition}/categories/{}", category.slug),
        title: category.terms.title.clone(),
        is_last: at + 1 == categories.len(),
    };
    categories.iter().enumerate().map(page).collect()
}

fn marks_words(marks: usize) -> String {
    format!("{marks} {}", if marks == 1 { "mark" } else { "marks" })
}

/// A name for the drafts that a browser keeps, so that two people at one computer do not see each
/// other's: it tells nothing of the account.
fn drafts(secret: &Key, known_as: &str) -> String {
    let mut name = hex::encode(secret.digest(&[b"drafts", known_as.as_bytes()]));
    name.truncate(12);
    name
}

impl NextPage {
    fn of(category: &Category) -> Self {
        Self { slug: category.slug.clone(), title: category.terms.title.clone() }
    }
}
