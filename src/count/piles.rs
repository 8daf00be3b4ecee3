//! [`Piles`]: ballots lying with the nominee they count for at the moment, and moving on.
//!
//! Runoff and the single transferable vote share this. A ballot is never read from its start
//! again: each entry remembers how far along its ballot it lies, so all moves of a count
//! together cost no more than reading every ballot once.
//!
//! Equal ranks: a ballot whose best rank in the race holds several nominees is shared among
//! them equally, as one entry each. When one of them leaves, its share goes to the others, and
//! shares of one ballot that meet in one pile become one again.

use super::book::{Book, Code};
use super::slate::Number;

/// A ballot, or a share of it, in somebody's pile.
#[derive(Debug, Clone, Copy)]
struct Entry {
    ballot: u32,
    /// Where in the ballot's codes the tier starts that counts now.
    tier: u32,
    /// What one such paper is worth, in units.
    value: u32,
}

/// All ballots, sorted by the nominee they count for.
#[derive(Debug)]
pub(super) struct Piles<'a, C> {
    book: &'a Book<C>,
    /// Ballots that were never shared.
    piles: Vec<Vec<Entry>>,
    /// Shares of ballots, in order of ballot.
    shares: Vec<Vec<Entry>>,
    /// Shares on their way into `shares`.
    arriving: Vec<Vec<Entry>>,
    /// Who may receive ballots.
    open: Vec<bool>,
    /// The votes of each position, in units.
    pub(super) votes: Vec<u128>,
    /// Votes that lie with nobody, in units.
    pub(super) exhausted: u128,
    /// Votes lost to fractions that were cut off, in units.
    pub(super) rounding: u128,
}

/// Where the votes of one pile went: to each position, and to nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moves {
    pub(super) to: Vec<(u16, u128)>,
    pub(super) nowhere: u128,
}

/// The best tier of a ballot that still has somebody in the race.
struct Best<C> {
    tier: usize,
    first: C,
    several: usize,
}

impl<'a, C: Code> Piles<'a, C> {
    /// Deals every ballot to its first choice among `open`, each paper worth `unit`; `silent`
    /// papers, which are not in the book, lie with nobody from the start.
    pub(super) fn deal(book: &'a Book<C>, open: Vec<bool>, unit: u32, silent: u64) -> Self {
        let len = open.len();
        let mut piles = Self {
            book,
            piles: vec![Vec::new(); len],
            shares: vec![Vec::new(); len],
            arriving: vec![Vec::new(); len],
            open,
            votes: vec![0; len],
            exhausted: u128::from(silent) * u128::from(unit),
            rounding: 0,
        };
        for ballot in 0..book.len() {
            let ballot = u32::try_from(ballot).unwrap_or(u32::MAX);
            piles.lay(Entry { ballot, tier: 0, value: unit }, Kind::Whole);
        }
        piles.join_shares();
        piles
    }

    /// Takes a position out of those who may receive ballots.
    pub(super) fn close(&mut self, position: u16) {
        if let Some(open) = self.open.get_mut(usize::from(position)) {
            *open = false;
        }
    }

    pub(super) fn votes(&self, position: u16) -> u128 {
        self.votes.get(usize::from(position)).copied().unwrap_or(0)
    }

    /// Moves the whole pile of a position, which must be closed, at the value it has.
    pub(super) fn move_all(&mut self, from: u16) -> Moves {
        let moves = self.move_pile(from, |value| value);
        self.set_votes(from, 0);
        moves
    }

    /// Moves the pile of a closed position at a lower value, so that `kept` votes stay: each
    /// paper at its value times the surplus over all votes, cut off to whole units.
    pub(super) fn move_surplus(&mut self, from: u16, kept: u128) -> Moves {
        let all = self.votes(from).max(1);
        let surplus = all.saturating_sub(kept);
        let scale = |value: u32| u32::try_from(u128::from(value) * surplus / all).unwrap_or(value);
        let before = self.exhausted + self.rounding;
        let moves = self.move_pile(from, scale);
        let arrived: u128 = moves.to.iter().map(|(_, votes)| votes).sum();
        let gone = self.exhausted + self.rounding - before;
        self.rounding += surplus - arrived - gone;
        self.set_votes(from, kept);
        moves
    }

    fn set_votes(&mut self, position: u16, votes: u128) {
        if let Some(slot) = self.votes.get_mut(usize::from(position)) {
            *slot = votes;
        }
    }

    fn move_pile(&mut self, from: u16, value: impl Fn(u32) -> u32) -> Moves {
        let at = usize::from(from);
        let pile = self.piles.get_mut(at).map(std::mem::take).unwrap_or_default();
        let shares = self.shares.get_mut(at).map(std::mem::take).unwrap_or_default();
        let votes = self.votes.clone();
        let nowhere = self.exhausted;
        for entry in pile {
            self.lay(Entry { value: value(entry.value), ..entry }, Kind::Whole);
        }
        for entry in shares {
            self.lay(Entry { value: value(entry.value), ..entry }, Kind::Share);
        }
        self.join_shares();
        let gained = self.votes.iter().zip(votes).map(|(after, before)| after - before);
        let to = (0..=u16::MAX).zip(gained).filter(|(_, votes)| *votes > 0);
        Moves { to: to.collect(), nowhere: self.exhausted - nowhere }
    }

