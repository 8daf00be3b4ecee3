//! The leads' way from the turnout to the published results: watch, count, look, publish.

use actix_web::HttpResponse;
use actix_web::web::{self, Data};

use super::console::{CountPage, PreviewPage, PublishPage, TurnoutPage};
use super::model::Report;
use super::report::{Audience, report};
use super::{count, publish};
use crate::ballots::print::Prints;
use crate::ballots::store as ballots;
use crate::editions::guard::Lead;
use crate::editions::model::ElectorateRule;
use crate::editions::phase::Phase;
use crate::electorate;
use crate::error::{Error, Field, Result};
use crate::web::forms::Form;
use crate::web::respond::Reply;

/// The routes of this room's part of the console.
pub fn routes(cfg: &mut web::ServiceConfig) {
    let under = |page: &str| format!("/editions/{{edition}}/manage/{page}");
    cfg.route(&under("turnout"), web::get().to(show_turnout))
        .route(&under("count"), web::get().to(show_count))
        .route(&under("count"), web::post().to(do_count))
        .route(&under("preview"), web::get().to(show_preview))
        .route(&under("publication"), web::get().to(show_publication))
        .route(&under("publication"), web::post().to(do_publish));
}

async fn show_turnout(reply: Reply, lead: Lead, prints: Data<Prints>) -> Result<HttpResponse> {
    let papers = prints.papers(&reply.app, &lead.edition).await?;
    let (id, rule) = (lead.edition.id, lead.edition.electorate);
    let read = reply.app.read(move |db, _| {
        let invited = match rule {
            ElectorateRule::Everyone => None,
            ElectorateRule::Invited => Some(electorate::store::size(db, id)?),
        };
        Ok((ballots::turnout(db, id)?, (ballots::voters(db, id)?, invited)))
    });
    let (turnout, people) = read.await?;
    let now = reply.app.clock.now();
    let page = TurnoutPage::new(&lead, &papers, &turnout, people, now);
    reply.page("results/turnout", &page)
}

async fn show_count(reply: Reply, lead: Lead, prints: Data<Prints>) -> Result<HttpResponse> {
    let papers = prints.papers(&reply.app, &lead.edition).await?;
    let page = CountPage::new(&lead, papers.len(), reply.app.clock.now());
    reply.page("results/count", &page)
}

async fn do_count(reply: Reply, lead: Lead) -> Result<HttpResponse> {
    let (id, actor) = (lead.edition.id, lead.account.name);
    reply.app.write(move |db, now| count::count(db, id, &actor, now)).await?;
    Ok(reply.done(
        &format!("/editions/{}/manage/preview", lead.edition.slug),
        "Counted. Only leads see this until you publish.",
    ))
}

async fn show_preview(reply: Reply, lead: Lead) -> Result<HttpResponse> {
    let report = told(&reply, &lead).await?;
    let page = PreviewPage::new(&lead, &report, reply.app.clock.now());
    reply.page("results/preview", &page)
}

async fn show_publication(reply: Reply, lead: Lead) -> Result<HttpResponse> {
    let page = publication(&reply, &lead, &Form::default(), &[]).await?;
    reply.page("results/publication", &page)
}

async fn do_publish(reply: Reply, lead: Lead, form: Form) -> Result<HttpResponse> {
    match tell(&reply, &lead, &form).await {
        Ok(()) => Ok(reply.done(
            &format!("/editions/{}/results", lead.edition.slug),
            "Published. Everybody sees the results now.",
        )),
        Err(Error::Invalid(fields)) => {
            let page = publication(&reply, &lead, &form, &fields).await?;
            reply.refused("results/publication", &page)
        }
        Err(other) => Err(other),
    }
}

async fn tell(reply: &Reply, lead: &Lead, form: &Form) -> Result<()> {
    publish::confirm(&lead.edition, form, reply.app.clock.now())?;
    let (id, actor) = (lead.edition.id, lead.account.name.clone());
    reply.app.write(move |db, now| publish::publish(db, id, &actor, now)).await
}

async fn publication(
    reply: &Reply,
    lead: &Lead,
    form: &Form,
    errors: &[Field],
) -> Result<PublishPage> {
    let report =
        if lead.edition.phase >= Phase::Counted { Some(told(reply, lead).await?) } else { None };
    let now = reply.app.clock.now();
    Ok(PublishPage::new(lead, report.as_ref(), form, errors, now))
}

async fn told(reply: &Reply, lead: &Lead) -> Result<Report> {
    let edition = lead.edition.clone();
    let read = reply.app.read(move |db, _| report(db, &edition, Audience::Leads));
    read.await
}
