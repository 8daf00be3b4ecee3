//! The leads' pages of sources: adding and setting, *Sync now*, what changed, what failed.

use std::collections::BTreeSet;

use actix_web::HttpResponse;
use actix_web::web::{self, Path};

use super::draft::{self, Draft};
use super::model::Source;
use super::page::{FormOfSource, Given, Listed, Offers, SourcesPage};
use super::passes::model::Reading;
use super::show_page::{Known, SourcePage};
use super::sync::{self, Desk};
use super::{add, amend, begin, failures, passes, remove, store};
use crate::editions::guard::Lead;
use crate::error::{Error, Field, Result};
use crate::ids::{EditionId, SourceId};
use crate::store::db::Db;
use crate::web::forms::Form;
use crate::web::respond::Reply;

/// The routes of this room's console.
pub fn routes(cfg: &mut web::ServiceConfig) {
    let at = "/editions/{edition}/manage/sources";
    let one = format!("{at}/{{source}}");
    cfg.route(at, web::get().to(index))
        .route(at, web::post().to(do_add))
        .route(&format!("{at}/new"), web::get().to(show_new))
        .route(&one, web::get().to(show))
        .route(&format!("{one}/settings"), web::get().to(show_settings))
        .route(&format!("{one}/settings"), web::post().to(do_amend))
        .route(&format!("{one}/sync"), web::post().to(do_sync))
        .route(&format!("{one}/retry"), web::post().to(do_retry))
        .route(&format!("{one}/end"), web::post().to(do_give_up))
        .route(&format!("{one}/removal"), web::post().to(do_remove));
}

type Named = Path<(String, SourceId)>;

fn at(lead: &Lead, rest: &str) -> String {
    format!("/editions/{}/manage/sources{rest}", lead.edition.slug)
}

async fn index(reply: Reply, lead: Lead) -> Result<HttpResponse> {
    let edition = lead.edition.id;
    let listed = reply.app.read(move |db, _| listed(db, edition)).await?;
    let config = &reply.app.config;
    let offers = Offers {
        public_url: &config.public_url,
        token: Given::of(config.github_token.as_ref()),
        secret: Given::of(config.webhook_secret.as_ref()),
    };
    reply.page("sources/index", &SourcesPage::new(&lead, &listed, offers, reply.app.clock.now()))
}

fn listed(db: &mut Db, edition: EditionId) -> Result<Vec<Listed>> {
    let sources = store::of_edition(db, edition)?.into_iter();
    let with = |source: Source| {
        let last = passes::store::of_source(db, source.id)?.into_iter().next();
        let failures = failures::store::of_source(db, source.id)?.len();
        Ok(Listed { source, last, failures })
    };
    sources.map(with).collect()
}

/// A source of this edition; of another there is none.
fn own(db: &mut Db, edition: EditionId, id: SourceId) -> Result<Source> {
    let source = store::get(db, id)?;
    if source.edition == edition { Ok(source) } else { Err(store::unknown()) }
}

async fn show(reply: Reply, lead: Lead, named: Named) -> Result<HttpResponse> {
    let (edition, id) = (lead.edition.id, named.1);
    let known = reply.app.read(move |db, _| {
        let source = own(db, edition, id)?;
        let passes = passes::store::of_source(db, id)?;
        let mut told = Vec::new();
        for pass in &passes {
            told = passes::store::told(db, pass.id)?;
            if !told.is_empty() {
                break;
            }
        }
        Ok(Known { failures: failures::store::of_source(db, id)?, source, passes, told })
    });
    let page = SourcePage::new(&lead, &known.await?, reply.app.clock.now());
    reply.page("sources/show", &page)
}

async fn show_new(reply: Reply, lead: Lead) -> Result<HttpResponse> {
    reply.page("sources/form", &new_page(&reply, &lead, &Form::default(), &[]))
}

fn new_page(reply: &Reply, lead: &Lead, form: &Form, errors: &[Field]) -> FormOfSource {
    let token = Given::of(reply.app.config.github_token.as_ref());
    FormOfSource::new(lead, form, errors, token, reply.app.clock.now())
}

async fn do_add(reply: Reply, lead: Lead, form: Form) -> Result<HttpResponse> {
    match added(&reply, &lead, &form).await {
        Ok(source) => {
            let said = "Added. Sync it now to take in what it has.";
            Ok(reply.done(&at(&lead, &format!("/{}", source.id)), said))
        }
        Err(Error::Invalid(fields)) => {
            reply.refused("sources/form", &new_page(&reply, &lead, &form, &fields))
        }
        Err(other) => Err(other),
    }
}

