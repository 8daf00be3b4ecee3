//! The lists of an edition's stories and people, and its submissions as a file. The page of each tells where it is nominated,
//! and is served two rooms below (`categories::web`).

use actix_web::HttpResponse;
use actix_web::web::{self, Query};

use super::export;
use super::page::{Asked, PeoplePage, StoriesPage};
use super::source::file::format::Origin;
use super::source::file::write::write;
use super::store;
use crate::editions::guard::Reader;
use crate::error::{Error, Result};
use crate::ids::EditionId;
use crate::store::db::Db;
use crate::web::respond::Reply;

/// The routes of this room.
pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/editions/{edition}/stories", web::get().to(stories))
        .route("/editions/{edition}/stories.json", web::get().to(file))
        .route("/editions/{edition}/people", web::get().to(people));
}

async fn stories(reply: Reply, reader: Reader, asked: Query<Asked>) -> Result<HttpResponse> {
    let edition = reader.edition.id;
    let cards = reply.app.read(move |db, _| store::stories(db, edition));
    let now = reply.app.clock.now();
    let page = StoriesPage::new(&reader, &cards.await?, &asked, now);
    reply.page("submissions/stories", &page)
}

async fn people(reply: Reply, reader: Reader, asked: Query<Asked>) -> Result<HttpResponse> {
    let edition = reader.edition.id;
    let cards = reply.app.read(move |db, _| store::people(db, edition));
    let now = reply.app.clock.now();
    let page = PeoplePage::new(&reader, &cards.await?, &asked, now);
    reply.page("submissions/people", &page)
}

/// Whose submissions somebody asks for.
#[derive(Debug, serde::Deserialize)]
struct Whose {
    /// As `owner/name`; may be left out where there is only one.
    #[serde(default)]
    repository: String,
}

async fn file(reply: Reply, reader: Reader, whose: Query<Whose>) -> Result<HttpResponse> {
    let (edition, asked) = (reader.edition.id, whose.into_inner().repository);
    let text = reply.app.read(move |db, _| exported(db, edition, &asked)).await?;
    let name = format!("{}-stories.json", reader.edition.slug);
    Ok(reply.file("application/json", &name, text.into_bytes()))
}

fn exported(db: &mut Db, edition: EditionId, asked: &str) -> Result<String> {
    let all = export::store::repositories(db, edition)?;
    let repository = match all.as_slice() {
        _ if !asked.is_empty() => all.into_iter().find(|name| name.eq_ignore_ascii_case(asked)),
        [] | [_] => all.into_iter().next(),
        several => return Err(choose(several)),
    };
    if repository.is_none() && !asked.is_empty() {
        return Err(Error::NotFound("repository"));
    }
    let kept = export::store::kept(db, edition, repository.as_deref().unwrap_or_default())?;
    write(&Origin { repository, ..Origin::default() }, &kept.found()?)
}

/// Two repositories may both have a pull request 9.
fn choose(several: &[String]) -> Error {
    Error::conflict(
        format!("These submissions came from {} repositories.", several.len()),
        format!("Ask for one of them with ?repository= and its name: {}.", several.join(", ")),
    )
}
