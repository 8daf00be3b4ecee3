//! The leads' pages of categories: defining, changing, ordering, removing, and choosing nominees.

use actix_web::HttpResponse;
use actix_web::web::{self, Path};

use super::amend::Amended;
use super::manage_page::{ChoicePage, OrderPage, RemovalPage};
use super::model::{Choice, Direction, Draft, Paper, Terms};
use super::terms_page::TermsPage;
use super::{amend, choose, define, remove, reorder, shortlist, store};
use crate::editions::guard::Lead;
use crate::error::{Error, Field, Result};
use crate::ids::EditionId;
use crate::nominees;
use crate::store::db::Db;
use crate::submissions;
use crate::web::forms::{Check, Form};
use crate::web::respond::Reply;

/// The routes of this room's console.
pub fn routes(cfg: &mut web::ServiceConfig) {
    let at = "/editions/{edition}/manage/categories";
    let of = format!("{at}/{{category}}");
    cfg.route(at, web::get().to(show_all))
        .route(at, web::post().to(do_define))
        .route(&format!("{at}/new"), web::get().to(show_new))
        .route(&format!("{at}/order"), web::post().to(do_reorder))
        .route(&of, web::get().to(show_one))
        .route(&of, web::post().to(do_amend))
        .route(&format!("{of}/removal"), web::get().to(show_removal))
        .route(&format!("{of}/removal"), web::post().to(do_remove))
        .route(&format!("{of}/nominees"), web::get().to(show_choice))
        .route(&format!("{of}/nominees"), web::post().to(do_choose))
        .route(&format!("{of}/shortlist"), web::post().to(do_renew));
}

type Named = Path<(String, String)>;

fn at(lead: &Lead, more: &str) -> String {
    format!("/editions/{}/manage/categories{more}", lead.edition.slug)
}

async fn show_all(reply: Reply, lead: Lead) -> Result<HttpResponse> {
    let edition = lead.edition.id;
    let found = reply.app.read(move |db, _| store::with_sizes(db, edition));
    let page = OrderPage::new(&lead, &found.await?, reply.app.clock.now());
    reply.page("categories/manage/index", &page)
}

async fn show_new(reply: Reply, lead: Lead) -> Result<HttpResponse> {
    let kinds = kinds(&reply, &lead).await?;
    let now = reply.app.clock.now();
    let page = TermsPage::new(&lead, &kinds, &Form::default(), &[], now);
    reply.page("categories/manage/new", &page)
}

async fn do_define(reply: Reply, lead: Lead, form: Form) -> Result<HttpResponse> {
    let kinds = kinds(&reply, &lead).await?;
    match defined(&reply, &lead, &form, &kinds).await {
        Ok(title) => Ok(reply.done(&at(&lead, ""), &format!("{title} is defined."))),
        Err(Error::Invalid(fields)) => {
            let page = TermsPage::new(&lead, &kinds, &form, &fields, reply.app.clock.now());
            reply.refused("categories/manage/new", &page)
        }
        Err(other) => Err(other),
    }
}

async fn defined(reply: &Reply, lead: &Lead, form: &Form, kinds: &[String]) -> Result<String> {
    let draft = Draft::parse(form, kinds)?;
    let (edition, actor) = (lead.edition.id, lead.account.name.clone());
    let verb = reply.app.write(move |db, now| define::define(db, edition, &actor, draft, now));
    Ok(verb.await?.terms.title)
}

async fn do_reorder(reply: Reply, lead: Lead, form: Form) -> Result<HttpResponse> {
    let moved = form.text("up");
    let (slug, direction) = if moved.is_empty() {
        (form.text("down").to_owned(), Direction::Down)
    } else {
        (moved.to_owned(), Direction::Up)
    };
    let (edition, actor) = (lead.edition.id, lead.account.name.clone());
    let verb = reply
        .app
        .write(move |db, now| reorder::reorder(db, edition, &slug, &actor, direction, now));
    verb.await?;
    Ok(reply.done(&at(&lead, ""), "The order is saved."))
}

async fn show_one(reply: Reply, lead: Lead, named: Named) -> Result<HttpResponse> {
    let page = terms_page(&reply, &lead, named, &Form::default(), &[]).await?;
    reply.page("categories/manage/edit", &page)
}

async fn do_amend(reply: Reply, lead: Lead, named: Named, form: Form) -> Result<HttpResponse> {
    match amended(&reply, &lead, &named.1, &form).await {
        Ok(amended) => Ok(reply.done(&at(&lead, ""), &saved(amended))),
        Err(Error::Invalid(fields)) => {
            let page = terms_page(&reply, &lead, named, &form, &fields).await?;
            reply.refused("categories/manage/edit", &page)
        }
        Err(other) => Err(other),
    }
}

