//! The rows of submissions, stories and people, and the SQL of taking in.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::ids::{AccountId, EditionId, PersonId, StoryId, SubmissionId};
use crate::store::db::{Db, MOST_VALUES};
use crate::store::schema::{authorships, people, stories, submissions};
use crate::submissions::model::{Part, Person, Story, Submission};
use crate::submissions::source::found::{Standing, State};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = submissions, treat_none_as_null = true)]
pub(in crate::submissions) struct SubmissionColumns {
    id: SubmissionId,
    repository: String,
    pub(in crate::submissions) number: i64,
    url: String,
    title: String,
    state: String,
    commits: i64,
    opened_at: Option<Timestamp>,
    merged_at: Option<Timestamp>,
    first_commit_at: Option<Timestamp>,
    labels: String,
    reactions: i64,
    exclusion: Option<String>,
}

impl From<&Submission> for SubmissionColumns {
    fn from(of: &Submission) -> Self {
        Self {
            id: of.id,
            repository: of.repository.clone(),
            number: of.number,
            url: of.url.clone(),
            title: of.title.clone(),
            state: of.state.as_str().to_owned(),
            commits: of.commits,
            opened_at: of.opened_at,
            merged_at: of.merged_at,
            first_commit_at: of.first_commit_at,
            labels: serde_json::Value::from(of.labels.clone()).to_string(),
            reactions: of.reactions,
            exclusion: of.exclusion.clone(),
        }
    }
}

impl TryFrom<SubmissionColumns> for Submission {
    type Error = Error;

    fn try_from(row: SubmissionColumns) -> Result<Self> {
        let state = State::ALL.into_iter().find(|s| s.as_str() == row.state);
        Ok(Self {
            id: row.id,
            repository: row.repository,
            number: row.number,
            url: row.url,
            title: row.title,
            state: state.ok_or_else(|| Error::internal("a submission's state cannot be read"))?,
            commits: row.commits,
            opened_at: row.opened_at,
            merged_at: row.merged_at,
            first_commit_at: row.first_commit_at,
            labels: serde_json::from_str(&row.labels).map_err(Error::internal)?,
            reactions: row.reactions,
            exclusion: row.exclusion,
        })
    }
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = stories, treat_none_as_null = true)]
pub(in crate::submissions) struct StoryColumns {
    pub(in crate::submissions) id: StoryId,
    submission_id: SubmissionId,
    slug: String,
    pub(in crate::submissions) first_path: String,
    path: String,
    commit_id: Option<String>,
    title: String,
    kind: String,
    persona: Option<String>,
    words: i64,
    faq_questions: i64,
    faq_words: i64,
    chapters: i64,
    standing: String,
    digest: Option<String>,
}

impl From<&Story> for StoryColumns {
    fn from(of: &Story) -> Self {
        Self {
            id: of.id,
            submission_id: of.submission,
            slug: of.slug.clone(),
            first_path: of.first_path.clone(),
            path: of.path.clone(),
            commit_id: of.commit.clone(),
            title: of.title.clone(),
            kind: of.kind.clone(),
            persona: of.persona.clone(),
            words: of.words,
            faq_questions: of.faq_questions,
            faq_words: of.faq_words,
            chapters: of.chapters,
            standing: of.standing.as_str().to_owned(),
            digest: of.digest.clone(),
        }
    }
}

impl TryFrom<StoryColumns> for Story {
    type Error = Error;

    fn try_from(row: StoryColumns) -> Result<Self> {
        let standing = Standing::of(&row.standing);
        Ok(Self {
            id: row.id,
            submission: row.submission_id,
            slug: row.slug,
            first_path: row.first_path,
            path: row.path,
            commit: row.commit_id,
            title: row.title,
            kind: row.kind,
            persona: row.persona,
            words: row.words,
            faq_questions: row.faq_questions,
            faq_words: row.faq_words,
            chapters: row.chapters,
            standing: standing
                .ok_or_else(|| Error::internal("a story's standing cannot be read"))?,
            digest: row.digest,
        })
    }
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = people, treat_none_as_null = true)]
pub(in crate::submissions) struct PersonColumns {
    id: PersonId,
    slug: String,
    handle: Option<String>,
    handle_key: Option<String>,
    name: String,
    github_id: Option<i64>,
    shown_name: Option<String>,
    merged_into: Option<PersonId>,
    account_id: Option<AccountId>,
}

impl From<&Person> for PersonColumns {
    fn from(of: &Person) -> Self {
        Self {
            id: of.id,
            slug: of.slug.clone(),
            handle: of.handle.clone(),
            handle_key: of.handle.as_deref().map(str::to_ascii_lowercase),
            name: of.name.clone(),
            github_id: of.github_id,
            shown_name: of.shown_name.clone(),
            merged_into: of.merged_into,
            account_id: of.account,
        }
    }
}

impl From<PersonColumns> for Person {
    fn from(row: PersonColumns) -> Self {
        Self {
            id: row.id,
            slug: row.slug,
            handle: row.handle,
            name: row.name,
            github_id: row.github_id,
            shown_name: row.shown_name,
            merged_into: row.merged_into,
            account: row.account_id,
        }
    }
}

pub(in crate::submissions) fn read_part(text: &str) -> Result<Part> {
    Part::of(text).ok_or_else(|| Error::internal("an author's part cannot be read"))
}

