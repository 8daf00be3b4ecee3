//! [`Kept`]: what is kept of one repository's submissions, and how it becomes what a source finds.
//! Pure.
//!
//! The file names people by their slugs and says the name that they chose. Two whom a lead found
//! to be the same are one; of mail addresses nothing is kept, so nothing can be told.

use std::collections::{BTreeMap, BTreeSet};

use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::ids::{PersonId, StoryId, SubmissionId};
use crate::submissions::comments::model::Comment;
use crate::submissions::model::{Part, Person, Story, Submission};
use crate::submissions::source::found::{self, CommitId, Found, KindKey, StoryFile};
use crate::submissions::source::measures;
use crate::submissions::source::people::{self, Handle, PersonKey};
use crate::submissions::texts::model::TextFile;

/// The longest line that the format takes, in characters.
const LONGEST_LINE: usize = 500;

/// What is kept of the submissions of one repository, but for those that the leads left out.
#[derive(Debug, Default)]
pub struct Kept {
    /// The submissions.
    pub submissions: Vec<Submission>,
    /// Their stories.
    pub stories: Vec<Story>,
    /// Their texts, each in its order.
    pub texts: BTreeMap<StoryId, Vec<TextFile>>,
    /// Who did what for which of these stories.
    pub authorships: Vec<(StoryId, PersonId, Part)>,
    /// What was said on them.
    pub comments: Vec<Comment>,
    /// The categories that a comment nominated for, by submission and comment.
    pub nominates: BTreeMap<(SubmissionId, String), Vec<String>>,
    /// All people of the edition.
    pub people: Vec<Person>,
}

impl Kept {
    /// The same as a source would find it, in an order that depends on nothing but the things
    /// themselves. Only people who are named in it are told.
    ///
    /// # Errors
    /// [`Error::Internal`] for what no source can have brought.
    pub fn found(self) -> Result<Found> {
        let merged = self.people.iter().filter_map(|one| Some((one.id, one.merged_into?)));
        let mut book = Book {
            merged: merged.collect(),
            people: self.people.iter().map(|person| (person.id, person)).collect(),
            named: BTreeSet::new(),
        };
        let mut brought: BTreeMap<SubmissionId, Vec<&Story>> = BTreeMap::new();
        for story in &self.stories {
            brought.entry(story.submission).or_default().push(story);
        }
        let mut found = Found::default();
        for submission in &self.submissions {
            let mut stories = brought.remove(&submission.id).unwrap_or_default();
            stories.sort_unstable_by_key(|story| &story.first_path);
            let ids: BTreeSet<StoryId> = stories.iter().map(|story| story.id).collect();
            let wrote = self.authorships.iter().filter(|(story, ..)| ids.contains(story));
            let (author, co_authors) = authors(wrote, &mut book)?;
            let told = |story: &&Story| told_story(story, self.texts.get(&story.id));
            let stories = stories.iter().map(told).collect::<Result<_>>()?;
            let mut it = told_submission(submission)?;
            (it.author, it.co_authors, it.stories) = (author, co_authors, stories);
            found.submissions.push(it);
        }
        found.submissions.sort_unstable_by_key(|submission| submission.number);
        let numbers: BTreeMap<SubmissionId, i64> =
            self.submissions.iter().map(|of| (of.id, of.number)).collect();
        for comment in &self.comments {
            if let Some(number) = numbers.get(&comment.submission) {
                let names = (comment.submission, comment.id.clone());
                let nominates = self.nominates.get(&names).cloned().unwrap_or_default();
                found.comments.push(told_comment(comment, *number, nominates, &mut book)?);
            }
        }
        found.comments.sort_by_cached_key(|it| (it.submission, it.at, it.id.clone()));
        found.people = book.told();
        Ok(found)
    }
}

/// Who is who, and who was named.
struct Book<'a> {
    merged: BTreeMap<PersonId, PersonId>,
    people: BTreeMap<PersonId, &'a Person>,
    named: BTreeSet<PersonId>,
}

impl Book<'_> {
    fn name(&mut self, id: PersonId) -> Result<PersonKey> {
        let id = self.merged.get(&id).copied().unwrap_or(id);
        let person = self.people.get(&id);
        let person = person.ok_or_else(|| Error::internal("somebody is of another edition"))?;
        self.named.insert(id);
        Ok(PersonKey::new(person.slug.clone()))
    }

    fn told(self) -> Vec<people::Person> {
        let named = self.named.iter().filter_map(|id| self.people.get(id));
        let mut told: Vec<_> = named.map(|person| told_person(person)).collect();
        told.sort_by(|a, b| a.key.cmp(&b.key));
        told
    }
}

fn told_person(person: &Person) -> people::Person {
    let name = person.shown_name.as_ref().unwrap_or(&person.name);
    // Somebody without a name of their own is called as their handle: that says nothing more.
    let says_more = person.handle.as_ref() != Some(name);
    people::Person {
        key: PersonKey::new(person.slug.clone()),
        former_keys: Vec::new(),
        handle: person.handle.as_deref().and_then(Handle::parse),
        id: person.github_id.and_then(|id| u64::try_from(id).ok()),
        name: line(name).filter(|_| says_more),
    }
}

