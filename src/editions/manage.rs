//! The leads' own pages of an edition: its details, its calendar, what one can do, and the opening
//! of nominations.

use actix_web::HttpResponse;
use actix_web::web;

use super::guard::Lead;
use super::manage_page::{ActivitiesPage, CalendarPage, DetailsPage};
use super::model::About;
use super::set_calendar::Wish;
use super::{amend, open_nominations, set_activities, set_calendar, store};
use crate::error::{Error, Field, Result};
use crate::web::forms::{Check, Form};
use crate::web::respond::Reply;

/// The routes of this floor's console.
pub fn routes(cfg: &mut web::ServiceConfig) {
    let at = "/editions/{edition}/manage";
    cfg.route(&format!("{at}/details"), web::get().to(show_details))
        .route(&format!("{at}/details"), web::post().to(do_amend))
        .route(&format!("{at}/calendar"), web::get().to(show_calendar))
        .route(&format!("{at}/calendar"), web::post().to(do_set_calendar))
        .route(&format!("{at}/activities"), web::get().to(show_activities))
        .route(&format!("{at}/activities"), web::post().to(do_set_activities))
        .route(&format!("{at}/nominations"), web::post().to(do_open));
}

fn at(lead: &Lead, room: &str) -> String {
    format!("/editions/{}/manage{room}", lead.edition.slug)
}

async fn show_details(reply: Reply, lead: Lead) -> Result<HttpResponse> {
    let now = reply.app.clock.now();
    let page = DetailsPage::new(&lead, &Form::default(), &[], now);
    reply.page("editions/manage/details", &page)
}

async fn do_amend(reply: Reply, lead: Lead, form: Form) -> Result<HttpResponse> {
    match amended(&reply, &lead, &form).await {
        Ok(()) => Ok(reply.done(&at(&lead, "/details"), "The details are saved.")),
        Err(Error::Invalid(fields)) => {
            let page = DetailsPage::new(&lead, &form, &fields, reply.app.clock.now());
            reply.refused("editions/manage/details", &page)
        }
        Err(other) => Err(other),
    }
}

async fn amended(reply: &Reply, lead: &Lead, form: &Form) -> Result<()> {
    let mut check = Check::new();
    let Some(about) = About::take(form, &mut check) else {
        return Err(check.refuse());
    };
    let (edition, account) = (lead.edition.id, lead.account.clone());
    let verb = reply.app.write(move |db, now| amend::amend(db, edition, &about, &account, now));
    verb.await
}

async fn show_calendar(reply: Reply, lead: Lead) -> Result<HttpResponse> {
    let now = reply.app.clock.now();
    let page = CalendarPage::new(&lead, &Form::default(), &[], now);
    reply.page("editions/manage/calendar", &page)
}

async fn do_set_calendar(reply: Reply, lead: Lead, form: Form) -> Result<HttpResponse> {
    match calendar_set(&reply, &lead, &form).await {
        Ok(()) => Ok(reply.done(&at(&lead, "/calendar"), "The calendar is saved.")),
        Err(Error::Invalid(fields)) => {
            let page = CalendarPage::new(&lead, &form, &fields, reply.app.clock.now());
            reply.refused("editions/manage/calendar", &page)
        }
        Err(other) => Err(other),
    }
}

async fn calendar_set(reply: &Reply, lead: &Lead, form: &Form) -> Result<()> {
    let wish = Wish::parse(form, &lead.edition)?;
    let (edition, account) = (lead.edition.id, lead.account.clone());
    let verb = reply
        .app
        .write(move |db, now| set_calendar::set_calendar(db, edition, &wish, &account, now));
    verb.await
}

async fn show_activities(reply: Reply, lead: Lead) -> Result<HttpResponse> {
    let page = activities(&reply, &lead, &Form::default(), &[]).await?;
    reply.page("editions/manage/activities", &page)
}

async fn do_set_activities(reply: Reply, lead: Lead, form: Form) -> Result<HttpResponse> {
    match activities_set(&reply, &lead, &form).await {
        Ok(()) => Ok(reply.done(&at(&lead, "/activities"), "The table is saved.")),
        Err(Error::Invalid(fields)) => {
            let page = activities(&reply, &lead, &form, &fields).await?;
            reply.refused("editions/manage/activities", &page)
        }
        Err(other) => Err(other),
    }
}

async fn activities_set(reply: &Reply, lead: &Lead, form: &Form) -> Result<()> {
    let rows = set_activities::parse(form)?;
    let (edition, account) = (lead.edition.id, lead.account.clone());
    let verb = reply
        .app
        .write(move |db, now| set_activities::set_activities(db, edition, &rows, &account, now));
    verb.await
}

async fn activities(
    reply: &Reply,
    lead: &Lead,
    form: &Form,
    errors: &[Field],
) -> Result<ActivitiesPage> {
    let edition = lead.edition.id;
    let kept = reply.app.read(move |db, _| store::activities_of(db, edition)).await?;
    let now = reply.app.clock.now();
    Ok(ActivitiesPage::new(lead, &kept, form, errors, now))
}

async fn do_open(reply: Reply, lead: Lead) -> Result<HttpResponse> {
    let (edition, name) = (lead.edition.id, lead.account.name.clone());
    reply.app.write(move |db, now| open_nominations::open(db, edition, &name, now)).await?;
    Ok(reply.done(&at(&lead, ""), "Nominations are open, and everybody can see the edition."))
}
