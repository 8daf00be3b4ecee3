//! STAR (score, then automatic runoff): the two nominees with the highest total scores meet in a
//! runoff, and the one that more ballots score higher wins.
//!
//! Source: M. Frohnmayer and others, Equal Vote Coalition (2014); ties as in its published
//! protocol, which ends in a lot for the final and, here, in a shared award for the winner.
//! An unmarked nominee has nought. Of approvals, each counts as the highest score.
//!
//! Ties for the final: whoever wins more head-to-head comparisons among the tied goes first,
//! then whoever has more highest scores, then one drawn by lot. A tie in the runoff: the higher
//! total wins, then more highest scores, then both win.
//!
//! More than one place: the winners leave and the rest are counted again, until the places are
//! taken ("bloc STAR"); whoever is left stands in the order of totals.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::amount::Amount;
use super::book::{Book, Code};
use super::field::{Claim, Field, finish, number, outcome};
use super::method::Method;
use super::outcome::{Moved, Outcome, Question, Round};
use super::paper::Shape;
use super::profile::{Profile, on_book};
use super::reading::{marks, papers};
use super::rules::Rules;
use super::runoff::by_lot;
use super::score::{Totals, legible, totals, worth};
use super::square::Square;
use super::tie::{Draws, other_draws};

/// What STAR looks at: totals, and comparisons as they are asked for.
struct Ballots<'a> {
    profile: &'a Profile,
    max: u16,
    totals: Totals,
    /// Comparisons already made: other draws ask for the same ones again and again.
    compared: RefCell<BTreeMap<Vec<u16>, Square<u64>>>,
}

/// The places taken so far, and the rounds that led to them.
struct Run {
    /// Each step's winners, in the paper's order.
    steps: Vec<Vec<u16>>,
    rounds: Vec<Round>,
}

pub(super) fn count(profile: &Profile, rules: &Rules, field: &Field) -> Outcome {
    let totals = totals(profile, rules);
    let compared = RefCell::default();
    let ballots = Ballots { profile, max: rules.max_score, totals, compared };
    let seats = usize::from(rules.seats.get());
    let mut draws = Draws::new(&rules.lots);
    let run = ballots.run(field, seats, &mut draws);
    let steps = run.steps.len();
    let claims = field.positions().map(|position| {
        let step = run.steps.iter().position(|step| step.contains(&position));
        let sum = ballots.sum(position);
        Claim {
            position,
            key: (steps - step.unwrap_or(steps), if step.is_some() { 0 } else { sum }),
            total: Some(Amount::of(sum, 1)),
        }
    });
    let unsupported = |claim: &Claim<(usize, u128)>| ballots.sum(claim.position) == 0;
    let done = finish(profile.slate(), claims.collect(), seats, unsupported);
    let mut papers = papers(profile, field);
    ballots.totals.set_aside(&mut papers);
    let mut outcome = outcome(Method::Star, profile, rules, done, papers);
    outcome.rounds = run.rounds;
    let codes = on_book!(profile, book => book.total_codes());
    let cost = u64::try_from(codes * 2 + field.len() * field.len()).unwrap_or(u64::MAX);
    let slate = profile.slate();
    let labels = |positions: &Vec<u16>| {
        positions.iter().filter_map(|&p| Some(slate.at(p)?.label.clone())).collect()
    };
    let again = |draws: &mut Draws<'_>| winners(&ballots.run(field, seats, draws).steps);
    let actual = winners(&run.steps);
    outcome.other_draws = other_draws(&draws, &actual, cost, again).told(&actual, labels);
    outcome.lots = draws.lots;
    outcome
}

fn winners(steps: &[Vec<u16>]) -> Vec<u16> {
    let mut winners: Vec<u16> = steps.iter().flatten().copied().collect();
    winners.sort_unstable();
    winners
}

