//! The SQL that gathers what is kept of the submissions of a repository.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::model::Kept;
use crate::error::Result;
use crate::ids::{EditionId, StoryId, SubmissionId};
use crate::store::db::{Db, MOST_VALUES};
use crate::store::schema::{comment_nominations, people, stories, story_files, submissions};
use crate::submissions::comments;
use crate::submissions::kept::store::{PersonColumns, SubmissionColumns, stories_of};
use crate::submissions::model::{Person, Submission};
use crate::submissions::texts::model::TextFile;

/// The repositories that submissions of an edition came from, by name, without those of which the
/// leads left out all.
///
/// # Errors
/// The database's.
pub fn repositories(db: &mut Db, edition: EditionId) -> Result<Vec<String>> {
    let mut names: Vec<String> = submissions::table
        .filter(submissions::edition_id.eq(edition))
        .filter(submissions::exclusion.is_null())
        .select(submissions::repository)
        .distinct()
        .load(db)?;
    names.sort_by_cached_key(|name| (name.to_lowercase(), name.clone()));
    names.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    Ok(names)
}

/// Everything that is kept of the submissions of that repository, but for those that the leads
/// left out.
///
/// # Errors
/// The database's.
pub fn kept(db: &mut Db, edition: EditionId, repository: &str) -> Result<Kept> {
    let rows: Vec<SubmissionColumns> = submissions::table
        .filter(submissions::edition_id.eq(edition))
        .filter(submissions::exclusion.is_null())
        .select(SubmissionColumns::as_select())
        .load(db)?;
    let all: Vec<Submission> = rows.into_iter().map(Submission::try_from).collect::<Result<_>>()?;
    let is_of = |of: &Submission| of.repository.eq_ignore_ascii_case(repository);
    let mut kept = Kept { submissions: all.into_iter().filter(is_of).collect(), ..Kept::default() };
    let rows: Vec<PersonColumns> = people::table
        .filter(people::edition_id.eq(edition))
        .select(PersonColumns::as_select())
        .load(db)?;
    kept.people = rows.into_iter().map(Person::from).collect();
    let ids: Vec<SubmissionId> = kept.submissions.iter().map(|of| of.id).collect();
    kept.comments = comments::store::on(db, &ids)?;
    for ids in ids.chunks(MOST_VALUES) {
        let (found, wrote) = stories_of(db, ids)?;
        kept.stories.extend(found);
        kept.authorships.extend(wrote);
        texts_of(db, ids, &mut kept)?;
        nominations_of(db, ids, &mut kept.nominates)?;
    }
    Ok(kept)
}

fn texts_of(db: &mut Db, ids: &[SubmissionId], kept: &mut Kept) -> Result<()> {
    let rows: Vec<(StoryId, String, String)> = story_files::table
        .inner_join(stories::table)
        .filter(stories::submission_id.eq_any(ids))
        .order((story_files::story_id, story_files::position))
        .select((story_files::story_id, story_files::path, story_files::text))
        .load(db)?;
    for (story, path, text) in rows {
        kept.texts.entry(story).or_default().push(TextFile { path, text });
    }
    Ok(())
}

fn nominations_of(
    db: &mut Db,
    ids: &[SubmissionId],
    into: &mut BTreeMap<(SubmissionId, String), Vec<String>>,
) -> Result<()> {
    let rows: Vec<(SubmissionId, String, String)> = comment_nominations::table
        .filter(comment_nominations::submission_id.eq_any(ids))
        .order(comment_nominations::category)
        .select((
            comment_nominations::submission_id,
            comment_nominations::comment_id,
            comment_nominations::category,
        ))
        .load(db)?;
    for (submission, comment, category) in rows {
        into.entry((submission, comment)).or_default().push(category);
    }
    // The two databases sort text in ways of their own.
    into.values_mut().for_each(|categories| categories.sort_unstable());
    Ok(())
}
