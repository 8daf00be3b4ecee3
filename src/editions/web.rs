//! The front page of the instance, and each edition's public log. The edition's own front page
//! needs the rooms below, so it stands in `dashboard`.

use actix_web::HttpResponse;
use actix_web::web;

use super::guard::Reader;
use super::page::{IndexPage, LogPage};
use super::store;
use crate::accounts;
use crate::accounts::guard::Visitor;
use crate::audit;
use crate::error::Result;
use crate::web::respond::Reply;

/// The routes of this floor.
pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/", web::get().to(index)).route("/editions/{edition}/audit", web::get().to(log));
}

async fn index(reply: Reply, visitor: Visitor) -> Result<HttpResponse> {
    let id = visitor.0.as_ref().map(|account| account.id);
    let read = reply.app.read(move |db, _| {
        let led = match id {
            Some(id) => store::led_by(db, id)?,
            None => Vec::new(),
        };
        let editions = store::all(db)?.into_iter();
        let editions = editions.map(|edition| {
            let is_lead = led.contains(&edition.id);
            (edition, is_lead)
        });
        Ok((editions.collect::<Vec<_>>(), accounts::store::has_admin(db)?))
    });
    let (editions, has_admin) = read.await?;
    let now = reply.app.clock.now();
    let page = IndexPage::new(&editions, has_admin, visitor.0.as_ref(), now);
    reply.page("editions/index", &page)
}

async fn log(reply: Reply, reader: Reader) -> Result<HttpResponse> {
    let edition = reader.edition.id;
    let entries = reply.app.read(move |db, _| audit::store::of_edition(db, edition)).await?;
    let page = LogPage::new(&reader, entries, reply.app.clock.now());
    reply.page("audit/log", &page)
}
