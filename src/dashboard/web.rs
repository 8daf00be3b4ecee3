//! An edition's front page: what it is, what one can do and when, and its awards.

use actix_web::HttpResponse;
use actix_web::web;

use super::page::{Around, FrontPage};
use crate::editions::guard::Reader;
use crate::editions::set_calendar::EXTENDED;
use crate::error::Result;
use crate::ids::{AccountId, EditionId};
use crate::store::db::Db;
use crate::web::respond::Reply;
use crate::{accounts, audit, ballots, categories, editions, submissions};

/// The routes of this room.
pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/editions/{edition}", web::get().to(show));
}

async fn show(reply: Reply, reader: Reader) -> Result<HttpResponse> {
    let edition = reader.edition.id;
    let account = reader.account.as_ref().map(|account| account.id);
    let around = reply.app.read(move |db, _| gather(db, edition, account)).await?;
    let page = FrontPage::new(&reader, around, reply.app.clock.now());
    reply.page("dashboard/front", &page)
}

fn gather(db: &mut Db, edition: EditionId, account: Option<AccountId>) -> Result<Around> {
    let leads = editions::store::leads_of(db, edition)?;
    let leads = accounts::store::by_ids(db, &leads)?.into_iter();
    let voted_in = match account {
        Some(account) => Some(ballots::store::voted_in(db, edition, account)?.len()),
        None => None,
    };
    Ok(Around {
        leads: leads.map(|lead| lead.name).collect(),
        activities: editions::store::activities_of(db, edition)?,
        categories: categories::store::with_sizes(db, edition)?,
        stories: submissions::store::kinds(db, edition)?
            .iter()
            .filter_map(|(_, stories)| usize::try_from(*stories).ok())
            .sum(),
        voters: ballots::store::voters(db, edition)?,
        voted_in,
        extension: audit::store::latest(db, edition, EXTENDED)?
            .map(|entry| (entry.at, entry.detail)),
    })
}
