//! The leads' page of the electorate: the rule, and the invitations.

use actix_web::HttpResponse;
use actix_web::web::{self, Path};

use super::model::Code;
use super::page::ManagePage;
use super::{invite, set_rule, store};
use crate::editions::guard::Lead;
use crate::editions::model::ElectorateRule;
use crate::error::{Error, Field, Result};
use crate::ids::InvitationId;
use crate::web::forms::Form;
use crate::web::respond::Reply;

/// The routes of this room's console.
pub fn routes(cfg: &mut web::ServiceConfig) {
    let at = "/editions/{edition}/manage/electorate";
    cfg.route(at, web::get().to(show))
        .route(at, web::post().to(choose))
        .route(&format!("{at}/invitations"), web::post().to(make))
        .route(&format!("{at}/invitations/{{id}}/removal"), web::post().to(take_back));
}

fn here(lead: &Lead) -> String {
    format!("/editions/{}/manage/electorate", lead.edition.slug)
}

async fn show(reply: Reply, lead: Lead) -> Result<HttpResponse> {
    let page = page(&reply, &lead, &[], &Form::default(), &[]).await?;
    reply.page("electorate/manage", &page)
}

async fn choose(reply: Reply, lead: Lead, form: Form) -> Result<HttpResponse> {
    let rule = ElectorateRule::of(form.text("rule"))
        .ok_or_else(|| Error::invalid("rule", "Choose one of the two."))?;
    let (edition, account, to) = (lead.edition.id, lead.account.clone(), here(&lead));
    reply.app.write(move |db, now| set_rule::set_rule(db, edition, &account, rule, now)).await?;
    Ok(reply.done(&to, rule.sentence()))
}

/// The codes are shown in the answer itself, once: they stand in no address and no cookie.
async fn make(reply: Reply, lead: Lead, form: Form) -> Result<HttpResponse> {
    match invited(&reply, &lead, &form).await {
        Ok(made) => {
            let page = page(&reply, &lead, &made, &Form::default(), &[]).await?;
            reply.page("electorate/manage", &page)
        }
        Err(Error::Invalid(fields)) => {
            let page = page(&reply, &lead, &[], &form, &fields).await?;
            reply.refused("electorate/manage", &page)
        }
        Err(other) => Err(other),
    }
}

async fn invited(reply: &Reply, lead: &Lead, form: &Form) -> Result<Vec<(String, Code)>> {
    let labels = invite::parse(form.raw("labels"))?;
    let (edition, account) = (lead.edition.id, lead.account.clone());
    reply.app.write(move |db, now| invite::invite(db, edition, &account, labels, now)).await
}

async fn take_back(
    reply: Reply,
    lead: Lead,
    path: Path<(String, InvitationId)>,
) -> Result<HttpResponse> {
    let id = path.1;
    let (edition, account) = (lead.edition.id, lead.account.clone());
    reply.app.write(move |db, now| invite::revoke(db, edition, &account, id, now)).await?;
    Ok(reply.done(&here(&lead), "The invitation is taken back; its code works no more."))
}

async fn page(
    reply: &Reply,
    lead: &Lead,
    made: &[(String, Code)],
    form: &Form,
    errors: &[Field],
) -> Result<ManagePage> {
    let edition = lead.edition.id;
    let invitations = reply.app.read(move |db, _| store::of_edition(db, edition)).await?;
    Ok(ManagePage::new(lead, invitations, made, form, errors, reply.app.clock.now()))
}
