//! What the templates of ballots see: the paper, and what is recorded.

use std::collections::BTreeSet;

use serde::Serialize;

use super::filled::{self, numbers};
use super::print::{self, Order, Print};
use super::recorded::Recorded;
use crate::categories::model::{Category, NomineeKind, Paper};
use crate::clock::Timestamp;
use crate::count::{Method, Number};
use crate::editions::guard::{Member, Reader};
use crate::editions::model::{Edition, State};
use crate::editions::page::Masthead;
use crate::editions::phase::{self, Phase};
use crate::error::{Field, Refusal};
use crate::secrets::Key;
use crate::web::forms::Form;

/// What a paper is to its reader, now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stand {
    /// Voting is not open yet.
    Soon,
    /// It can be marked and cast.
    Open,
    /// Voting is open, and nobody is signed in.
    SignedOut,
    /// Voting is open, and not to this account.
    NotEntitled(Refusal),
    /// Voting is over.
    Over,
}

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
}

#[derive(Debug, Default, Serialize)]
struct HeadPage {
    title: &'static str,
    lead: String,
    deadline: Option<Timestamp>,
    deadline_words: &'static str,
    /// `5 of 8 categories`.
    voted: Option<String>,
    more: Option<String>,
    secrecy: Option<&'static str>,
    small: Option<String>,
    door: Vec<WayPage>,
}

