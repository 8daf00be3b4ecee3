//! Lots: where a method must choose between equals, the choice is drawn from a public text, so
//! that anyone can repeat it.
//!
//! For each nominee in question the text `SEED/QUESTION/ROUND/NUMBER` is hashed by SHA-256; the
//! nominee with the smallest hash is drawn first. On any machine:
//! `printf %s "SEED/leaves/3/17" | sha256sum`.
//!
//! To learn whether another draw would have changed the winners, the count is run again with
//! every other draw, as far as a fixed amount of work allows.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::outcome::{Lot, OtherDraws, Question};
use super::slate::Number;

/// Where the lots of one run of a count come from.
#[derive(Debug, Clone)]
pub(super) struct Draws<'a> {
    seed: &'a str,
    /// For each drawing in turn, which of the drawn is taken; the first where it says nothing.
    script: Vec<usize>,
    /// How many there were to choose from, and which was taken, for each drawing so far.
    taken: Vec<(usize, usize)>,
    pub(super) lots: Vec<Lot>,
}

impl<'a> Draws<'a> {
    pub(super) fn new(seed: &'a str) -> Self {
        Self { seed, script: Vec::new(), taken: Vec::new(), lots: Vec::new() }
    }

    /// Draws one of these nominees. They must not be none.
    pub(super) fn pick(&mut self, question: Question, round: u32, among: &[Number]) -> Number {
        let mut drawn = order(self.seed, question, round, among);
        let wanted = self.script.get(self.taken.len()).copied().unwrap_or(0);
        let wanted = wanted.min(drawn.len().saturating_sub(1));
        self.taken.push((drawn.len(), wanted));
        if let Some(front) = drawn.get_mut(..=wanted) {
            front.rotate_right(1);
        }
        let first = drawn.first().copied().unwrap_or(Number(0));
        self.lots.push(Lot { question, round, drawn });
        first
    }

    /// The draws that follow these in a walk through all of them; `None` after the last.
    fn next(&self) -> Option<Self> {
        let last = self.taken.iter().rposition(|(of, taken)| taken + 1 < *of)?;
        let mut script: Vec<usize> =
            self.taken.iter().take(last).map(|(_, taken)| *taken).collect();
        script.push(self.taken.get(last)?.1 + 1);
        Some(Self { seed: self.seed, script, taken: Vec::new(), lots: Vec::new() })
    }
}

/// The nominees in the order in which this lot draws them.
pub(super) fn order(seed: &str, question: Question, round: u32, among: &[Number]) -> Vec<Number> {
    let mut drawn: Vec<([u8; 32], Number)> = among
        .iter()
        .map(|&number| {
            let text = format!("{seed}/{}/{round}/{number}", question.as_str());
            (Sha256::digest(text.as_bytes()).into(), number)
        })
        .collect();
    drawn.sort_unstable();
    drawn.into_iter().map(|(_, number)| number).collect()
}

/// The work that the search for other winners may take, in steps of about a nanosecond.
const WORK: u64 = 20_000_000;
/// The most draws that are tried, however cheap.
const MOST_RUNS: u32 = 2_000;

/// Runs `count` with every other draw of the lots in `first`, and compares the winners. `cost`
/// is the work of one run.
pub(super) fn other_draws<W: Ord + Clone>(
    first: &Draws<'_>,
    winners: &W,
    cost: u64,
    mut count: impl FnMut(&mut Draws<'_>) -> W,
) -> Others<W> {
    if first.taken.is_empty() {
        return Others::NoLot;
    }
    let most = u32::try_from(WORK / cost.max(1)).unwrap_or(u32::MAX).min(MOST_RUNS);
    let mut found = BTreeSet::from([winners.clone()]);
    let mut next = first.next();
    let mut runs = 0;
    while let Some(mut draws) = next {
        if runs >= most {
            return if found.len() > 1 { Others::Found(found) } else { Others::Tried(runs) };
        }
        runs += 1;
        found.insert(count(&mut draws));
        next = draws.next();
    }
    if found.len() > 1 { Others::Found(found) } else { Others::Same }
}

/// What other draws give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Others<W> {
    NoLot,
    Same,
    Found(BTreeSet<W>),
    Tried(u32),
}

impl<W: Ord> Others<W> {
    /// The same with the winners in words, the ones at hand first.
    pub(super) fn told(self, actual: &W, labels: impl Fn(&W) -> Vec<String>) -> OtherDraws {
        match self {
            Self::NoLot => OtherDraws::NoLot,
            Self::Same => OtherDraws::SameWinners,
            Self::Tried(runs) => OtherDraws::TriedSome(runs),
            Self::Found(found) => {
                let others = found.iter().filter(|winners| *winners != actual);
                let all = std::iter::once(actual).chain(others);
                OtherDraws::OtherWinners(all.map(labels).collect())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lot_is_the_smallest_hash_of_a_text_that_anyone_can_build() {
        let drawn = order("2021-11-04", Question::Leaves, 3, &[Number(1), Number(17), Number(2)]);
        let mut by_hand: Vec<(String, u16)> = [1, 17, 2]
            .into_iter()
            .map(|n: u16| {
                let hash = Sha256::digest(format!("2021-11-04/leaves/3/{n}").as_bytes());
                (hash.iter().map(|byte| format!("{byte:02x}")).collect(), n)
            })
            .collect();
        by_hand.sort();
        let numbers: Vec<u16> = by_hand.iter().map(|(_, n)| *n).collect();
        assert_eq!(drawn.iter().map(|n| n.0).collect::<Vec<_>>(), numbers);
    }

    #[test]
    fn the_walk_meets_every_sequence_of_draws_once() {
        let mut seen = BTreeSet::new();
        let all = [Number(1), Number(2), Number(3)];
        let mut play = |draws: &mut Draws<'_>| {
            let first = draws.pick(Question::Leaves, 1, &all);
            let rest: Vec<Number> = all.iter().copied().filter(|n| *n != first).collect();
            let second = draws.pick(Question::Leaves, 2, &rest);
            assert!(seen.insert((first, second)), "met twice");
            (first, second)
        };
        let mut draws = Draws::new("seed");
        let actual = play(&mut draws);
        match other_draws(&draws, &actual, 1, &mut play) {
            Others::Found(found) => assert_eq!(found.len(), 6),
            other => panic!("{other:?}"),
        }
        assert_eq!(seen.len(), 6);
    }

    #[test]
    fn a_search_that_is_too_long_says_how_far_it_came() {
        let mut draws = Draws::new("seed");
        let among: Vec<Number> = (1..=50).map(Number).collect();
        draws.pick(Question::Leaves, 1, &among);
        let others = other_draws(&draws, &0, WORK / 7, |draws| {
            draws.pick(Question::Leaves, 1, &among);
            0
        });
        assert_eq!(others, Others::Tried(7));
    }
}
