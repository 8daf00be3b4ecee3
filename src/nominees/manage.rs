//! The leads' page of nominees: admitting, withdrawing, and leaving submissions out.

use actix_web::HttpResponse;
use actix_web::web::{self, Path};

use super::admit::{self, Admitted, Named, Whom};
use super::page::{ExclusionPage, NomineesPage};
use super::{exclude, store};
use crate::editions::guard::Lead;
use crate::error::{Error, Field, Result};
use crate::submissions;
use crate::web::forms::Form;
use crate::web::respond::Reply;

/// The routes of this room's console.
pub fn routes(cfg: &mut web::ServiceConfig) {
    let at = "/editions/{edition}/manage/nominees";
    cfg.route(at, web::get().to(show))
        .route(&format!("{at}/admission"), web::post().to(do_admit))
        .route(&format!("{at}/withdrawal"), web::post().to(do_withdraw))
        .route(&format!("{at}/return"), web::post().to(do_take_back_in))
        .route(&format!("{at}/{{story}}/exclusion"), web::get().to(show_exclusion))
        .route(&format!("{at}/{{story}}/exclusion"), web::post().to(do_exclude));
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

type InPath = Path<(String, String)>;

async fn show_exclusion(reply: Reply, lead: Lead, path: InPath) -> Result<HttpResponse> {
    let page = exclusion(&reply, &lead, path.into_inner().1, &Form::default(), &[]).await?;
    reply.page("nominees/exclusion", &page)
}

async fn exclusion(
    reply: &Reply,
    lead: &Lead,
    story: String,
    form: &Form,
    errors: &[Field],
) -> Result<ExclusionPage> {
    let edition = lead.edition.id;
    let found = reply.app.read(move |db, _| {
        let card = submissions::store::story_by_slug(db, edition, &story)?;
        Ok((card, submissions::store::stories(db, edition)?))
    });
    let (card, all) = found.await?;
    Ok(ExclusionPage::new(lead, &card, &all, form, errors, reply.app.clock.now()))
}

async fn do_exclude(reply: Reply, lead: Lead, path: InPath, form: Form) -> Result<HttpResponse> {
    let (_, story) = path.into_inner();
    match excluded(&reply, &lead, story.clone(), &form).await {
        Ok(what) => {
            let said = format!("{what} is left out, and its stories are on no paper.");
            Ok(reply.done(&back(&lead), &said))
        }
        Err(Error::Invalid(fields)) => {
            let page = exclusion(&reply, &lead, story, &form, &fields).await?;
            reply.refused("nominees/exclusion", &page)
        }
        Err(other) => Err(other),
    }
}

async fn excluded(reply: &Reply, lead: &Lead, story: String, form: &Form) -> Result<String> {
    let reason = exclude::reason(form)?;
    let (edition, actor) = (lead.edition.id, lead.account.name.clone());
    let verb =
        reply.app.write(move |db, now| exclude::exclude(db, edition, &actor, &story, &reason, now));
    Ok(exclude::words(&verb.await?))
}

async fn do_take_back_in(reply: Reply, lead: Lead, form: Form) -> Result<HttpResponse> {
    let story = form.text("story").to_owned();
    let (edition, actor) = (lead.edition.id, lead.account.name.clone());
    let verb =
        reply.app.write(move |db, now| exclude::take_back_in(db, edition, &actor, &story, now));
    let said = match verb.await? {
        0 => "Taken back in. None of its stories was a nominee before: admit them if you like.",
        1 => {
            "Taken back in, and one story is admitted again. It stands on no paper until you choose it there."
        }
        _ => {
            "Taken back in, and its stories are admitted again. They stand on no paper until you choose them there."
        }
    };
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
        0 => "Nobody new.".to_owned(),
        1 => "One nominee is admitted.".to_owned(),
        many => format!("{many} nominees are admitted."),
    };
    if done.admitted == 0 && done.already > 0 {
        told = "Nobody new: all were admitted already.".to_owned();
    }
    let passed = [
        (done.withdrawn, "stays withdrawn", "stay withdrawn"),
        (
            done.declined,
            "declined to be nominated, and only they can take that back",
            "declined to be nominated, and only they can take that back",
        ),
        (
            done.excluded,
            "is left out with its submission: take that back in first",
            "are left out with their submissions: take those back in first",
        ),
        (
            done.merged,
            "is the same person as somebody else: admit that one",
            "are the same as somebody else: admit those",
        ),
    ];
    for (number, one, several) in passed {
        match number {
            0 => {}
            1 => told.push_str(&format!(" One {one}.")),
            many => told.push_str(&format!(" {many} {several}.")),
        }
    }
    told
}
