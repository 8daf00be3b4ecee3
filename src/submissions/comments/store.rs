//! The SQL of comments and of the proposals in them.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::model::{Comment, Proposal};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::ids::{EditionId, PersonId, StoryId, SubmissionId};
use crate::on_each;
use crate::store::db::{Db, MOST_VALUES};
use crate::store::schema::{comment_nominations, comments, people, stories, submissions};
use crate::submissions::source::found::CommentKind;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = comments)]
struct Row {
    submission_id: SubmissionId,
    id: String,
    person_id: PersonId,
    kind: String,
    at: Timestamp,
    url: String,
    words: i64,
    reactions: i64,
}

impl From<&Comment> for Row {
    fn from(of: &Comment) -> Self {
        Self {
            submission_id: of.submission,
            id: of.id.clone(),
            person_id: of.person,
            kind: of.kind.as_str().to_owned(),
            at: of.at,
            url: of.url.clone(),
            words: of.words,
            reactions: of.reactions,
        }
    }
}

impl TryFrom<Row> for Comment {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let kind = CommentKind::ALL.into_iter().find(|kind| kind.as_str() == row.kind);
        Ok(Self {
            submission: row.submission_id,
            id: row.id,
            person: row.person_id,
            kind: kind.ok_or_else(|| Error::internal("a comment's kind cannot be read"))?,
            at: row.at,
            url: row.url,
            words: row.words,
            reactions: row.reactions,
        })
    }
}

/// What was said on these submissions, in no order that matters.
///
/// # Errors
/// The database's.
pub fn on(db: &mut Db, submissions: &[SubmissionId]) -> Result<Vec<Comment>> {
    let mut rows: Vec<Row> = Vec::new();
    for submissions in submissions.chunks(MOST_VALUES) {
        let on = comments::table.filter(comments::submission_id.eq_any(submissions));
        rows.extend(on.select(Row::as_select()).load(db)?);
    }
    rows.into_iter().map(Comment::try_from).collect()
}

/// Writes a new comment.
///
/// # Errors
/// The database's.
pub fn put(db: &mut Db, comment: &Comment) -> Result<()> {
    diesel::insert_into(comments::table).values(Row::from(comment)).execute(db)?;
    Ok(())
}

/// Changes a comment.
///
/// # Errors
/// The database's.
pub fn set(db: &mut Db, comment: &Comment) -> Result<()> {
    let row = comments::table.find((comment.submission, &comment.id));
    diesel::update(row).set(Row::from(comment)).execute(db)?;
    Ok(())
}

/// Removes a comment that its author took back, wherever in the edition it was made; what it
/// nominated stays.
///
/// # Errors
/// The database's.
pub fn remove(db: &mut Db, edition: EditionId, repository: &str, id: &str) -> Result<()> {
    let there: Vec<(SubmissionId, String)> = comments::table
        .inner_join(submissions::table)
        .filter(submissions::edition_id.eq(edition))
        .filter(comments::id.eq(id))
        .select((submissions::id, submissions::repository))
        .load(db)?;
    for (submission, _) in there.iter().filter(|(_, of)| of.eq_ignore_ascii_case(repository)) {
        diesel::delete(comments::table.find((submission, id))).execute(db)?;
    }
    Ok(())
}

/// Notes that a comment proposes a submission's stories for a category, once.
///
/// # Errors
/// The database's.
pub fn propose(db: &mut Db, comment: &Comment, category: &str) -> Result<()> {
    let row = (
        comment_nominations::submission_id.eq(comment.submission),
        comment_nominations::comment_id.eq(&comment.id),
        comment_nominations::category.eq(category),
        comment_nominations::outcome.eq(""),
    );
    on_each!(db, connection => diesel::insert_into(comment_nominations::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(connection))?;
    Ok(())
}

/// The proposals on a repository's submissions that nobody has looked into, the oldest comment
/// first. Who made one is whom a lead found them to be.
///
/// # Errors
/// The database's.
pub fn proposals(db: &mut Db, edition: EditionId, repository: &str) -> Result<Vec<Proposal>> {
    type Open = ((SubmissionId, i64, String), String, (PersonId, Option<PersonId>), String);
    let mut open: Vec<Open> = comment_nominations::table
        .inner_join(submissions::table)
        .inner_join(
            comments::table.on(comments::submission_id
                .eq(comment_nominations::submission_id)
                .and(comments::id.eq(comment_nominations::comment_id))),
        )
        .inner_join(people::table.on(people::id.eq(comments::person_id)))
        .filter(submissions::edition_id.eq(edition))
        .filter(comment_nominations::outcome.eq(""))
        .order((comments::at, comments::id))
        .select((
            (submissions::id, submissions::number, comments::id),
            submissions::repository,
            (people::id, people::merged_into),
            comment_nominations::category,
        ))
        .load(db)?;
    open.retain(|(_, of, _, _)| of.eq_ignore_ascii_case(repository));
    let on: Vec<SubmissionId> = open.iter().map(|(on, ..)| on.0).collect();
    let rows: Vec<(SubmissionId, StoryId)> = stories::table
        .filter(stories::submission_id.eq_any(on))
        .select((stories::submission_id, stories::id))
        .load(db)?;
    let mut brought: BTreeMap<SubmissionId, Vec<StoryId>> = BTreeMap::new();
    for (submission, story) in rows {
        brought.entry(submission).or_default().push(story);
    }
    let proposal = |((submission, number, comment), _, (person, merged), category): Open| {
        let person = merged.unwrap_or(person);
        let stories = brought.get(&submission).cloned().unwrap_or_default();
        Proposal { submission, number, comment, person, category, stories }
    };
    Ok(open.into_iter().map(proposal).collect())
}

/// Notes what came of a proposal.
///
/// # Errors
/// The database's.
pub fn settle(db: &mut Db, proposal: &Proposal, outcome: &str) -> Result<()> {
    let Proposal { submission, comment, category, .. } = proposal;
    diesel::update(comment_nominations::table.find((submission, comment, category)))
        .set(comment_nominations::outcome.eq(outcome))
        .execute(db)?;
    Ok(())
}
