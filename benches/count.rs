//! How fast the count is: each method on Mallows-distributed ballots, beside a plain textbook
//! counter, in one run.
//!
//! `cargo bench --bench count` uses a million ballots; `-- 100000` or another number fewer.
//! What matters are the ratios: absolute times belong to the machine.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a bench is run by hand, on data that it makes itself"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use laurels::count::{Mark, Method, Profile, Rules, Shape, Slate, beside, count};

/// SplitMix64: the same ballots on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Between 0 and 1.
    fn part(&mut self) -> f64 {
        (self.roll() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Rankings around a central one by repeated insertion (Doignon, Pekeč, Regenwetter 2004), with
/// dispersion 0.8: nearly all of them distinct.
fn mallows(ballots: usize, nominees: usize) -> Vec<Vec<u16>> {
    const PHI: f64 = 0.8;
    let mut dice = Dice(1785);
    let one = |dice: &mut Dice| {
        let mut ranking: Vec<u16> = Vec::with_capacity(nominees);
        for next in 0..nominees {
            // The newest goes `back` places before the end with a chance of PHI to the power of it.
            let all = (1.0 - PHI.powi(next as i32 + 1)) / (1.0 - PHI);
            let mut left = dice.part() * all;
            let mut back = 0;
            let mut chance = 1.0;
            while back < next && left > chance {
                left -= chance;
                chance *= PHI;
                back += 1;
            }
            ranking.insert(next - back, next as u16);
        }
        ranking
    };
    (0..ballots).map(|_| one(&mut dice)).collect()
}

fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = black_box(run());
    (result, start.elapsed())
}

/// The peak of resident memory in mebibytes, where the system tells it.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}

fn main() {
    let wanted = std::env::args().skip(1).find_map(|word| word.parse().ok());
    let ballots = wanted.unwrap_or(1_000_000);
    for nominees in [30, 60] {
        println!("\n{ballots} ballots, {nominees} nominees");
        let rankings = mallows(ballots, nominees);
        let slate = Slate::of_labels((1..=nominees).map(|n| format!("nominee {n}"))).unwrap();
        ranked(&rankings, &slate);
        approved(&rankings, &slate);
        scored(&rankings, &slate);
    }
    if let Some(peak) = peak() {
        println!("\npeak memory, the bench's own lists included: {peak} MiB");
    }
}

fn ranked(rankings: &[Vec<u16>], slate: &Slate) {
    let (profile, merged) = timed(|| {
        let mut profile = Profile::new(slate.clone(), Shape::Ranked);
        for ranking in rankings {
            profile.add_order(ranking, 1).unwrap();
        }
        profile.seal();
        profile
    });
    println!("  merged into {} distinct rankings in {merged:.0?}", profile.distinct());
    let (halves, apart) = timed(|| {
        let (mut first, second) = halves(rankings, slate);
        first.merge(second).unwrap();
        first.distinct()
    });
    println!("  merged on two cores and joined ({halves}) in {apart:.0?}");
    let (matrix, pairs) = timed(|| textbook::pairs(rankings, slate.len()));
    let (_, runoff) = timed(|| textbook::runoff(rankings, slate.len()));
    let (_, first) = timed(|| textbook::first(rankings, slate.len()));
    let plain = |method| match method {
        Method::Schulze => Some(pairs + timed(|| textbook::schulze(&matrix)).1),
        Method::RankedPairs | Method::Borda => Some(pairs),
        Method::InstantRunoff => Some(runoff),
        Method::Plurality => Some(first),
        _ => None,
    };
    for method in Method::ALL.into_iter().filter(|method| method.shape() == Shape::Ranked) {
        let seats = if method == Method::Stv { 5 } else { 1 };
        row(method, &profile, seats, plain(method));
    }
}

fn halves(rankings: &[Vec<u16>], slate: &Slate) -> (Profile, Profile) {
    let (front, back) = rankings.split_at(rankings.len() / 2);
    let read = |part: &[Vec<u16>]| {
        let mut profile = Profile::new(slate.clone(), Shape::Ranked);
        for ranking in part {
            profile.add_order(ranking, 1).unwrap();
        }
        profile
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(|| read(back));
        (read(front), other.join().unwrap())
    })
}

