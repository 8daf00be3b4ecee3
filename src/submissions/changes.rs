//! What taking in changed: counts for a sentence, and one line for each story and pull request
//! that is new or another than before.

use std::collections::BTreeSet;
use std::fmt;

/// What a pass changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Of the pull requests.
    pub submissions: Tally,
    /// Of the stories; whose text or authors changed has changed.
    pub stories: Tally,
    /// Of the people.
    pub people: Tally,
    /// Of what was said.
    pub comments: Tally,
    /// The pull requests and stories that came or changed, each in a line.
    pub told: Vec<Told>,
    /// The pull requests whose stories are known from updates alone: they failed when they came,
    /// and are to be read whole now.
    pub orphans: BTreeSet<u64>,
}

/// How many came, changed and stayed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// New ones.
    pub added: usize,
    /// Known ones, of which the source tells something else than before.
    pub changed: usize,
    /// Known ones, as they were.
    pub unchanged: usize,
}

/// What became of something that a source found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is new.
    Added,
    /// It is another than before.
    Changed,
    /// It is as it was.
    Unchanged,
}

impl Fate {
    /// The word in columns.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
        }
    }
}

/// A pull request or a story that came or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What became of it.
    pub fate: Fate,
    /// What it is called.
    pub title: String,
    /// The story's part of addresses; `None` for a pull request.
    pub story: Option<String>,
    /// What is new in it: `the title, the text`.
    pub words: String,
}

impl Tally {
    /// One more.
    pub const fn count(&mut self, fate: Fate) {
        match fate {
            Fate::Added => self.added += 1,
            Fate::Changed => self.changed += 1,
            Fate::Unchanged => self.unchanged += 1,
        }
    }

    const fn add(&mut self, other: Self) {
        self.added += other.added;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
    }
}

impl Changes {
    /// Whether everything was known, and is as it was.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        let [a, b, c, d] = [self.submissions, self.stories, self.people, self.comments];
        let added = a.added + b.added + c.added + d.added;
        added + a.changed + b.changed + c.changed + d.changed == 0
    }

    /// Adds what another batch of the same pass changed.
    pub fn add(&mut self, other: Self) {
        self.submissions.add(other.submissions);
        self.stories.add(other.stories);
        self.people.add(other.people);
        self.comments.add(other.comments);
        self.told.extend(other.told);
        self.orphans.extend(other.orphans);
    }
}

/// *3 stories are new, 1 changed; 2 people are new*: what is nothing is not said.
impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = [
            (self.submissions, "pull request", "pull requests"),
            (self.stories, "story", "stories"),
            (self.people, "person", "people"),
            (self.comments, "comment", "comments"),
        ];
        let counted = |number: usize, one: &str, many: &str, is: &str, are: &str| match number {
            0 => None,
            1 => Some(format!("1 {one} {is}")),
            more => Some(format!("{more} {many} {are}")),
        };
        let of = |(tally, one, many): (Tally, &str, &str)| {
            let new = counted(tally.added, one, many, "is new", "are new");
            let changed = counted(tally.changed, one, many, "has changed", "have changed");
            new.into_iter().chain(changed)
        };
        let said: Vec<String> = all.into_iter().flat_map(of).collect();
        match said.len() {
            0 => f.write_str("nothing is new"),
            _ => f.write_str(&said.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_said_and_what_is_nothing_is_not() {
        let mut changes = Changes::default();
        assert_eq!(changes.to_string(), "nothing is new");

        changes.stories = Tally { added: 2, changed: 1, unchanged: 9 };
        changes.people.count(Fate::Added);

        let words = "2 stories are new, 1 story has changed, 1 person is new";
        assert_eq!(changes.to_string(), words);
    }
}
