//! What is known and what a source says, as one: what the source does not say stays as it was.
//! Pure.

use super::model::{Story, Submission};
use crate::clock::Timestamp;
use crate::ids::{StoryId, SubmissionId};
use crate::submissions::source::found::{self, Standing, State};

/// The submission as it is to be kept.
#[must_use]
pub fn submission(
    repository: &str,
    found: &found::Submission,
    was: Option<&Submission>,
) -> Submission {
    let state = match (found.state, was.map(|was| was.state)) {
        // Not merged is all that a clone can tell: it takes nothing back of open and closed.
        (State::Unmerged, Some(known @ (State::Open | State::Closed))) => known,
        (told, _) => told,
    };
    // Who does not know when it was opened, such as a clone, knows its labels and reactions neither.
    let untold = was.filter(|_| found.opened_at.is_none());
    let labels = untold.filter(|_| found.labels.is_empty()).map(|was| was.labels.clone());
    let reactions = untold.filter(|_| found.reactions == 0).map(|was| was.reactions);
    let instant = |at: jiff::Timestamp| Timestamp::from_millis(at.as_millisecond());
    let or_was = |told: Option<jiff::Timestamp>, kept: fn(&Submission) -> Option<Timestamp>| {
        told.map(instant).or(was.and_then(kept))
    };
    Submission {
        id: was.map_or_else(SubmissionId::new, |was| was.id),
        repository: was.map_or(repository, |was| &was.repository).to_owned(),
        number: count(found.number),
        url: found.url.clone().or_else(|| was.map(|was| was.url.clone())).unwrap_or_default(),
        title: found.title.clone(),
        state,
        commits: found.commits.map(count).or(was.map(|was| was.commits)).unwrap_or_default(),
        opened_at: or_was(found.opened_at, |was| was.opened_at),
        merged_at: or_was(found.merged_at, |was| was.merged_at),
        first_commit_at: or_was(found.first_commit_at, |was| was.first_commit_at),
        labels: labels.unwrap_or_else(|| found.labels.clone()),
        reactions: reactions.unwrap_or_else(|| count(found.reactions)),
        exclusion: was.and_then(|was| was.exclusion.clone()),
    }
}

/// The story as it is to be kept, but for the digest of its text.
#[must_use]
pub fn story(of: SubmissionId, slug: String, found: &found::Story, was: Option<&Story>) -> Story {
    let known = was.map(|was| [was.words, was.faq_questions, was.faq_words, was.chapters]);
    let told =
        found.measures.map(|m| [m.words, m.faq_questions, m.faq_words, m.chapters].map(count));
    let [words, faq_questions, faq_words, chapters] = told.or(known).unwrap_or_default();
    let commit = found.commit.as_ref().map(|commit| commit.as_str().to_owned());
    Story {
        id: was.map_or_else(StoryId::new, |was| was.id),
        submission: of,
        slug,
        first_path: found.first_path.clone(),
        path: found.path.clone(),
        commit: commit.or_else(|| was.and_then(|was| was.commit.clone())),
        title: found.title.clone(),
        kind: found.kind.as_str().to_owned(),
        persona: found.character.clone(),
        words,
        faq_questions,
        faq_words,
        chapters,
        standing: found.standing,
        digest: was.and_then(|was| was.digest.clone()),
    }
}

/// A count as the database holds it; none that a source can give comes near the end.
#[must_use]
pub fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// What is new in a submission, in words.
#[must_use]
pub fn submission_words(was: &Submission, now: &Submission) -> String {
    let state = match now.state {
        State::Open => "open again",
        State::Merged => "merged",
        State::Closed => "closed without being merged",
        State::Unmerged => "not merged",
    };
    listed([
        (was.state != now.state, state.to_owned()),
        (was.title != now.title, format!("its title, which was “{}”", was.title)),
        (was.commits != now.commits, "its commits".to_owned()),
        (was.labels != now.labels, "its labels".to_owned()),
        (was.reactions != now.reactions, "its reactions".to_owned()),
    ])
}

/// What is new in a story, in words; its authors are the caller's.
#[must_use]
pub fn story_words(was: &Story, now: &Story) -> String {
    let is_gone = now.standing == Standing::Removed;
    let stands =
        if is_gone { "removed from its repository, kept here" } else { "back in its repository" };
    listed([
        (was.standing != now.standing, stands.to_owned()),
        (was.title != now.title, format!("its title, which was “{}”", was.title)),
        (was.path != now.path, format!("moved here from {}", was.path)),
        (was.kind != now.kind, format!("its kind, which was {}", was.kind)),
        (was.digest != now.digest, "its text".to_owned()),
        (was.words != now.words, format!("{} words, {} before", now.words, was.words)),
    ])
}

fn listed<const N: usize>(parts: [(bool, String); N]) -> String {
    let said = parts.into_iter().filter(|(is_new, _)| *is_new).map(|(_, words)| words);
    said.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_takes_back_nothing_that_a_forge_told() {
        let mut told = found::Submission::new(1, "Add a story", State::Merged);
        told.opened_at = Some("2026-03-01T00:00:00Z".parse().unwrap());
        (told.labels, told.reactions) = (vec!["story".into()], 3);
        let kept = submission("o/r", &told, None);

        let clone = found::Submission::new(1, "Add a story", State::Merged);
        assert_eq!(submission("o/r", &clone, Some(&kept)), kept);

        (told.labels, told.reactions) = (vec![], 0);
        let now = submission("o/r", &told, Some(&kept));
        assert_eq!((now.labels.len(), now.reactions), (0, 0));
    }
}
