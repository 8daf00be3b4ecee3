//! `Roster`: the nominees that a file names as it goes, and which position each name has.

use std::collections::HashMap;

use crate::count::slate::MOST_NOMINEES;

/// Names in the order in which they first came up, each found again quickly.
///
/// The map is the standard one, whose keyed hash no file can be written against. In front of it
/// stands a small cache from the letters of a name to its position: the names of one file are
/// few and come up millions of times.
#[derive(Debug)]
pub(super) struct Roster {
    names: Vec<Box<[u8]>>,
    positions: HashMap<Box<[u8]>, u16>,
    aliases: HashMap<Box<[u8]>, u16>,
    cache: Vec<u16>,
}

/// No position is free any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Full;

const CACHED: usize = 4096;

impl Default for Roster {
    fn default() -> Self {
        Self {
            names: Vec::new(),
            positions: HashMap::new(),
            aliases: HashMap::new(),
            cache: vec![u16::MAX; CACHED],
        }
    }
}

impl Roster {
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// The position of this name, if it came up before.
    #[inline]
    pub(super) fn find(&mut self, name: &[u8]) -> Option<u16> {
        let slot = slot(name);
        let cached = self.cache.get(slot).copied().unwrap_or(u16::MAX);
        if self.names.get(usize::from(cached)).is_some_and(|held| **held == *name) {
            return Some(cached);
        }
        let position = self.positions.get(name).copied()?;
        if let Some(held) = self.cache.get_mut(slot) {
            *held = position;
        }
        Some(position)
    }

    /// The position that this is another name of.
    pub(super) fn find_alias(&self, name: &[u8]) -> Option<u16> {
        self.aliases.get(name).copied()
    }

    /// Another way to say the nominee at `position`. The first meaning of a name stays.
    pub(super) fn alias(&mut self, name: &[u8], position: u16) {
        self.aliases.entry(name.into()).or_insert(position);
    }

    /// Gives a name that did not come up before the next position.
    pub(super) fn add(&mut self, name: &[u8]) -> Result<u16, Full> {
        if self.names.len() >= MOST_NOMINEES {
            return Err(Full);
        }
        let position = u16::try_from(self.names.len()).or(Err(Full))?;
        self.names.push(name.into());
        self.positions.insert(name.into(), position);
        Ok(position)
    }

    /// The names in order of position.
    pub(super) fn names(&self) -> impl Iterator<Item = &[u8]> {
        self.names.iter().map(|name| &**name)
    }
}

/// Where in the cache a name belongs: of its length, its first eight and its last letters.
#[inline]
fn slot(name: &[u8]) -> usize {
    let mut word = match name.first_chunk::<8>() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => name.iter().fold(0, |word, &byte| (word << 8) | u64::from(byte)),
    };
    if let Some(chunk) = name.last_chunk::<8>() {
        word ^= u64::from_le_bytes(*chunk).rotate_left(29);
    }
    let mixed = word.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 52;
    usize::try_from(mixed).unwrap_or(0) % CACHED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_position_and_sixty_five_thousand_fit() {
        let mut roster = Roster::default();
        for i in 0..MOST_NOMINEES {
            let name = format!("nominee number {i}");
            assert_eq!(roster.find(name.as_bytes()), None);
            assert_eq!(roster.add(name.as_bytes()).map(usize::from), Ok(i));
        }
        assert_eq!(roster.add(b"one more"), Err(Full));
        for i in (0..MOST_NOMINEES).rev() {
            let name = format!("nominee number {i}");
            assert_eq!(roster.find(name.as_bytes()).map(usize::from), Some(i));
        }
        roster.alias(b"the first", 0);
        roster.alias(b"the first", 1);
        assert_eq!(roster.find(b"the first"), None);
        assert_eq!(roster.find_alias(b"the first"), Some(0));
    }
}
