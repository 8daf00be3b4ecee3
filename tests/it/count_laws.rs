//! Laws that every count, or every count by some methods, must keep; and for the methods that
//! are known to break one, an election that does.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a fault in a test is a failed test"
)]

use std::collections::BTreeMap;

use laurels::count::{
    Amount, Fate, Method, Nominee, Number, OtherDraws, Outcome, Presence, Profile, Rules, Shape,
    Slate, count,
};
use proptest::prelude::*;

use super::count_random::{Dice, Election, Paper, rules};

/// An election that `proptest` can shrink: the shape of ballots that the method asks for.
fn elections(shape: Shape) -> impl Strategy<Value = Election> {
    (2_usize..6).prop_flat_map(move |nominees| {
        let most = if shape == Shape::Scored { 3 } else { 5 };
        let mark = prop::option::weighted(0.75, 0_u16..=most);
        let paper = (prop::collection::vec(mark, nominees), 1_u64..4)
            .prop_map(|(marks, weight)| Paper { marks, weight });
        prop::collection::vec(paper, 0..9).prop_map(move |papers| Election {
            shape,
            nominees,
            papers,
        })
    })
}

fn any_election() -> impl Strategy<Value = (Method, Election)> {
    prop::sample::select(Method::ALL.to_vec())
        .prop_flat_map(|method| elections(method.shape()).prop_map(move |e| (method, e)))
}

fn outcome(method: Method, election: &Election, rules: &Rules) -> Outcome {
    count(method, &election.profile(), rules).unwrap()
}

/// Every set of winners that some draw leads to, where there are several.
fn every_set(outcome: &Outcome) -> Vec<Vec<String>> {
    let OtherDraws::OtherWinners(sets) = &outcome.other_draws else {
        return vec![];
    };
    let mut sets = sets.clone();
    sets.iter_mut().for_each(|set| set.sort());
    sets.sort();
    sets
}

