//! A visit: the random token in a visitor's cookie. Signed in or not, it keys the CSRF tokens of
//! the forms that the visitor is shown; a session is a row with its digest (`accounts`).

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::future::{Ready, ready};

use crate::error::Error;
use crate::secrets::{Key, Token};
use crate::web::state::App;

/// The name of the cookie.
pub(super) const COOKIE: &str = "laurels";
/// How long a browser keeps it; a session ends earlier, by its own row.
const KEPT_FOR: Duration = Duration::days(90);

/// The token of this visitor.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The token itself.
    pub token: Token,
    /// Whether it was made in this request, so that the answer must bring it.
    pub fresh: bool,
}

/// What is named in the page's head: the gate's guest, once a guard has looked them up.
#[derive(Debug, Clone)]
pub struct Named {
    /// The display name.
    pub name: String,
    /// Whether the instance's pages are theirs.
    pub is_admin: bool,
}

impl Visit {
    pub(super) fn of(request: &HttpRequest) -> Result<Self, Error> {
        let brought = request.cookie(COOKIE).and_then(|cookie| Token::parse(cookie.value()));
        match brought {
            Some(token) => Ok(Self { token, fresh: false }),
            None => Ok(Self { token: Token::new()?, fresh: true }),
        }
    }

    /// The cookie that keeps this token.
    #[must_use]
    pub fn cookie(&self, app: &App) -> Cookie<'static> {
        Cookie::build(COOKIE, self.token.reveal().to_owned())
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(app.is_secure())
            .max_age(KEPT_FOR)
            .finish()
    }

    /// What each form of this visitor carries.
    #[must_use]
    pub fn csrf(&self, secret: &Key) -> String {
        URL_SAFE_NO_PAD.encode(csrf_key(secret).digest(&[self.token.reveal().as_bytes()]))
    }

    pub(super) fn vouches_for(&self, secret: &Key, claimed: &str) -> bool {
        URL_SAFE_NO_PAD.decode(claimed).is_ok_and(|claimed| {
            csrf_key(secret).verifies(&[self.token.reveal().as_bytes()], &claimed)
        })
    }
}

fn csrf_key(secret: &Key) -> Key {
    secret.derive(b"", "laurels/csrf")
}

/// The gate has put it there.
impl FromRequest for Visit {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let visit = request.extensions().get::<Self>().cloned();
        ready(visit.ok_or_else(|| Error::internal("a request came past the gate")))
    }
}
