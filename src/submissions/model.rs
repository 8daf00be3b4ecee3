//! The nouns as they are kept, [`Submission`], [`Story`] and [`Person`], and as they are shown:
//! a story with its pull request and its people ([`StoryCard`]), a person with what they wrote
//! ([`PersonCard`]). Nothing here says whether somebody admitted them.

use crate::clock::Timestamp;
use crate::ids::{AccountId, PersonId, StoryId, SubmissionId};
use crate::submissions::source::found::{Standing, State};

/// How many words a minute a reader reads; rounded from measured rates for silent reading of
/// English prose, which lie around 230 (M. Brysbaert, *Journal of Memory and Language* 109, 2019).
const WORDS_A_MINUTE: i64 = 220;

/// A pull request that brought stories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Its key.
    pub id: SubmissionId,
    /// Where it was sent, as `owner/name`.
    pub repository: String,
    /// Its number there.
    pub number: i64,
    /// Where people read it; empty if the source does not say.
    pub url: String,
    /// Its title, as its author gave it.
    pub title: String,
    /// How far it came.
    pub state: State,
    /// How many commits it holds; 0 if the source does not say.
    pub commits: i64,
    /// When it was opened.
    pub opened_at: Option<Timestamp>,
    /// When it was merged.
    pub merged_at: Option<Timestamp>,
    /// When its first commit was written, by the author's clock.
    pub first_commit_at: Option<Timestamp>,
    /// Its labels, as the source has them.
    pub labels: Vec<String>,
    /// How many reactions its description got.
    pub reactions: i64,
    /// Why the leads left it out, for everybody to read; `None` if they did not.
    pub exclusion: Option<String>,
}

/// A story of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// Its key.
    pub id: StoryId,
    /// The submission that brought it.
    pub submission: SubmissionId,
    /// Its part of addresses; never changes.
    pub slug: String,
    /// Where it stood when it was submitted: its name within the submission.
    pub first_path: String,
    /// Where it stands now.
    pub path: String,
    /// The commit at which it was read, if the source says.
    pub commit: Option<String>,
    /// Its title, plain text.
    pub title: String,
    /// The short name of its kind: `status_quo`.
    pub kind: String,
    /// The character through whom it is told.
    pub persona: Option<String>,
    /// Words in all its files; 0 if nobody counted.
    pub words: i64,
    /// Questions in its FAQ.
    pub faq_questions: i64,
    /// Words in its FAQ.
    pub faq_words: i64,
    /// Files beside the story itself.
    pub chapters: i64,
    /// Whether it still stands in its repository.
    pub standing: Standing,
    /// The hex SHA-256 over its files, where their text is kept.
    pub digest: Option<String>,
}

impl Story {
    /// About how long it takes to read, in whole minutes; `None` if nobody counted its words.
    #[must_use]
    pub const fn reading_minutes(&self) -> Option<i64> {
        if self.words <= 0 {
            return None;
        }
        let minutes = (self.words + WORDS_A_MINUTE / 2) / WORDS_A_MINUTE;
        Some(if minutes == 0 { 1 } else { minutes })
    }
}

/// Somebody behind stories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their key.
    pub id: PersonId,
    /// Their part of addresses; never changes.
    pub slug: String,
    /// Their handle, as they write it; it may change.
    pub handle: Option<String>,
    /// The name they give themselves, else the handle.
    pub name: String,
    /// GitHub's number for them, which outlives a change of handle.
    pub github_id: Option<i64>,
    /// The name that they chose to be shown.
    pub shown_name: Option<String>,
    /// Who they are, where a lead found that two are one person.
    pub merged_into: Option<PersonId>,
    /// The member who is this person, as a lead confirmed.
    pub account: Option<AccountId>,
}

impl Person {
    /// What they are called on a page: the name that they chose, else the handle that they are
    /// known by, else the name.
    #[must_use]
    pub fn title(&self) -> &str {
        let chosen = self.shown_name.as_deref().or(self.handle.as_deref());
        chosen.unwrap_or(&self.name)
    }

    /// The name, where it says more than the title.
    #[must_use]
    pub fn other_name(&self) -> Option<&str> {
        (self.name != self.title()).then_some(self.name.as_str())
    }
}

/// What somebody did for a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Sent it.
    Author,
    /// Wrote a part of it.
    CoAuthor,
}

impl Part {
    /// The column's text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::CoAuthor => "co-author",
        }
    }

    /// From the column's text.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        [Self::Author, Self::CoAuthor].into_iter().find(|part| part.as_str() == text)
    }
}

/// Somebody beside a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Byline {
    /// Who.
    pub person: PersonId,
    /// Their part of addresses.
    pub slug: String,
    /// What they are called.
    pub title: String,
    /// What they did.
    pub part: Part,
}

