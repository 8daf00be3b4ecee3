//! The printed paper: what is the same for every voter, rendered once while a rulebook stands.
//!
//! A paper of eight awards has some 450 rows, and only two things on a row differ between two
//! voters: where it stands, and whether it is marked. So each row is rendered once, cut where the
//! mark goes, and kept under the rulebook's digest; a page is put together from the pieces.
//! `benches/paper.rs` measures what that saves.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

use super::papers::{EditionPapers, Papers};
use crate::categories;
use crate::categories::model::{Candidate, Category, Paper, by};
use crate::count::{Method, Number};
use crate::editions::model::Edition;
use crate::error::{Error, Result};
use crate::ids::{CategoryId, EditionId};
use crate::nominees::model::Subject;
use crate::secrets::{Digest32, Key, sha256};
use crate::submissions::model::kind_words;
use crate::web::pages::Pages;
use crate::web::state::App;

/// How a paper is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// With a box or a button on each row.
    ToMark,
    /// Rows alone.
    ToRead,
}

/// The papers of an edition, and their rows as they are shown.
#[derive(Debug)]
pub struct Print {
    /// The papers, in the order of the categories.
    pub papers: EditionPapers,
    /// The categories that have no paper, since a measure decides them.
    pub apart: Vec<Category>,
    rows: Vec<Vec<Row>>,
}

/// A row in two pieces; what differs between voters stands between them.
#[derive(Debug)]
struct Row {
    number: Number,
    before: String,
    after: String,
}

/// The order of rows that one reader always sees, and no two readers share: whoever is listed
/// first wins more than their share of votes, so nobody is always first.
#[derive(Debug)]
pub struct Order<'a> {
    /// The instance secret.
    pub secret: &'a Key,
    /// Who reads: something stable of theirs.
    pub reader: &'a str,
}

/// What stands in for the mark while a row is rendered. No title can hold it: titles have no
/// control characters.
const MARK: &str = "\u{1}";

/// How many prints are kept; each takes some 300 KB.
const MOST_KEPT: usize = 16;

/// The papers and prints that are kept: one for all threads of the server.
#[derive(Debug, Default)]
pub struct Prints {
    papers: Papers,
    kept: Mutex<BTreeMap<KeptUnder, Arc<Print>>>,
}

/// Edition, digest of its rulebook, use.
type KeptUnder = (EditionId, String, Use);

impl Prints {
    /// The papers of an edition, without their rows.
    ///
    /// # Errors
    /// The database's.
    pub async fn papers(&self, app: &App, edition: &Edition) -> Result<EditionPapers> {
        self.papers.of(app, edition).await
    }

    /// The print of an edition: the kept one if its rules are frozen, else a new one.
    ///
    /// # Errors
    /// The database's, and those of the template.
    pub async fn of(&self, app: &App, edition: &Edition, purpose: Use) -> Result<Arc<Print>> {
        let frozen = edition.rulebook_digest.clone();
        let under = frozen.map(|digest| (edition.id, digest, purpose));
        if let Some(kept) = under.as_ref().and_then(|under| self.kept(under)) {
            return Ok(kept);
        }
        let papers = self.papers(app, edition).await?;
        let id = edition.id;
        let mut apart = app.read(move |db, _| categories::store::of_edition(db, id)).await?;
        apart.retain(|category| category.terms.decided_by().is_some());
        let print = Print::new(&app.pages, &edition.slug, papers, purpose)?;
        let print = Arc::new(Print { apart, ..print });
        if let Some(under) = under {
            self.keep(under, &print);
        }
        Ok(print)
    }

    fn kept(&self, under: &KeptUnder) -> Option<Arc<Print>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(under).cloned()
    }

    fn keep(&self, under: KeptUnder, print: &Arc<Print>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(under, Arc::clone(print));
    }
}

/// A row as its template sees it.
#[derive(Serialize)]
struct RowPage<'a> {
    /// `checkbox` or `radio`; nothing on a paper that is only read.
    input: Option<&'static str>,
    category: &'a str,
    number: u16,
    state: &'static str,
    kind: Option<&'a str>,
    name: &'a str,
    by: String,
    facts: Vec<String>,
    href: String,
}

impl Print {
    /// Prints the papers.
    ///
    /// # Errors
    /// Those of the template.
    pub fn new(pages: &Pages, slug: &str, papers: EditionPapers, purpose: Use) -> Result<Self> {
        let rows = papers
            .iter()
            .map(|paper| {
                let candidates = paper.candidates.iter();
                candidates.map(|candidate| row(pages, slug, paper, candidate, purpose)).collect()
            })
            .collect::<Result<_>>()?;
        Ok(Self { papers, apart: Vec::new(), rows })
    }

