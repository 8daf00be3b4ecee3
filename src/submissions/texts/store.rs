//! The SQL of the texts.

use diesel::prelude::*;

use super::model::TextFile;
use crate::error::Result;
use crate::ids::StoryId;
use crate::store::db::Db;
use crate::store::schema::story_files;

/// The files of a story, the story itself first; none if no text is kept.
///
/// # Errors
/// The database's.
pub fn of(db: &mut Db, story: StoryId) -> Result<Vec<TextFile>> {
    let rows: Vec<(String, String)> = story_files::table
        .filter(story_files::story_id.eq(story))
        .order(story_files::position)
        .select((story_files::path, story_files::text))
        .load(db)?;
    Ok(rows.into_iter().map(|(path, text)| TextFile { path, text }).collect())
}

/// Keeps the files of a story in place of those that were kept before.
///
/// # Errors
/// The database's.
pub fn put(db: &mut Db, story: StoryId, files: &[TextFile]) -> Result<()> {
    diesel::delete(story_files::table.filter(story_files::story_id.eq(story))).execute(db)?;
    for (position, file) in (0_i64..).zip(files) {
        diesel::insert_into(story_files::table)
            .values((
                story_files::story_id.eq(story),
                story_files::position.eq(position),
                story_files::path.eq(&file.path),
                story_files::text.eq(&file.text),
            ))
            .execute(db)?;
    }
    Ok(())
}
