//! The overview of the leads' console.

use actix_web::HttpResponse;
use actix_web::web;

use super::console_page::OverviewPage;
use super::facts::Facts;
use crate::clock::Timestamp;
use crate::editions::guard::Lead;
use crate::editions::model::Edition;
use crate::error::Result;
use crate::nominees::model::Standing;
use crate::store::db::Db;
use crate::web::respond::Reply;
use crate::{ballots, categories, electorate, nominees, sources, submissions};

/// The routes of this room's console.
pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/editions/{edition}/manage", web::get().to(show));
}

async fn show(reply: Reply, lead: Lead) -> Result<HttpResponse> {
    let edition = lead.edition;
    let facts = reply.app.read(move |db, now| gather(db, edition, now)).await?;
    let page = OverviewPage::new(&facts, reply.app.clock.now());
    reply.page("dashboard/overview", &page)
}

fn gather(db: &mut Db, edition: Edition, now: Timestamp) -> Result<Facts> {
    let papers = categories::store::papers(db, edition.id)?;
    let measured = categories::store::measured(db, edition.id)?;
    let admitted = nominees::store::bare(db, edition.id)?.into_iter();
    let admitted = admitted.filter(|nominee| nominee.standing == Standing::Admitted);
    let read = sources::store::of_edition(db, edition.id)?;
    let mut failures = 0;
    for source in &read {
        failures += sources::failures::store::of_source(db, source.id)?.len();
    }
    Ok(Facts {
        sources: read.len(),
        stories: submissions::store::kinds(db, edition.id)?.iter().map(|(_, many)| *many).sum(),
        failures,
        claims: submissions::claims::store::of_edition(db, edition.id)?.len(),
        categories: papers.len() + measured.len(),
        nominees: admitted.count(),
        invitations: electorate::store::of_edition(db, edition.id)?.len(),
        voters: ballots::store::voters(db, edition.id)?,
        lacks: ballots::open::lacks(&papers, &measured, &edition.calendar, now),
        now,
        edition,
    })
}
