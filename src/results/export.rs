//! Results as files, `results.json` and `results.csv`; `docs/RESULTS.md` describes both.

use serde::Serialize;

use super::model::{Award, Placed, Report, Telling, Told};
use crate::categories::measure::Measure;
use crate::categories::model::{Candidate, Category};
use crate::categories::ranking::{Place, Ranking};
use crate::count::{Amount, Method};
use crate::editions::model::Edition;
use crate::error::{Error, Result};
use crate::nominees::model::Subject;

/// The version of the form of `results.json`: fields are added, never renamed, and this rises when
/// the meaning of one changes.
pub const SCHEMA: u32 = 2;

#[derive(Debug, Serialize)]
struct ResultsFile<'a> {
    schema: u32,
    edition: EditionFile<'a>,
    turnout: TurnoutFile,
    categories: Vec<CategoryFile<'a>>,
}

#[derive(Debug, Serialize)]
struct EditionFile<'a> {
    slug: &'a str,
    title: &'a str,
    votes: &'static str,
    rulebook_digest: Option<&'a str>,
    counted_at: Option<String>,
    published_at: Option<String>,
}

#[derive(Debug, Serialize)]
struct TurnoutFile {
    voted: u64,
    invited: Option<u64>,
}

#[derive(Debug, Serialize)]
struct CategoryFile<'a> {
    slug: &'a str,
    title: &'a str,
    /// `votes` or `measure`.
    decided_by: &'static str,
    method: Option<Method>,
    max_marks: Option<u16>,
    measure: Option<MeasureFile>,
    turnout: Option<CategoryTurnoutFile>,
    winners: Vec<NomineeFile<'a>>,
    counts: Option<Vec<CountFile<'a>>>,
    inputs_digest: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct MeasureFile {
    metric: &'static str,
    role: &'static str,
    most: Option<u16>,
}

#[derive(Debug, Serialize)]
struct CategoryTurnoutFile {
    voted: u64,
    left_blank: u64,
}

#[derive(Debug, Serialize)]
struct NomineeFile<'a> {
    number: u16,
    kind: &'static str,
    slug: &'a str,
    title: &'a str,
    by: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct CountFile<'a> {
    place: usize,
    #[serde(flatten)]
    nominee: NomineeFile<'a>,
    votes: Option<VotesFile>,
    /// Its figure, where the category has a measure.
    value: Option<i64>,
    won: bool,
}

/// A number; text with five decimals where a method deals in parts of votes.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum VotesFile {
    Whole(u64),
    Parts(Amount),
}

impl From<Amount> for VotesFile {
    fn from(amount: Amount) -> Self {
        if amount == Amount::whole(amount.floor()) {
            Self::Whole(amount.floor())
        } else {
            Self::Parts(amount)
        }
    }
}

/// `results.json`.
///
/// # Errors
/// [`Error::Internal`] if it cannot be written as JSON.
pub fn json(edition: &Edition, report: &Report) -> Result<Vec<u8>> {
    let time = |at: Option<crate::clock::Timestamp>| at.map(|at| at.to_string());
    let file = ResultsFile {
        schema: SCHEMA,
        edition: EditionFile {
            slug: &edition.slug,
            title: &edition.about.title,
            votes: edition.votes.as_str(),
            rulebook_digest: edition.rulebook_digest.as_deref(),
            counted_at: time(edition.steps.counted_at),
            published_at: time(edition.steps.published_at),
        },
        turnout: TurnoutFile { voted: report.voters, invited: report.invited },
        categories: report.told().iter().map(category).collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&file).map_err(Error::internal)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn category<'a>(told: &Told<'a>) -> CategoryFile<'a> {
    match *told {
        Told::Voted(award) => voted(award),
        Told::Measured(ranking) => measured(ranking),
    }
}

fn voted(award: &Award) -> CategoryFile<'_> {
    let terms = &award.paper.category.terms;
    CategoryFile {
        slug: &award.paper.category.slug,
        title: &terms.title,
        decided_by: "votes",
        method: Some(terms.method),
        max_marks: terms.max_marks,
        measure: terms.measure.map(measure),
        turnout: Some(CategoryTurnoutFile { voted: award.voted(), left_blank: award.left_blank }),
        winners: award.winners().into_iter().map(|placed| nominee(placed.candidate)).collect(),
        counts: match award.telling {
            Telling::Everything => {
                Some(award.standings().into_iter().map(count).collect::<Vec<_>>())
            }
            Telling::WinnersOnly => None,
        },
        inputs_digest: award.inputs_digest(),
    }
}