/// What does not depend on the order of the paper.
fn by_number(outcome: &Outcome) -> BTreeMap<Number, (u32, Fate, Option<Amount>)> {
    outcome.standings.iter().map(|s| (s.number, (s.place, s.fate, s.total))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, max_global_rejects: 60_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_ballots_does_not_matter(
        (method, election) in any_election(), seats in 1_u16..4, turn in 0_usize..9,
    ) {
        let mut turned = election.clone();
        turned.papers.rotate_left(turn.min(election.papers.len()));
        turned.papers.reverse();
        let rules = rules(seats, 1);
        prop_assert_eq!(outcome(method, &election, &rules), outcome(method, &turned, &rules));
    }

    #[test]
    fn merging_two_halves_equals_the_whole(
        (method, election) in any_election(), seats in 1_u16..4, at in 0_usize..9,
    ) {
        let at = at.min(election.papers.len());
        let mut half = election.clone();
        let rest = half.papers.split_off(at);
        let mut profile = half.profile();
        profile.merge(Election { papers: rest, ..election.clone() }.profile()).unwrap();
        let rules = rules(seats, 2);
        let merged = count(method, &profile, &rules).unwrap();
        prop_assert_eq!(merged, outcome(method, &election, &rules));
    }

    #[test]
    fn one_ballot_of_weight_two_is_two_ballots(
        (method, election) in any_election(), seats in 1_u16..4,
    ) {
        let mut single = election.clone();
        single.papers = election
            .papers
            .iter()
            .flat_map(|p| (0..p.weight).map(|_| Paper { weight: 1, ..p.clone() }))
            .collect();
        let rules = rules(seats, 3);
        prop_assert_eq!(outcome(method, &election, &rules), outcome(method, &single, &rules));
    }

    #[test]
    fn moving_nominees_on_the_paper_moves_nothing_else(
        (method, election) in any_election(), seats in 1_u16..4, turn in 1_usize..5,
    ) {
        let n = election.nominees;
        let place = |old: usize| (old + turn) % n;
        let mut nominees = vec![None; n];
        for (old, nominee) in election.slate().nominees().iter().enumerate() {
            nominees[place(old)] = Some(nominee.clone());
        }
        let slate = Slate::new(nominees.into_iter().flatten().collect()).unwrap();
        let mut profile = Profile::new(slate, election.shape);
        for paper in &election.papers {
            let mut marks = paper.list();
            for mark in &mut marks {
                mark.position = u16::try_from(place(mark.position.into())).unwrap();
            }
            profile.add_marks(&marks, paper.weight).unwrap();
        }
        let rules = rules(seats, 4);
        let moved = count(method, &profile, &rules).unwrap();
        let before = outcome(method, &election, &rules);
        prop_assert_eq!(by_number(&moved), by_number(&before));
        prop_assert_eq!(&moved.lots, &before.lots);
        prop_assert_eq!(every_set(&moved), every_set(&before));
    }

    #[test]
    fn a_withdrawn_nominee_changes_the_count_as_if_it_had_never_stood(
        (method, election) in any_election(), gone in 0_usize..5,
    ) {
        let gone = gone % election.nominees;
        let mut nominees = election.slate().nominees().to_vec();
        nominees[gone].presence = Presence::Withdrawn;
        let kept: Vec<Nominee> =
            nominees.iter().filter(|n| n.presence == Presence::Standing).cloned().collect();
        let mut with = Profile::new(Slate::new(nominees).unwrap(), election.shape);
        let mut never = Profile::new(Slate::new(kept).unwrap(), election.shape);
        for paper in &election.papers {
            with.add_marks(&paper.list(), paper.weight).unwrap();
            let mut marks = paper.marks.clone();
            marks.remove(gone);
            never.add_marks(&Paper { marks, weight: 1 }.list(), paper.weight).unwrap();
        }
        let rules = rules(1, 5);
        let with = count(method, &with, &rules).unwrap();
        let never = count(method, &never, &rules).unwrap();
        prop_assert_eq!(&with.winners, &never.winners);
        let mut left = by_number(&with);
        let number = Number(u16::try_from(gone + 1).unwrap());
        prop_assert_eq!(left.remove(&number).unwrap().1, Fate::Withdrawn);
        prop_assert_eq!(left, by_number(&never));
        prop_assert_eq!(with.papers.cast, never.papers.cast);
    }

    #[test]
    fn a_winner_who_is_raised_still_wins(
        (method, election) in any_election(), paper in 0_usize..9,
    ) {
        let keeps = !matches!(method, Method::InstantRunoff | Method::Stv);
        let rules = rules(1, 6);
        let before = outcome(method, &election, &rules);
        prop_assume!(keeps && before.lots.is_empty() && before.winners.len() == 1);
        prop_assume!(paper < election.papers.len());
        let winner = usize::from(before.standings[0].number.0) - 1;
        let after = outcome(method, &raised(&election, paper, winner), &rules);
        prop_assume!(after.lots.is_empty());
        prop_assert_eq!(before.winners, after.winners);
    }

    #[test]
    fn schulze_and_ranked_pairs_elect_from_the_smith_set_and_whoever_beats_everybody(
        election in elections(Shape::Ranked),
    ) {
        let smith = smith_by_subsets(&election);
        for method in [Method::Schulze, Method::RankedPairs] {
            let outcome = outcome(method, &election, &rules(1, 7));
            let told: Vec<usize> = outcome.pairwise.as_ref().unwrap().smith_set.iter()
                .map(|n| usize::from(n.0) - 1).collect();
            prop_assert_eq!(&told, &smith);
            for standing in outcome.winning() {
                prop_assert!(smith.contains(&(usize::from(standing.number.0) - 1)));
            }
            if let [only] = smith.as_slice() {
                prop_assert!(outcome.winners.is_empty() || outcome.winners == election.labels(&[*only]));
            }
        }
    }

    #[test]
    fn a_clone_of_a_nominee_changes_no_winner_of_schulze_and_ranked_pairs(
        election in elections(Shape::Ranked), original in 0_usize..5,
    ) {
        let original = original % election.nominees;
        let cloned = cloned(&election, original);
        for method in [Method::Schulze, Method::RankedPairs, Method::InstantRunoff] {
            let before = outcome(method, &election, &rules(1, 8));
            let after = outcome(method, &cloned, &rules(1, 8));
            prop_assume!(before.lots.is_empty() && after.lots.is_empty());
            if method == Method::InstantRunoff {
                // Sharing out equal ranks, and ties for the fewest, are outside the law.
                prop_assume!(is_clear(&before) && is_clear(&after) && is_strict(&election));
            }
            let fold = |labels: &[String]| -> Vec<String> {
                let last = cloned.labels(&[cloned.nominees - 1]);
                let mut labels: Vec<String> = labels.iter()
                    .map(|l| if last.contains(l) { cloned.labels(&[original])[0].clone() } else { l.clone() })
                    .collect();
                labels.sort();
                labels.dedup();
                labels
            };
            prop_assert_eq!(fold(&before.winners), fold(&after.winners), "{}", method);
        }
    }
}

/// The smallest group that beats everybody outside, by looking at every group.
fn smith_by_subsets(election: &Election) -> Vec<usize> {
    let n = election.nominees;
    let beats = |a, b| election.prefer(a, b) > election.prefer(b, a);
    let mut groups: Vec<Vec<usize>> = (1_u32..(1 << n))
        .map(|bits| (0..n).filter(|i| bits >> i & 1 == 1).collect())
        .filter(|group: &Vec<usize>| {
            let outside = (0..n).filter(|b| !group.contains(b));
            outside.clone().all(|b| group.iter().all(|&a| beats(a, b)))
        })
        .collect();
    groups.sort_by_key(Vec::len);
    groups[0].clone()
}

/// The same election where one kind of paper puts this nominee strictly first or scores it best.
fn raised(election: &Election, paper: usize, nominee: usize) -> Election {
    let mut raised = election.clone();
    let marks = &mut raised.papers[paper].marks;
    match election.shape {
        Shape::Approved => marks[nominee] = Some(0),
        Shape::Scored => marks[nominee] = Some(3),
        Shape::Ranked => {
            for (at, mark) in marks.iter_mut().enumerate() {
                *mark = if at == nominee { Some(0) } else { mark.map(|rank| rank + 1) };
            }
        }
    }
    raised
}

/// The same election with a copy of this nominee beside it on every paper, in front of it on
/// every other one.
fn cloned(election: &Election, original: usize) -> Election {
    let mut cloned = election.clone();
    cloned.nominees += 1;
    for (nth, paper) in cloned.papers.iter_mut().enumerate() {
        for rank in paper.marks.iter_mut().flatten() {
            *rank = *rank * 2 + 1;
        }
        let mark = paper.marks[original];
        // Where the original is level with somebody, so is the copy: no one may come between.
        let level = paper.marks.iter().filter(|other| **other == mark).count() > 1;
        paper.marks.push(mark.map(|rank| if level { rank } else { rank + 1 }));
        if nth.is_multiple_of(2) {
            paper.marks.swap(original, election.nominees);
        }
    }
    cloned
}

fn is_clear(outcome: &Outcome) -> bool {
    outcome.rounds.iter().all(|round| {
        let mut votes: Vec<Amount> = round.votes.iter().map(|(_, votes)| *votes).collect();
        votes.sort_unstable();
        votes.windows(2).all(|pair| pair[0] != pair[1])
    })
}

fn is_strict(election: &Election) -> bool {
    election.papers.iter().all(|paper| {
        let mut ranks: Vec<u16> = paper.marks.iter().flatten().copied().collect();
        ranks.sort_unstable();
        ranks.windows(2).all(|pair| pair[0] != pair[1])
    })
}

/// Looks through small elections for one that breaks a law without any tie or lot.
fn found(method: Method, breaks: impl Fn(&Election) -> bool) -> Option<Election> {
    let mut dice = Dice(99);
    (0..200_000).map(|_| Election::random(method.shape(), &mut dice)).find(|e| breaks(e))
}

fn sole_winner(method: Method, election: &Election) -> Option<usize> {
    let outcome = outcome(method, election, &rules(1, 9));
    let clear = outcome.lots.is_empty() && outcome.winners.len() == 1;
    clear.then(|| usize::from(outcome.standings[0].number.0) - 1)
}

#[test]
fn raising_a_winner_can_make_it_lose_a_runoff_and_a_seat() {
    for method in [Method::InstantRunoff, Method::Stv] {
        let breaks = |election: &Election| {
            let Some(winner) = sole_winner(method, election) else {
                return false;
            };
            (0..election.papers.len()).any(|paper| {
                let after = sole_winner(method, &raised(election, paper, winner));
                after.is_some_and(|after| after != winner)
            })
        };
        assert!(found(method, breaks).is_some(), "{method} was never seen to break the law");
    }
}

#[test]
fn a_clone_can_change_the_winner_by_plurality_and_borda() {
    for method in [Method::Plurality, Method::Borda] {
        let breaks = |election: &Election| {
            let Some(winner) = sole_winner(method, election) else {
                return false;
            };
            (0..election.nominees).any(|original| {
                let after = sole_winner(method, &cloned(election, original));
                after.is_some_and(|after| {
                    let after = if after == election.nominees { original } else { after };
                    after != winner
                })
            })
        };
        assert!(found(method, breaks).is_some(), "{method} was never seen to break the law");
    }
}

#[test]
fn whoever_beats_everybody_can_lose_by_plurality_runoff_borda_and_seats() {
    let methods = [Method::Plurality, Method::InstantRunoff, Method::Borda, Method::Stv];
    for method in methods {
        let breaks = |election: &Election| {
            let smith = smith_by_subsets(election);
            sole_winner(method, election)
                .is_some_and(|winner| smith.len() == 1 && smith[0] != winner)
        };
        assert!(found(method, breaks).is_some(), "{method} was never seen to break the law");
    }
}

#[test]
fn a_hundred_equal_nominees_share_or_are_drawn_without_a_ballot_being_lost() {
    for method in Method::ALL {
        let slate = Slate::of_labels((0..100).map(|n| format!("n{n}"))).unwrap();
        let mut profile = Profile::new(slate, method.shape());
        for n in 0..100_u16 {
            let mark = laurels::count::Mark { position: n, grade: 3 };
            profile.add_marks(&[mark], 1).unwrap();
        }
        let outcome = count(method, &profile, &rules(1, 10)).unwrap();
        let shares = !matches!(method, Method::Star | Method::Stv);
        assert_eq!(outcome.winners.len() == 100, shares, "{method}: {:?}", outcome.winners);
        assert_eq!(outcome.papers.valid, 100);
    }
}
