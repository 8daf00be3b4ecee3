//! The leads' page of people: answering claims, and saying that two are one.

use actix_web::HttpResponse;
use actix_web::web;

use super::merge::{self, Same};
use super::page::{DeskPage, Known};
use super::release;
use crate::accounts;
use crate::editions::guard::Lead;
use crate::error::{Error, Field, Result};
use crate::ids::EditionId;
use crate::store::db::Db;
use crate::submissions::claims;
use crate::submissions::claims::answer::{self, Asked};
use crate::submissions::claims::model::handle;
use crate::web::forms::{Check, Form};
use crate::web::respond::Reply;

/// The routes of the leads' page of people.
pub fn routes(cfg: &mut web::ServiceConfig) {
    let at = "/editions/{edition}/manage/people";
    cfg.route(at, web::get().to(show))
        .route(&format!("{at}/agreement"), web::post().to(do_agree))
        .route(&format!("{at}/refusal"), web::post().to(do_refuse))
        .route(&format!("{at}/release"), web::post().to(do_release))
        .route(&format!("{at}/merger"), web::post().to(do_merge))
        .route(&format!("{at}/parting"), web::post().to(do_part));
}

fn back(lead: &Lead) -> String {
    format!("/editions/{}/manage/people", lead.edition.slug)
}

async fn show(reply: Reply, lead: Lead) -> Result<HttpResponse> {
    let page = desk(&reply, &lead, &Form::default(), &[]).await?;
    reply.page("nominees/people", &page)
}

async fn desk(reply: &Reply, lead: &Lead, form: &Form, errors: &[Field]) -> Result<DeskPage> {
    let edition = lead.edition.id;
    let known = reply.app.read(move |db, _| gather(db, edition)).await?;
    Ok(DeskPage::new(lead, &known, form, errors, reply.app.clock.now()))
}

fn gather(db: &mut Db, edition: EditionId) -> Result<Known> {
    let people = claims::store::everybody(db, edition)?;
    let claims = claims::store::of_edition(db, edition)?;
    let claimants = claims.iter().map(|claim| claim.account);
    let behind: Vec<_> = claimants.chain(people.iter().filter_map(|it| it.account)).collect();
    let members = accounts::store::by_ids(db, &behind)?;
    Ok(Known { people, claims, members })
}

async fn do_agree(reply: Reply, lead: Lead, form: Form) -> Result<HttpResponse> {
    let asked = asked(&form)?;
    let (edition, actor) = (lead.edition.id, lead.account.name.clone());
    let verb = reply.app.write(move |db, now| answer::agree(db, edition, &actor, &asked, now));
    let (name, person) = verb.await?;
    let said = format!("{name} is {}, for all to read in the log.", handle(&person));
    Ok(reply.done(&back(&lead), &said))
}

async fn do_refuse(reply: Reply, lead: Lead, form: Form) -> Result<HttpResponse> {
    let asked = asked(&form)?;
    let (edition, actor) = (lead.edition.id, lead.account.name.clone());
    let verb = reply.app.write(move |db, now| answer::refuse(db, edition, &actor, &asked, now));
    let (name, person) = verb.await?;
    Ok(reply.done(&back(&lead), &format!("Refused: {name} is not {}.", handle(&person))))
}

fn asked(form: &Form) -> Result<Asked> {
    let account = form.text("account").parse().map_err(|_shape| Error::NotFound("claim"))?;
    Ok(Asked { person: form.text("person").to_owned(), account })
}

async fn do_release(reply: Reply, lead: Lead, form: Form) -> Result<HttpResponse> {
    let slug = form.text("person").to_owned();
    let (edition, actor) = (lead.edition.id, lead.account.name.clone());
    let verb = reply.app.write(move |db, now| release::release(db, edition, &actor, &slug, now));
    let done = verb.await?;
    let mut said = format!("Undone: {} is not {} any more.", done.member, done.person);
    if done.declined > 0 {
        said.push_str(
            " What they declined counts as withdrawn: admit it by name to bring it back.",
        );
    }
    Ok(reply.done(&back(&lead), &said))
}

async fn do_merge(reply: Reply, lead: Lead, form: Form) -> Result<HttpResponse> {
    match merged(&reply, &lead, &form).await {
        Ok((one, kept)) => {
            let said = format!("{one} is the same person as {kept} from now on.");
            Ok(reply.done(&back(&lead), &said))
        }
        Err(Error::Invalid(fields)) => {
            let page = desk(&reply, &lead, &form, &fields).await?;
            reply.refused("nominees/people", &page)
        }
        Err(other) => Err(other),
    }
}

async fn merged(reply: &Reply, lead: &Lead, form: &Form) -> Result<(String, String)> {
    let mut check = Check::new();
    for name in ["one", "kept"] {
        if form.text(name).is_empty() {
            check.wrong(name, "Choose somebody.");
        }
    }
    check.pass()?;
    let same = Same { one: form.text("one").to_owned(), kept: form.text("kept").to_owned() };
    let (edition, actor) = (lead.edition.id, lead.account.name.clone());
    let verb = reply.app.write(move |db, now| merge::merge(db, edition, &actor, &same, now));
    verb.await
}

async fn do_part(reply: Reply, lead: Lead, form: Form) -> Result<HttpResponse> {
    let slug = form.text("person").to_owned();
    let (edition, actor) = (lead.edition.id, lead.account.name.clone());
    let verb = reply.app.write(move |db, now| merge::part(db, edition, &actor, &slug, now));
    let known = verb.await?;
    let said = format!(
        "{known} is a person of their own again, with their own stories. Places on papers stay \
         where they went."
    );
    Ok(reply.done(&back(&lead), &said))
}