async fn added(reply: &Reply, lead: &Lead, form: &Form) -> Result<Source> {
    let draft = Draft::parse(form, &reply.app.config.github_api)?;
    let (edition, actor) = (lead.edition.id, lead.account.name.clone());
    reply.app.write(move |db, now| add::add(db, edition, draft, &actor, now)).await
}

async fn show_settings(reply: Reply, lead: Lead, named: Named) -> Result<HttpResponse> {
    let page = settings_page(&reply, &lead, named.1, &Form::default(), &[]).await?;
    reply.page("sources/form", &page)
}

async fn settings_page(
    reply: &Reply,
    lead: &Lead,
    id: SourceId,
    form: &Form,
    errors: &[Field],
) -> Result<FormOfSource> {
    let edition = lead.edition.id;
    let source = reply.app.read(move |db, _| own(db, edition, id)).await?;
    Ok(FormOfSource::of(lead, &source, form, errors, reply.app.clock.now()))
}

async fn do_amend(reply: Reply, lead: Lead, named: Named, form: Form) -> Result<HttpResponse> {
    match amended(&reply, &lead, named.1, &form).await {
        Ok(()) => {
            let said = "Saved. The next sync goes by it.";
            Ok(reply.done(&at(&lead, &format!("/{}", named.1)), said))
        }
        Err(Error::Invalid(fields)) => {
            let page = settings_page(&reply, &lead, named.1, &form, &fields).await?;
            reply.refused("sources/form", &page)
        }
        Err(other) => Err(other),
    }
}

async fn amended(reply: &Reply, lead: &Lead, id: SourceId, form: &Form) -> Result<()> {
    let settings = draft::settings(form)?;
    let (edition, actor) = (lead.edition.id, lead.account.name.clone());
    let verb =
        reply.app.write(move |db, now| amend::amend(db, edition, id, &settings, &actor, now));
    verb.await
}

async fn do_sync(reply: Reply, lead: Lead, named: Named) -> Result<HttpResponse> {
    begun(&reply, &lead, named.1, Reading::News).await?;
    Ok(reply.done(&at(&lead, &format!("/{}", named.1)), "It is being read."))
}

async fn do_retry(reply: Reply, lead: Lead, named: Named, form: Form) -> Result<HttpResponse> {
    let numbers = to_retry(&reply, named.1, &form).await?;
    if numbers.is_empty() {
        return Err(Error::conflict(
            "The form named no pull request that failed.",
            "Go back, and press the button beside one.",
        ));
    }
    begun(&reply, &lead, named.1, Reading::Only(numbers)).await?;
    Ok(reply.done(&at(&lead, &format!("/{}", named.1)), "It is being read again."))
}

async fn to_retry(reply: &Reply, id: SourceId, form: &Form) -> Result<BTreeSet<u64>> {
    if !form.has("all") {
        return Ok(form.all("number").filter_map(|number| number.parse().ok()).collect());
    }
    let failed = reply.app.read(move |db, _| failures::store::of_source(db, id)).await?;
    Ok(failed.into_iter().filter_map(|failure| failure.submission).collect())
}

/// Begins a pass, so that a refusal is told here, and lets it run.
async fn begun(reply: &Reply, lead: &Lead, id: SourceId, reading: Reading) -> Result<()> {
    let edition = lead.edition.id;
    reply.app.read(move |db, _| own(db, edition, id)).await?;
    let desk = Desk::of(&reply.app);
    let ticket = sync::start(&desk, id, reading, &lead.account.name).await?;
    actix_web::rt::spawn(async move {
        if let Err(cause) = sync::run(&desk, ticket, Box::new(|_| {})).await {
            tracing::error!(error = %cause, "a pass could not be ended");
        }
    });
    Ok(())
}

async fn do_give_up(reply: Reply, lead: Lead, named: Named) -> Result<HttpResponse> {
    let (edition, id, actor) = (lead.edition.id, named.1, lead.account.name.clone());
    let verb = reply.app.write(move |db, now| {
        own(db, edition, id)?;
        begin::give_up(db, id, &actor, now)
    });
    verb.await?;
    let said = "Ended. What it had read is kept, and the next sync goes on from there.";
    Ok(reply.done(&at(&lead, &format!("/{id}")), said))
}

async fn do_remove(reply: Reply, lead: Lead, named: Named) -> Result<HttpResponse> {
    let (edition, id, actor) = (lead.edition.id, named.1, lead.account.name.clone());
    reply.app.write(move |db, now| remove::remove(db, edition, id, &actor, now)).await?;
    Ok(reply.done(&at(&lead, ""), "It is read no more. What was taken in stays."))
}
