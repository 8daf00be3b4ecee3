//! The leads' page of nominees: admitting, and withdrawing.

use actix_web::HttpResponse;
use actix_web::web;

use super::admit::{self, Admitted, Named, Whom};
use super::page::NomineesPage;
use super::store;
use crate::editions::guard::Lead;
use crate::error::{Error, Result};
use crate::submissions;
use crate::web::forms::Form;
use crate::web::respond::Reply;

/// The routes of this room's console.
pub fn routes(cfg: &mut web::ServiceConfig) {
    let at = "/editions/{edition}/manage/nominees";
    cfg.route(at, web::get().to(show))
        .route(&format!("{at}/admission"), web::post().to(do_admit))
        .route(&format!("{at}/withdrawal"), web::post().to(do_withdraw));
}

async fn show(reply: Reply, lead: Lead) -> Result<HttpResponse> {
    let edition = lead.edition.id;
    let found = reply.app.read(move |db, _| {
        let stories = submissions::store::stories(db, edition)?;
        let people = submissions::store::people(db, edition)?;
        Ok((stories, people, store::bare(db, edition)?))
    });
    let (stories, people, nominees) = found.await?;
    let now = reply.app.clock.now();
    let page = NomineesPage::new(&lead, &stories, &people, &nominees, now);
    reply.page("nominees/manage", &page)
}

async fn do_admit(reply: Reply, lead: Lead, form: Form) -> Result<HttpResponse> {
    let whom = match form.text("all") {
        "everybody" => Whom::Everybody,
        "stories" => Whom::Stories,
        "people" => Whom::People,
        _ => Whom::These(named(&form)?),
    };
    let (edition, actor) = (lead.edition.id, lead.account.name.clone());
    let verb = reply.app.write(move |db, now| admit::admit(db, edition, &actor, &whom, now));
    let done = verb.await?;
    Ok(reply.done(&back(&lead), &told(&done)))
}

async fn do_withdraw(reply: Reply, lead: Lead, form: Form) -> Result<HttpResponse> {
    let names = named(&form)?;
    let (edition, actor) = (lead.edition.id, lead.account.name.clone());
    let verb = reply.app.write(move |db, now| {
        names.iter().try_for_each(|name| admit::withdraw(db, edition, &actor, name, now))
    });
    verb.await?;
    let said = "Withdrawn, and taken off every paper. Admit it again to bring it back.";
    Ok(reply.done(&back(&lead), said))
}

fn back(lead: &Lead) -> String {
    format!("/editions/{}/manage/nominees", lead.edition.slug)
}

fn named(form: &Form) -> Result<Vec<Named>> {
    let stories = form.all("story").map(|slug| Named::Story(slug.to_owned()));
    let people = form.all("person").map(|slug| Named::Person(slug.to_owned()));
    let names: Vec<Named> = stories.chain(people).collect();
    if names.is_empty() {
        return Err(Error::conflict(
            "The form named nobody.",
            "Go back, and press the button beside a story or a person.",
        ));
    }
    Ok(names)
}

fn told(done: &Admitted) -> String {
    let mut told = match done.admitted {
        0 => "Nobody new: all were admitted already.".to_owned(),
        1 => "One nominee is admitted.".to_owned(),
        many => format!("{many} nominees are admitted."),
    };
    match done.withdrawn {
        0 => {}
        1 => told.push_str(" One stays withdrawn."),
        many => told.push_str(&format!(" {many} stay withdrawn.")),
    }
    told
}
