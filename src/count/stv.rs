//! Single transferable vote: a nominee with a quota of votes is elected and its surplus moves on
//! at a lower value; when nobody has a surplus, whoever has the fewest votes is excluded and
//! those ballots move on at the value they have.
//!
//! Rule-book: the Scottish Local Government Elections Order 2007 (SSI 2007/42), schedule 1,
//! rules 45 to 52: the quota is the valid papers over the seats plus one, cut off, plus one;
//! every paper of an elected nominee moves, its value times the surplus over the nominee's
//! votes, cut off after five decimals; the largest surplus moves first, before any exclusion;
//! ties go by the votes of the latest earlier stage in which they differ, then by lot; when as
//! many continue as seats are free, they fill them.
//!
//! One rule is ours: the order voids equal ranks, and here such a paper is shared among the
//! equals, cut off after five decimals like any transfer.

use std::cmp::Reverse;

use super::amount::Amount;
use super::book::{Book, Code};
use super::field::{Claim, Field, finish, number, outcome};
use super::method::Method;
use super::outcome::{Fate, Moved, Outcome, Question, Round};
use super::piles::{History, Piles, Wanted};
use super::profile::{Profile, on_book};
use super::ranked::ranked;
use super::reading::papers;
use super::rules::Rules;
use super::runoff::{by_lot, told_moves, work};
use super::slate::Slate;
use super::tie::{Draws, other_draws};

/// Units in one vote: five decimals.
const UNIT: u32 = 100_000;

/// One count of all stages.
struct Run {
    rounds: Vec<Round>,
    quota: u128,
    claims: Vec<Claim<Key>>,
    exhausted: u128,
}

/// The order of finish: the elected by stage and votes, whoever is left at the end by votes, the
/// excluded by stage, the last first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Excluded(usize),
    Left(u128),
    Elected(Reverse<usize>, u128),
}

pub(super) fn count(profile: &Profile, rules: &Rules, field: &Field) -> Outcome {
    let ranked = ranked(profile);
    let slate = profile.slate();
    let seats = Seats::of(&ranked, rules, field, profile.counted() - ranked.counted());
    let mut draws = Draws::new(&rules.lots);
    let run = on_book!(ranked, book => run(book, slate, field, seats, &mut draws));
    let mut papers = papers(profile, field);
    papers.exhausted = Amount::of(run.exhausted, UNIT.into()).floor();
    let winners = run.winners();
    let mut done = finish(slate, run.claims, seats.seats, |claim| match claim.key {
        Key::Elected(..) => seats.valid == 0,
        Key::Excluded(_) | Key::Left(_) => true,
    });
    for standing in &mut done.standings {
        if standing.fate == Fate::Shared {
            standing.fate = Fate::Won;
        }
    }
    let mut outcome = outcome(Method::Stv, profile, rules, done, papers);
    if seats.valid == 0 {
        return outcome;
    }
    outcome.rounds = run.rounds;
    outcome.quota = Some(Amount::of(run.quota, UNIT.into()));
    let cost = on_book!(ranked, book => work(book, field.len()));
    let again = |draws: &mut Draws<'_>| {
        on_book!(ranked, book => self::run(book, slate, field, seats, draws)).winners()
    };
    let labels = |positions: &Vec<u16>| {
        positions.iter().filter_map(|&p| Some(slate.at(p)?.label.clone())).collect()
    };
    outcome.other_draws = other_draws(&draws, &winners, cost, again).told(&winners, labels);
    outcome.lots = draws.lots;
    outcome
}

/// The positions that win, in the paper's order. `ranked` must hold rankings.
pub(super) fn winners(ranked: &Profile, rules: &Rules, field: &Field) -> Vec<u16> {
    let seats = Seats::of(ranked, rules, field, 0);
    let mut draws = Draws::new(&rules.lots);
    on_book!(ranked, book => run(book, ranked.slate(), field, seats, &mut draws)).winners()
}

/// How many seats are filled by how many papers.
#[derive(Clone, Copy)]
struct Seats {
    seats: usize,
    /// Papers that rank somebody in the race.
    valid: u64,
    /// Valid papers that are not among the rankings, since they rank nobody.
    silent: u64,
}

impl Seats {
    fn of(ranked: &Profile, rules: &Rules, field: &Field, silent: u64) -> Self {
        let papers = papers(ranked, field);
        let seats = usize::from(rules.seats.get());
        Self { seats, valid: papers.valid - papers.exhausted, silent }
    }
}

/// A count under way.
struct Stage<'a, 'd, C> {
    piles: Piles<'a, C>,
    slate: &'a Slate,
    draws: &'a mut Draws<'d>,
    history: History,
    quota: u128,
    continuing: Vec<u16>,
    /// The elected whose surplus has not moved yet.
    surpluses: Vec<u16>,
    /// The elected whose votes are final.
    settled: Vec<u16>,
    claims: Vec<Claim<Key>>,
    rounds: Vec<Round>,
}

