//! [`Reply`]: how a handler answers. A page, a page with a refused form, a way on, or data.

use std::future::{Ready, ready};

use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::{StatusCode, header};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, dev::Payload, web::Data};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;

use crate::error::{Error, Result};
use crate::web::pages::Frame;
use crate::web::state::App;
use crate::web::visit::{Named, Visit};

/// The cookie that carries what just happened to the next page, once. Never a choice, never a secret.
const FLASH: &str = "laurels_flash";

/// What a handler answers through.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The instance.
    pub app: Data<App>,
    request: HttpRequest,
}

impl Reply {
    /// For a request at hand.
    ///
    /// # Errors
    /// [`Error::Internal`] if the server was put together without its [`App`].
    pub fn of(request: &HttpRequest) -> Result<Self> {
        let app = request.app_data::<Data<App>>().cloned();
        let app = app.ok_or_else(|| Error::internal("the server has no App"))?;
        Ok(Self { app, request: request.clone() })
    }

    /// The request's network address, as far as it is known.
    #[must_use]
    pub fn address(&self) -> Option<std::net::IpAddr> {
        self.request.peer_addr().map(|peer| peer.ip())
    }

    /// A page (200).
    ///
    /// # Errors
    /// Those of [`crate::web::pages::Pages::render`].
    pub fn page<P: Serialize>(&self, template: &str, page: &P) -> Result<HttpResponse> {
        self.page_as(StatusCode::OK, template, page)
    }

    /// The page of a form that was refused (422), with what was typed in it.
    ///
    /// # Errors
    /// As [`Reply::page`].
    pub fn refused<P: Serialize>(&self, template: &str, page: &P) -> Result<HttpResponse> {
        self.page_as(StatusCode::UNPROCESSABLE_ENTITY, template, page)
    }

    /// A page with a status of its own.
    ///
    /// # Errors
    /// As [`Reply::page`].
    pub fn page_as<P: Serialize>(
        &self,
        status: StatusCode,
        template: &str,
        page: &P,
    ) -> Result<HttpResponse> {
        let frame = self.frame()?;
        let html = self.app.pages.render(template, &frame, page)?;
        let mut response = HttpResponse::build(status);
        response.insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"));
        // Pages show who is signed in and carry their form's token: no one may keep a copy.
        response.insert_header((header::CACHE_CONTROL, "no-store"));
        if frame.flash.is_some() {
            let mut gone = flash_cookie(String::new());
            gone.make_removal();
            response.cookie(gone);
        }
        Ok(response.body(html))
    }

    /// The way on after something was done (303).
    #[must_use]
    pub fn see_other(&self, to: &str) -> HttpResponse {
        HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish()
    }

    /// The way on, and what the next page says on top.
    #[must_use]
    pub fn done(&self, to: &str, said: &str) -> HttpResponse {
        HttpResponse::SeeOther()
            .insert_header((header::LOCATION, to))
            .cookie(flash_cookie(URL_SAFE_NO_PAD.encode(said)))
            .finish()
    }

    /// Data in a media type of its own, to be kept as a file of that name.
    #[must_use]
    pub fn file(&self, media: &'static str, name: &str, bytes: Vec<u8>) -> HttpResponse {
        HttpResponse::Ok()
            .insert_header((header::CONTENT_TYPE, media))
            .insert_header((header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}\"")))
            .body(bytes)
    }

    /// The visitor's token.
    ///
    /// # Errors
    /// [`Error::Internal`] if the request came past the gate.
    pub fn visit(&self) -> Result<Visit> {
        let visit = self.request.extensions().get::<Visit>().cloned();
        visit.ok_or_else(|| Error::internal("a request came past the gate"))
    }

    /// From here on this request is answered as that visit: its pages carry its tokens.
    pub fn become_visit(&self, visit: &Visit) {
        self.request.extensions_mut().insert(visit.clone());
    }

    fn frame(&self) -> Result<Frame> {
        let named = self.request.extensions().get::<Named>().cloned();
        let flash = self.request.cookie(FLASH).and_then(|cookie| {
            String::from_utf8(URL_SAFE_NO_PAD.decode(cookie.value()).ok()?).ok()
        });
        Ok(Frame {
            is_admin: named.as_ref().is_some_and(|named| named.is_admin),
            name: named.map(|named| named.name),
            csrf: self.visit()?.csrf(&self.app.secret),
            flash: flash.filter(|said| !said.is_empty()),
            path: self.request.uri().path().to_owned(),
        })
    }
}

fn flash_cookie(value: String) -> Cookie<'static> {
    Cookie::build(FLASH, value).path("/").http_only(true).same_site(SameSite::Lax).finish()
}

impl FromRequest for Reply {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}
