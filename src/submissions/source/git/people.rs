//! Who the people of a history are. Commits name them by name and mail address; handles come from
//! the addresses that forges hand out, and from whose branch a pull request was.
//!
//! Nothing is guessed that would make one person of two: a handle is believed only where most of
//! its pull requests begin with the same author, and a common name only where no two handles
//! contradict it. Mail addresses leave this file as digests only.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::submissions::source::git::identities::{Identity, Seen};
use crate::submissions::source::git::walk::Pull;
use crate::submissions::source::mails;
use crate::submissions::source::people::{Handle, Person, PersonKey, is_bot};

/// What earlier passes learned of a mail address, kept by its digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// The handle.
    pub handle: String,
    /// The forge's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
}

/// The handles that earlier passes learned.
pub type Memory = BTreeMap<String, Remembered>;

/// Works out who is who. `home` is whose repository it is, if known: a branch of it says
/// nothing about who wrote.
#[must_use]
pub fn resolve(
    seen: &[Seen],
    pulls: &[Pull],
    home: Option<&Handle>,
    memory: &mut Memory,
) -> People {
    let puzzle = Puzzle { seen };
    let claims = puzzle.claims(pulls, home);
    let mut known: Vec<Option<Remembered>> = Vec::new();
    for (at, one) in seen.iter().enumerate() {
        let by_mail = mails::forge_address(&one.mail)
            .map(|(handle, id)| Remembered { handle: handle.as_str().to_owned(), id });
        let before = memory.get(&mails::digest(&one.mail)).cloned();
        let claimed = claims.get(&at).cloned().map(|handle| Remembered { handle, id: None });
        known.push(by_mail.or(before).or(claimed));
    }
    let groups = puzzle.groups(&known);
    let mut people = People::default();
    for group in groups {
        let person = puzzle.person(&group, &known);
        if let Some(person) = &person {
            for one in group.iter().filter_map(|at| seen.get(*at)) {
                if let Some(handle) = &person.handle {
                    let handle = handle.as_str().to_owned();
                    memory.insert(mails::digest(&one.mail), Remembered { handle, id: person.id });
                }
            }
        }
        for at in group {
            people.of.insert(Identity(at), person.clone());
        }
    }
    people
}

/// Works out who is who among those seen.
struct Puzzle<'a> {
    seen: &'a [Seen],
}

impl Puzzle<'_> {
    /// Whose branches each identity's pull requests come from, where that is beyond doubt.
    fn claims(&self, pulls: &[Pull], home: Option<&Handle>) -> HashMap<usize, String> {
        let mut by_owner: BTreeMap<String, (Handle, HashMap<usize, usize>)> = BTreeMap::new();
        for pull in pulls {
            if let (Some(owner), Some(first)) = (&pull.named.owner, pull.first_author) {
                let entry = by_owner.entry(owner.folded());
                let (_, counts) = entry.or_insert_with(|| (owner.clone(), HashMap::new()));
                *counts.entry(first.0).or_default() += 1;
            }
        }
        let mut claims: HashMap<usize, Vec<(usize, String)>> = HashMap::new();
        for (owner, counts) in by_owner.values() {
            let total: usize = counts.values().sum();
            let is_home = home == Some(owner);
            for (at, count) in counts {
                let sure = if is_home { *count == total && total > 1 } else { 2 * count > total };
                if sure {
                    claims.entry(*at).or_default().push((*count, owner.as_str().to_owned()));
                }
            }
        }
        let best = claims.into_iter().filter_map(|(at, mut owners)| {
            owners.sort_by(|a, b| b.cmp(a));
            match owners.as_slice() {
                [(most, _), (next, _), ..] if most == next => None,
                [(_, owner), ..] => Some((at, owner.clone())),
                [] => None,
            }
        });
        best.collect()
    }

    /// Which identities are one person.
    fn groups(&self, known: &[Option<Remembered>]) -> Vec<Vec<usize>> {
        let handle_of = |at: usize| {
            known.get(at).and_then(Option::as_ref).map(|k| k.handle.to_ascii_lowercase())
        };
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, seen) in self.seen.iter().enumerate() {
            by_name.entry(seen.name.to_lowercase()).or_default().push(at);
        }
        let mut shared: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut alone = Vec::new();
        for (at, seen) in self.seen.iter().enumerate() {
            let name = seen.name.to_lowercase();
            let same = by_name.get(&name).map(Vec::as_slice).unwrap_or_default();
            let handles: BTreeSet<String> = same.iter().filter_map(|at| handle_of(*at)).collect();
            let full_name = name.split_whitespace().count() > 1;
            let handle = match (handle_of(at), handles.len()) {
                (Some(own), _) => Some(own),
                (None, 1) if full_name => handles.into_iter().next(),
                (None, _) => None,
            };
            match handle {
                Some(handle) => shared.entry(format!("@{handle}")).or_default().push(at),
                None if full_name => shared.entry(name).or_default().push(at),
                None => alone.push(vec![at]),
            }
        }
        shared.into_values().chain(alone).collect()
    }

    /// The person that a group is; `None` for a program.
    fn person(&self, group: &[usize], known: &[Option<Remembered>]) -> Option<Person> {
        let seen: Vec<&Seen> = group.iter().filter_map(|at| self.seen.get(*at)).collect();
        if seen.iter().any(|s| is_bot(&s.name) || mails::is_program(&s.mail)) {
            return None;
        }
        let known: Vec<&Remembered> =
            group.iter().filter_map(|at| known.get(*at)?.as_ref()).collect();
        let id = known.iter().find_map(|k| k.id);
        let handle = known.iter().find_map(|k| Handle::parse(&k.handle));
        let mut mails: Vec<PersonKey> = seen.iter().map(|s| mails::key(&s.mail)).collect();
        mails.sort();
        let key = match &handle {
            Some(handle) => PersonKey::new(handle.folded()),
            None => mails.first().cloned()?,
        };
        let name = seen.iter().map(|s| s.name.as_str()).find(|name| !name.is_empty());
        mails.retain(|mail| *mail != key);
        Some(Person { key, former_keys: mails, handle, id, name: name.map(str::to_owned) })
    }
}

/// Who everybody turned out to be.
#[derive(Debug, Default)]
pub struct People {
    of: HashMap<Identity, Option<Person>>,
}

impl People {
    /// The person behind an identity; `None` for a program.
    #[must_use]
    pub fn of(&self, identity: Identity) -> Option<&Person> {
        self.of.get(&identity)?.as_ref()
    }

    /// Who sent a pull request: whose branch it was, else who wrote its oldest commit.
    #[must_use]
    pub fn author(&self, pull: &Pull, home: Option<&Handle>) -> Option<Person> {
        let first = pull.first_author.and_then(|first| self.of(first));
        let owner = pull.named.owner.as_ref().filter(|owner| Some(*owner) != home);
        match owner {
            Some(owner) if is_bot(owner.as_str()) => None,
            Some(owner) => {
                let is_owner = |person: &&Person| person.handle.as_ref() == Some(owner);
                let named = || self.of.values().flatten().find(is_owner);
                // An owner whom nobody turned out to be is an organisation, if the one who wrote
                // turned out to be somebody else.
                let other = || first.filter(|person| person.handle.is_some());
                let person = first.filter(is_owner).or_else(named).or_else(other);
                Some(person.cloned().unwrap_or_else(|| Person::of_handle(owner.clone())))
            }
            None => first.cloned(),
        }
    }
}