/// What a change did to the category's paper, in words.
fn saved(Amended { left, came, is_shortlist }: Amended) -> String {
    let done = match (left, came) {
        (0, 0) => String::new(),
        (left, 0) if is_shortlist => format!(" {left} left its paper: its measure chose others."),
        (left, 0) => format!(" {left} left its paper: they suit it no more."),
        (0, came) => format!(" {came} came onto its paper."),
        (left, came) => format!(" {left} left its paper, and {came} came onto it."),
    };
    format!("The category is saved.{done}")
}

async fn amended(reply: &Reply, lead: &Lead, slug: &str, form: &Form) -> Result<Amended> {
    let kinds = kinds(reply, lead).await?;
    let mut check = Check::new();
    let Some(terms) = Terms::take(form, &kinds, &mut check) else {
        return Err(check.refuse());
    };
    let (edition, actor) = (lead.edition.id, lead.account.name.clone());
    let slug = slug.to_owned();
    let verb =
        reply.app.write(move |db, now| amend::amend(db, edition, &slug, &actor, &terms, now));
    verb.await
}

async fn show_removal(reply: Reply, lead: Lead, named: Named) -> Result<HttpResponse> {
    let paper = paper(&reply, &lead, named).await?;
    let page = RemovalPage::new(&lead, &paper, reply.app.clock.now());
    reply.page("categories/manage/removal", &page)
}

async fn do_remove(reply: Reply, lead: Lead, named: Named) -> Result<HttpResponse> {
    let (edition, actor) = (lead.edition.id, lead.account.name.clone());
    let (_, slug) = named.into_inner();
    let verb = reply.app.write(move |db, now| remove::remove(db, edition, &slug, &actor, now));
    let said = format!("{} is removed.", verb.await?.terms.title);
    Ok(reply.done(&at(&lead, ""), &said))
}

async fn show_choice(reply: Reply, lead: Lead, named: Named) -> Result<HttpResponse> {
    let page = choice_page(&reply, &lead, named, None).await?;
    reply.page("categories/manage/nominees", &page)
}

async fn do_choose(reply: Reply, lead: Lead, named: Named, form: Form) -> Result<HttpResponse> {
    let choice = Choice::of_form(&form);
    let (edition, actor) = (lead.edition.id, lead.account.name.clone());
    let (slug, wanted) = (named.1.clone(), choice.clone());
    let verb =
        reply.app.write(move |db, now| choose::choose(db, edition, &slug, &actor, &wanted, now));
    match verb.await {
        Ok(chosen) => {
            let choose::Chosen { added, taken_off, standing } = chosen;
            let said = format!("{standing} are nominated: {added} added, {taken_off} taken off.");
            Ok(reply.done(&at(&lead, &format!("/{}/nominees", named.1)), &said))
        }
        Err(Error::Invalid(fields)) => {
            let typed = Some((&choice, fields.as_slice()));
            let page = choice_page(&reply, &lead, named, typed).await?;
            reply.refused("categories/manage/nominees", &page)
        }
        Err(other) => Err(other),
    }
}

async fn do_renew(reply: Reply, lead: Lead, named: Named) -> Result<HttpResponse> {
    let (edition, actor) = (lead.edition.id, lead.account.name.clone());
    let verb = reply.app.write(move |db, now| shortlist::renew(db, edition, &actor, now));
    let said = match verb.await?.as_slice() {
        [] => "It was up to date already.".to_owned(),
        [one] => format!("{}: {}.", one.slug, one.chosen),
        many => format!("{} shortlists have changed.", many.len()),
    };
    Ok(reply.done(&at(&lead, &format!("/{}/nominees", named.1)), &said))
}

async fn kinds(reply: &Reply, lead: &Lead) -> Result<Vec<String>> {
    let edition = lead.edition.id;
    reply.app.read(move |db, _| kinds_of(db, edition)).await
}

fn kinds_of(db: &mut Db, edition: EditionId) -> Result<Vec<String>> {
    let kinds = submissions::store::kinds(db, edition)?;
    Ok(kinds.into_iter().map(|(kind, _)| kind).collect())
}

async fn paper(reply: &Reply, lead: &Lead, named: Named) -> Result<Paper> {
    let (edition, (_, slug)) = (lead.edition.id, named.into_inner());
    let found = reply.app.read(move |db, _| store::paper(db, edition, &slug));
    found.await
}

async fn terms_page(
    reply: &Reply,
    lead: &Lead,
    named: Named,
    form: &Form,
    errors: &[Field],
) -> Result<TermsPage> {
    let kinds = kinds(reply, lead).await?;
    let paper = paper(reply, lead, named).await?;
    let now = reply.app.clock.now();
    Ok(TermsPage::of(lead, &paper, &kinds, form, errors, now))
}

async fn choice_page(
    reply: &Reply,
    lead: &Lead,
    named: Named,
    typed: Option<(&Choice, &[Field])>,
) -> Result<ChoicePage> {
    let edition = lead.edition.id;
    let paper = paper(reply, lead, named).await?;
    let all = reply.app.read(move |db, _| nominees::store::of_edition(db, edition));
    let now = reply.app.clock.now();
    Ok(ChoicePage::new(lead, &paper, &all.await?, typed, now))
}