#[derive(Debug, Serialize)]
struct WayPage {
    href: String,
    label: &'static str,
    is_primary: bool,
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
        let order = Order {
            secret: sight.secret,
            reader: sight.known_as,
        };
        let rows = sight.print.sheets(&order, |at, number| {
            marks.get(at).map_or("", |marked| marked.state(number))
        });
        let unfolded = marks.iter().position(|marked| marked.recorded.is_none());
        let sheets = papers.iter().zip(&marks).zip(rows).enumerate();
        let sheets = sheets
            .map(|(at, ((paper, marked), choices))| SheetPage {
                choices,
                is_unfolded: at == unfolded.unwrap_or(0),
                next: papers
                    .get(at + 1)
                    .map(|paper| NextPage::of(&paper.category)),
                ..sight.sheet(paper, marked)
            })
            .collect();
        Self {
            edition: Masthead::of(sight.reader, sight.now),
            is_open: sight.stand == Stand::Open,
            drafts: drafts(sight.secret, sight.known_as),
            head: sight.head(),
            errors: sight.errors(),
            sheets,
            marked: marks.iter().filter(|m| !m.shown.is_empty()).count(),
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
            (true, None, Some(recorded)) if *recorded == marked.shown => (
                "recorded",
                format!("recorded: {}", marks_words(recorded.len())),
            ),
            (true, None, Some(_)) => ("changed", "changed, not cast yet".to_owned()),
            (true, None, None) if marked.shown.is_empty() => ("blank", "blank".to_owned()),
            (true, None, None) => (
                "changed",
                format!("{}, not cast yet", marks_words(marked.shown.len())),
            ),
            (false, _, Some(_)) => ("recorded", "you voted here".to_owned()),
            (false, _, None) => (
                "closed",
                format!("{nominees} {}", if nominees == 1 { one } else { many }),
            ),
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
            kinds: print::kinds(paper)
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

    fn head(&self) -> HeadPage {
        let Edition {
            calendar, steps, ..
        } = &self.reader.edition;
        let slug = &self.reader.edition.slug;
        let all = self.print.papers.len();
        let voted = self.recorded.voted();
        let way = |to: &str, label, is_primary| WayPage {
            href: format!("/editions/{slug}{to}"),
            label,
            is_primary,
        };
        let mut head = HeadPage {
            title: "Your ballot",
            voted: (voted > 0).then(|| of_categories(voted, all)),
            small: small(&self.reader.edition),
            ..HeadPage::default()
        };
        match &self.stand {
            Stand::Open => {
                head.lead = if voted > 0 {
                    "Change anything until voting closes: only the last ballot you cast counts."
                } else {
                    "Mark what moved you, leave the rest blank: a blank category counts for \
                     nobody and against nobody."
                }
                .to_owned();
                head.secrecy = Some(SECRECY);
            }
            Stand::Soon => {
                head.title = "The ballot paper";
                head.deadline = calendar.voting_opens_at;
                head.deadline_words = "Voting opens";
                head.lead = match calendar.voting_opens_at {
                    Some(_) => "Until then, here is who stands so far: a good time to read.",
                    None => {
                        "Voting is not open yet. Here is who stands so far: a good time to read."
                    }
                }
                .to_owned();
            }
            Stand::SignedOut => {
                head.title = "The ballot paper";
                head.lead =
                    "Sign in to mark it. Until then, here is everything that is on it.".to_owned();
                let then = format!("?then=/editions/{slug}/ballot");
                let door = |page: &str, label, is_primary| WayPage {
                    href: format!("/{page}{then}"),
                    label,
                    is_primary,
                };
                head.door = vec![
                    door("sign-in", "Sign in and vote", true),
                    door("sign-up", "Sign up", false),
                ];
                head.more = Some(self.reader.edition.electorate.sentence().to_owned());
                head.secrecy = Some(SECRECY);
            }
            Stand::NotEntitled(refusal) => {
                head.title = "The ballot paper";
                head.lead = refusal.why.clone().into_owned();
                head.more = Some(refusal.now.clone().into_owned());
                head.door = vec![way("/join", "Enter your code", true)];
            }
            Stand::Over => {
                head.title = "Voting is closed";
                head.deadline = steps.closed_at.or(calendar.voting_closes_at);
                head.deadline_words = "It closed";
                head.lead = if voted > 0 { "Thank you." } else { "" }.to_owned();
                head.door = vec![way("/results", "To the results", false)];
            }
        }
        head
    }
}

const SECRECY: &str = "That you voted is kept; what you marked is kept apart from your name, and \
    when voting closes the key that could join the two is destroyed.";

/// What voters are told beforehand of categories in which few vote.
fn small(edition: &Edition) -> Option<String> {
    let few = edition.about.threshold;
    (few > 1).then(|| {
        format!(
            "In a category with fewer than {few} ballots only the winners are told, and no counts: \
             they could give away who marked what."
        )
    })
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

fn marks_words(marks: usize) -> String {
    format!("{marks} {}", if marks == 1 { "mark" } else { "marks" })
}

fn of_categories(some: usize, all: usize) -> String {
    let noun = if all == 1 { "category" } else { "categories" };
    format!("{some} of {all} {noun}")
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
        Self {
            slug: category.slug.clone(),
            title: category.terms.title.clone(),
        }
    }
}

/// What is recorded of a voter, category by category.
#[derive(Debug, Serialize)]
pub struct RecordedPage {
    edition: Masthead,
    /// `5 of 8 categories`.
    voted: String,
    can_change: bool,
    /// The marks can be told by nobody any more.
    is_sealed: bool,
    /// No vote is taken any more, and the marks can still be told.
    is_over: bool,
    categories: Vec<RecordedCategoryPage>,
}

#[derive(Debug, Serialize)]
struct RecordedCategoryPage {
    slug: String,
    title: String,
    is_recorded: bool,
    marks: Vec<MarkPage>,
}

#[derive(Debug, Serialize)]
struct MarkPage {
    name: String,
    by: String,
}

impl RecordedPage {
    /// For the voter.
    #[must_use]
    pub fn new(member: &Member, print: &Print, recorded: &Recorded, now: Timestamp) -> Self {
        let edition = &member.edition;
        let can_change = is_open(edition, now);
        let is_sealed = edition.phase > Phase::Voting;
        let category = |paper: &Paper| RecordedCategoryPage {
            slug: paper.category.slug.clone(),
            title: paper.category.terms.title.clone(),
            is_recorded: recorded.has(paper.category.id),
            marks: marks(paper, recorded),
        };
        Self {
            edition: Masthead::of_member(member, now),
            voted: of_categories(recorded.voted(), print.papers.len()),
            can_change,
            is_sealed,
            is_over: edition.phase == Phase::Voting && !can_change,
            categories: print.papers.iter().map(category).collect(),
        }
    }
}

fn marks(paper: &Paper, recorded: &Recorded) -> Vec<MarkPage> {
    let marked = recorded.marks(paper.category.id).map(numbers);
    let marked = marked.unwrap_or_default();
    let candidates = paper.candidates.iter();
    candidates
        .filter(|candidate| marked.contains(&candidate.number))
        .map(|candidate| MarkPage {
            name: candidate.nominee.title().to_owned(),
            by: print::by(&candidate.nominee.of),
        })
        .collect()
}

/// Whether votes are taken now.
#[must_use]
pub fn is_open(edition: &Edition, now: Timestamp) -> bool {
    match phase::voting(edition.phase, &edition.calendar, now) {
        State::Open | State::WindingDown => true,
        State::ComingSoon | State::Closed => false,
    }
}
