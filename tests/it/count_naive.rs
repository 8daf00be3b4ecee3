//! A second opinion on every method: slow, short, and written from the definition by another
//! road. Where lots may be drawn, each gives every set of winners that some draw leads to.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a fault in a test is a failed test"
)]

use std::collections::BTreeSet;

use laurels::count::{Shape, Strength};

use super::count_random::{Election, Paper};

/// Sets of winners, each in the paper's order.
pub(crate) type Possible = BTreeSet<Vec<usize>>;

pub(crate) fn only(winners: Vec<usize>) -> Possible {
    BTreeSet::from([winners])
}

/// Everybody who has the most.
fn most<K: Ord>(nominees: impl Iterator<Item = usize>, key: impl Fn(usize) -> K) -> Vec<usize> {
    let list: Vec<usize> = nominees.collect();
    let best = list.iter().map(|&n| key(n)).max();
    list.into_iter().filter(|&n| Some(key(n)) == best).collect()
}

pub(crate) fn plurality(election: &Election) -> Possible {
    let first = |n: usize| -> u64 {
        let alone = |paper: &&Paper| {
            paper.marks[n].is_some()
                && (0..election.nominees).all(|other| {
                    other == n
                        || match (paper.marks[n], paper.marks[other]) {
                            (_, None) => true,
                            (Some(x), Some(y)) => x < y,
                            (None, Some(_)) => false,
                        }
                })
        };
        election.papers.iter().filter(alone).map(|paper| paper.weight).sum()
    };
    let winners = most(0..election.nominees, first);
    only(winners.into_iter().filter(|&n| first(n) > 0).collect())
}

pub(crate) fn approval(election: &Election) -> Possible {
    let votes = |n: usize| -> u64 {
        election.papers.iter().filter(|p| p.marks[n].is_some()).map(|p| p.weight).sum()
    };
    only(most(0..election.nominees, votes).into_iter().filter(|&n| votes(n) > 0).collect())
}

fn total(election: &Election, n: usize) -> u64 {
    election.papers.iter().map(|p| u64::from(p.marks[n].unwrap_or(0)) * p.weight).sum()
}

pub(crate) fn score(election: &Election) -> Possible {
    let winners = most(0..election.nominees, |n| total(election, n));
    only(winners.into_iter().filter(|&n| total(election, n) > 0).collect())
}

/// Averages over those who gave a score, compared as fractions.
pub(crate) fn average(election: &Election) -> Possible {
    let given = |n: usize| -> u64 {
        election.papers.iter().filter(|p| p.marks[n].is_some()).map(|p| p.weight).sum()
    };
    let beaten = |n: usize| {
        (0..election.nominees)
            .any(|m| total(election, m) * given(n).max(1) > total(election, n) * given(m).max(1))
    };
    only((0..election.nominees).filter(|&n| !beaten(n) && total(election, n) > 0).collect())
}

pub(crate) fn star(election: &Election) -> Possible {
    let all: Vec<usize> = (0..election.nominees).collect();
    let highest = |n: usize| -> u64 {
        election.papers.iter().filter(|p| p.marks[n] == Some(3)).map(|p| p.weight).sum()
    };
    let mut possible = Possible::new();
    for (i, &a) in all.iter().enumerate() {
        for &b in &all[i + 1..] {
            if !may_be_final(election, &all, &[a, b], highest) {
                continue;
            }
            let claim =
                |x: usize, y: usize| (election.prefer(x, y), total(election, x), highest(x));
            let winners = match claim(a, b).cmp(&claim(b, a)) {
                std::cmp::Ordering::Greater => vec![a],
                std::cmp::Ordering::Less => vec![b],
                std::cmp::Ordering::Equal => vec![a, b],
            };
            let supported = |n: &usize| total(election, *n) > 0;
            possible.insert(winners.into_iter().filter(supported).collect());
        }
    }
    possible
}

/// Whether nobody outside the pair has a better claim to the final than somebody inside.
fn may_be_final(
    election: &Election,
    all: &[usize],
    pair: &[usize],
    highest: impl Fn(usize) -> u64,
) -> bool {
    // The level of the second highest total: comparisons are among those who share it.
    let mut totals: Vec<u64> = all.iter().map(|&n| total(election, n)).collect();
    totals.sort_unstable();
    let edge = totals[totals.len() - 2];
    let tied: Vec<usize> = all.iter().copied().filter(|&n| total(election, n) == edge).collect();
    let claim = |n: usize| {
        let sum = total(election, n);
        let wins = tied.iter().filter(|&&m| election.prefer(n, m) > election.prefer(m, n)).count();
        if sum == edge { (sum, wins, highest(n)) } else { (sum, 0, 0) }
    };
    let outside = all.iter().filter(|n| !pair.contains(n));
    outside.copied().all(|n| pair.iter().all(|&inside| claim(inside) >= claim(n)))
}

pub(crate) fn borda(election: &Election) -> Possible {
    let silent = election.papers.iter().all(|p| p.marks.iter().all(Option::is_none));
    if silent {
        return only(vec![]);
    }
    // Points follow from the comparisons alone: one for being ahead, half for being level.
    let points = |n: usize| -> u64 {
        (0..election.nominees)
            .filter(|&m| m != n)
            .map(|m| {
                let (ahead, behind) = (election.prefer(n, m), election.prefer(m, n));
                2 * ahead + (election.total() - ahead - behind)
            })
            .sum()
    };
    only(most(0..election.nominees, points))
}

