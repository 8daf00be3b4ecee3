//! The instance's pages: for admins alone.

use actix_web::HttpResponse;
use actix_web::web::{self, Path};

use super::page::{Health, InstancePage, LeadsPage, NewPage};
use crate::accounts;
use crate::accounts::guard::Admin;
use crate::accounts::model::{Account, Email};
use crate::audit;
use crate::editions::create::{self, Founding};
use crate::editions::model::Edition;
use crate::editions::{name_lead, store};
use crate::error::{Error, Field, Result};
use crate::ids::AccountId;
use crate::store::db::Db;
use crate::store::health;
use crate::web::forms::{Check, Form};
use crate::web::respond::Reply;

/// The routes of the instance's pages.
pub fn routes(cfg: &mut web::ServiceConfig) {
    let leads = "/admin/editions/{edition}/leads";
    cfg.route("/admin", web::get().to(show))
        .route("/admin/editions", web::get().to(show_new))
        .route("/admin/editions", web::post().to(do_create))
        .route(leads, web::get().to(show_leads))
        .route(leads, web::post().to(do_name))
        .route(&format!("{leads}/{{account}}/removal"), web::post().to(do_remove));
}

async fn show(reply: Reply, _: Admin) -> Result<HttpResponse> {
    let read = reply.app.read(|db, _| {
        let health = Health {
            version: env!("CARGO_PKG_VERSION"),
            database: health::kind(db),
            schema: health::schema(db)?,
            first_break: audit::store::first_break(db)?,
        };
        let mut editions = Vec::new();
        for edition in store::all(db)? {
            let leads = leads_of(db, &edition)?;
            editions.push((edition, leads));
        }
        Ok((editions, health))
    });
    let (editions, health) = read.await?;
    let page = InstancePage::new(&editions, health, reply.app.clock.now());
    reply.page("editions/admin/instance", &page)
}

fn leads_of(db: &mut Db, edition: &Edition) -> Result<Vec<Account>> {
    let ids = store::leads_of(db, edition.id)?;
    accounts::store::by_ids(db, &ids)
}

async fn show_new(reply: Reply, admin: Admin) -> Result<HttpResponse> {
    let page = NewPage::new(&admin.0, &Form::default(), &[], reply.app.clock.now());
    reply.page("editions/admin/new", &page)
}

async fn do_create(reply: Reply, admin: Admin, form: Form) -> Result<HttpResponse> {
    match created(&reply, &admin.0, &form).await {
        Ok(to) => {
            Ok(reply.done(&to, "The edition is made. It is a draft that only its leads see."))
        }
        Err(Error::Invalid(fields)) => {
            let page = NewPage::new(&admin.0, &form, &fields, reply.app.clock.now());
            reply.refused("editions/admin/new", &page)
        }
        Err(other) => Err(other),
    }
}

/// Where to go on: to the console for a lead, to the instance for everybody else.
async fn created(reply: &Reply, admin: &Account, form: &Form) -> Result<String> {
    let founding = Founding::parse(form)?;
    let leads = founding.leads.iter().any(|email| email.key() == admin.email.key());
    let to = if leads {
        format!("/editions/{}/manage", founding.draft.slug)
    } else {
        "/admin".to_owned()
    };
    let admin = admin.clone();
    let verb = reply.app.write(move |db, now| create::create(db, &founding, &admin, now));
    verb.await?;
    Ok(to)
}

async fn show_leads(reply: Reply, _: Admin, slug: Path<String>) -> Result<HttpResponse> {
    let page = leads_page(&reply, &slug, &Form::default(), &[]).await?;
    reply.page("editions/admin/leads", &page)
}

async fn leads_page(reply: &Reply, slug: &str, form: &Form, errors: &[Field]) -> Result<LeadsPage> {
    let slug = slug.to_owned();
    let read = reply.app.read(move |db, _| {
        let edition = store::by_slug(db, &slug)?;
        let leads = leads_of(db, &edition)?;
        Ok((edition, leads))
    });
    let (edition, leads) = read.await?;
    Ok(LeadsPage::new(&edition, &leads, form, errors))
}

async fn do_name(
    reply: Reply,
    admin: Admin,
    slug: Path<String>,
    form: Form,
) -> Result<HttpResponse> {
    match named(&reply, admin.0, &slug, &form).await {
        Ok(said) => Ok(reply.done(&format!("/admin/editions/{slug}/leads"), &said)),
        Err(Error::Invalid(fields)) => {
            let page = leads_page(&reply, &slug, &form, &fields).await?;
            reply.refused("editions/admin/leads", &page)
        }
        Err(other) => Err(other),
    }
}

async fn named(reply: &Reply, admin: Account, slug: &str, form: &Form) -> Result<String> {
    let mut check = Check::new();
    let Some(email) = check.take("leads", Email::parse(form.text("leads"))) else {
        return Err(check.refuse());
    };
    let slug = slug.to_owned();
    let verb = reply.app.write(move |db, now| {
        let edition = store::by_slug(db, &slug)?;
        let found = name_lead::all_found(db, &[email])?;
        for lead in &found {
            name_lead::name(db, edition.id, lead, &admin, now)?;
        }
        Ok(found)
    });
    let found = verb.await?;
    let names: Vec<String> = found.into_iter().map(|lead| lead.name).collect();
    Ok(format!("{} is a lead.", names.join(", ")))
}

async fn do_remove(
    reply: Reply,
    admin: Admin,
    path: Path<(String, AccountId)>,
) -> Result<HttpResponse> {
    let (slug, lead) = path.into_inner();
    let to = format!("/admin/editions/{slug}/leads");
    let verb = reply.app.write(move |db, now| {
        let edition = store::by_slug(db, &slug)?;
        name_lead::remove(db, edition.id, lead, &admin.0, now)
    });
    verb.await?;
    Ok(reply.done(&to, "Done. What they did as a lead stays in the log."))
}
