//! The SQL that gathers what people did.

use diesel::dsl::{count_star, min};
use diesel::prelude::*;

use super::model::{Evidence, Said, StoryPart};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::ids::{EditionId, PersonId, StoryId, SubmissionId};
use crate::store::db::Db;
use crate::store::schema::{authorships, comments, stories, submissions};
use crate::submissions::kept::store::read_part;

type PartRow =
    (PersonId, StoryId, String, SubmissionId, i64, i64, Option<Timestamp>, Option<Timestamp>);
type SaidRow = (PersonId, SubmissionId, i64, Option<Timestamp>);

/// What the people of an edition did.
///
/// # Errors
/// The database's.
pub fn of_edition(db: &mut Db, edition: EditionId) -> Result<Evidence> {
    let parts: Vec<PartRow> = authorships::table
        .inner_join(stories::table.inner_join(submissions::table))
        .filter(submissions::edition_id.eq(edition))
        .filter(submissions::exclusion.is_null())
        .select((
            authorships::person_id,
            authorships::story_id,
            authorships::part,
            submissions::id,
            stories::words,
            stories::faq_questions,
            submissions::first_commit_at,
            submissions::opened_at,
        ))
        .load(db)?;
    let said: Vec<SaidRow> = comments::table
        .inner_join(submissions::table)
        .filter(submissions::edition_id.eq(edition))
        .filter(submissions::exclusion.is_null())
        .group_by((comments::person_id, comments::submission_id))
        .select((comments::person_id, comments::submission_id, count_star(), min(comments::at)))
        .load(db)?;
    let parts = parts.into_iter().map(part).collect::<Result<_>>()?;
    Ok(Evidence { parts, said: said.into_iter().map(said_on).collect() })
}

fn part(row: PartRow) -> Result<StoryPart> {
    let (person, story, part, submission, words, faq_questions, written, opened) = row;
    let (part, at) = (read_part(&part)?, written.or(opened));
    Ok(StoryPart { person, story, part, submission, words, faq_questions, at })
}

fn said_on((person, submission, comments, first_at): SaidRow) -> Said {
    Said { person, submission, comments, first_at }
}
