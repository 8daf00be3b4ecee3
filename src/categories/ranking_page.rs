//! What the templates see of a [`Ranking`]: the figures of a measured category as a table with bars.

use serde::Serialize;

use super::kind::NomineeKind;
use super::model::by;
use super::ranking::{Place, Ranking};
use crate::editions::model::Edition;
use crate::editions::phase::Act;
use crate::web::pages::grouped;

/// The figures of a category, the most first.
#[derive(Debug, Serialize)]
pub struct RankingPage {
    /// What heads the columns: `Story`, `Words in the FAQ`.
    nominee_head: &'static str,
    value_head: String,
    caption: String,
    rows: Vec<RankingRow>,
}

#[derive(Debug, Serialize)]
struct RankingRow {
    /// Empty for whoever has none of it: nothing is no place.
    place: String,
    name: String,
    href: String,
    by: String,
    value: String,
    /// The bar's length, of 100.
    bar: String,
}

impl RankingPage {
    /// The figures as they are now, or as they were frozen.
    #[must_use]
    pub fn new(edition: &Edition, ranking: &Ranking) -> Self {
        let highest = ranking.places.first().map_or(0, |first| first.value);
        let row = |at: &Place| RankingRow {
            place: if at.value > 0 { at.place.to_string() } else { String::new() },
            name: at.candidate.nominee.title().to_owned(),
            href: at.candidate.nominee.href(&edition.slug),
            by: by(&at.candidate.nominee.of),
            value: grouped(at.value),
            bar: bar(at.value, highest),
        };
        let kind = ranking.category.terms.nominee_kind;
        Self {
            nominee_head: match kind {
                NomineeKind::Story => "Story",
                NomineeKind::Person => "Person",
            },
            value_head: sentence(ranking.measure.metric.words()),
            caption: match edition.phase.allows(Act::EditRules) {
                true => "The figures as they are now, the most first".to_owned(),
                false => "The figures as they were frozen when voting opened".to_owned(),
            },
            rows: ranking.places.iter().map(row).collect(),
        }
    }
}

/// A figure beside the highest, of 100, to one decimal.
#[must_use]
pub fn bar(value: i64, highest: i64) -> String {
    let parts = |figure: i64| u128::try_from(figure).unwrap_or_default();
    let (value, highest) = (parts(value), parts(highest));
    let tenths = (value * 1_000).checked_div(highest).unwrap_or_default();
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// With its first letter as at the beginning of a sentence.
#[must_use]
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_a_part_of_the_highest_and_of_nothing_there_is_none() {
        assert_eq!(bar(1_060, 1_060), "100.0");
        assert_eq!(bar(1, 3), "33.3");
        assert_eq!(bar(0, 0), "0.0");
        assert_eq!(bar(i64::MAX, i64::MAX), "100.0");
    }

    #[test]
    fn a_sentence_begins_with_a_capital() {
        assert_eq!(sentence("words in the FAQ"), "Words in the FAQ");
        assert_eq!(sentence(""), "");
    }
}
