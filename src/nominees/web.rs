//! What people do with their own nominations: declining, and taking that back.

use actix_web::HttpResponse;
use actix_web::web::{self, Path};

use super::admit::Named;
use super::decline;
use crate::editions::guard::Member;
use crate::error::Result;
use crate::web::respond::Reply;

/// The routes of this room.
pub fn routes(cfg: &mut web::ServiceConfig) {
    let story = "/editions/{edition}/stories/{story}/decline";
    let person = "/editions/{edition}/people/{person}/decline";
    cfg.route(story, web::post().to(decline_story))
        .route(&format!("{story}/withdrawal"), web::post().to(take_back_story))
        .route(person, web::post().to(decline_oneself))
        .route(&format!("{person}/withdrawal"), web::post().to(take_back_oneself));
}

type InPath = Path<(String, String)>;

async fn decline_story(reply: Reply, member: Member, path: InPath) -> Result<HttpResponse> {
    do_decline(reply, member, Named::Story(path.into_inner().1)).await
}

async fn decline_oneself(reply: Reply, member: Member, path: InPath) -> Result<HttpResponse> {
    do_decline(reply, member, Named::Person(path.into_inner().1)).await
}

async fn take_back_story(reply: Reply, member: Member, path: InPath) -> Result<HttpResponse> {
    do_take_back(reply, member, Named::Story(path.into_inner().1)).await
}

async fn take_back_oneself(reply: Reply, member: Member, path: InPath) -> Result<HttpResponse> {
    do_take_back(reply, member, Named::Person(path.into_inner().1)).await
}

async fn do_decline(reply: Reply, member: Member, whom: Named) -> Result<HttpResponse> {
    let to = at(&member, &whom);
    let (edition, account) = (member.edition.id, member.account.id);
    let verb = reply.app.write(move |db, now| decline::decline(db, edition, account, &whom, now));
    verb.await?;
    let said = "Declined: on no paper from now on. You can take this back until voting opens.";
    Ok(reply.done(&to, said))
}

async fn do_take_back(reply: Reply, member: Member, whom: Named) -> Result<HttpResponse> {
    let to = at(&member, &whom);
    let (edition, account) = (member.edition.id, member.account.id);
    let verb = reply.app.write(move |db, _| decline::take_back(db, edition, account, &whom));
    verb.await?;
    let said = "You took that back. The leads can nominate again; ask them if they do not see it.";
    Ok(reply.done(&to, said))
}

fn at(member: &Member, whom: &Named) -> String {
    let edition = &member.edition.slug;
    match whom {
        Named::Story(slug) => format!("/editions/{edition}/stories/{slug}"),
        Named::Person(slug) => format!("/editions/{edition}/people/{slug}"),
    }
}
