//! The only place that turns an [`Error`] into a response: a status here, a page or JSON at the
//! [`gate`](crate::web::gate), and one line in the log for what nobody planned for.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError};
use serde::Serialize;

use crate::error::{Error, Refusal, Result};
use crate::web::forms::{CSRF, Form};
use crate::web::respond::Reply;

/// What a problem page says. It travels in the response's extensions from the handler to the gate.
#[derive(Debug, Clone, Serialize)]
pub struct Problem {
    status: u16,
    title: &'static str,
    why: String,
    now: String,
    /// For what nobody planned for: the number that the log has too.
    number: Option<String>,
    /// For somebody who must sign in first: the form that waits.
    is_sign_in: bool,
    /// For a form whose token was stale: it can be sent again as it is.
    is_stale: bool,
}

impl Problem {
    /// A form whose token does not fit this visitor: its page is from another visit.
    #[must_use]
    pub fn stale() -> Self {
        Self {
            is_stale: true,
            ..Self::new(
                StatusCode::FORBIDDEN,
                "Please send that once more",
                "The page that you sent is from before you signed in or out, or it stood open \
                 for very long, so we cannot be sure that it was you.",
                "Nothing is lost: look at what you typed below, and send it again.",
            )
        }
    }

    /// A form that another site sent.
    #[must_use]
    pub fn elsewhere() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "That did not come from here",
            "Another site sent this form in your name, so we did nothing.",
            "Open the page here and send it from there.",
        )
    }

    /// A body beyond [`crate::web::forms::LARGEST`].
    #[must_use]
    pub fn too_large() -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "That is too much at once",
            "What you sent is larger than any form of ours.",
            "Shorten it and send it again.",
        )
    }

    fn new(
        status: StatusCode,
        title: &'static str,
        why: impl Into<String>,
        now: impl Into<String>,
    ) -> Self {
        Self {
            status: status.as_u16(),
            title,
            why: why.into(),
            now: now.into(),
            number: None,
            is_sign_in: false,
            is_stale: false,
        }
    }

    fn refusal(status: StatusCode, title: &'static str, refusal: &Refusal) -> Self {
        Self::new(status, title, refusal.why.as_ref(), refusal.now.as_ref())
    }

    /// The problem that an error is to its reader; logs what nobody planned for.
    #[must_use]
    pub fn of(error: &Error) -> Self {
        let status = error.status_code();
        match error {
            Error::Invalid(_) => Self::new(
                status,
                "That cannot be taken as it is",
                error.to_string(),
                "Go back, correct it, and send it again.",
            ),
            Error::SignIn => Self {
                is_sign_in: true,
                ..Self::new(
                    status,
                    "Sign in to go on",
                    "You are not signed in, or your session has ended.",
                    "Nothing is lost: sign in and what you sent goes on from here.",
                )
            },
            Error::Forbidden(refusal) => Self::refusal(status, "This is not yours to do", refusal),
            Error::Conflict(refusal) => Self::refusal(status, "Not now", refusal),
            Error::NotFound(what) => Self::new(
                status,
                "There is nothing here",
                format!("There is no such {what}, or not any more."),
                "Check the address, or begin again at the list of editions.",
            ),
            Error::TooMany { retry_after } => Self::new(
                status,
                "A little slower, please",
                "There were very many tries from here in a short time.",
                format!("Try again in {retry_after} seconds."),
            ),
            Error::Busy => Self::new(
                status,
                "One moment",
                "Very many people are here at once, and your turn did not come.",
                "What you sent was not recorded. Wait a few seconds and send it again.",
            ),
            Error::Setting(_) | Error::Internal(_) => {
                let number = number();
                tracing::error!(number, error = %error, "a request failed");
                Self {
                    number: Some(number),
                    ..Self::new(
                        status,
                        "Something broke on our side",
                        "This is our fault and nothing that you did.",
                        "Try again. If it stays broken, tell the leads the number below.",
                    )
                }
            }
        }
    }

    /// The page, or JSON for those who ask for it.
    pub(super) fn answer(&self, request: &HttpRequest) -> Result<HttpResponse> {
        let status = StatusCode::from_u16(self.status).map_err(Error::internal)?;
        let accepts = request.headers().get(header::ACCEPT).and_then(|a| a.to_str().ok());
        if accepts.is_some_and(|a| a.contains("application/json") && !a.contains("text/html")) {
            return Ok(HttpResponse::build(status).json(self));
        }
        let form = request.extensions().get::<Form>().cloned().unwrap_or_default();
        let page = ProblemPage {
            problem: self,
            path: back_to(request),
            carried_to: (!request.method().is_safe()).then(|| back_to(request)),
            carried: Carried::of(&form, self.is_sign_in || self.is_stale),
        };
        Reply::of(request)?.page_as(status, "problem", &page)
    }
}

/// The address that was asked for, with its query.
fn back_to(request: &HttpRequest) -> String {
    let whole = request.uri().path_and_query();
    whole.map_or_else(|| "/".to_owned(), ToString::to_string)
}

/// Eight letters that tie a page to a line in the log.
fn number() -> String {
    crate::secrets::random()
        .map(|bytes| hex::encode(bytes.first_chunk::<4>().unwrap_or(&[0; 4])))
        .unwrap_or_default()
}

#[derive(Serialize)]
struct ProblemPage<'a> {
    problem: &'a Problem,
    path: String,
    /// Where the form goes that waits; `None` for a page that was only asked for.
    carried_to: Option<String>,
    carried: Vec<Carried>,
}

/// A field of a form that waits: shown or hidden on the page, and sent again from there.
#[derive(Debug, Clone, Serialize)]
pub struct Carried {
    name: String,
    value: String,
}

impl Carried {
    /// The fields of a form but for its token and any password.
    #[must_use]
    pub fn of(form: &Form, wanted: bool) -> Vec<Self> {
        let fields = form.fields().filter(|(name, _)| wanted && *name != CSRF);
        fields
            .filter(|(name, _)| !name.contains("password"))
            .map(|(name, value)| Self { name: name.to_owned(), value: value.to_owned() })
            .collect()
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Setting(_) | Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        let wait = match self {
            Self::TooMany { retry_after } => Some(*retry_after),
            Self::Busy => Some(2),
            Self::Invalid(_)
            | Self::SignIn
            | Self::Forbidden(_)
            | Self::NotFound(_)
            | Self::Conflict(_)
            | Self::Setting(_)
            | Self::Internal(_) => None,
        };
        if let Some(seconds) = wait {
            response.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        let mut response = response.finish();
        response.extensions_mut().insert(Problem::of(self));
        response
    }
}
