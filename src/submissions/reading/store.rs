//! The SQL of what stands beside a story, and of what somebody said about others' stories.

use std::collections::BTreeMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::model::{Named, Neighbours, Remark, Remarks, Talk, Voice};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::ids::{EditionId, PersonId, SubmissionId};
use crate::store::db::{Db, MOST_VALUES};
use crate::store::schema::{authorships, comments, people, stories, submissions};
use crate::submissions::kept::store::PersonColumns;
use crate::submissions::model::Person;
use crate::submissions::source::found::CommentKind;
use crate::submissions::store::selves;

/// The stories beside the one of that slug; those that the leads left out are passed over.
///
/// # Errors
/// The database's.
pub fn neighbours(db: &mut Db, edition: EditionId, slug: &str) -> Result<Neighbours> {
    let mut rows: Vec<(i64, String, String, String)> = stories::table
        .inner_join(submissions::table)
        .filter(stories::edition_id.eq(edition))
        .filter(submissions::exclusion.is_null().or(stories::slug.eq(slug)))
        .select((submissions::number, stories::first_path, stories::slug, stories::title))
        .load(db)?;
    rows.sort_unstable();
    let named = |(_, _, slug, title)| Named { slug, title };
    Ok(Neighbours::of(slug, rows.into_iter().map(named).collect()))
}

/// Who said how much on a submission; two who are one person once.
///
/// # Errors
/// The database's.
pub fn talk(db: &mut Db, submission: SubmissionId) -> Result<Talk> {
    let rows: Vec<(PersonId, Option<PersonId>, i64)> = comments::table
        .inner_join(people::table)
        .filter(comments::submission_id.eq(submission))
        .group_by((people::id, people::merged_into))
        .select((people::id, people::merged_into, count_star()))
        .load(db)?;
    let mut counts: BTreeMap<PersonId, i64> = BTreeMap::new();
    for (person, merged_into, comments) in rows {
        *counts.entry(merged_into.unwrap_or(person)).or_default() += comments;
    }
    let who: Vec<PersonId> = counts.keys().copied().collect();
    let mut voices = Vec::new();
    for who in who.chunks(MOST_VALUES) {
        let rows: Vec<PersonColumns> = people::table
            .filter(people::id.eq_any(who))
            .select(PersonColumns::as_select())
            .load(db)?;
        for person in rows.into_iter().map(Person::from) {
            let comments = counts.get(&person.id).copied().unwrap_or_default();
            let title = person.title().to_owned();
            voices.push(Voice { slug: person.slug, title, comments });
        }
    }
    voices.sort_by_cached_key(|voice| (-voice.comments, voice.title.to_lowercase()));
    Ok(Talk { voices })
}

type RemarkRow = (SubmissionId, i64, String, String, Timestamp, String);

/// What somebody said on pull requests in whose stories they have no part, in the order of those.
/// What the leads left out is not among them.
///
/// # Errors
/// The database's.
pub fn remarks(db: &mut Db, person: PersonId) -> Result<Vec<Remarks>> {
    let selves = selves(db, person)?;
    let own = authorships::table
        .inner_join(stories::table)
        .filter(authorships::person_id.eq_any(&selves))
        .select(stories::submission_id);
    let rows: Vec<RemarkRow> = comments::table
        .inner_join(submissions::table)
        .filter(comments::person_id.eq_any(&selves))
        .filter(submissions::exclusion.is_null())
        .filter(comments::submission_id.ne_all(own))
        .order((submissions::number, submissions::id, comments::at, comments::id))
        .select((
            submissions::id,
            submissions::number,
            submissions::repository,
            comments::kind,
            comments::at,
            comments::url,
        ))
        .load(db)?;
    let mut told: Vec<(SubmissionId, Remarks)> = Vec::new();
    for (submission, number, repository, kind, at, url) in rows {
        let kind = CommentKind::ALL.into_iter().find(|known| known.as_str() == kind);
        let kind = kind.ok_or_else(|| Error::internal("a comment's kind cannot be read"))?;
        let remark = Remark { kind, at, url };
        match told.last_mut().filter(|(last, _)| *last == submission) {
            Some((_, of)) => of.remarks.push(remark),
            None => {
                let stories = Vec::new();
                let of = Remarks { number, repository, stories, remarks: vec![remark] };
                told.push((submission, of));
            }
        }
    }
    let on: Vec<SubmissionId> = told.iter().map(|(submission, _)| *submission).collect();
    let mut named = stories_of(db, &on)?;
    let with_stories = |(submission, mut of): (SubmissionId, Remarks)| {
        of.stories = named.remove(&submission).unwrap_or_default();
        of
    };
    Ok(told.into_iter().map(with_stories).collect())
}

fn stories_of(db: &mut Db, of: &[SubmissionId]) -> Result<BTreeMap<SubmissionId, Vec<Named>>> {
    let mut named: BTreeMap<SubmissionId, Vec<Named>> = BTreeMap::new();
    for of in of.chunks(MOST_VALUES) {
        let mut rows: Vec<(SubmissionId, String, String, String)> = stories::table
            .filter(stories::submission_id.eq_any(of))
            .select((stories::submission_id, stories::first_path, stories::slug, stories::title))
            .load(db)?;
        rows.sort_unstable();
        for (submission, _, slug, title) in rows {
            named.entry(submission).or_default().push(Named { slug, title });
        }
    }
    Ok(named)
}
