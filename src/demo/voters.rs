//! The simulated voters: drawn from a fixed seed, so that the same demonstration is built each time.
//! Each category has favourites, each voter a mood, and some leave some categories blank, as
//! people do.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::ballots::model::Choice;
use crate::categories::model::Paper;
use crate::count::{Marks, Method, Number};
use crate::ids::CategoryId;

/// How many there are. Now and then one leaves everything blank, and then has not voted.
pub const VOTERS: usize = 143;
/// What they are drawn from: the year of the edition, for want of a better number.
const SEED: u64 = 2021;

/// Draws the ballots of all voters: for each voter the categories that are marked.
#[must_use]
pub fn ballots(papers: &[Paper]) -> Vec<Vec<(CategoryId, Choice)>> {
    let mut rng = StdRng::seed_from_u64(SEED);
    let appeal: Vec<Vec<f64>> = papers
        .iter()
        .map(|paper| paper.candidates.iter().map(|_| favour(&mut rng)).collect())
        .collect();
    (0..VOTERS)
        .map(|_| {
            let diligence = rng.random_range(0.45..1.0);
            let papers = papers.iter().zip(&appeal);
            papers
                .filter_map(|(paper, appeal)| ballot(&mut rng, paper, appeal, diligence))
                .collect()
        })
        .collect()
}

/// How likely a nominee is to be marked: few are favourites, most have some friends.
fn favour(rng: &mut StdRng) -> f64 {
    let drawn: f64 = rng.random();
    0.03 + 0.35 * drawn.powi(4)
}

fn ballot(
    rng: &mut StdRng,
    paper: &Paper,
    appeal: &[f64],
    diligence: f64,
) -> Option<(CategoryId, Choice)> {
    if !rng.random_bool(diligence) {
        return None;
    }
    let mut drawn: Vec<(f64, Number)> = paper
        .candidates
        .iter()
        .zip(appeal)
        .map(|(candidate, appeal)| (appeal - rng.random::<f64>(), candidate.number))
        .filter(|(liking, _)| *liking > 0.0)
        .collect();
    drawn.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let marks = match paper.category.terms.method {
        Method::Plurality => Marks::Chosen(Some(drawn.first()?.1)),
        Method::Approval
        | Method::Score
        | Method::Star
        | Method::InstantRunoff
        | Method::Borda
        | Method::Schulze
        | Method::RankedPairs
        | Method::Stv => {
            let most = paper.category.terms.max_marks.map_or(drawn.len(), usize::from);
            let mut numbers: Vec<Number> = drawn.into_iter().take(most).map(|(_, n)| n).collect();
            numbers.sort();
            Marks::Approved(numbers)
        }
    };
    (!marks.is_blank()).then_some((paper.category.id, Choice::Marked(marks)))
}