    /// Lays an entry where its ballot says, looking from its tier on.
    fn lay(&mut self, entry: Entry, kind: Kind) {
        let ballot = to_usize(entry.ballot);
        let weight = u128::from(self.book.weight(ballot));
        let codes = self.book.codes(ballot);
        let Some(best) = best(codes, to_usize(entry.tier), &self.open) else {
            self.exhausted += weight * u128::from(entry.value);
            return;
        };
        let tier = u32::try_from(best.tier).unwrap_or(u32::MAX);
        if best.several == 1 {
            self.put(best.first.at(), Entry { tier, ..entry }, kind, weight);
        } else {
            self.share(codes, &best, Entry { tier, ..entry }, weight);
        }
    }

    fn share(&mut self, codes: &'a [C], best: &Best<C>, entry: Entry, weight: u128) {
        let among = u32::try_from(best.several).unwrap_or(u32::MAX);
        let value = entry.value / among;
        self.rounding += u128::from(entry.value % among) * weight;
        for code in tier(codes, best.tier) {
            if self.open.get(code.at()).copied().unwrap_or(false) {
                self.put(code.at(), Entry { value, ..entry }, Kind::Share, weight);
            }
        }
    }

    fn put(&mut self, at: usize, entry: Entry, kind: Kind, weight: u128) {
        let pile = match kind {
            Kind::Whole => self.piles.get_mut(at),
            Kind::Share => self.arriving.get_mut(at),
        };
        if let (Some(pile), Some(votes)) = (pile, self.votes.get_mut(at)) {
            pile.push(entry);
            *votes += weight * u128::from(entry.value);
        }
    }

    /// Puts arriving shares in order, and joins shares of one ballot that meet.
    fn join_shares(&mut self) {
        for (held, arriving) in self.shares.iter_mut().zip(&mut self.arriving) {
            if arriving.is_empty() {
                continue;
            }
            held.append(arriving);
            // Both parts are mostly in order, which a stable sort makes use of.
            held.sort_by_key(|entry| entry.ballot);
            held.dedup_by(|later, first| {
                let same = later.ballot == first.ballot;
                first.value += if same { later.value } else { 0 };
                same
            });
        }
    }
}

/// Whether an entry is a ballot or a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Whole,
    Share,
}

/// The first tier from `from` on that holds somebody in the race.
fn best<C: Code>(codes: &[C], from: usize, open: &[bool]) -> Option<Best<C>> {
    let is_open = |code: C| open.get(code.at()).copied().unwrap_or(false);
    let mut start = from;
    let mut found: Option<Best<C>> = None;
    let mut rest = codes.get(from..)?.iter().copied().enumerate();
    while let Some((offset, code)) = rest.next() {
        if code == C::TIE {
            // The code after it is of the same tier as the one before.
            let tied = rest.next().map(|(_, code)| code).filter(|code| is_open(*code));
            match (&mut found, tied) {
                (Some(found), Some(_)) => found.several += 1,
                (None, Some(first)) => found = Some(Best { tier: start, first, several: 1 }),
                (_, None) => {}
            }
            continue;
        }
        if found.is_some() {
            break;
        }
        start = from + offset;
        if is_open(code) {
            found = Some(Best { tier: start, first: code, several: 1 });
        }
    }
    found
}

/// The codes of the tier that starts at `from`.
fn tier<C: Code>(codes: &[C], from: usize) -> impl Iterator<Item = C> + use<'_, C> {
    let rest = codes.get(from..).unwrap_or_default();
    let first = rest.first().copied();
    let others = rest.get(1..).unwrap_or_default().chunks_exact(2);
    let tied = others.map_while(|pair| match pair {
        [tie, code] if *tie == C::TIE => Some(*code),
        _ => None,
    });
    first.into_iter().chain(tied)
}

fn to_usize(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

/// Earlier rounds, for ties: the votes of every position at the start of each.
#[derive(Debug, Default)]
pub(super) struct History {
    rounds: Vec<Vec<u128>>,
}

/// Which of equals is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Fewest,
    Most,
}

impl History {
    pub(super) fn keep(&mut self, votes: &[u128]) {
        self.rounds.push(votes.to_vec());
    }

    /// Of nominees with equal votes, those who had the fewest (or most) in the latest earlier
    /// round in which they differed; of these again, and so on back to the first round.
    pub(super) fn settle(&self, mut tied: Vec<u16>, wanted: Wanted) -> Vec<u16> {
        for round in self.rounds.iter().rev() {
            if tied.len() < 2 {
                break;
            }
            let votes = |position: &u16| round.get(usize::from(*position)).copied().unwrap_or(0);
            let edge = match wanted {
                Wanted::Fewest => tied.iter().map(votes).min(),
                Wanted::Most => tied.iter().map(votes).max(),
            };
            tied.retain(|position| Some(votes(position)) == edge);
        }
        tied
    }
}

/// The positions of these numbers among the tied, for a lot that speaks in numbers.
pub(super) fn drawn(tied: &[(Number, u16)], picked: Number) -> Option<u16> {
    tied.iter().find(|(number, _)| *number == picked).map(|(_, position)| *position)
}
