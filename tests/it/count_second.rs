//! Every method against its second opinion, on thousands of small elections with ties,
//! truncated ballots and equal ranks.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a fault in a test is a failed test"
)]

use std::collections::BTreeSet;

use laurels::count::{Method, OtherDraws, Outcome, Rules, Shape, Strength, Unmarked, count};

use super::count_naive::{self as naive, Possible};
use super::count_naive_stv;
use super::count_random::{Dice, Election, rules};

/// How many elections each method is tried on.
const ELECTIONS: u64 = 6_000;

fn compare(
    method: Method,
    shape: Shape,
    rules: impl Fn(u64) -> Rules,
    second: impl Fn(&Election, &Rules) -> Possible,
) {
    let mut dice = Dice(0x1a0_0e15);
    let mut lots = 0;
    for nth in 0..ELECTIONS {
        let election = Election::random(shape, &mut dice);
        let rules = rules(nth);
        let outcome = count(method, &election.profile(), &rules).unwrap();
        let possible: BTreeSet<Vec<String>> =
            second(&election, &rules).iter().map(|winners| election.labels(winners)).collect();
        let told = sorted(&outcome.winners);
        assert!(
            possible.contains(&told),
            "{method} number {nth}: {told:?}, but possible are {possible:?}\n{election:?}"
        );
        lots += u32::from(!outcome.lots.is_empty());
        assert_draws(&outcome, &possible, nth, &election);
        assert_sums(&outcome, &election);
    }
    if matches!(method, Method::InstantRunoff | Method::RankedPairs | Method::Star | Method::Stv) {
        assert!(lots > 20, "only {lots} of these elections needed a lot");
    }
}

fn sorted(labels: &[String]) -> Vec<String> {
    let mut labels = labels.to_vec();
    labels.sort();
    labels
}

/// What the outcome says of other draws is what trying all of them shows.
fn assert_draws(
    outcome: &Outcome,
    possible: &BTreeSet<Vec<String>>,
    nth: u64,
    election: &Election,
) {
    let context = || format!("{} number {nth}: {possible:?}\n{election:?}", outcome.method);
    match &outcome.other_draws {
        OtherDraws::NoLot => {
            assert!(outcome.lots.is_empty());
            assert_eq!(possible.len(), 1, "{}", context());
        }
        OtherDraws::SameWinners => assert_eq!(possible.len(), 1, "{}", context()),
        OtherDraws::OtherWinners(sets) => {
            assert_eq!(sorted(&sets[0]), sorted(&outcome.winners));
            let told: BTreeSet<Vec<String>> = sets.iter().map(|set| sorted(set)).collect();
            assert_eq!(&told, possible, "{}", context());
        }
        OtherDraws::TriedSome(runs) => panic!("gave up after {runs} draws: {}", context()),
    }
}

/// Papers add up, and so do the votes of every round.
fn assert_sums(outcome: &Outcome, election: &Election) {
    let papers = &outcome.papers;
    assert_eq!(papers.cast, election.total());
    assert_eq!(papers.cast, papers.valid + papers.blank + papers.spoiled.values().sum::<u64>());
    assert!(papers.exhausted <= papers.valid);
    if !matches!(outcome.method, Method::InstantRunoff | Method::Stv) {
        return;
    }
    for round in &outcome.rounds {
        let votes: u128 = round.votes.iter().map(|(_, votes)| votes.hundred_thousandths()).sum();
        let all =
            votes + round.exhausted.hundred_thousandths() + round.rounding.hundred_thousandths();
        let whole = u128::from(papers.valid) * 100_000;
        // A runoff shows fractions cut off to five decimals; the Scottish rule-book counts in them.
        let cut = if outcome.method == Method::Stv { 0 } else { 10 };
        assert!(all <= whole && all + cut >= whole, "{all} of {whole}: {outcome:?}");
    }
}

fn usual(nth: u64) -> Rules {
    rules(1, nth)
}

#[test]
fn plurality_agrees_with_its_second_opinion() {
    compare(Method::Plurality, Shape::Ranked, usual, |e, _| naive::plurality(e));
}

#[test]
fn approval_agrees_with_its_second_opinion() {
    compare(Method::Approval, Shape::Approved, usual, |e, _| naive::approval(e));
}

#[test]
fn score_agrees_with_its_second_opinion() {
    compare(Method::Score, Shape::Scored, usual, |e, _| naive::score(e));
}

#[test]
fn averages_agree_with_their_second_opinion() {
    let averages = |nth| Rules { unmarked: Unmarked::NoOpinion, ..usual(nth) };
    compare(Method::Score, Shape::Scored, averages, |e, _| naive::average(e));
}

#[test]
fn star_agrees_with_its_second_opinion() {
    compare(Method::Star, Shape::Scored, usual, |e, _| naive::star(e));
}

#[test]
fn runoff_agrees_with_its_second_opinion() {
    compare(Method::InstantRunoff, Shape::Ranked, usual, |e, _| naive::runoff(e));
}

#[test]
fn borda_agrees_with_its_second_opinion() {
    compare(Method::Borda, Shape::Ranked, usual, |e, _| naive::borda(e));
}

#[test]
fn schulze_agrees_with_its_second_opinion_by_winning_votes_and_margins() {
    let both = |nth| Rules { strength: strength(nth), ..usual(nth) };
    compare(Method::Schulze, Shape::Ranked, both, |e, r| naive::schulze(e, r.strength));
    compare(Method::Schulze, Shape::Scored, both, |e, r| naive::schulze(e, r.strength));
}

#[test]
fn ranked_pairs_agree_with_their_second_opinion_by_winning_votes_and_margins() {
    let both = |nth| Rules { strength: strength(nth), ..usual(nth) };
    compare(Method::RankedPairs, Shape::Ranked, both, |e, r| naive::ranked_pairs(e, r.strength));
}

#[test]
fn the_transferable_vote_agrees_with_its_second_opinion_for_one_to_three_seats() {
    let seats = |nth| rules(1 + u16::try_from(nth % 3).unwrap(), nth);
    compare(Method::Stv, Shape::Ranked, seats, |e, r| {
        count_naive_stv::stv(e, r.seats.get().into())
    });
}

fn strength(nth: u64) -> Strength {
    if nth.is_multiple_of(2) { Strength::WinningVotes } else { Strength::Margins }
}

#[test]
fn the_table_agrees_with_a_look_at_every_ballot() {
    let mut dice = Dice(7);
    for _ in 0..ELECTIONS {
        for shape in [Shape::Ranked, Shape::Scored, Shape::Approved] {
            let election = Election::random(shape, &mut dice);
            let outcome = count(Method::Schulze, &election.profile(), &usual(0)).unwrap();
            let table = outcome.pairwise.unwrap();
            for a in 0..election.nominees {
                for b in (0..election.nominees).filter(|&b| b != a) {
                    let seen = match shape {
                        Shape::Approved => approves(&election, a, b),
                        Shape::Ranked | Shape::Scored => election.prefer(a, b),
                    };
                    assert_eq!(table.preferred[a][b], seen, "{election:?}");
                }
            }
        }
    }
}

fn approves(election: &Election, a: usize, b: usize) -> u64 {
    let only_a = |p: &&super::count_random::Paper| p.marks[a].is_some() && p.marks[b].is_none();
    election.papers.iter().filter(only_a).map(|p| p.weight).sum()
}