impl Ballots<'_> {
    fn run(&self, field: &Field, seats: usize, draws: &mut Draws<'_>) -> Run {
        let mut run = Run { steps: Vec::new(), rounds: Vec::new() };
        let mut race: Vec<u16> = field.positions().collect();
        let mut placed = 0;
        while placed < seats && race.iter().any(|&position| self.sum(position) > 0) {
            let step = self.step(&race, &mut run.rounds, draws);
            placed += step.len();
            race.retain(|position| !step.contains(position));
            run.steps.push(step);
        }
        run
    }

    /// One scoring round and one runoff; the winners.
    fn step(&self, race: &[u16], rounds: &mut Vec<Round>, draws: &mut Draws<'_>) -> Vec<u16> {
        let finalists = self.finalists(race, rounds.len() + 1, draws);
        let others: Vec<u16> = race.iter().copied().filter(|p| !finalists.contains(p)).collect();
        let sums = race.iter().map(|&p| (p, self.sum(p)));
        let mut scoring = self.round(sums.collect());
        let named = |p: &u16| number(self.profile.slate(), *p);
        scoring.moved =
            (!others.is_empty()).then(|| Moved::NotFinal(others.iter().map(named).collect()));
        rounds.push(scoring);
        let [a, b] = finalists.as_slice() else {
            return finalists;
        };
        let (for_a, for_b) = self.prefer(*a, *b);
        rounds.push(self.round(vec![(*a, for_a.into()), (*b, for_b.into())]));
        let claim = |p: u16, votes: u64| (votes, self.sum(p), self.highest(p));
        match claim(*a, for_a).cmp(&claim(*b, for_b)) {
            std::cmp::Ordering::Greater => vec![*a],
            std::cmp::Ordering::Less => vec![*b],
            std::cmp::Ordering::Equal => finalists,
        }
    }

    /// The two with the highest totals, in the paper's order.
    fn finalists(&self, race: &[u16], round: usize, draws: &mut Draws<'_>) -> Vec<u16> {
        let mut order = race.to_vec();
        order.sort_by_key(|&p| (Reverse(self.sum(p)), p));
        let edge = order.get(1.min(order.len().saturating_sub(1))).map(|&p| self.sum(p));
        let above = |p: &u16| Some(self.sum(*p)) > edge;
        let mut chosen: Vec<u16> = order.iter().copied().filter(above).collect();
        let tied: Vec<u16> = order.into_iter().filter(|&p| Some(self.sum(p)) == edge).collect();
        if chosen.len() + tied.len() <= 2 {
            chosen.extend(tied);
        } else {
            let wins = self.wins(&tied).into_iter();
            let mut ranked: Vec<((usize, u64), u16)> =
                tied.iter().zip(wins).map(|(&p, wins)| ((wins, self.highest(p)), p)).collect();
            while chosen.len() < 2 {
                let best = ranked.iter().map(|(key, _)| *key).max();
                let level = ranked.iter().filter(|(key, _)| Some(*key) == best);
                let level: Vec<u16> = level.map(|(_, p)| *p).collect();
                let next = match level.as_slice() {
                    // Where all of a level fit, no lot is needed.
                    few if few.len() + chosen.len() <= 2 => few.to_vec(),
                    many => vec![by_lot(many, self.profile.slate(), Question::Final, round, draws)],
                };
                ranked.retain(|(_, p)| !next.contains(p));
                chosen.extend(next);
            }
        }
        chosen.sort_unstable();
        chosen
    }

    /// For each of these, how many of the others more ballots score below it than above it.
    fn wins(&self, among: &[u16]) -> Vec<usize> {
        let table = self.compare(among);
        let beats = |a: usize, b: usize| table.get(a, b) > table.get(b, a);
        let rows = 0..among.len();
        rows.clone().map(|a| rows.clone().filter(|&b| beats(a, b)).count()).collect()
    }

    fn sum(&self, position: u16) -> u128 {
        self.totals.sum.get(usize::from(position)).copied().unwrap_or(0)
    }

    fn highest(&self, position: u16) -> u64 {
        self.totals.highest.get(usize::from(position)).copied().unwrap_or(0)
    }

    /// How many ballots score a above b, and b above a.
    fn prefer(&self, a: u16, b: u16) -> (u64, u64) {
        let table = self.compare(&[a, b]);
        (table.get(0, 1), table.get(1, 0))
    }

    /// Row a, column b: how many ballots score the one above the other.
    fn compare(&self, among: &[u16]) -> Square<u64> {
        let known = self.compared.borrow().get(among).cloned();
        known.unwrap_or_else(|| {
            let table = on_book!(self.profile, book => {
                compare(book, self.profile.shape(), self.max, among)
            });
            self.compared.borrow_mut().insert(among.to_vec(), table.clone());
            table
        })
    }

    fn round(&self, votes: Vec<(u16, u128)>) -> Round {
        let slate = self.profile.slate();
        Round {
            votes: votes.into_iter().map(|(p, v)| (number(slate, p), Amount::of(v, 1))).collect(),
            exhausted: Amount::ZERO,
            rounding: Amount::ZERO,
            elected: Vec::new(),
            moved: None,
            transfers: Vec::new(),
        }
    }
}

fn compare<C: Code>(book: &Book<C>, shape: Shape, max: u16, among: &[u16]) -> Square<u64> {
    let last = among.iter().max().map_or(0, |&position| usize::from(position) + 1);
    let mut rows = vec![None; last];
    for (row, &position) in among.iter().enumerate() {
        if let Some(slot) = rows.get_mut(usize::from(position)) {
            *slot = Some(row);
        }
    }
    let mut table = Square::new(among.len(), 0_u64);
    let mut scores = vec![0; among.len()];
    for (codes, weight) in book.iter().filter(|(codes, _)| legible(shape, codes, max)) {
        scores.fill(0);
        for mark in marks(shape, codes) {
            let row = rows.get(mark.code.at()).copied().flatten();
            if let Some(score) = row.and_then(|row| scores.get_mut(row)) {
                *score = worth(shape, mark.grade, max);
            }
        }
        for (row, &score) in scores.iter().enumerate() {
            for (sum, &other) in table.row_mut(row).iter_mut().zip(&scores) {
                *sum += if score > other { weight } else { 0 };
            }
        }
    }
    table
}