/// A story as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryCard {
    /// The story.
    pub story: Story,
    /// The pull request that brought it.
    pub submission: Submission,
    /// Who wrote it: the author first, then the co-authors by name.
    pub authors: Vec<Byline>,
}

impl StoryCard {
    /// Those of the authors who did that part.
    pub fn by(&self, part: Part) -> impl Iterator<Item = &Byline> {
        self.authors.iter().filter(move |line| line.part == part)
    }
}

/// A person as they are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonCard {
    /// The person.
    pub person: Person,
    /// How many stories they sent.
    pub wrote: i64,
    /// How many stories of others they are a co-author of.
    pub helped: i64,
    /// Words in the stories that they sent.
    pub words: i64,
    /// Questions that the FAQs of those stories answer.
    pub faq_questions: i64,
    /// Comments that they left on pull requests in whose stories they have no part.
    pub comments: i64,
    /// How many stories those pull requests brought.
    pub talked: i64,
    /// When they first wrote something that is known.
    pub first_at: Option<Timestamp>,
}

impl PersonCard {
    /// Somebody of whom nothing is known yet.
    #[must_use]
    pub const fn new(person: Person) -> Self {
        Self {
            person,
            wrote: 0,
            helped: 0,
            words: 0,
            faq_questions: 0,
            comments: 0,
            talked: 0,
            first_at: None,
        }
    }

    /// Whether they have a part in a story, and did not only comment.
    #[must_use]
    pub const fn has_part(&self) -> bool {
        self.wrote + self.helped > 0
    }
}

/// The short name of a kind as people read it: `status quo`.
#[must_use]
pub fn kind_words(kind: &str) -> String {
    kind.replace(['_', '-'], " ")
}

/// What a reader looks for in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    words: Vec<String>,
    kind: Option<String>,
}

impl Search {
    /// All of these words, in any order and any case, and this kind; an empty text asks nothing.
    #[must_use]
    pub fn new(words: &str, kind: &str) -> Self {
        Self {
            words: words.to_lowercase().split_whitespace().map(str::to_owned).collect(),
            kind: (!kind.is_empty()).then(|| kind.to_owned()),
        }
    }

    /// Whether a story is among what is looked for: by title, character, kind or author.
    #[must_use]
    pub fn finds(&self, card: &StoryCard) -> bool {
        let story = &card.story;
        if self.kind.as_ref().is_some_and(|kind| *kind != story.kind) {
            return false;
        }
        let mut text = format!("{} {} ", story.title, kind_words(&story.kind));
        text.push_str(story.persona.as_deref().unwrap_or_default());
        for line in &card.authors {
            text.push(' ');
            text.push_str(&line.title);
        }
        self.all_in(&text)
    }

    /// Whether a person is among what is looked for: by handle or name.
    #[must_use]
    pub fn finds_person(&self, card: &PersonCard) -> bool {
        self.all_in(&format!("{} {}", card.person.title(), card.person.name))
    }

    fn all_in(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.words.iter().all(|word| text.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn story(words: i64) -> Story {
        Story {
            id: StoryId::new(),
            submission: SubmissionId::new(),
            slug: "alan-lost-the-world".into(),
            first_path: "alan.md".into(),
            path: "alan.md".into(),
            commit: None,
            title: "Alan lost the world!".into(),
            kind: "status_quo".into(),
            persona: Some("Alan".into()),
            words,
            faq_questions: 4,
            faq_words: 471,
            chapters: 0,
            standing: Standing::Present,
            digest: None,
        }
    }

    #[test]
    fn reading_time_is_rounded_and_never_nothing() {
        let minutes = |words| story(words).reading_minutes();

        assert_eq!(minutes(0), None);
        assert_eq!(minutes(20), Some(1));
        assert_eq!(minutes(1_698), Some(8));
        assert_eq!(minutes(6_256), Some(28));
    }

    #[test]
    fn a_search_takes_words_in_any_order_and_case_and_minds_the_kind() {
        let card = StoryCard {
            story: story(1),
            submission: Submission {
                id: SubmissionId::new(),
                repository: "rust-lang/wg-async".into(),
                number: 93,
                url: String::new(),
                title: String::new(),
                state: State::Merged,
                commits: 0,
                opened_at: None,
                merged_at: None,
                first_commit_at: None,
                labels: Vec::new(),
                reactions: 0,
                exclusion: None,
            },
            authors: vec![Byline {
                person: PersonId::new(),
                slug: "kmeisthax".into(),
                title: "kmeisthax".into(),
                part: Part::Author,
            }],
        };
        let finds = |words: &str, kind: &str| Search::new(words, kind).finds(&card);

        assert!(finds("", "") && finds("WORLD alan", "status_quo") && finds("kmeis quo", ""));
        assert!(!finds("alan", "shiny_future") && !finds("barbara", ""));
    }
}
