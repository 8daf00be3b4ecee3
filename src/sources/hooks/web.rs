//! `POST /hooks/github`: where GitHub sends its deliveries. Machines read the answers, and the
//! leads in GitHub's list of recent deliveries, so they are plain sentences.

use actix_web::http::StatusCode;
use actix_web::web::{self, Bytes, PayloadConfig};
use actix_web::{HttpRequest, HttpResponse};

use super::receive::{Received, receive};
use crate::error::{Error, Result};
use crate::sources::answer;
use crate::sources::model::Replies;
use crate::sources::sync::Desk;
use crate::submissions::source::webhook::{is_signed, read};
use crate::web::respond::Reply;

/// GitHub sends no delivery larger than this, in bytes.
const LARGEST: usize = 25 << 20;

/// The route.
pub fn routes(cfg: &mut web::ServiceConfig) {
    let hook = web::resource("/hooks/github").app_data(PayloadConfig::new(LARGEST));
    cfg.service(hook.route(web::post().to(take)));
}

async fn take(reply: Reply, request: HttpRequest, body: Bytes) -> Result<HttpResponse> {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let Some(secret) = reply.app.config.webhook_secret.as_ref() else {
        return Ok(say(
            StatusCode::NOT_FOUND,
            "This instance has no webhook secret, so it takes no deliveries: set LAURELS_WEBHOOK_SECRET.",
        ));
    };
    let signature = header("x-hub-signature-256").unwrap_or_default();
    if !is_signed(secret.reveal().as_bytes(), &body, signature) {
        return Ok(say(
            StatusCode::UNAUTHORIZED,
            "The signature does not fit: give GitHub the secret of LAURELS_WEBHOOK_SECRET, and the content type application/json.",
        ));
    }
    let (Some(event), Some(id)) = (header("x-github-event"), header("x-github-delivery")) else {
        return Ok(say(StatusCode::BAD_REQUEST, "A delivery names its event and itself."));
    };
    let delivered = match read(event, &body) {
        Ok(delivered) => delivered,
        Err(Error::Invalid(_)) => {
            return Ok(say(
                StatusCode::UNPROCESSABLE_ENTITY,
                "This is not what GitHub sends for that event.",
            ));
        }
        Err(other) => return Err(other),
    };
    let id = id.to_owned();
    let verb = reply.app.write(move |db, now| receive(db, &id, &delivered, now));
    let received = verb.await?;
    let words = told(&received);
    answer_in_peace(&Desk::of(&reply.app), received);
    Ok(say(StatusCode::ACCEPTED, words))
}

fn say(status: StatusCode, words: &str) -> HttpResponse {
    HttpResponse::build(status).content_type("text/plain; charset=utf-8").body(format!("{words}\n"))
}

fn told(received: &Received) -> &'static str {
    match (received.editions, received.fresh) {
        (0, _) => "Heard. No edition reads this repository.",
        (_, 0) => "Heard, and nothing to do: it was delivered before, or voting has opened.",
        (_, _) => "Taken.",
    }
}

/// The forge does not wait for what we say to it.
fn answer_in_peace(desk: &Desk, received: Received) {
    for (source, answers) in received.answers {
        if answers.is_empty() || source.settings.replies == Replies::Silent {
            continue;
        }
        let desk = desk.clone();
        tokio::task::spawn_blocking(move || {
            let token = desk.token(&source.place);
            let posted = token.and_then(|token| answer::post(&source.place, token, &answers));
            if let Err(refused) = posted {
                tracing::warn!(error = %refused, source = %source.id, "an answer was not taken");
            }
        });
    }
}
