//! From commits to pull requests: which commits are the main line, which came with which merge.
//!
//! Commits are told children first (`--topo-order`), so one pass is enough, and only the edge of
//! the walk is kept. A commit that several merges reach came with the oldest of them; one that
//! the main line reaches by first parents came with none.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::submissions::source::found::CommitId;
use crate::submissions::source::git::history::Commit;
use crate::submissions::source::git::identities::{Identities, Identity};
use crate::submissions::source::git::subjects::{self, Named};

/// A commit of the main line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The commit.
    pub commit: CommitId,
    /// Its first parent; none for the first commit of all.
    pub parent: Option<CommitId>,
    /// The pull request that it brought, as a place in [`Walk::pulls`].
    pub pull: Option<usize>,
}

/// A pull request, as its commits tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pull {
    /// What the message of its merge names. For one that is not merged only the number.
    pub named: Named,
    /// When it was merged; none if it is not.
    pub merged_at: Option<Timestamp>,
    /// Its last commit, where a ref or a merge tells it.
    pub head: Option<CommitId>,
    /// The commit that it grew from, if it is not merged.
    pub base: Base,
    /// Who wrote its commits and who is named in trailers, newest first, with repetitions
    /// dropped as far as they follow each other.
    pub people: Vec<Identity>,
    /// Who wrote its oldest commit.
    pub first_author: Option<Identity>,
    /// When its oldest commit was written.
    pub first_commit_at: Option<Timestamp>,
    /// How many commits it holds, merges of other branches left out.
    pub commits: u64,
    /// The first line of its oldest commit, for want of a title.
    first_subject: Option<String>,
}

/// Where a pull request that is not merged grew from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Base {
    /// From nothing that the main line holds.
    Nothing,
    /// From this commit.
    Commit(CommitId),
    /// From one of several commits that this walk was not told; git must be asked which.
    Unclear,
}

impl Pull {
    fn new(named: Named) -> Self {
        Self {
            named,
            merged_at: None,
            head: None,
            base: Base::Nothing,
            people: Vec::new(),
            first_author: None,
            first_commit_at: None,
            commits: 0,
            first_subject: None,
        }
    }

    /// Its title: as the merge tells it, else its oldest commit's first line, else its branch.
    #[must_use]
    pub fn title(&self) -> String {
        let told = self.named.title.clone().or_else(|| self.first_subject.clone());
        let branch = || self.named.branch.as_ref().map(|b| b.replace(['-', '_', '/'], " "));
        told.or_else(branch).unwrap_or_else(|| format!("#{}", self.named.number))
    }

    fn holds(&mut self, commit: &Commit, people: &mut Identities) {
        let author = people.seen(&commit.name, &commit.mail);
        if commit.parents.len() < 2 {
            self.commits += 1;
            // Newest first: the names in a message stand behind its author once all is reversed.
            let mut named: Vec<Identity> = subjects::co_authors(&commit.message)
                .map(|(name, mail)| people.seen(name, mail))
                .collect();
            named.reverse();
            named.push(author);
            for person in named {
                if self.people.last() != Some(&person) {
                    self.people.push(person);
                }
            }
            self.first_author = Some(author);
            self.first_subject = commit.message.lines().next().map(str::to_owned);
        }
        let earlier = self.first_commit_at.is_none_or(|at| commit.authored_at < at);
        if earlier {
            self.first_commit_at = Some(commit.authored_at);
        }
    }
}

/// Where a commit belongs, as far as its children have told.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// On the main line.
    Main,
    /// Brought by this step of the main line; a larger number is an older one.
    Side(usize),
    /// Part of a pull request that is not merged.
    Proposal(usize),
}

/// The walk.
#[derive(Debug, Default)]
pub struct Walk {
    /// The main line, newest first.
    pub steps: Vec<Step>,
    /// The pull requests, in the order in which they were seen.
    pub pulls: Vec<Pull>,
    /// Everybody seen.
    pub people: Identities,
    /// The tip of the main line, if it was seen: if it has moved since the last pass.
    pub tip: Option<CommitId>,
    places: HashMap<CommitId, Place>,
    forks: HashMap<CommitId, Vec<usize>>,
}

