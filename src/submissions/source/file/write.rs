//! Writes the file: what was stored, in the format that `read` reads.

use crate::error::{Error, Result};
use crate::submissions::source::file::format::{self, FORMAT, Origin};
use crate::submissions::source::found::{Comment, Found, Standing, Story, StoryFile, Submission};
use crate::submissions::source::people::{Person, PersonKey};

/// The file that holds these things; failures and later states of stories have no place in it.
/// Reading it gives the same things again.
///
/// # Errors
/// [`Error::Internal`], which nothing that was read before can cause.
pub fn write(origin: &Origin, found: &Found) -> Result<String> {
    let document = format::Written {
        format: FORMAT,
        source: (*origin != Origin::default()).then(|| origin.clone()),
        people: found.people.iter().map(person).collect(),
        submissions: found.submissions.iter().map(submission).collect(),
        comments: found.comments.iter().map(comment).collect(),
    };
    let mut text = serde_json::to_string_pretty(&document).map_err(Error::internal)?;
    text.push('\n');
    Ok(text)
}

fn key(key: &PersonKey) -> String {
    key.as_str().to_owned()
}

fn person(person: &Person) -> format::Person {
    format::Person {
        key: key(&person.key),
        handle: person.handle.as_ref().map(|handle| handle.as_str().to_owned()),
        id: person.id,
        name: person.name.clone(),
        former_keys: person.former_keys.iter().map(key).collect(),
    }
}

fn submission(submission: &Submission) -> format::Submission<format::Story> {
    format::Submission {
        number: submission.number,
        url: submission.url.clone(),
        title: submission.title.clone(),
        state: submission.state.as_str().to_owned(),
        author: submission.author.as_ref().map(key),
        co_authors: submission.co_authors.iter().map(key).collect(),
        branch: submission.branch.clone(),
        labels: submission.labels.clone(),
        opened_at: submission.opened_at,
        first_commit_at: submission.first_commit_at,
        merged_at: submission.merged_at,
        closed_at: submission.closed_at,
        commits: submission.commits,
        reactions: submission.reactions,
        stories: submission.stories.iter().map(story).collect(),
    }
}

fn story(story: &Story) -> format::Story {
    let file = |file: &StoryFile| format::File { path: file.path.clone(), text: file.text.clone() };
    let bare = story.files.len() == 1 && story.files.iter().all(|file| file.text.is_none());
    format::Story {
        path: story.path.clone(),
        first_path: (story.first_path != story.path).then(|| story.first_path.clone()),
        removed: story.standing == Standing::Removed,
        kind: story.kind.as_str().to_owned(),
        title: story.title.clone(),
        character: story.character.clone(),
        commit: story.commit.as_ref().map(|commit| commit.as_str().to_owned()),
        files: if bare { Vec::new() } else { story.files.iter().map(file).collect() },
        measures: story.measures.map(|measures| format::Measures {
            words: measures.words,
            faq_questions: measures.faq_questions,
            faq_words: measures.faq_words,
            chapters: measures.chapters,
        }),
    }
}

fn comment(comment: &Comment) -> format::Comment {
    format::Comment {
        id: comment.id.clone(),
        submission: comment.submission,
        author: key(&comment.author),
        at: comment.at,
        kind: comment.kind.as_str().to_owned(),
        url: comment.url.clone(),
        words: comment.words,
        reactions: comment.reactions,
        nominates: comment.nominates.clone(),
    }
}
