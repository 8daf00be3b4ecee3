//! What a reader of one story, or of one person, is told beside it.

use crate::clock::Timestamp;
use crate::submissions::source::found::CommentKind;

/// A story by its name alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its part of addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
}

/// The stories beside one, in the order of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// The one before; none at the beginning.
    pub before: Option<Named>,
    /// The one after; none at the end.
    pub after: Option<Named>,
}

impl Neighbours {
    /// Of the story of that slug among all, in their order; none of one that is not there.
    #[must_use]
    pub fn of(slug: &str, all: Vec<Named>) -> Self {
        let mut before = None;
        let mut all = all.into_iter();
        while let Some(story) = all.next() {
            if story.slug == slug {
                return Self { before, after: all.next() };
            }
            before = Some(story);
        }
        Self::default()
    }
}

/// What was said on a pull request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Talk {
    /// By whom, those who said most first.
    pub voices: Vec<Voice>,
}

impl Talk {
    /// How many comments there are.
    #[must_use]
    pub fn comments(&self) -> i64 {
        self.voices.iter().map(|voice| voice.comments).sum()
    }
}

/// Somebody who took part in a talk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// Their part of addresses.
    pub slug: String,
    /// What they are called.
    pub title: String,
    /// How many comments are theirs.
    pub comments: i64,
}

/// What somebody said on one pull request of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remarks {
    /// The pull request's number.
    pub number: i64,
    /// Its repository, as `owner/name`.
    pub repository: String,
    /// Its stories.
    pub stories: Vec<Named>,
    /// What they said, the earliest first; at least one.
    pub remarks: Vec<Remark>,
}

/// One thing that somebody said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Where it stands.
    pub kind: CommentKind,
    /// When.
    pub at: Timestamp,
    /// Where people read it; empty if the source does not say.
    pub url: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(slug: &str) -> Named {
        Named { slug: slug.into(), title: slug.to_uppercase() }
    }

    #[test]
    fn the_first_has_nothing_before_it_and_the_last_nothing_after_it() {
        let of = |slug: &str| {
            let Neighbours { before, after } =
                Neighbours::of(slug, ["a", "b", "c"].map(named).into());
            (before.map(|it| it.slug), after.map(|it| it.slug))
        };

        assert_eq!(of("a"), (None, Some("b".into())));
        assert_eq!(of("b"), (Some("a".into()), Some("c".into())));
        assert_eq!(of("c"), (Some("b".into()), None));
        assert_eq!(of("gone"), (None, None));
    }
}