fn run<C: Code>(
    book: &Book<C>,
    slate: &Slate,
    field: &Field,
    seats: Seats,
    draws: &mut Draws<'_>,
) -> Run {
    let open = (0..slate.len()).map(|at| field.has(at)).collect();
    let places = u64::try_from(seats.seats).unwrap_or(u64::MAX);
    let quota = u128::from(seats.valid / places.saturating_add(1) + 1) * u128::from(UNIT);
    let mut stage = Stage {
        piles: Piles::deal(book, open, UNIT, seats.silent),
        slate,
        draws,
        history: History::default(),
        quota,
        continuing: field.positions().collect(),
        surpluses: Vec::new(),
        settled: Vec::new(),
        claims: Vec::new(),
        rounds: Vec::new(),
    };
    loop {
        let mut round = stage.open_round();
        let elected = stage.elect(seats.seats);
        round.elected = elected.iter().map(|&p| number(slate, p)).collect();
        if stage.claims.iter().filter(|c| matches!(c.key, Key::Elected(..))).count() >= seats.seats
            || stage.continuing.is_empty()
        {
            stage.rounds.push(round);
            break;
        }
        stage.history.keep(&stage.piles.votes);
        stage.move_on(&mut round);
        stage.rounds.push(round);
    }
    stage.close()
}

impl<C: Code> Stage<'_, '_, C> {
    /// The votes as they stand.
    fn open_round(&self) -> Round {
        let amount = |votes: u128| Amount::of(votes, UNIT.into());
        let lists = [&self.settled, &self.surpluses, &self.continuing];
        let mut positions: Vec<u16> = lists.into_iter().flatten().copied().collect();
        positions.sort_unstable();
        Round {
            votes: positions
                .into_iter()
                .map(|p| (number(self.slate, p), amount(self.piles.votes(p))))
                .collect(),
            exhausted: amount(self.piles.exhausted),
            rounding: amount(self.piles.rounding),
            elected: Vec::new(),
            moved: None,
            transfers: Vec::new(),
        }
    }

    /// Elects whoever has the quota, and everybody who is left where they are as many as there
    /// are free seats.
    fn elect(&mut self, seats: usize) -> Vec<u16> {
        let taken = self.settled.len() + self.surpluses.len();
        let fills = self.continuing.len() <= seats.saturating_sub(taken);
        let quota = self.quota;
        let has_quota = |stage: &Self, p: u16| stage.piles.votes(p) >= quota;
        let mut elected: Vec<u16> =
            self.continuing.iter().copied().filter(|&p| has_quota(self, p)).collect();
        let left = self.continuing.len() - elected.len();
        if fills || left <= seats.saturating_sub(taken + elected.len()) {
            elected.clone_from(&self.continuing);
        }
        elected.sort_by_key(|&p| (Reverse(self.piles.votes(p)), p));
        let stage = self.rounds.len();
        for &position in &elected {
            self.piles.close(position);
            let votes = self.piles.votes(position);
            self.claims.push(Claim {
                position,
                key: Key::Elected(Reverse(stage), votes),
                total: Some(Amount::of(votes, UNIT.into())),
            });
            if votes > quota {
                self.surpluses.push(position);
            } else {
                self.settled.push(position);
            }
        }
        self.continuing.retain(|position| !elected.contains(position));
        elected
    }

    /// Moves the largest surplus, or excludes whoever has the fewest votes.
    fn move_on(&mut self, round: &mut Round) {
        let stage = self.rounds.len() + 1;
        if self.surpluses.is_empty() {
            let position = self.edge(&self.continuing.clone(), Wanted::Fewest, stage);
            let Some(position) = position else { return };
            self.continuing.retain(|&other| other != position);
            self.piles.close(position);
            let votes = self.piles.votes(position);
            self.claims.push(Claim {
                position,
                key: Key::Excluded(stage),
                total: Some(Amount::of(votes, UNIT.into())),
            });
            round.moved = Some(Moved::Fewest(vec![number(self.slate, position)]));
            let moves = self.piles.move_all(position);
            round.transfers = told_moves(position, &moves, self.slate, UNIT);
            return;
        }
        let Some(position) = self.edge(&self.surpluses.clone(), Wanted::Most, stage) else {
            return;
        };
        self.surpluses.retain(|&other| other != position);
        self.settled.push(position);
        let surplus = self.piles.votes(position) - self.quota;
        let of = number(self.slate, position);
        round.moved = Some(Moved::Surplus { of, surplus: Amount::of(surplus, UNIT.into()) });
        let moves = self.piles.move_surplus(position, self.quota);
        round.transfers = told_moves(position, &moves, self.slate, UNIT);
    }

    /// The one with the fewest or most votes; ties by earlier stages, then by lot.
    fn edge(&mut self, among: &[u16], wanted: Wanted, stage: usize) -> Option<u16> {
        let votes = |p: &u16| self.piles.votes(*p);
        let edge = match wanted {
            Wanted::Fewest => among.iter().map(votes).min(),
            Wanted::Most => among.iter().map(votes).max(),
        };
        let tied: Vec<u16> = among.iter().copied().filter(|p| Some(votes(p)) == edge).collect();
        let tied = self.history.settle(tied, wanted);
        let question = match wanted {
            Wanted::Fewest => Question::Leaves,
            Wanted::Most => Question::SurplusFirst,
        };
        match tied.as_slice() {
            [] => None,
            [only] => Some(*only),
            several => Some(by_lot(several, self.slate, question, stage, self.draws)),
        }
    }

    fn close(mut self) -> Run {
        for &position in &self.continuing {
            let votes = self.piles.votes(position);
            let total = Some(Amount::of(votes, UNIT.into()));
            self.claims.push(Claim { position, key: Key::Left(votes), total });
        }
        Run {
            rounds: self.rounds,
            quota: self.quota,
            claims: self.claims,
            exhausted: self.piles.exhausted,
        }
    }
}

impl Run {
    fn winners(&self) -> Vec<u16> {
        let elected = self.claims.iter().filter(|claim| matches!(claim.key, Key::Elected(..)));
        let mut winners: Vec<u16> = elected.map(|claim| claim.position).collect();
        winners.sort_unstable();
        winners
    }
}
