//! What the templates of results see of one award, whether votes decided it or a measure.

use serde::Serialize;

use super::model::{Award, Placed, Telling, Told};
use crate::categories::measure::Metric;
use crate::categories::model::{Candidate, Category, NomineeKind, by};
use crate::categories::ranking::{Place, Ranking};
use crate::categories::ranking_page::{bar, sentence};
use crate::count::{Amount, Method};
use crate::nominees::model::Subject;
use crate::web::pages::grouped;

/// What is told of one award.
#[derive(Debug, Serialize)]
pub struct AwardPage {
    slug: String,
    title: String,
    /// A measure decided it, and nobody voted.
    is_measured: bool,
    winners: Vec<WinnerPage>,
    is_shared: bool,
    /// What stands in the wreath: the votes or the figure of the winner.
    wreath: Option<String>,
    wreath_words: String,
    why: String,
    how: String,
    voted: u64,
    left_blank: u64,
    nominated: usize,
    /// What heads their column: `Story`.
    nominee_head: &'static str,
    /// What heads the numbers: `Votes`, `Words in the FAQ`.
    value_head: String,
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
    /// The votes, or the figure.
    value: String,
    /// The bar's length, of 100.
    bar: String,
    /// Of the ballots; a figure has no share.
    share: Option<String>,
    is_winner: bool,
}

impl AwardPage {
    /// For a page of that edition.
    #[must_use]
    pub fn new(edition: &str, told: &Told<'_>) -> Self {
        match told {
            Told::Voted(award) => Self::voted(edition, award),
            Told::Measured(ranking) => Self::measured(edition, ranking),
        }
    }

    fn voted(edition: &str, award: &Award) -> Self {
        let Category { slug, terms, .. } = &award.paper.category;
        let winners = award.winners();
        let is_shared = winners.len() > 1;
        let total = award.winning_total();
        let (_, many) = terms.nominee_kind.nouns();
        let highest = award.standings().iter().filter_map(votes).max();
        Self {
            slug: slug.clone(),
            title: terms.title.clone(),
            is_measured: false,
            is_shared,
            wreath: total.map(|total| total.to_string()),
            wreath_words: wreath_words(total, is_shared),
            why: why(award, total, is_shared),
            how: match terms.shortlisted_by() {
                None => how(terms.method, terms.max_marks, many),
                Some(measure) => format!(
                    "{} stood, and whoever was level with the last of them. {}",
                    sentence(&measure.sentence()),
                    how(terms.method, terms.max_marks, many)
                ),
            },
            voted: award.voted(),
            left_blank: award.left_blank,
            nominated: award.paper.candidates.len(),
            nominee_head: nominee_head(terms.nominee_kind),
            value_head: "Votes".to_owned(),
            is_small: award.telling == Telling::WinnersOnly,
            inputs_digest: award.inputs_digest().map(str::to_owned),
            // Where nobody voted there is nothing to compare.
            rows: award
                .standings()
                .iter()
                .filter(|_| award.voted() > 0)
                .map(|placed| RowPage::new(edition, placed, award.voted(), highest))
                .collect(),
            winners: winners
                .iter()
                .map(|placed| WinnerPage::new(edition, placed.candidate))
                .collect(),
        }
    }

    fn measured(edition: &str, ranking: &Ranking) -> Self {
        let Category { slug, terms, .. } = &ranking.category;
        let winners: Vec<&Place> = ranking.winners().collect();
        let is_shared = winners.len() > 1;
        let first = winners.first().map(|first| first.value);
        let (one, many) = ranking.measure.metric.unit();
        let unit = if first == Some(1) { one } else { many };
        let highest = first.unwrap_or_default();
        Self {
            slug: slug.clone(),
            title: terms.title.clone(),
            is_measured: true,
            is_shared,
            wreath: first.map(grouped),
            wreath_words: format!("{unit}{}", if is_shared { " each" } else { "" }),
            why: measured_why(ranking.measure.metric, is_shared, first),
            how: format!(
                "A measure decided it, and nobody voted: {}, as the figures stood when voting \
                 opened; equals share.",
                ranking.measure.sentence()
            ),
            voted: 0,
            left_blank: 0,
            nominated: ranking.places.len(),
            nominee_head: nominee_head(terms.nominee_kind),
            value_head: sentence(ranking.measure.metric.words()),
            is_small: false,
            inputs_digest: None,
            rows: ranking.places.iter().map(|at| RowPage::measured(edition, at, highest)).collect(),
            winners: winners.iter().map(|at| WinnerPage::new(edition, &at.candidate)).collect(),
        }
    }
}

const fn nominee_head(kind: NomineeKind) -> &'static str {
    match kind {
        NomineeKind::Story => "Story",
        NomineeKind::Person => "Person",
    }
}

fn measured_why(metric: Metric, is_shared: bool, first: Option<i64>) -> String {
    let (one, many) = metric.nouns();
    let Some(first) = first else {
        return format!("Nobody has any {many}, so nobody wins it this time.");
    };
    let what = format!("{} {}", grouped(first), if first == 1 { one } else { many });
    if is_shared {
        format!("An award shared, decided by a measure and not by votes: each has {what}.")
    } else {
        format!("Decided by a measure, not by votes: {what}, the most of all.")
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
    fn new(edition: &str, candidate: &Candidate) -> Self {
        let nominee = &candidate.nominee;
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
            number: candidate.number.0,
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
            value: placed.standing.total.unwrap_or_default().to_string(),
            bar: of_hundred(votes, highest.unwrap_or_default()),
            share: Some(of_hundred(votes, all)),
            is_winner: placed.standing.fate.wins(),
        }
    }

    fn measured(edition: &str, at: &Place, highest: i64) -> Self {
        let nominee = &at.candidate.nominee;
        Self {
            name: nominee.title().to_owned(),
            href: nominee.href(edition),
            by: by(&nominee.of),
            value: grouped(at.value),
            bar: bar(at.value, highest),
            share: None,
            is_winner: at.wins,
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
