//! The ballot paper: shown, cast, and what is recorded.

use actix_web::HttpResponse;
use actix_web::web::{self, Data};

use super::cast::{self, Cast};
use super::filled;
use super::head::{Stand, is_open};
use super::model::Choice;
use super::page::{PaperPage, Sight};
use super::print::{Prints, Use};
use super::receipt::RecordedPage;
use super::recorded::{self, Recorded};
use crate::accounts::model::Account;
use crate::categories::model::Paper;
use crate::clock::Timestamp;
use crate::editions::guard::{Member, Reader};
use crate::editions::model::{Edition, ElectorateRule};
use crate::editions::phase::{Act, Phase, require};
use crate::electorate;
use crate::electorate::model::Standing;
use crate::error::{Error, Field, Result};
use crate::ids::CategoryId;
use crate::web::forms::Form;
use crate::web::respond::Reply;

/// The routes of this room.
pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/editions/{edition}/ballot", web::get().to(show))
        .route("/editions/{edition}/ballot", web::post().to(record))
        .route("/editions/{edition}/ballot/recorded", web::get().to(show_recorded));
}

async fn show(reply: Reply, reader: Reader, prints: Data<Prints>) -> Result<HttpResponse> {
    let page = page(&reply, &reader, &prints, None).await?;
    reply.page("ballots/paper", &page)
}

async fn record(
    reply: Reply,
    member: Member,
    prints: Data<Prints>,
    form: Form,
) -> Result<HttpResponse> {
    match enter(&reply, &member, &prints, &form).await {
        Ok(said) => {
            let recorded = format!("/editions/{}/ballot/recorded", member.edition.slug);
            Ok(reply.done(&recorded, &said))
        }
        Err(Error::Invalid(fields)) => {
            let page = page(&reply, &reader(member), &prints, Some((&form, &fields))).await?;
            reply.refused("ballots/paper", &page)
        }
        Err(other) => Err(other),
    }
}

async fn show_recorded(reply: Reply, member: Member, prints: Data<Prints>) -> Result<HttpResponse> {
    let papers = prints.papers(&reply.app, &member.edition).await?;
    let (recorded, _) = standing(&reply, &member.edition, Some(&member.account)).await?;
    let page = RecordedPage::new(&member, &papers, &recorded, reply.app.clock.now());
    reply.page("ballots/recorded", &page)
}

/// Casts what the form says, and tells what became of it.
async fn enter(reply: &Reply, member: &Member, prints: &Prints, form: &Form) -> Result<String> {
    let edition = &member.edition;
    let now = reply.app.clock.now();
    // Asked again inside the transaction; asked here first, since a paper that cannot be cast any
    // more is not worth correcting.
    require(Act::Cast, edition.phase, &edition.calendar, now)?;
    let papers = prints.papers(&reply.app, edition).await?;
    let choices = filled::read(form, &papers)?;
    let is_marked = |(_, choice): &(CategoryId, Choice)| matches!(choice, Choice::Marked(_));
    let marked = choices.iter().filter(|choice| is_marked(choice)).count();
    let cast = Cast { edition: edition.id, account: member.account.id, choices };
    let secret = reply.app.secret.clone();
    let withdrawn = reply.app.write(move |db, now| cast::cast(db, &secret, cast, now)).await?;
    let held_back = if form.has(filled::ONLY) {
        let (recorded, _) = standing(reply, edition, Some(&member.account)).await?;
        filled::held_back(form, &papers, &recorded)
    } else {
        Vec::new()
    };
    Ok(said(&papers, marked, &withdrawn, &held_back))
}

/// What happened, in words; never a choice.
fn said(
    papers: &[Paper],
    marked: usize,
    withdrawn: &[CategoryId],
    held_back: &[CategoryId],
) -> String {
    let mut said = match (marked, withdrawn) {
        (0, []) => "Nothing was marked, so nothing was recorded: a blank category counts for \
                    nobody and against nobody."
            .to_owned(),
        (0, [_, ..]) => String::new(),
        (_, _) => "Cast. Thank you: what is recorded stands below.".to_owned(),
    };
    if !withdrawn.is_empty() {
        let titles = titles(papers, withdrawn);
        said.push_str(&format!(" Withdrawn, since nothing is marked there any more: {titles}."));
    }
    if !held_back.is_empty() {
        let titles = titles(papers, held_back);
        said.push_str(&format!(
            " You cast one category only; what you changed elsewhere is not cast: {titles}."
        ));
    }
    said.trim_start().to_owned()
}

/// The titles of some categories; beyond a few only how many, since a cookie carries them.
fn titles(papers: &[Paper], some: &[CategoryId]) -> String {
    const FEW: usize = 4;
    if some.len() > FEW {
        return format!("{} categories", some.len());
    }
    let categories = papers.iter().map(|paper| &paper.category);
    let named = categories.filter(|category| some.contains(&category.id));
    named.map(|category| category.terms.title.as_str()).collect::<Vec<_>>().join("; ")
}

/// The paper as it is to this reader, with what was typed and refused.
async fn page(
    reply: &Reply,
    reader: &Reader,
    prints: &Prints,
    typed: Option<(&Form, &[Field])>,
) -> Result<PaperPage> {
    let (recorded, standing) = standing(reply, &reader.edition, reader.account.as_ref()).await?;
    let now = reply.app.clock.now();
    let stand = stand(reader, standing, now);
    let purpose = if stand == Stand::Open { Use::ToMark } else { Use::ToRead };
    let print = prints.of(&reply.app, &reader.edition, purpose).await?;
    let known_as = match &reader.account {
        Some(account) => account.id.to_string(),
        None => reply.visit()?.token.digest(),
    };
    Ok(PaperPage::new(&Sight {
        reader,
        print: &print,
        recorded: &recorded,
        stand,
        secret: &reply.app.secret,
        known_as: &known_as,
        typed,
        now,
    }))
}

/// What is recorded of this account, and what it has to do with the electorate.
async fn standing(
    reply: &Reply,
    edition: &Edition,
    account: Option<&Account>,
) -> Result<(Recorded, Standing)> {
    let Some(account) = account.map(|account| account.id) else {
        return Ok((Recorded::default(), Standing::Uninvited));
    };
    let (id, rule, secret) = (edition.id, edition.electorate, reply.app.secret.clone());
    let read = reply.app.read(move |db, _| {
        let standing = match rule {
            ElectorateRule::Everyone => Standing::Uninvited,
            ElectorateRule::Invited => electorate::store::standing(db, id, account)?,
        };
        Ok((recorded::recorded(db, &secret, id, account)?, standing))
    });
    read.await
}

fn stand(reader: &Reader, standing: Standing, now: Timestamp) -> Stand {
    let edition = &reader.edition;
    if !is_open(edition, now) {
        return if edition.phase < Phase::Voting { Stand::Soon } else { Stand::Over };
    }
    match electorate::model::require(edition.electorate, standing) {
        _ if reader.account.is_none() => Stand::SignedOut,
        Err(Error::Forbidden(refusal)) => Stand::NotEntitled(refusal),
        Ok(()) | Err(_) => Stand::Open,
    }
}

fn reader(member: Member) -> Reader {
    Reader { account: Some(member.account), edition: member.edition, is_lead: member.is_lead }
}
