//! Instant runoff: each ballot counts for the best-ranked nominee still in the race; in each
//! round whoever has the fewest votes leaves, until two are left, and the one with more wins.
//! Also called the alternative vote, or ranked-choice voting.
//!
//! Source: W. R. Ware's form of Hare's vote (Massachusetts, 1871); as a statute for example
//! Maine, Title 21-A §723-A. The race goes on to the final two although a majority may be
//! reached earlier: the winner is the same, and every place is decided by the same rule.
//!
//! Ties for the fewest: if all those in the race are tied, they share. If the votes of the tied
//! together are fewer than the next nominee's, they leave together, since no order among them
//! could save one. Else the one with the fewest votes in the latest earlier round in which they
//! differed leaves, and if they never did, one drawn by lot.

use std::collections::BTreeMap;

use super::amount::Amount;
use super::book::{Book, Code};
use super::field::{Claim, Field, finish, number, outcome};
use super::method::Method;
use super::outcome::{Moved, Outcome, Question, Round, Transfer};
use super::piles::{History, Moves, Piles, Wanted, drawn};
use super::profile::{Profile, on_book};
use super::ranked::ranked;
use super::reading::papers;
use super::rules::Rules;
use super::slate::{Number, Slate};
use super::tie::{Draws, other_draws};

/// Units in one vote: every number from 1 to 20 divides it, so shares of equal ranks are exact.
const UNIT: u32 = 232_792_560;

/// One run of all rounds.
pub(super) struct Run {
    pub(super) rounds: Vec<Step>,
    /// For each position in the race: the round in which it left and its votes then.
    left: Vec<(u16, usize, u128)>,
    exhausted: u128,
}

/// One round in units.
pub(super) struct Step {
    /// Everybody in the race with their votes.
    pub(super) votes: Vec<(u16, u128)>,
    exhausted: u128,
    rounding: u128,
    leaving: Leaving,
    moves: Vec<(u16, Moves)>,
}

/// Who leaves after a round.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Leaving {
    /// The race is over.
    Nobody,
    One(u16),
    Together(Vec<u16>),
}

pub(super) fn count(profile: &Profile, rules: &Rules, field: &Field) -> Outcome {
    let ranked = ranked(profile);
    let slate = profile.slate();
    let silent = profile.counted() - ranked.counted();
    let mut draws = Draws::new(&rules.lots);
    let run = on_book!(ranked, book => run(book, slate, field, silent, &mut draws));
    let seats = usize::from(rules.seats.get());
    let mut papers = papers(profile, field);
    papers.exhausted = Amount::of(run.exhausted, UNIT.into()).floor();
    let done = finish(slate, run.claims(), seats, |claim| claim.total == Some(Amount::ZERO));
    let mut outcome = outcome(Method::InstantRunoff, profile, rules, done, papers);
    outcome.rounds = run.rounds.iter().map(|step| told(step, slate)).collect();
    let winners = run.winners(seats);
    let cost = on_book!(ranked, book => work(book, field.len()));
    let again = |draws: &mut Draws<'_>| {
        on_book!(ranked, book => self::run(book, slate, field, silent, draws)).winners(seats)
    };
    let labels = |positions: &Vec<u16>| {
        positions.iter().filter_map(|&p| Some(slate.at(p)?.label.clone())).collect()
    };
    outcome.other_draws = other_draws(&draws, &winners, cost, again).told(&winners, labels);
    outcome.lots = draws.lots;
    outcome
}

/// The positions that win, in the paper's order.
pub(super) fn winners(profile: &Profile, rules: &Rules, field: &Field) -> Vec<u16> {
    let slate = profile.slate();
    let mut draws = Draws::new(&rules.lots);
    let run = on_book!(profile, book => run(book, slate, field, 0, &mut draws));
    run.winners(usize::from(rules.seats.get()))
}

/// So many papers are needed at least to change the winner. `profile` must hold rankings.
///
/// If the lowest few of a round together have fewer votes than the next, they leave first, in
/// whatever order, as long as that stays so; and each paper changes the difference by at most
/// two votes. Any row of such steps down to the winner is a proof; the best one counts.
pub(super) fn certain(profile: &Profile, rules: &Rules, field: &Field) -> u64 {
    let mut draws = Draws::new(&rules.lots);
    let run = on_book!(profile, book => run(book, profile.slate(), field, 0, &mut draws));
    // From the last round back: the best proof from each number of nominees on.
    let mut proofs: BTreeMap<usize, u128> = BTreeMap::from([(1, u128::MAX)]);
    for step in run.rounds.iter().rev() {
        let mut votes: Vec<u128> = step.votes.iter().map(|(_, votes)| *votes).collect();
        votes.sort_unstable();
        let mut joined = 0;
        let mut best = 0;
        for ((low, next), size) in votes.iter().zip(votes.iter().skip(1)).zip(1..) {
            joined += low;
            let gap = next.saturating_sub(joined);
            let onward = proofs.get(&(votes.len() - size)).copied().unwrap_or(0);
            best = best.max(gap.min(onward));
        }
        proofs.insert(votes.len(), best);
    }
    let best = proofs.get(&field.len()).copied().unwrap_or(0);
    u64::try_from(best.div_ceil(2 * u128::from(UNIT))).unwrap_or(u64::MAX).max(1)
}

/// About how long one run takes, in nanoseconds.
pub(super) fn work<C: Code>(book: &Book<C>, runners: usize) -> u64 {
    let steps = book.len() * 60 + book.total_codes() * 2 + runners * runners * 20;
    u64::try_from(steps).unwrap_or(u64::MAX)
}