/// The author of a submission, and who else wrote, by their keys.
fn authors<'a>(
    wrote: impl Iterator<Item = &'a (StoryId, PersonId, Part)>,
    book: &mut Book<'_>,
) -> Result<(Option<PersonKey>, Vec<PersonKey>)> {
    let mut parts: BTreeSet<(Part, PersonKey)> = BTreeSet::new();
    for (_, person, part) in wrote {
        parts.insert((*part, book.name(*person)?));
    }
    let author = parts.iter().find(|(part, _)| *part == Part::Author).map(|(_, key)| key.clone());
    let others: BTreeSet<PersonKey> =
        parts.into_iter().map(|(_, key)| key).filter(|key| Some(key) != author.as_ref()).collect();
    Ok((author, others.into_iter().collect()))
}

fn told_submission(of: &Submission) -> Result<found::Submission> {
    let title = line(&of.title).unwrap_or_else(|| format!("#{}", of.number));
    let mut told = found::Submission::new(natural(of.number)?, title, of.state);
    told.url = url(&of.url);
    told.labels = of.labels.iter().filter_map(|label| line(label)).collect();
    told.opened_at = of.opened_at.map(instant).transpose()?;
    told.first_commit_at = of.first_commit_at.map(instant).transpose()?;
    told.merged_at = of.merged_at.map(instant).transpose()?;
    told.commits = (of.commits > 0).then(|| natural(of.commits)).transpose()?;
    told.reactions = natural(of.reactions)?;
    Ok(told)
}

fn told_story(of: &Story, texts: Option<&Vec<TextFile>>) -> Result<found::Story> {
    let texts = texts.map(Vec::as_slice).unwrap_or_default();
    let file =
        |text: &TextFile| StoryFile { path: text.path.clone(), text: Some(text.text.clone()) };
    let mut files: Vec<StoryFile> = texts.iter().map(file).collect();
    match files.first_mut() {
        // A text that was kept before the story moved is still its text.
        Some(first) => first.path.clone_from(&of.path),
        None => files.push(StoryFile { path: of.path.clone(), text: None }),
    }
    let kind = KindKey::parse(&of.kind);
    Ok(found::Story {
        first_path: of.first_path.clone(),
        path: of.path.clone(),
        standing: of.standing,
        kind: kind.ok_or_else(|| Error::internal("a story's kind cannot be read"))?,
        title: line(&of.title).unwrap_or_else(|| of.slug.clone()),
        character: of.persona.as_deref().and_then(line),
        commit: of.commit.as_deref().and_then(CommitId::parse),
        files,
        measures: measured(of, texts)?,
    })
}

/// Counted in the text where that is kept, as whoever reads the file will count.
fn measured(of: &Story, texts: &[TextFile]) -> Result<Option<found::Measures>> {
    if !texts.is_empty() {
        let texts: Vec<&str> = texts.iter().map(|file| file.text.as_str()).collect();
        return Ok(Some(measures::of_files(&texts)));
    }
    let measures = found::Measures {
        words: natural(of.words)?,
        faq_questions: natural(of.faq_questions)?,
        faq_words: natural(of.faq_words)?,
        chapters: natural(of.chapters)?,
    };
    Ok((measures != found::Measures::default()).then_some(measures))
}

fn told_comment(
    of: &Comment,
    number: i64,
    nominates: Vec<String>,
    book: &mut Book<'_>,
) -> Result<found::Comment> {
    Ok(found::Comment {
        id: of.id.clone(),
        submission: natural(number)?,
        author: book.name(of.person)?,
        at: instant(of.at)?,
        url: url(&of.url),
        kind: of.kind,
        words: natural(of.words)?,
        reactions: natural(of.reactions)?,
        nominates,
    })
}

/// One line as the format takes it; `None` if it says nothing. A clone's commit messages can be
/// longer than any title.
fn line(text: &str) -> Option<String> {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    let text: String = text.trim().chars().map(plain).take(LONGEST_LINE).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// An address as the format takes it.
fn url(text: &str) -> Option<String> {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    let fits = text.chars().count() <= LONGEST_LINE && !text.chars().any(char::is_control);
    (is_web && fits).then(|| text.to_owned())
}

fn natural(number: i64) -> Result<u64> {
    u64::try_from(number).map_err(Error::internal)
}

fn instant(at: Timestamp) -> Result<jiff::Timestamp> {
    jiff::Timestamp::from_millisecond(at.millis()).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_format_would_refuse_is_told_as_it_takes_it() {
        assert_eq!(line(" a\tb\n").as_deref(), Some("a b"));
        assert_eq!(line(" \u{7} "), None);
        assert_eq!(line(&"ü".repeat(501)).map(|it| it.chars().count()), Some(500));
        assert_eq!(url("javascript:x"), None);
        assert_eq!(url("https://x.org/").as_deref(), Some("https://x.org/"));
    }
}
