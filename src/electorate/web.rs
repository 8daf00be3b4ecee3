//! Joining the electorate of an edition with an invitation's code.

use actix_web::HttpResponse;
use actix_web::web;

use super::model::Code;
use super::page::JoinPage;
use super::{redeem, store};
use crate::editions::guard::Member;
use crate::error::{Error, Field, Result};
use crate::web::forms::Form;
use crate::web::respond::Reply;

/// The routes of this room.
pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/editions/{edition}/join", web::get().to(show))
        .route("/editions/{edition}/join", web::post().to(join));
}

async fn show(reply: Reply, member: Member) -> Result<HttpResponse> {
    let page = page(&reply, &member, &Form::default(), &[]).await?;
    reply.page("electorate/join", &page)
}

async fn join(reply: Reply, member: Member, form: Form) -> Result<HttpResponse> {
    match enter(&reply, &member, &form).await {
        Ok(()) => Ok(reply.done(
            &format!("/editions/{}/ballot", member.edition.slug),
            "Welcome to the electorate. Here is your ballot paper.",
        )),
        Err(Error::Invalid(fields)) => {
            let page = page(&reply, &member, &form, &fields).await?;
            reply.refused("electorate/join", &page)
        }
        Err(other) => Err(other),
    }
}

async fn enter(reply: &Reply, member: &Member, form: &Form) -> Result<()> {
    let code = Code::parse(form.text("code"))?;
    let (edition, account) = (member.edition.id, member.account.id);
    // The same patience as at the door: a code is a secret too.
    reply.app.limits.at_account(&format!("join {account}"))?;
    reply.app.write(move |db, _| redeem::redeem(db, edition, account, &code)).await
}

async fn page(reply: &Reply, member: &Member, form: &Form, errors: &[Field]) -> Result<JoinPage> {
    let (edition, account) = (member.edition.id, member.account.id);
    let standing = reply.app.read(move |db, _| store::standing(db, edition, account)).await?;
    Ok(JoinPage::new(member, standing, form, errors, reply.app.clock.now()))
}