/// The strength of a majority of a over b: nothing where there is none.
fn strength(election: &Election, a: usize, b: usize, by: Strength) -> Option<(u64, i64)> {
    let (votes, against) = (election.prefer(a, b), election.prefer(b, a));
    (votes > against).then(|| match by {
        Strength::WinningVotes => (votes, -i64::try_from(against).unwrap()),
        Strength::Margins => (votes - against, 0),
    })
}

pub(crate) fn schulze(election: &Election, by: Strength) -> Possible {
    let all: Vec<usize> = (0..election.nominees).collect();
    let strongest = |a: usize, b: usize| {
        let mut best = None;
        let mut visited = vec![a];
        walk(election, by, b, &mut visited, None, &mut best);
        best
    };
    let winners = all
        .iter()
        .copied()
        .filter(|&a| all.iter().all(|&b| a == b || strongest(a, b) >= strongest(b, a)));
    only(if is_silent(election) { vec![] } else { winners.collect() })
}

/// Every simple path, one by one.
fn walk(
    election: &Election,
    by: Strength,
    to: usize,
    visited: &mut Vec<usize>,
    weakest: Option<(u64, i64)>,
    best: &mut Option<(u64, i64)>,
) {
    let at = *visited.last().unwrap();
    for next in 0..election.nominees {
        if visited.contains(&next) {
            continue;
        }
        let Some(step) = strength(election, at, next, by) else {
            continue;
        };
        let now = weakest.map_or(step, |weakest| weakest.min(step));
        if next == to {
            *best = (*best).max(Some(now));
        } else {
            visited.push(next);
            walk(election, by, to, visited, Some(now), best);
            visited.pop();
        }
    }
}

pub(crate) fn is_silent(election: &Election) -> bool {
    election.papers.iter().all(|paper| {
        paper.marks.iter().all(|mark| match election.shape {
            Shape::Scored => mark.is_none_or(|score| score == 0),
            Shape::Ranked | Shape::Approved => mark.is_none(),
        })
    })
}

/// Tries every order of the nominees as the order among equals.
pub(crate) fn ranked_pairs(election: &Election, by: Strength) -> Possible {
    if is_silent(election) {
        return only(vec![]);
    }
    let n = election.nominees;
    let mut possible = Possible::new();
    for turns in permutations(n) {
        let mut pairs: Vec<(usize, usize)> = (0..n)
            .flat_map(|a| (0..n).map(move |b| (a, b)))
            .filter(|&(a, b)| strength(election, a, b, by).is_some())
            .collect();
        pairs.sort_by_key(|&(a, b)| {
            (std::cmp::Reverse(strength(election, a, b, by)), turns[a], turns[b])
        });
        let mut locked: Vec<(usize, usize)> = Vec::new();
        for (a, b) in pairs {
            if !reaches(&locked, b, a) {
                locked.push((a, b));
            }
        }
        possible.insert((0..n).filter(|&a| locked.iter().all(|&(_, loser)| loser != a)).collect());
    }
    possible
}

fn reaches(edges: &[(usize, usize)], from: usize, to: usize) -> bool {
    from == to || edges.iter().any(|&(a, b)| a == from && reaches(edges, b, to))
}

fn permutations(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![vec![]];
    }
    let mut all = Vec::new();
    for shorter in permutations(n - 1) {
        for at in 0..n {
            let mut longer = shorter.clone();
            longer.insert(at, n - 1);
            all.push(longer);
        }
    }
    all
}

/// Runoff: every ballot is read anew in every round.
pub(crate) fn runoff(election: &Election) -> Possible {
    if is_silent(election) {
        return only(vec![]);
    }
    let mut possible = Possible::new();
    let race = (0..election.nominees).collect();
    runoff_from(election, race, &mut Vec::new(), &mut possible);
    possible
}

/// Twelfths of twelfths: shares among up to five nominees are whole.
const WHOLE: u64 = 3_600;

fn votes(election: &Election, race: &[usize], n: usize) -> u64 {
    let share = |paper: &Paper| {
        let best = race.iter().filter_map(|&m| paper.marks[m]).min();
        let tops = race.iter().filter(|&&m| paper.marks[m].is_some() && paper.marks[m] == best);
        let tops: Vec<&usize> = tops.collect();
        if tops.contains(&&n) {
            WHOLE / u64::try_from(tops.len()).unwrap() * paper.weight
        } else {
            0
        }
    };
    election.papers.iter().map(share).sum()
}

fn runoff_from(
    election: &Election,
    race: Vec<usize>,
    history: &mut Vec<Vec<u64>>,
    possible: &mut Possible,
) {
    let now: Vec<u64> = (0..election.nominees).map(|n| votes(election, &race, n)).collect();
    let fewest = race.iter().map(|&n| now[n]).min().unwrap();
    let mut tied: Vec<usize> = race.iter().copied().filter(|&n| now[n] == fewest).collect();
    let rest: Vec<usize> = race.iter().copied().filter(|&n| now[n] > fewest).collect();
    if rest.is_empty() || race.len() <= 2 {
        let best = race.iter().map(|&n| now[n]).max().unwrap();
        possible.insert(race.into_iter().filter(|&n| now[n] == best && best > 0).collect());
        return;
    }
    let next = rest.iter().map(|&n| now[n]).min().unwrap();
    history.push(now);
    if tied.len() > 1 && fewest * u64::try_from(tied.len()).unwrap() < next {
        runoff_from(election, rest, history, possible);
    } else {
        for earlier in history.iter().rev() {
            let low = tied.iter().map(|&n| earlier[n]).min().unwrap();
            tied.retain(|&n| earlier[n] == low);
        }
        for gone in tied {
            let left = race.iter().copied().filter(|&n| n != gone).collect();
            runoff_from(election, left, history, possible);
        }
    }
    history.pop();
}