/// What an edition holds already, for taking in more.
#[derive(Debug, Default)]
pub struct Known {
    /// Those of its submissions that are asked for, by their numbers.
    pub submissions: BTreeMap<i64, Submission>,
    /// Their stories, by submission and first path.
    pub stories: BTreeMap<(SubmissionId, String), Story>,
    /// Who did what for which of these.
    pub authorships: BTreeMap<StoryId, BTreeMap<PersonId, Part>>,
    /// The slugs of all stories.
    pub slugs: BTreeSet<String>,
    /// All its people, the first known first.
    pub people: Vec<Person>,
}

/// What was taken in before of these pull requests of that repository.
///
/// # Errors
/// The database's.
pub fn known(
    db: &mut Db,
    edition: EditionId,
    repository: &str,
    numbers: &BTreeSet<i64>,
) -> Result<Known> {
    let mut known = Known::default();
    for numbers in numbers.iter().copied().collect::<Vec<i64>>().chunks(MOST_VALUES) {
        let rows: Vec<SubmissionColumns> = submissions::table
            .filter(submissions::edition_id.eq(edition))
            .filter(submissions::number.eq_any(numbers))
            .select(SubmissionColumns::as_select())
            .load(db)?;
        for row in rows.into_iter().filter(|row| row.repository.eq_ignore_ascii_case(repository)) {
            known.submissions.insert(row.number, row.try_into()?);
        }
    }
    let ids: Vec<SubmissionId> = known.submissions.values().map(|of| of.id).collect();
    for ids in ids.chunks(MOST_VALUES) {
        let (found, wrote) = stories_of(db, ids)?;
        for story in found {
            known.stories.insert((story.submission, story.first_path.clone()), story);
        }
        for (story, person, part) in wrote {
            known.authorships.entry(story).or_default().insert(person, part);
        }
    }
    let slugs: Vec<String> =
        stories::table.filter(stories::edition_id.eq(edition)).select(stories::slug).load(db)?;
    known.slugs = slugs.into_iter().collect();
    let rows: Vec<PersonColumns> = people::table
        .filter(people::edition_id.eq(edition))
        .order(people::id)
        .select(PersonColumns::as_select())
        .load(db)?;
    known.people = rows.into_iter().map(Person::from).collect();
    Ok(known)
}

/// Who did what for which story.
pub(in crate::submissions) type Authorship = (StoryId, PersonId, Part);

/// The stories of these submissions (at most [`MOST_VALUES`]), and who wrote them.
pub(in crate::submissions) fn stories_of(
    db: &mut Db,
    ids: &[SubmissionId],
) -> Result<(Vec<Story>, Vec<Authorship>)> {
    let rows: Vec<StoryColumns> = stories::table
        .filter(stories::submission_id.eq_any(ids))
        .select(StoryColumns::as_select())
        .load(db)?;
    let found = rows.into_iter().map(Story::try_from).collect::<Result<_>>()?;
    let rows: Vec<(StoryId, PersonId, String)> = authorships::table
        .inner_join(stories::table)
        .filter(stories::submission_id.eq_any(ids))
        .select((authorships::story_id, authorships::person_id, authorships::part))
        .load(db)?;
    let wrote =
        rows.into_iter().map(|(story, person, part)| Ok((story, person, read_part(&part)?)));
    Ok((found, wrote.collect::<Result<_>>()?))
}

/// Writes a new submission.
///
/// # Errors
/// The database's.
pub fn put_submission(db: &mut Db, edition: EditionId, submission: &Submission) -> Result<()> {
    diesel::insert_into(submissions::table)
        .values((submissions::edition_id.eq(edition), SubmissionColumns::from(submission)))
        .execute(db)?;
    Ok(())
}

/// Changes a submission.
///
/// # Errors
/// The database's.
pub fn set_submission(db: &mut Db, submission: &Submission) -> Result<()> {
    diesel::update(submissions::table.find(submission.id))
        .set(SubmissionColumns::from(submission))
        .execute(db)?;
    Ok(())
}

/// Writes a new story.
///
/// # Errors
/// The database's.
pub fn put_story(db: &mut Db, edition: EditionId, story: &Story) -> Result<()> {
    diesel::insert_into(stories::table)
        .values((stories::edition_id.eq(edition), StoryColumns::from(story)))
        .execute(db)?;
    Ok(())
}

/// Changes a story.
///
/// # Errors
/// The database's.
pub fn set_story(db: &mut Db, story: &Story) -> Result<()> {
    diesel::update(stories::table.find(story.id)).set(StoryColumns::from(story)).execute(db)?;
    Ok(())
}

/// Writes a new person.
///
/// # Errors
/// The database's.
pub fn put_person(db: &mut Db, edition: EditionId, person: &Person) -> Result<()> {
    diesel::insert_into(people::table)
        .values((people::edition_id.eq(edition), PersonColumns::from(person)))
        .execute(db)?;
    Ok(())
}

/// Changes a person.
///
/// # Errors
/// The database's.
pub fn set_person(db: &mut Db, person: &Person) -> Result<()> {
    diesel::update(people::table.find(person.id)).set(PersonColumns::from(person)).execute(db)?;
    Ok(())
}

/// Says who wrote a story, in place of what was said before.
///
/// # Errors
/// The database's.
pub fn set_authors(db: &mut Db, story: StoryId, authors: &BTreeMap<PersonId, Part>) -> Result<()> {
    diesel::delete(authorships::table.filter(authorships::story_id.eq(story))).execute(db)?;
    for (person, part) in authors {
        diesel::insert_into(authorships::table)
            .values((
                authorships::story_id.eq(story),
                authorships::person_id.eq(person),
                authorships::part.eq(part.as_str()),
            ))
            .execute(db)?;
    }
    Ok(())
}
