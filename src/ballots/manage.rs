//! The leads' page of voting: opening it and closing it by hand, each once and for all, so each
//! asks for the edition's address to be typed.

use actix_web::HttpResponse;
use actix_web::web;

use super::manage_page::VotingPage;
use super::{close, open, store};
use crate::categories;
use crate::editions::guard::Lead;
use crate::error::{Error, Field, Result};
use crate::web::forms::Form;
use crate::web::respond::Reply;

/// The routes of this room's console.
pub fn routes(cfg: &mut web::ServiceConfig) {
    let at = "/editions/{edition}/manage/voting";
    cfg.route(at, web::get().to(show))
        .route(&format!("{at}/opening"), web::post().to(begin))
        .route(&format!("{at}/closing"), web::post().to(end));
}

async fn show(reply: Reply, lead: Lead) -> Result<HttpResponse> {
    let page = page(&reply, &lead, &Form::default(), &[]).await?;
    reply.page("ballots/voting", &page)
}

async fn begin(reply: Reply, lead: Lead, form: Form) -> Result<HttpResponse> {
    if let Err(refused) = sure(&lead, &form) {
        return again(&reply, &lead, &form, refused).await;
    }
    let (edition, name) = (lead.edition.id, lead.account.name.clone());
    reply.app.write(move |db, now| open::open(db, edition, &name, now)).await?;
    Ok(reply
        .done(&here(&lead), "Voting is open. The rules are frozen, and their digest is public."))
}

async fn end(reply: Reply, lead: Lead, form: Form) -> Result<HttpResponse> {
    if let Err(refused) = sure(&lead, &form) {
        return again(&reply, &lead, &form, refused).await;
    }
    let (edition, name) = (lead.edition.id, lead.account.name.clone());
    reply.app.write(move |db, now| close::close(db, edition, &name, now)).await?;
    reply.app.store.forget().await?;
    Ok(reply.done(&here(&lead), "Voting is closed. Nobody can join a person to a ballot any more."))
}

fn here(lead: &Lead) -> String {
    format!("/editions/{}/manage/voting", lead.edition.slug)
}

fn sure(lead: &Lead, form: &Form) -> Result<()> {
    if form.text("slug") == lead.edition.slug {
        return Ok(());
    }
    let words = format!("Type {} to say that you mean it.", lead.edition.slug);
    Err(Error::invalid("slug", words))
}

async fn again(reply: &Reply, lead: &Lead, form: &Form, refused: Error) -> Result<HttpResponse> {
    match refused {
        Error::Invalid(fields) => {
            let page = page(reply, lead, form, &fields).await?;
            reply.refused("ballots/voting", &page)
        }
        other => Err(other),
    }
}

async fn page(reply: &Reply, lead: &Lead, form: &Form, errors: &[Field]) -> Result<VotingPage> {
    let id = lead.edition.id;
    let read = reply.app.read(move |db, _| {
        let papers = categories::store::papers(db, id)?;
        let measured = categories::store::measured(db, id)?;
        Ok((papers, measured, store::voters(db, id)?))
    });
    let (papers, measured, voters) = read.await?;
    let now = reply.app.clock.now();
    Ok(VotingPage::new(lead, (&papers, &measured), voters, (form, errors), now))
}
