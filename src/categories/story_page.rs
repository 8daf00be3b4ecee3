//! What the page of a story sees: its text, its facts, its people, who talked about it, where it
//! is nominated, and the ways to the next one.

use serde::Serialize;

use super::model::Category;
use super::page::{CategoryRow, is_frozen, nominated};
use crate::clock::Timestamp;
use crate::editions::guard::Reader;
use crate::editions::model::Phase;
use crate::editions::page::Masthead;
use crate::nominees::own::{Own, OwnPage};
use crate::submissions::model::{StoryCard, Submission};
use crate::submissions::original::Original;
use crate::submissions::page::StoryRow;
use crate::submissions::reading::model::{Neighbours, Talk};
use crate::submissions::reading::page::{TalkPage, TextPage, WayPage};
use crate::submissions::source::found::{Standing, State};

/// How many digits of a commit's name are shown, as git does.
const SHORT: usize = 7;

/// What is known of a story, beside its text.
#[derive(Debug)]
pub struct StoryFound {
    /// The story, its pull request and its people.
    pub card: StoryCard,
    /// The categories in which it stands.
    pub stands: Vec<Category>,
    /// What was said on its pull request.
    pub talk: Talk,
    /// The stories beside it.
    pub neighbours: Neighbours,
    /// What whoever reads this can do here for themselves.
    pub own: Own,
}

/// A story, to be read.
#[derive(Debug, Serialize)]
pub struct StoryPage {
    edition: Masthead,
    story: StoryRow,
    faq_words: i64,
    chapters: i64,
    path: String,
    /// Where the file stands at its commit.
    original: Option<String>,
    /// The commit in short, where one is known.
    commit: Option<String>,
    /// Whether that is the commit that is voted on.
    is_pinned: bool,
    is_removed: bool,
    text: Option<TextPage>,
    submission: SubmissionFacts,
    talk: TalkPage,
    nominated: Vec<CategoryRow>,
    is_frozen: bool,
    /// The first of its categories on the ballot, while that is open.
    mark: Option<String>,
    before: Option<WayPage>,
    after: Option<WayPage>,
    own: OwnPage,
}

#[derive(Debug, Serialize)]
struct SubmissionFacts {
    repository: String,
    number: i64,
    url: String,
    title: String,
    /// What became of it, where it is not merged.
    state: Option<&'static str>,
    commits: i64,
    labels: Vec<String>,
    reactions: i64,
    opened_at: Option<Timestamp>,
    merged_at: Option<Timestamp>,
}

impl StoryPage {
    /// The story with its text, if that is kept.
    #[must_use]
    pub fn new(
        reader: &Reader,
        found: &StoryFound,
        text: Option<TextPage>,
        now: Timestamp,
    ) -> Self {
        let edition = reader.edition.slug.as_str();
        let StoryCard { story, submission, .. } = &found.card;
        let masthead = Masthead::of(reader, now);
        let original = Original::of(&submission.url, story.commit.as_deref()).page(&story.path);
        let way = |to: &Option<_>| to.as_ref().map(|to| WayPage::new(edition, to));
        Self {
            mark: masthead.takes_votes().then(|| sheet(edition, &found.stands)).flatten(),
            edition: masthead,
            story: StoryRow::new(edition, &found.card),
            faq_words: story.faq_words,
            chapters: story.chapters,
            path: story.path.clone(),
            original: original.map(String::from),
            commit: story.commit.as_ref().map(|commit| commit.chars().take(SHORT).collect()),
            is_pinned: reader.edition.phase >= Phase::Voting,
            is_removed: story.standing == Standing::Removed,
            text,
            submission: SubmissionFacts::new(submission),
            talk: TalkPage::new(edition, &found.talk),
            nominated: nominated(edition, &found.stands),
            is_frozen: is_frozen(reader),
            before: way(&found.neighbours.before),
            after: way(&found.neighbours.after),
            own: OwnPage::of_story(reader, &found.card, &found.own),
        }
    }
}

/// Where a story is marked. What a measure decides is on no ballot.
fn sheet(edition: &str, stands: &[Category]) -> Option<String> {
    let voted = stands.iter().find(|category| category.terms.decided_by().is_none())?;
    Some(format!("/editions/{edition}/ballot#{}", voted.slug))
}

impl SubmissionFacts {
    fn new(of: &Submission) -> Self {
        Self {
            repository: of.repository.clone(),
            number: of.number,
            url: of.url.clone(),
            title: of.title.clone(),
            state: match of.state {
                State::Merged => None,
                State::Open => Some("open"),
                State::Unmerged => Some("not merged"),
                State::Closed => Some("closed without being merged"),
            },
            commits: of.commits,
            labels: of.labels.clone(),
            reactions: of.reactions,
            opened_at: of.opened_at,
            merged_at: of.merged_at,
        }
    }
}
