//! The gate: every request passes here on its way in and out.
//!
//! In: the visit's token; for a form its size, where it came from and its CSRF token, so that no
//! handler can forget to ask. Out: security headers, the cookie of a new visit, and pages for
//! problems.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpMessage, HttpResponse};

use crate::error::{Error, Result};
use crate::web::forms::{CSRF, Form};
use crate::web::problem::Problem;
use crate::web::state::App;
use crate::web::visit::Visit;

/// No script, style, image or frame but our own; forms go to us alone.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
    font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'";

/// The same for a page that says so: pictures from elsewhere too, over TLS.
const POLICY_WITH_PICTURES: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
    img-src 'self' https:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What a handler puts into its response's extensions where pictures from elsewhere stand on the
/// page, because a lead allowed them.
#[derive(Debug, Clone, Copy)]
pub struct ShowsPictures;

/// Machines post here: signed, without cookies.
const HOOKS: &str = "/hooks/";

/// The middleware.
///
/// # Errors
/// None of its own: what goes wrong becomes a page.
pub async fn pass(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let visit = Visit::of(request.request())?;
    if request.method() == Method::HEAD {
        // Whoever asks for the head alone (a monitor) gets that of the page; the server drops the
        // body by itself.
        request.head_mut().method = Method::GET;
    }
    request.extensions_mut().insert(visit.clone());
    let outcome = match admit(&mut request, &visit).await {
        Ok(()) => next.call(request).await?.map_into_boxed_body(),
        Err(problem) => {
            let (request, _) = request.into_parts();
            let response = problem.answer(&request)?;
            ServiceResponse::new(request, response)
        }
    };
    Ok(leave(outcome, &visit))
}

async fn admit(request: &mut ServiceRequest, visit: &Visit) -> Result<(), Problem> {
    let safe = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    if safe || request.path().starts_with(HOOKS) {
        return Ok(());
    }
    if is_from_elsewhere(request) {
        return Err(Problem::elsewhere());
    }
    let body = request.extract::<Bytes>().await.map_err(|_cause| Problem::too_large())?;
    let form = Form::parse(&body).map_err(|_cause| Problem::stale())?;
    let app = request.app_data::<Data<App>>();
    let vouched = app.is_some_and(|app| visit.vouches_for(&app.secret, form.text(CSRF)));
    request.extensions_mut().insert(form);
    if vouched { Ok(()) } else { Err(Problem::stale()) }
}

/// Browsers say where a form comes from. A client that says nothing still needs the token.
fn is_from_elsewhere(request: &ServiceRequest) -> bool {
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => {
            origin.split_once("://").is_none_or(|(_, place)| place != host)
        }
        _ => false,
    }
}

fn leave(mut outcome: ServiceResponse<BoxBody>, visit: &Visit) -> ServiceResponse<BoxBody> {
    let problem = outcome.response().extensions().get::<Problem>().cloned();
    let problem = problem.or_else(|| unhandled(outcome.status()));
    if let Some(problem) = problem {
        outcome = dressed(outcome, &problem);
    }
    let is_page = outcome.response().headers().get(header::CONTENT_TYPE);
    let is_page = is_page.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let app = outcome.request().app_data::<Data<App>>().cloned();
    if let (true, true, Some(app)) = (visit.fresh, is_page, app) {
        // A handler that signed the visitor in has set a newer one already.
        if !has_cookie(&outcome) {
            drop(outcome.response_mut().add_cookie(&visit.cookie(&app)));
        }
    }
    let shows_pictures = outcome.response().extensions().get::<ShowsPictures>().is_some();
    let policy = if shows_pictures { POLICY_WITH_PICTURES } else { POLICY };
    let headers = outcome.response_mut().headers_mut();
    for (name, value) in [
        ("content-security-policy", policy),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("x-frame-options", "DENY"),
    ] {
        headers
            .insert(header::HeaderName::from_static(name), header::HeaderValue::from_static(value));
    }
    outcome
}

/// What actix itself answered: no such route, or a path that it could not read.
fn unhandled(status: StatusCode) -> Option<Problem> {
    (status == StatusCode::NOT_FOUND).then(|| Problem::of(&Error::NotFound("page")))
}

fn dressed(outcome: ServiceResponse<BoxBody>, problem: &Problem) -> ServiceResponse<BoxBody> {
    let (request, bare) = outcome.into_parts();
    match problem.answer(&request) {
        Ok(mut page) => {
            if let Some(wait) = bare.headers().get(header::RETRY_AFTER) {
                page.headers_mut().insert(header::RETRY_AFTER, wait.clone());
            }
            ServiceResponse::new(request, page)
        }
        Err(cause) => {
            tracing::error!(error = %cause, "a problem page could not be rendered");
            let plain = HttpResponse::InternalServerError().body("Something broke on our side.");
            ServiceResponse::new(request, plain)
        }
    }
}

fn has_cookie(outcome: &ServiceResponse<BoxBody>) -> bool {
    outcome.response().cookies().any(|cookie| cookie.name() == super::visit::COOKIE)
}
