//! [`Book`]: distinct ballots, each once with its weight, in one flat run of codes.
//!
//! A ballot costs its codes plus eight bytes, and about ten more while ballots still come in
//! (the hash table that finds equal ones). Nothing is allocated per ballot.

/// One cell of a book: a nominee's position, a score, or [`Code::TIE`].
pub(super) trait Code:
    Copy + Ord + Into<u16> + TryFrom<u16> + std::fmt::Debug + Send + Sync
{
    /// Stands between two nominees of equal rank; no position and no score has this value.
    const TIE: Self;

    /// Writes this code into the bytes that are hashed.
    fn mix(codes: &[Self]) -> u64;

    /// The code as an index.
    fn at(self) -> usize {
        let code: u16 = self.into();
        usize::from(code)
    }
}

impl Code for u8 {
    const TIE: Self = Self::MAX;

    fn mix(codes: &[Self]) -> u64 {
        let (chunks, rest) = codes.as_chunks::<8>();
        let mut hash = start(codes.len());
        for chunk in chunks {
            hash = fold(hash ^ u64::from_le_bytes(*chunk));
        }
        let mut last = [0; 8];
        for (to, from) in last.iter_mut().zip(rest) {
            *to = *from;
        }
        fold(hash ^ u64::from_le_bytes(last))
    }
}

impl Code for u16 {
    const TIE: Self = Self::MAX;

    fn mix(codes: &[Self]) -> u64 {
        let (chunks, rest) = codes.as_chunks::<4>();
        let join = |part: &[Self]| part.iter().fold(0_u64, |sum, &c| (sum << 16) | u64::from(c));
        let mut hash = start(codes.len());
        for chunk in chunks {
            hash = fold(hash ^ join(chunk));
        }
        fold(hash ^ join(rest))
    }
}

/// Seeds the hash with the length, so that a prefix hashes apart from the whole.
fn start(len: usize) -> u64 {
    let len = u64::try_from(len).unwrap_or(u64::MAX);
    len.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x2545_f491_4f6c_dd1d
}

/// One multiplication to twice the width, folded back: every bit touches every other.
fn fold(word: u64) -> u64 {
    let wide = u128::from(word) * 0xd6e8_feb8_6659_fd93_u128;
    let [low, high] = [wide & u128::from(u64::MAX), wide >> 64];
    u64::try_from(low ^ high).unwrap_or(0)
}

/// Weights stay narrow until one needs more.
#[derive(Debug, Clone)]
enum Weights {
    Narrow(Vec<u32>),
    Wide(Vec<u64>),
}

/// Why a ballot does not fit any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Full {
    /// More than 2^32 codes.
    Codes,
    /// More than 2^64 - 1 votes.
    Votes,
}

/// Distinct ballots with their weights.
#[derive(Debug, Clone)]
pub(super) struct Book<C> {
    codes: Vec<C>,
    /// Where each ballot ends; it starts where the one before ends.
    ends: Vec<u32>,
    weights: Weights,
    /// Open addressing: a ballot's index, and beside it a byte of its hash (0: free).
    slots: Vec<u32>,
    tags: Vec<u8>,
}

impl<C: Code> Book<C> {
    pub(super) const fn new() -> Self {
        Self {
            codes: Vec::new(),
            ends: Vec::new(),
            weights: Weights::Narrow(Vec::new()),
            slots: Vec::new(),
            tags: Vec::new(),
        }
    }

    /// How many distinct ballots it holds.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// How many codes all ballots have together.
    pub(super) fn total_codes(&self) -> usize {
        self.codes.len()
    }

    /// The codes of the ballot at `index`; none beyond the last.
    pub(super) fn codes(&self, index: usize) -> &[C] {
        let end = self.ends.get(index).copied().unwrap_or(0);
        let start = index.checked_sub(1).and_then(|i| self.ends.get(i)).copied().unwrap_or(0);
        self.codes.get(to_usize(start)..to_usize(end)).unwrap_or_default()
    }

    /// How many papers said exactly this.
    pub(super) fn weight(&self, index: usize) -> u64 {
        match &self.weights {
            Weights::Narrow(list) => list.get(index).copied().unwrap_or(0).into(),
            Weights::Wide(list) => list.get(index).copied().unwrap_or(0),
        }
    }

