//! The results for everybody: a page that waits until they are published, and two files.

use actix_web::HttpResponse;
use actix_web::web;

use super::export;
use super::model::Report;
use super::page::{ResultsPage, WaitingPage};
use super::report::{Audience, report};
use crate::editions::guard::Reader;
use crate::editions::phase::Phase;
use crate::error::Result;
use crate::web::respond::Reply;

/// The routes of this room.
pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/editions/{edition}/results", web::get().to(show))
        .route("/editions/{edition}/results.json", web::get().to(json))
        .route("/editions/{edition}/results.csv", web::get().to(csv));
}

async fn show(reply: Reply, reader: Reader) -> Result<HttpResponse> {
    let now = reply.app.clock.now();
    if reader.edition.phase < Phase::Published {
        return reply.page("results/waiting", &WaitingPage::new(&reader, now));
    }
    let report = told(&reply, &reader).await?;
    reply.page("results/show", &ResultsPage::new(&reader, &report, now))
}

async fn json(reply: Reply, reader: Reader) -> Result<HttpResponse> {
    let report = told(&reply, &reader).await?;
    let name = format!("{}-results.json", reader.edition.slug);
    let bytes = export::json(&reader.edition, &report)?;
    Ok(reply.file("application/json", &name, bytes))
}

async fn csv(reply: Reply, reader: Reader) -> Result<HttpResponse> {
    let report = told(&reply, &reader).await?;
    let name = format!("{}-results.csv", reader.edition.slug);
    let bytes = export::csv(&report)?;
    Ok(reply.file("text/csv; charset=utf-8", &name, bytes))
}

async fn told(reply: &Reply, reader: &Reader) -> Result<Report> {
    let edition = reader.edition.clone();
    let read = reply.app.read(move |db, _| report(db, &edition, Audience::Everybody));
    read.await
}
