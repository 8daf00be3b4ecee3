//! What members do on the page of a person: saying that it is them, and choosing their name.

use actix_web::HttpResponse;
use actix_web::web::{self, Path};

use super::model::{must_be, still_open};
use super::page::NamePage;
use super::{choose_name, claim, store};
use crate::editions::guard::Member;
use crate::error::{Error, Field, Result};
use crate::submissions::model::Person;
use crate::web::forms::Form;
use crate::web::respond::Reply;

/// The routes of claims and names.
pub fn routes(cfg: &mut web::ServiceConfig) {
    let at = "/editions/{edition}/people/{person}";
    cfg.route(&format!("{at}/claim"), web::post().to(do_claim))
        .route(&format!("{at}/claim/withdrawal"), web::post().to(do_withdraw))
        .route(&format!("{at}/name"), web::get().to(show_name))
        .route(&format!("{at}/name"), web::post().to(do_choose))
        .route(&format!("{at}/name/removal"), web::post().to(do_drop_name));
}

type Named = Path<(String, String)>;

fn at(member: &Member, slug: &str) -> String {
    format!("/editions/{}/people/{slug}", member.edition.slug)
}

async fn do_claim(reply: Reply, member: Member, named: Named) -> Result<HttpResponse> {
    let (edition, account, slug) = (member.edition.id, member.account.id, named.1.clone());
    let verb = reply.app.write(move |db, now| claim::claim(db, edition, account, &slug, now));
    verb.await?;
    let said = "The leads see now that you say so. One of them has to agree.";
    Ok(reply.done(&at(&member, &named.1), said))
}

async fn do_withdraw(reply: Reply, member: Member, named: Named) -> Result<HttpResponse> {
    let (edition, account, slug) = (member.edition.id, member.account.id, named.1.clone());
    reply.app.write(move |db, _| claim::withdraw(db, edition, account, &slug)).await?;
    Ok(reply.done(&at(&member, &named.1), "You took it back. The leads do not see it any more."))
}

async fn show_name(reply: Reply, member: Member, named: Named) -> Result<HttpResponse> {
    let person = themselves(&reply, &member, &named).await?;
    let now = reply.app.clock.now();
    let page = NamePage::new(&member, &person, &Form::default(), &[], now);
    reply.page("submissions/name", &page)
}

async fn do_choose(reply: Reply, member: Member, named: Named, form: Form) -> Result<HttpResponse> {
    match chosen(&reply, &member, &named, &form).await {
        Ok(person) => {
            let said = format!("You are shown as {}.", person.title());
            Ok(reply.done(&at(&member, &person.slug), &said))
        }
        Err(Error::Invalid(fields)) => refused(&reply, &member, &named, &form, &fields).await,
        Err(other) => Err(other),
    }
}

async fn chosen(reply: &Reply, member: &Member, named: &Named, form: &Form) -> Result<Person> {
    let name = choose_name::parse(form)?;
    choose(reply, member, named, Some(name)).await
}

async fn choose(
    reply: &Reply,
    member: &Member,
    named: &Named,
    name: Option<String>,
) -> Result<Person> {
    let (edition, account, slug) = (member.edition.id, member.account.id, named.1.clone());
    let verb = reply.app.write(move |db, _| choose_name::choose(db, edition, account, &slug, name));
    verb.await
}

async fn refused(
    reply: &Reply,
    member: &Member,
    named: &Named,
    form: &Form,
    fields: &[Field],
) -> Result<HttpResponse> {
    let person = themselves(reply, member, named).await?;
    let page = NamePage::new(member, &person, form, fields, reply.app.clock.now());
    reply.refused("submissions/name", &page)
}

async fn do_drop_name(reply: Reply, member: Member, named: Named) -> Result<HttpResponse> {
    let person = choose(&reply, &member, &named, None).await?;
    let said = format!("You are shown as {} again.", person.title());
    Ok(reply.done(&at(&member, &person.slug), &said))
}

/// The person of the address, if the member is them and can still act.
async fn themselves(reply: &Reply, member: &Member, named: &Named) -> Result<Person> {
    let (edition, slug) = (member.edition.id, named.1.clone());
    let person = reply.app.read(move |db, _| store::whom(db, edition, &slug)).await?;
    must_be(&person, member.account.id)?;
    still_open(&member.edition)?;
    Ok(person)
}