fn measured(ranking: &Ranking) -> CategoryFile<'_> {
    let terms = &ranking.category.terms;
    CategoryFile {
        slug: &ranking.category.slug,
        title: &terms.title,
        decided_by: "measure",
        method: None,
        max_marks: None,
        measure: Some(measure(ranking.measure)),
        turnout: None,
        winners: ranking.winners().map(|at| nominee(&at.candidate)).collect(),
        counts: Some(ranking.places.iter().map(figure).collect()),
        inputs_digest: None,
    }
}

fn measure(Measure { metric, role }: Measure) -> MeasureFile {
    MeasureFile { metric: metric.as_str(), role: role.as_str(), most: role.most() }
}

fn nominee(candidate: &Candidate) -> NomineeFile<'_> {
    let of = &candidate.nominee.of;
    let (kind, by) = match of {
        Subject::Story(card) => {
            let by = card.authors.iter().map(|line| line.title.as_str());
            ("story", by.collect())
        }
        Subject::Person(_) => ("person", Vec::new()),
    };
    NomineeFile { number: candidate.number.0, kind, slug: of.slug(), title: of.title(), by }
}

fn count(placed: Placed<'_>) -> CountFile<'_> {
    CountFile {
        place: usize::try_from(placed.standing.place).unwrap_or(usize::MAX),
        nominee: nominee(placed.candidate),
        votes: placed.standing.total.map(VotesFile::from),
        value: placed.candidate.value,
        won: placed.standing.fate.wins(),
    }
}

fn figure(at: &Place) -> CountFile<'_> {
    CountFile {
        place: at.place,
        nominee: nominee(&at.candidate),
        votes: None,
        value: Some(at.value),
        won: at.wins,
    }
}

const COLUMNS: [&str; 15] = [
    "category",
    "category_title",
    "method",
    "voted",
    "left_blank",
    "place",
    "number",
    "kind",
    "slug",
    "title",
    "by",
    "votes",
    "won",
    "measure",
    "value",
];

/// `results.csv`: a row for each nominee; in a category that tells its winners only, for each winner.
///
/// # Errors
/// [`Error::Internal`] if it cannot be written.
pub fn csv(report: &Report) -> Result<Vec<u8>> {
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record(COLUMNS).map_err(Error::internal)?;
    for told in report.told() {
        match told {
            Told::Voted(award) => {
                let rows = match award.telling {
                    Telling::Everything => award.standings(),
                    Telling::WinnersOnly => award.winners(),
                };
                for placed in rows {
                    file.write_record(voted_row(award, placed)).map_err(Error::internal)?;
                }
            }
            Told::Measured(ranking) => {
                for at in &ranking.places {
                    let row = row(&ranking.category, &figure(at), None, Voted::default());
                    file.write_record(row).map_err(Error::internal)?;
                }
            }
        }
    }
    file.into_inner().map_err(|cause| Error::internal(cause.to_string()))
}

/// How a category was voted on, as columns; empty where nobody could.
#[derive(Default)]
struct Voted {
    method: String,
    voted: String,
    left_blank: String,
}

fn voted_row(award: &Award, placed: Placed<'_>) -> [String; 15] {
    let category = &award.paper.category;
    let is_told = award.telling == Telling::Everything;
    let voted = Voted {
        method: category.terms.method.to_string(),
        voted: award.voted().to_string(),
        left_blank: award.left_blank.to_string(),
    };
    row(category, &count(placed), placed.standing.total.filter(|_| is_told), voted)
}

fn row(
    category: &Category,
    told: &CountFile<'_>,
    votes: Option<Amount>,
    voted: Voted,
) -> [String; 15] {
    let measure = category.terms.measure.map(|measure| measure.metric.as_str());
    [
        category.slug.clone(),
        harmless(&category.terms.title),
        voted.method,
        voted.voted,
        voted.left_blank,
        told.place.to_string(),
        told.nominee.number.to_string(),
        told.nominee.kind.to_owned(),
        told.nominee.slug.to_owned(),
        harmless(told.nominee.title),
        harmless(&told.nominee.by.join(", ")),
        votes.map(|votes| votes.to_string()).unwrap_or_default(),
        told.won.to_string(),
        measure.unwrap_or_default().to_owned(),
        told.value.map(|value| value.to_string()).unwrap_or_default(),
    ]
}

/// A title that a spreadsheet cannot take for a formula: what begins like one gets an apostrophe
/// before it (OWASP, *CSV Injection*).
fn harmless(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    format!("{}{text}", if is_formula { "'" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_that_looks_like_a_formula_is_none() {
        assert_eq!(harmless("=1+2"), "'=1+2");
        assert_eq!(harmless("Alan's =1"), "Alan's =1");
    }

    #[test]
    fn whole_votes_are_numbers_and_parts_are_text() {
        let written = |amount: Amount| serde_json::to_string(&VotesFile::from(amount)).unwrap();

        assert_eq!(written(Amount::whole(45)), "45");
        assert_eq!(written(Amount::of(1, 3)), "\"0.33333\"");
    }
}