    /// The ballots from `from` up to `to`, each with its weight.
    pub(super) fn range(
        &self,
        from: usize,
        to: usize,
    ) -> impl Iterator<Item = (&[C], u64)> + use<'_, C> {
        (from..to.min(self.len())).map(|index| (self.codes(index), self.weight(index)))
    }

    /// Every distinct ballot with its weight.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&[C], u64)> + use<'_, C> {
        self.range(0, self.len())
    }

    /// Adds `weight` papers that say `codes`.
    pub(super) fn add(&mut self, codes: &[C], weight: u64) -> Result<(), Full> {
        if self.tags.len() * 3 <= self.len() * 4 {
            self.grow();
        }
        let hash = C::mix(codes);
        let mut at = self.home(hash);
        let tag = tag(hash);
        loop {
            match self.tags.get(at).copied().unwrap_or(0) {
                0 => break,
                found if found == tag => {
                    let index = to_usize(self.slots.get(at).copied().unwrap_or(0));
                    if self.codes(index) == codes {
                        return self.add_weight(index, weight);
                    }
                }
                _ => {}
            }
            at = (at + 1) & (self.tags.len() - 1);
        }
        let end = u32::try_from(self.codes.len() + codes.len()).or(Err(Full::Codes))?;
        let index = u32::try_from(self.len()).or(Err(Full::Codes))?;
        self.put(at, tag, index);
        self.codes.extend_from_slice(codes);
        self.ends.push(end);
        match &mut self.weights {
            Weights::Narrow(list) => list.push(0),
            Weights::Wide(list) => list.push(0),
        }
        self.add_weight(to_usize(index), weight)
    }

    /// Takes over every ballot of `other`.
    pub(super) fn merge(&mut self, other: &Self) -> Result<(), Full> {
        other.iter().try_for_each(|(codes, weight)| self.add(codes, weight))
    }

    /// Frees what is only needed while ballots come in. They may still come: it is built anew.
    pub(super) fn seal(&mut self) {
        self.slots = Vec::new();
        self.tags = Vec::new();
        self.codes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    fn add_weight(&mut self, index: usize, weight: u64) -> Result<(), Full> {
        let sum = self.weight(index).checked_add(weight).ok_or(Full::Votes)?;
        if let Weights::Narrow(list) = &mut self.weights {
            if let (Ok(sum), Some(held)) = (u32::try_from(sum), list.get_mut(index)) {
                *held = sum;
                return Ok(());
            }
            self.weights = Weights::Wide(list.iter().map(|&held| held.into()).collect());
        }
        if let Weights::Wide(list) = &mut self.weights
            && let Some(held) = list.get_mut(index)
        {
            *held = sum;
        }
        Ok(())
    }

    /// Doubles the hash table; the ballots stay where they are.
    fn grow(&mut self) {
        let size = ((self.len() + 1) * 2).next_power_of_two().max(16);
        self.slots = vec![0; size];
        self.tags = vec![0; size];
        for index in 0..self.len() {
            let hash = C::mix(self.codes(index));
            let mut at = self.home(hash);
            while self.tags.get(at).is_some_and(|&tag| tag != 0) {
                at = (at + 1) & (size - 1);
            }
            self.put(at, tag(hash), u32::try_from(index).unwrap_or(u32::MAX));
        }
    }

    fn home(&self, hash: u64) -> usize {
        let low = usize::try_from(hash & 0xffff_ffff).unwrap_or(0);
        low & self.tags.len().saturating_sub(1)
    }

    fn put(&mut self, at: usize, tag: u8, index: u32) {
        if let (Some(slot), Some(held)) = (self.slots.get_mut(at), self.tags.get_mut(at)) {
            *slot = index;
            *held = tag;
        }
    }
}

impl Book<u8> {
    /// The same ballots in wider codes, for scores that a byte cannot hold.
    pub(super) fn widen(&self) -> Book<u16> {
        Book {
            codes: self.codes.iter().map(|&code| code.into()).collect(),
            ends: self.ends.clone(),
            weights: self.weights.clone(),
            slots: Vec::new(),
            tags: Vec::new(),
        }
    }
}

/// The byte of a hash that stands beside its slot; never 0.
fn tag(hash: u64) -> u8 {
    u8::try_from(hash >> 56).unwrap_or(1) | 1
}

fn to_usize(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ballots_are_merged_and_their_weights_widen_when_they_must() {
        let mut book = Book::<u8>::new();
        for round in 0..3_u64 {
            for a in 0..100_u8 {
                for b in 0..100_u8 {
                    book.add(&[a, b], 1 + round).unwrap();
                }
            }
        }
        assert_eq!(book.len(), 10_000);
        assert!(book.iter().all(|(_, weight)| weight == 6));
        book.add(&[1, 2], u64::from(u32::MAX)).unwrap();
        book.add(&[1], 5).unwrap();
        let held: u64 = book.iter().filter(|(codes, _)| *codes == [1, 2]).map(|(_, w)| w).sum();
        assert_eq!(held, u64::from(u32::MAX) + 6);
        assert_eq!(book.add(&[1, 2], u64::MAX), Err(Full::Votes));
    }

    #[test]
    fn a_sealed_or_widened_book_still_finds_its_ballots() {
        let mut book = Book::<u8>::new();
        for a in 0..200_u8 {
            book.add(&[a, 1, 2, 3, 4, 5, 6, 7, 8, 9], 1).unwrap();
        }
        book.seal();
        book.add(&[7, 1, 2, 3, 4, 5, 6, 7, 8, 9], 1).unwrap();
        assert_eq!(book.len(), 200);
        let mut wide = book.widen();
        wide.add(&[7, 1, 2, 3, 4, 5, 6, 7, 8, 9], 1).unwrap();
        wide.add(&[300, 1], 1).unwrap();
        assert_eq!(wide.len(), 201);
        assert_eq!(wide.iter().map(|(_, weight)| weight).sum::<u64>(), 203);
    }
}