    /// The rows of each paper as HTML, in the reader's own order. `state` gives the attributes of a
    /// row's box, each with a space before it, by the paper's place (from 0) and the row's number.
    pub fn sheets(
        &self,
        order: &Order<'_>,
        state: impl Fn(usize, Number) -> &'static str,
    ) -> Vec<String> {
        let sheets = self.papers.iter().zip(&self.rows).enumerate();
        sheets
            .map(|(at, (paper, rows))| {
                let size = rows.iter().map(|row| row.before.len() + row.after.len());
                let mut html = String::with_capacity(size.sum::<usize>() + rows.len() * 24);
                for row in order.of(paper.category.id, rows) {
                    html.push_str(&row.before);
                    html.push_str(state(at, row.number));
                    html.push_str(&row.after);
                }
                html
            })
            .collect()
    }
}

impl Order<'_> {
    fn of<'a>(&self, category: CategoryId, rows: &'a [Row]) -> Vec<&'a Row> {
        let category = category.to_string();
        let seed = self.secret.digest(&[b"order", self.reader.as_bytes(), category.as_bytes()]);
        let mut keyed: Vec<(Digest32, &Row)> =
            rows.iter().map(|row| (place(&seed, row), row)).collect();
        keyed.sort_unstable_by_key(|(place, row)| (*place, row.number));
        keyed.into_iter().map(|(_, row)| row).collect()
    }
}

/// SHA-256 over the reader's seed and the row's number: one block, and as good as a draw.
fn place(seed: &Digest32, row: &Row) -> Digest32 {
    let mut bytes = [0; 34];
    let drawn = seed.iter().copied().chain(row.number.0.to_be_bytes());
    for (to, from) in bytes.iter_mut().zip(drawn) {
        *to = from;
    }
    sha256(&bytes)
}

fn row(
    pages: &Pages,
    slug: &str,
    paper: &Paper,
    candidate: &Candidate,
    purpose: Use,
) -> Result<Row> {
    let nominee = &candidate.nominee;
    let page = RowPage {
        input: input(paper.category.terms.method, purpose),
        category: &paper.category.slug,
        number: candidate.number.0,
        state: MARK,
        kind: kind(&nominee.of),
        name: nominee.title(),
        by: by(&nominee.of),
        facts: facts(&nominee.of),
        href: nominee.href(slug),
    };
    let html = pages.part("ballots/choice", &page)?;
    let html = html.trim_end();
    let pieces = match purpose {
        Use::ToMark => html.split_once(MARK),
        Use::ToRead => Some((html, "")),
    };
    let (before, after) =
        pieces.ok_or_else(|| Error::internal("a row of a paper has no place for its mark"))?;
    Ok(Row { number: candidate.number, before: before.to_owned(), after: after.to_owned() })
}

fn input(method: Method, purpose: Use) -> Option<&'static str> {
    match (purpose, method) {
        (Use::ToRead, _) => None,
        (Use::ToMark, Method::Plurality) => Some("radio"),
        (
            Use::ToMark,
            Method::Approval
            | Method::Score
            | Method::Star
            | Method::InstantRunoff
            | Method::Borda
            | Method::Schulze
            | Method::RankedPairs
            | Method::Stv,
        ) => Some("checkbox"),
    }
}

fn kind(of: &Subject) -> Option<&str> {
    match of {
        Subject::Story(card) => Some(&card.story.kind),
        Subject::Person(_) => None,
    }
}

fn facts(of: &Subject) -> Vec<String> {
    match of {
        Subject::Story(card) => {
            let story = &card.story;
            let kind = (!story.kind.is_empty()).then(|| kind_words(&story.kind));
            let minutes = story.reading_minutes().map(|m| format!("{m} min"));
            let questions = counted(story.faq_questions, "question", "questions");
            [kind, story.persona.clone(), minutes, questions].into_iter().flatten().collect()
        }
        Subject::Person(card) => {
            let name = card.person.other_name().map(str::to_owned);
            let wrote = counted(card.wrote, "story", "stories");
            let helped = counted(card.helped, "more as co-author", "more as co-author");
            [name, wrote, helped].into_iter().flatten().collect()
        }
    }
}

fn counted(number: i64, one: &str, many: &str) -> Option<String> {
    (number > 0).then(|| format!("{number} {}", if number == 1 { one } else { many }))
}

/// The kinds of story on a paper, each with its words, where there is more than one.
#[must_use]
pub fn kinds(paper: &Paper) -> Vec<(String, String)> {
    let of = |candidate: &Candidate| kind(&candidate.nominee.of).map(str::to_owned);
    let kinds: BTreeSet<String> = paper.candidates.iter().filter_map(of).collect();
    if kinds.len() < 2 {
        return Vec::new();
    }
    let named = |kind: String| {
        let mut words = kind_words(&kind);
        if let Some(first) = words.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        (kind, words)
    };
    kinds.into_iter().map(named).collect()
}