pub(super) fn run<C: Code>(
    book: &Book<C>,
    slate: &Slate,
    field: &Field,
    silent: u64,
    draws: &mut Draws<'_>,
) -> Run {
    let open = (0..slate.len()).map(|at| field.has(at)).collect();
    let mut piles = Piles::deal(book, open, UNIT, silent);
    let mut race: Vec<u16> = field.positions().collect();
    let mut history = History::default();
    let mut run = Run { rounds: Vec::new(), left: Vec::new(), exhausted: 0 };
    loop {
        let round = run.rounds.len() + 1;
        let votes: Vec<(u16, u128)> = race.iter().map(|&p| (p, piles.votes(p))).collect();
        let leaving = who_leaves(&votes, &history, slate, round, draws);
        let gone = match &leaving {
            Leaving::Nobody => race.clone(),
            Leaving::One(position) => vec![*position],
            Leaving::Together(positions) => positions.clone(),
        };
        run.left.extend(gone.iter().map(|&position| (position, round, piles.votes(position))));
        let (exhausted, rounding) = (piles.exhausted, piles.rounding);
        let mut step = Step { votes, exhausted, rounding, leaving, moves: Vec::new() };
        if step.leaving == Leaving::Nobody {
            run.rounds.push(step);
            break;
        }
        history.keep(&piles.votes);
        gone.iter().for_each(|&position| piles.close(position));
        step.moves = gone.iter().map(|&position| (position, piles.move_all(position))).collect();
        race = race.iter().copied().filter(|position| !gone.contains(position)).collect();
        run.rounds.push(step);
    }
    run.exhausted = piles.exhausted;
    run
}

fn who_leaves(
    votes: &[(u16, u128)],
    history: &History,
    slate: &Slate,
    round: usize,
    draws: &mut Draws<'_>,
) -> Leaving {
    let fewest = votes.iter().map(|(_, votes)| *votes).min().unwrap_or(0);
    let (low, high): (Vec<_>, Vec<_>) = votes.iter().partition(|(_, votes)| *votes == fewest);
    if votes.len() <= 2 || high.is_empty() {
        return Leaving::Nobody;
    }
    let mut low: Vec<u16> = low.into_iter().map(|(position, _)| position).collect();
    let next = high.iter().map(|(_, votes)| *votes).min().unwrap_or(0);
    let joined = fewest * u128::try_from(low.len()).unwrap_or(u128::MAX);
    if low.len() > 1 && joined < next {
        return Leaving::Together(low);
    }
    if low.len() > 1 {
        low = history.settle(low, Wanted::Fewest);
    }
    match low.as_slice() {
        [only] => Leaving::One(*only),
        tied => Leaving::One(by_lot(tied, slate, Question::Leaves, round, draws)),
    }
}

/// One of the tied, by lot.
pub(super) fn by_lot(
    tied: &[u16],
    slate: &Slate,
    question: Question,
    round: usize,
    draws: &mut Draws<'_>,
) -> u16 {
    let named: Vec<(Number, u16)> = tied.iter().map(|&p| (number(slate, p), p)).collect();
    let numbers: Vec<Number> = named.iter().map(|(number, _)| *number).collect();
    let round = u32::try_from(round).unwrap_or(u32::MAX);
    let picked = draws.pick(question, round, &numbers);
    drawn(&named, picked).or(tied.first().copied()).unwrap_or(0)
}

impl Run {
    /// Later leavers are ahead of earlier ones; those of the last round by their votes.
    fn claims(&self) -> Vec<Claim<(usize, u128)>> {
        let claim = |&(position, round, votes): &(u16, usize, u128)| Claim {
            position,
            key: (round, if round == self.rounds.len() { votes } else { 0 }),
            total: Some(Amount::of(votes, UNIT.into())),
        };
        self.left.iter().map(claim).collect()
    }

    fn winners(&self, seats: usize) -> Vec<u16> {
        let mut claims = self.claims();
        claims.sort_by_key(|claim| std::cmp::Reverse(claim.key));
        let edge = claims.get(seats.min(claims.len()).saturating_sub(1)).map(|claim| claim.key);
        let wins = claims.iter().filter(|claim| Some(claim.key) >= edge);
        let mut winners: Vec<u16> = wins.map(|claim| claim.position).collect();
        winners.sort_unstable();
        winners
    }
}

fn told(step: &Step, slate: &Slate) -> Round {
    let amount = |votes: u128| Amount::of(votes, UNIT.into());
    let named = |positions: &[u16]| positions.iter().map(|&p| number(slate, p)).collect();
    let transfers =
        step.moves.iter().flat_map(|(from, moves)| told_moves(*from, moves, slate, UNIT));
    Round {
        votes: step.votes.iter().map(|(p, votes)| (number(slate, *p), amount(*votes))).collect(),
        exhausted: amount(step.exhausted),
        rounding: amount(step.rounding),
        elected: Vec::new(),
        moved: match &step.leaving {
            Leaving::Nobody => None,
            Leaving::One(position) => Some(Moved::Fewest(named(&[*position]))),
            Leaving::Together(positions) => Some(Moved::Together(named(positions))),
        },
        transfers: transfers.collect(),
    }
}

/// Where the votes of one pile went, as an outcome shows it.
pub(super) fn told_moves(from: u16, moves: &Moves, slate: &Slate, unit: u32) -> Vec<Transfer> {
    let from = number(slate, from);
    let amount = |votes: u128| Amount::of(votes, unit.into());
    let to = moves.to.iter().map(|(to, votes)| (Some(number(slate, *to)), *votes));
    let nowhere = (moves.nowhere > 0).then_some((None, moves.nowhere));
    to.chain(nowhere).map(|(to, votes)| Transfer { from, to, votes: amount(votes) }).collect()
}
