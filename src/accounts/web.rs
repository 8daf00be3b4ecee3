//! The doors: signing up, in and out, and one's own account.

use actix_web::HttpResponse;
use actix_web::web::{self, Query};
use serde::Deserialize;

use super::guard::{SignedIn, Visitor};
use super::model::Account;
use super::page::{self, AccountPage, DoorPage, ResumePage};
use super::sign_up::Application;
use super::{change_password, sign_in, sign_up, store};
use crate::error::{Error, Result};
use crate::secrets::{PasswordHashed, Token};
use crate::web::forms::Form;
use crate::web::respond::Reply;
use crate::web::visit::Visit;

/// The routes of this floor.
pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/sign-up", web::get().to(show_sign_up))
        .route("/sign-up", web::post().to(do_sign_up))
        .route("/sign-in", web::get().to(show_sign_in))
        .route("/sign-in", web::post().to(do_sign_in))
        .route("/sign-out", web::get().to(show_sign_out))
        .route("/sign-out", web::post().to(do_sign_out))
        .route("/account", web::get().to(show_account))
        .route("/account/password", web::post().to(do_change_password));
}

#[derive(Debug, Deserialize)]
struct Then {
    #[serde(default)]
    then: String,
}

impl Then {
    fn form(self) -> Form {
        Form::of(vec![("then".to_owned(), self.then)])
    }
}

async fn show_sign_up(reply: Reply, _: Visitor, then: Query<Then>) -> Result<HttpResponse> {
    reply.page("accounts/sign_up", &DoorPage::sign_up(&then.into_inner().form(), &[]))
}

async fn do_sign_up(reply: Reply, visit: Visit, form: Form) -> Result<HttpResponse> {
    match register(&reply, &form).await {
        Ok(token) => welcome(&reply, &visit, token, &form),
        Err(Error::Invalid(fields)) => {
            reply.refused("accounts/sign_up", &DoorPage::sign_up(&form, &fields))
        }
        Err(other) => Err(other),
    }
}

async fn register(reply: &Reply, form: &Form) -> Result<Token> {
    let application = Application::parse(form)?;
    reply.app.limits.from_address(reply.address())?;
    let password = application.password.clone();
    let hash = reply.app.limits.hashing(move || PasswordHashed::of(password.reveal())).await?;
    let token = Token::new()?;
    let kept = token.clone();
    reply.app.write(move |db, now| sign_up::sign_up(db, application, &hash, &token, now)).await?;
    Ok(kept)
}

async fn show_sign_in(reply: Reply, _: Visitor, then: Query<Then>) -> Result<HttpResponse> {
    reply.page("accounts/sign_in", &DoorPage::sign_in(&then.into_inner().form(), &[]))
}

async fn do_sign_in(reply: Reply, visit: Visit, form: Form) -> Result<HttpResponse> {
    match admit(&reply, &visit, &form).await {
        Ok(token) => welcome(&reply, &visit, token, &form),
        Err(Error::Invalid(fields)) => {
            reply.refused("accounts/sign_in", &DoorPage::sign_in(&form, &fields))
        }
        Err(other) => Err(other),
    }
}

async fn admit(reply: &Reply, visit: &Visit, form: &Form) -> Result<Token> {
    reply.app.limits.from_address(reply.address())?;
    let account = check(reply, form.text("email"), form.raw("password")).await?;
    let (old, new) = (visit.token.clone(), Token::new()?);
    let kept = new.clone();
    reply.app.write(move |db, now| sign_in::begin(db, account.id, &old, &new, now)).await?;
    Ok(kept)
}

async fn check(reply: &Reply, email: &str, password: &str) -> Result<Account> {
    let email = sign_in::address(email);
    let key = email.as_ref().map(|email| email.key()).unwrap_or_default();
    reply.app.limits.at_account(&key)?;
    let found = match email {
        Some(email) => reply.app.read(move |db, _| store::by_email(db, &email)).await?,
        None => None,
    };
    let password = password.to_owned();
    reply.app.limits.hashing(move || sign_in::check(found, &password)).await
}

/// Signed in: on to where they wanted to go, or first to the form that waited.
fn welcome(reply: &Reply, visit: &Visit, token: Token, form: &Form) -> Result<HttpResponse> {
    let signed_in = Visit { token, fresh: visit.fresh };
    let mut response = match page::carried_to(form) {
        Some(to) => {
            reply.become_visit(&signed_in);
            reply.page("accounts/resume", &ResumePage::new(form, to))?
        }
        None => reply.see_other(&page::local(form.text("then"))),
    };
    response.add_cookie(&signed_in.cookie(&reply.app)).map_err(Error::internal)?;
    Ok(response)
}

async fn show_sign_out(reply: Reply, _: SignedIn) -> Result<HttpResponse> {
    reply.page("accounts/sign_out", &())
}

async fn do_sign_out(reply: Reply, visit: Visit) -> Result<HttpResponse> {
    let digest = visit.token.digest();
    reply.app.write(move |db, _| store::remove_session(db, &digest)).await?;
    let mut response = reply.done("/", "You are signed out. What you cast stays recorded.");
    let next = Visit { token: Token::new()?, fresh: true };
    response.add_cookie(&next.cookie(&reply.app)).map_err(Error::internal)?;
    Ok(response)
}

async fn show_account(reply: Reply, who: SignedIn) -> Result<HttpResponse> {
    reply.page("accounts/account", &AccountPage::new(&who.0, &Form::default(), &[]))
}

async fn do_change_password(
    reply: Reply,
    who: SignedIn,
    visit: Visit,
    form: Form,
) -> Result<HttpResponse> {
    match renew(&reply, &who.0, visit.token, &form).await {
        Ok(()) => Ok(reply.done("/account", "Your password is changed; all other sessions ended.")),
        Err(Error::Invalid(fields)) => {
            reply.refused("accounts/account", &AccountPage::new(&who.0, &form, &fields))
        }
        Err(other) => Err(other),
    }
}

async fn renew(reply: &Reply, account: &Account, kept: Token, form: &Form) -> Result<()> {
    let password = change_password::parse(form, account)?;
    let account = check(reply, account.email.as_str(), form.raw("password")).await?;
    let hash = reply.app.limits.hashing(move || PasswordHashed::of(password.reveal())).await?;
    reply.app.write(move |db, _| change_password::change(db, &account, &hash, &kept)).await
}