/// The best third of each ranking is approved.
fn approved(rankings: &[Vec<u16>], slate: &Slate) {
    let lists: Vec<&[u16]> = rankings.iter().map(|r| &r[..r.len() / 3]).collect();
    let mut profile = Profile::new(slate.clone(), Shape::Approved);
    let (_, merged) = timed(|| {
        for list in &lists {
            profile.add_approvals(list, 1).unwrap();
        }
    });
    profile.seal();
    println!("  merged into {} distinct approvals in {merged:.0?}", profile.distinct());
    let (_, plain) = timed(|| {
        let mut votes = vec![0_u64; slate.len()];
        lists.iter().flat_map(|list| list.iter()).for_each(|&n| votes[usize::from(n)] += 1);
        votes
    });
    row(Method::Approval, &profile, 1, Some(plain));
    row(Method::Schulze, &profile, 1, None);
}

/// Scores from 5 for the best sixth down to 0.
fn scored(rankings: &[Vec<u16>], slate: &Slate) {
    let mut profile = Profile::new(slate.clone(), Shape::Scored);
    let mut marks = Vec::new();
    let (_, merged) = timed(|| {
        for ranking in rankings {
            marks.clear();
            marks.extend(ranking.iter().enumerate().map(|(at, &position)| Mark {
                grade: 5 - (at * 6 / ranking.len()) as u16,
                position,
            }));
            profile.add_marks(&marks, 1).unwrap();
        }
    });
    profile.seal();
    println!("  merged into {} distinct score ballots in {merged:.0?}", profile.distinct());
    row(Method::Score, &profile, 1, None);
    row(Method::Star, &profile, 1, None);
}

fn row(method: Method, profile: &Profile, seats: u16, plain: Option<Duration>) {
    let rules = Rules { seats: seats.try_into().unwrap(), ..Rules::default() };
    let (outcome, time) = timed(|| count(method, profile, &rules).unwrap());
    // What stands beside takes many counts; a million ballots are not waited for.
    let aside = (profile.papers() <= 100_000)
        .then(|| timed(|| beside(method, profile, &rules).unwrap()).1)
        .map_or(String::new(), |time| format!(" beside {time:>9.1?};"));
    let ratio = plain.map_or(String::new(), |plain| {
        let times = plain.as_secs_f64() / time.as_secs_f64();
        format!(" textbook {plain:>9.1?} = {times:.1} times ours;")
    });
    let name = method.as_str();
    let winner = &outcome.winners[0];
    println!("    {name:<15} {time:>9.1?};{ratio}{aside} {winner} wins");
}

/// What a careful programmer writes on the first day: lists of lists, nothing clever.
mod textbook {
    pub(super) fn first(rankings: &[Vec<u16>], nominees: usize) -> Vec<u64> {
        let mut votes = vec![0; nominees];
        rankings.iter().for_each(|ranking| votes[usize::from(ranking[0])] += 1);
        votes
    }

    pub(super) fn pairs(rankings: &[Vec<u16>], nominees: usize) -> Vec<Vec<u64>> {
        let mut table = vec![vec![0; nominees]; nominees];
        for ranking in rankings {
            for (at, &a) in ranking.iter().enumerate() {
                for &b in &ranking[at + 1..] {
                    table[usize::from(a)][usize::from(b)] += 1;
                }
            }
        }
        table
    }

    pub(super) fn schulze(table: &[Vec<u64>]) -> Vec<Vec<u64>> {
        let n = table.len();
        let mut paths = table.to_vec();
        for a in 0..n {
            for b in 0..n {
                if table[a][b] <= table[b][a] {
                    paths[a][b] = 0;
                }
            }
        }
        for via in 0..n {
            for a in 0..n {
                for b in 0..n {
                    paths[a][b] = paths[a][b].max(paths[a][via].min(paths[via][b]));
                }
            }
        }
        paths
    }

    pub(super) fn runoff(rankings: &[Vec<u16>], nominees: usize) -> usize {
        let mut race = vec![true; nominees];
        for _ in 1..nominees {
            let mut votes = vec![0_u64; nominees];
            for ranking in rankings {
                if let Some(top) = ranking.iter().find(|&&n| race[usize::from(n)]) {
                    votes[usize::from(*top)] += 1;
                }
            }
            let last = (0..nominees).filter(|&n| race[n]).min_by_key(|&n| votes[n]).unwrap();
            race[last] = false;
        }
        race.iter().position(|&inside| inside).unwrap()
    }
}