impl Walk {
    /// Takes the next commit.
    pub fn commit(&mut self, commit: &Commit) {
        let mut place = self.places.remove(&commit.id);
        let forks = self.forks.remove(&commit.id).unwrap_or_default();
        if commit.is_tip {
            place = Some(Place::Main);
            self.tip = Some(commit.id.clone());
        }
        if let (None | Some(Place::Proposal(_)), Some(number)) = (place, commit.heads.first()) {
            let named = Named { number: *number, title: None, owner: None, branch: None };
            let pull = Pull { head: Some(commit.id.clone()), ..Pull::new(named) };
            self.pulls.push(pull);
            place = Some(Place::Proposal(self.pulls.len() - 1));
        }
        match place {
            Some(Place::Main) => self.on_main(commit),
            Some(Place::Side(step)) => self.beside(commit, step),
            Some(Place::Proposal(pull)) => self.proposed(commit, pull),
            None => {}
        }
        if matches!(place, Some(Place::Main | Place::Side(_))) {
            self.grown_from(&commit.id, &forks);
        }
    }

    /// Ends the walk: what grew from commits that were not told grew from those.
    pub fn end(&mut self) {
        let forks = std::mem::take(&mut self.forks);
        for at in forks.values().flatten() {
            if let Some(pull) = self.pulls.get_mut(*at) {
                let from = forks.iter().filter(|(_, grown)| grown.contains(at)).map(|(c, _)| c);
                pull.base = match (&pull.base, from.take(2).collect::<Vec<_>>().as_slice()) {
                    (Base::Nothing, [one]) => Base::Commit((*one).clone()),
                    (Base::Nothing, _) => Base::Unclear,
                    (Base::Commit(_) | Base::Unclear, _) => continue,
                };
            }
        }
        self.places = HashMap::new();
    }

    fn grown_from(&mut self, commit: &CommitId, forks: &[usize]) {
        for at in forks {
            if let Some(pull) = self.pulls.get_mut(*at).filter(|p| p.base == Base::Nothing) {
                pull.base = Base::Commit(commit.clone());
            }
        }
    }

    fn on_main(&mut self, commit: &Commit) {
        let named = subjects::of_message(&commit.message, commit.parents.len());
        let mut others = commit.parents.iter();
        let parent = others.next().cloned();
        let pull = named.map(|named| {
            let mut pull = Pull::new(named);
            pull.merged_at = Some(commit.committed_at);
            pull.head = others.clone().next().cloned();
            if commit.parents.len() < 2 {
                pull.holds(commit, &mut self.people);
            }
            self.pulls.push(pull);
            self.pulls.len() - 1
        });
        self.steps.push(Step { commit: commit.id.clone(), parent: parent.clone(), pull });
        if let Some(parent) = parent {
            self.places.insert(parent, Place::Main);
        }
        for other in others {
            self.reach(other, Place::Side(self.steps.len() - 1));
        }
    }

    fn beside(&mut self, commit: &Commit, step: usize) {
        let pull = self.steps.get(step).and_then(|step| step.pull);
        if let Some(pull) = pull.and_then(|at| self.pulls.get_mut(at)) {
            pull.holds(commit, &mut self.people);
        }
        for parent in &commit.parents {
            self.reach(parent, Place::Side(step));
        }
    }

    fn proposed(&mut self, commit: &Commit, at: usize) {
        if let Some(pull) = self.pulls.get_mut(at) {
            pull.holds(commit, &mut self.people);
        }
        for parent in &commit.parents {
            self.reach(parent, Place::Proposal(at));
            self.forks.entry(parent.clone()).or_default().push(at);
        }
    }

    fn reach(&mut self, commit: &CommitId, place: Place) {
        let entry = self.places.entry(commit.clone()).or_insert(place);
        *entry = match (*entry, place) {
            (Place::Main, _) | (_, Place::Main) => Place::Main,
            (Place::Side(one), Place::Side(other)) => Place::Side(one.max(other)),
            (Place::Side(step), Place::Proposal(_)) | (Place::Proposal(_), Place::Side(step)) => {
                Place::Side(step)
            }
            (Place::Proposal(first), Place::Proposal(_)) => Place::Proposal(first),
        };
    }
}
