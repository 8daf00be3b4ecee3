//! [`Told`]: what a file says beside its ballots, as far as its parser has come.

use std::num::NonZeroU16;

use crate::count::formats::problem::Note;
use crate::count::paper::Shape;
use crate::count::slate::Slate;

/// What a file says beside its ballots.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// The title of the election.
    pub title: Option<String>,
    /// How many places are to be filled.
    pub seats: Option<NonZeroU16>,
    /// The highest score that could be given.
    pub max_score: Option<u16>,
    /// The highest score that was given.
    pub highest_score: Option<u16>,
    /// Papers that left a rank empty above one that they used. The gap closes in the profile.
    pub gaps: u64,
    /// Papers that give both ranks and scores where the two do not agree.
    pub at_odds: u64,
    /// What a reader of the result should know.
    pub notes: Vec<Note>,
}

/// What is known of a file at its end.
#[derive(Debug)]
pub struct Ending {
    /// Who stands, in the order of the file.
    pub slate: Slate,
    /// What the ballots say; where nothing tells (there is no mark at all), what was wanted.
    pub shape: Shape,
    /// The rest.
    pub told: Told,
}

impl Told {
    pub(super) fn note(&mut self, words: impl Into<std::borrow::Cow<'static, str>>) {
        self.notes.push(Note(words.into()));
    }

    #[inline]
    pub(super) fn saw_score(&mut self, score: u16) {
        self.highest_score = self.highest_score.max(Some(score));
    }

    /// Says so where a file tells how many papers it holds and holds another number.
    pub(super) fn compare(&mut self, announced: Option<u64>, held: u64) {
        if let Some(announced) = announced
            && announced != held
        {
            self.note(format!(
                "The file says that it holds {announced} papers, and it holds {held}. Part of it may \
                 be missing."
            ));
        }
    }
}
