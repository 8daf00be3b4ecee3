//! What the templates of results see.

use serde::Serialize;

use super::model::{Award, Placed, Report, Telling};
use crate::ballots::print::by;
use crate::categories::model::{Category, NomineeKind};
use crate::clock::Timestamp;
use crate::count::{Amount, Method};
use crate::editions::guard::Reader;
use crate::editions::model::Edition;
use crate::editions::page::Masthead;
use crate::editions::phase::{Act, Phase, require};
use crate::nominees::model::Subject;
use crate::web::pages::grouped;

/// The results, told.
#[derive(Debug, Serialize)]
pub struct ResultsPage {
    edition: Masthead,
    told: ToldPage,
}

/// Before that: nobody is shown a count.
#[derive(Debug, Serialize)]
pub struct WaitingPage {
    edition: Masthead,
    is_voting: bool,
    is_soon: bool,
    is_counted: bool,
    can_preview: bool,
}

/// What is told of an edition.
#[derive(Debug, Serialize)]
pub struct ToldPage {
    voters: u64,
    invited: Option<String>,
    /// How many awards somebody won.
    given: usize,
    /// What stands behind that number: `awards, one of them shared`.
    awards_words: String,
    counted_at: Option<Timestamp>,
    published_at: Option<Timestamp>,
    rulebook_digest: Option<String>,
    awards: Vec<AwardPage>,
}

/// What is told of one category.
#[derive(Debug, Serialize)]
struct AwardPage {
    slug: String,
    title: String,
    winners: Vec<WinnerPage>,
    is_shared: bool,
    /// What stands in the wreath: the votes of the winner.
    wreath: Option<String>,
    wreath_words: String,
    why: String,
    how: String,
    voted: u64,
    left_blank: u64,
    nominated: usize,
    /// What heads their column: `Story`.
    nominee_head: &'static str,
    is_small: bool,
    inputs_digest: Option<String>,
    rows: Vec<RowPage>,
}

#[derive(Debug, Serialize)]
struct WinnerPage {
    name: String,
    href: String,
    by: Vec<LinkPage>,
    number: u16,
}

#[derive(Debug, Serialize)]
struct LinkPage {
    href: String,
    name: String,
    /// What stands between it and the one before.
    joint: &'static str,
}

#[derive(Debug, Serialize)]
struct RowPage {
    name: String,
    href: String,
    by: String,
    votes: String,
    /// The bar's length, of 100.
    bar: String,
    share: String,
    is_winner: bool,
}

impl ResultsPage {
    /// For any reader.
    #[must_use]
    pub fn new(reader: &Reader, report: &Report, now: Timestamp) -> Self {
        Self { edition: Masthead::of(reader, now), told: ToldPage::new(&reader.edition, report) }
    }
}

impl WaitingPage {
    /// For any reader.
    #[must_use]
    pub fn new(reader: &Reader, now: Timestamp) -> Self {
        let edition = &reader.edition;
        Self {
            edition: Masthead::of(reader, now),
            is_voting: require(Act::Cast, edition.phase, &edition.calendar, now).is_ok(),
            is_soon: edition.phase < Phase::Voting,
            is_counted: edition.phase == Phase::Counted,
            can_preview: reader.is_lead && edition.phase == Phase::Counted,
        }
    }
}

impl ToldPage {
    /// As it stands in the report.
    #[must_use]
    pub fn new(edition: &Edition, report: &Report) -> Self {
        let winners = report.awards.iter().map(|award| award.winners().len());
        let given = winners.clone().filter(|winners| *winners > 0).count();
        let shared = winners.filter(|winners| *winners > 1).count();
        Self {
            voters: report.voters,
            invited: report.invited.map(|size| grouped(signed(size))),
            given,
            awards_words: awards_words(given, shared),
            counted_at: edition.steps.counted_at,
            published_at: edition.steps.published_at,
            rulebook_digest: edition.rulebook_digest.clone(),
            awards: report
                .awards
                .iter()
                .map(|award| AwardPage::new(&edition.slug, award))
                .collect(),
        }
    }
}

fn awards_words(awards: usize, shared: usize) -> String {
    let noun = if awards == 1 { "award" } else { "awards" };
    match (awards, shared) {
        (_, 0) => noun.to_owned(),
        (1, _) => format!("{noun}, shared"),
        (_, 1) => format!("{noun}, one of them shared"),
        (_, _) => format!("{noun}, {shared} of them shared"),
    }
}

impl AwardPage {
    fn new(edition: &str, award: &Award) -> Self {
        let Category { slug, terms, .. } = &award.paper.category;
        let winners = award.winners();
        let is_shared = winners.len() > 1;
        let total = award.winning_total();
        let (_, many) = terms.nominee_kind.nouns();
        let highest = award.standings().iter().filter_map(votes).max();
        Self {
            slug: slug.clone(),
            title: terms.title.clone(),
            is_shared,
            wreath: total.map(|total| total.to_string()),
            wreath_words: wreath_words(total, is_shared),
            why: why(award, total, is_shared),
            how: how(terms.method, terms.max_marks, many),
            voted: award.voted(),
            left_blank: award.left_blank,
            nominated: award.paper.candidates.len(),
            nominee_head: match terms.nominee_kind {
                NomineeKind::Story => "Story",
                NomineeKind::Person => "Person",
            },
            is_small: award.telling == Telling::WinnersOnly,
            inputs_digest: award.inputs_digest().map(str::to_owned),
            // Where nobody voted there is nothing to compare.
            rows: award
                .standings()
                .iter()
                .filter(|_| award.voted() > 0)
                .map(|placed| RowPage::new(edition, placed, award.voted(), highest))
                .collect(),
            winners: winners.iter().map(|placed| WinnerPage::new(edition, placed)).collect(),
        }
    }
}

