//! The lists of an edition's stories and people. The page of each tells where it is nominated,
//! and is served two rooms below (`categories::web`).

use actix_web::HttpResponse;
use actix_web::web::{self, Query};

use super::page::{Asked, PeoplePage, StoriesPage};
use super::store;
use crate::editions::guard::Reader;
use crate::error::Result;
use crate::web::respond::Reply;

/// The routes of this room.
pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/editions/{edition}/stories", web::get().to(stories))
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