fn votes(placed: &Placed<'_>) -> Option<u128> {
    placed.standing.total.map(Amount::hundred_thousandths)
}

fn wreath_words(total: Option<Amount>, is_shared: bool) -> String {
    let noun = if total == Some(Amount::whole(1)) { "vote" } else { "votes" };
    format!("{noun}{}", if is_shared { " each" } else { "" })
}

fn why(award: &Award, total: Option<Amount>, is_shared: bool) -> String {
    let voted = award.voted();
    let people = if voted == 1 {
        "the one person who voted here".to_owned()
    } else {
        format!("the {} people who voted here", grouped(signed(voted)))
    };
    match (voted, total) {
        (0, _) => "Nobody voted in this category, so nobody wins it this time. The nominees \
                   were worth reading all the same."
            .to_owned(),
        (_, None) => {
            let shared = if is_shared { "An award shared. " } else { "" };
            format!("{shared}So few voted here that only the winners are told, as was said before.")
        }
        (_, Some(total)) if is_shared => {
            format!("An award shared: each was chosen by {total} of {people}.")
        }
        (_, Some(total)) => format!("Chosen by {total} of {people}."),
    }
}

/// How it was decided, in one sentence.
fn how(method: Method, most: Option<u16>, nominees: &str) -> String {
    match (method, most) {
        (Method::Approval, Some(most)) if most > 1 => format!(
            "Each voter marked up to {most} {nominees}, and the most marks win; equals share."
        ),
        (Method::Approval, Some(_)) | (Method::Plurality, _) => {
            "Each voter marked one, and the most marks win; equals share.".to_owned()
        }
        (
            Method::Approval
            | Method::Score
            | Method::Star
            | Method::InstantRunoff
            | Method::Borda
            | Method::Schulze
            | Method::RankedPairs
            | Method::Stv,
            _,
        ) => method.sentence().to_owned(),
    }
}

impl WinnerPage {
    fn new(edition: &str, placed: &Placed<'_>) -> Self {
        let nominee = &placed.candidate.nominee;
        let authors = match &nominee.of {
            Subject::Story(card) => card.authors.as_slice(),
            Subject::Person(_) => &[],
        };
        let last = authors.len().saturating_sub(1);
        let by = authors.iter().enumerate().map(|(at, line)| LinkPage {
            href: format!("/editions/{edition}/people/{}", line.slug),
            name: line.title.clone(),
            joint: match at {
                0 => "",
                at if at == last => " and ",
                _ => ", ",
            },
        });
        Self {
            name: nominee.title().to_owned(),
            href: nominee.href(edition),
            by: by.collect(),
            number: placed.candidate.number.0,
        }
    }
}

impl RowPage {
    fn new(edition: &str, placed: &Placed<'_>, ballots: u64, highest: Option<u128>) -> Self {
        let nominee = &placed.candidate.nominee;
        let votes = votes(placed).unwrap_or_default();
        let all = u128::from(ballots) * Amount::whole(1).hundred_thousandths();
        Self {
            name: nominee.title().to_owned(),
            href: nominee.href(edition),
            by: by(&nominee.of),
            votes: placed.standing.total.unwrap_or_default().to_string(),
            bar: of_hundred(votes, highest.unwrap_or_default()),
            share: of_hundred(votes, all),
            is_winner: placed.standing.fate.wins(),
        }
    }
}

/// A part of a whole, of 100, to one decimal; half of the last is rounded up.
pub(super) fn of_hundred(part: u128, whole: u128) -> String {
    let thousandths = (part * 2_000 + whole).checked_div(whole * 2).unwrap_or(0);
    format!("{}.{}", thousandths / 10, thousandths % 10)
}

/// For the words of a page: no crowd reaches the end of it.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_has_one_decimal_and_nothing_of_nothing_is_nothing() {
        assert_eq!(of_hundred(45, 118), "38.1");
        assert_eq!(of_hundred(118, 118), "100.0");
        assert_eq!(of_hundred(1, 2_000), "0.1");
        assert_eq!(of_hundred(0, 0), "0.0");
    }

    #[test]
    fn the_method_is_told_in_one_sentence() {
        assert_eq!(
            how(Method::Approval, Some(3), "stories"),
            "Each voter marked up to 3 stories, and the most marks win; equals share."
        );
        assert!(how(Method::Approval, None, "stories").starts_with("Each voter marked every"));
        assert!(how(Method::Plurality, None, "people").contains("marked one"));
    }
}
