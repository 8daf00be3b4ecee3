//! The guards that a handler asks for: [`Visitor`] (anybody), [`SignedIn`], [`Admin`].
//!
//! A handler that takes one need not check anything: without the right there is no handler. Each
//! also tells the page's head who is signed in.

use std::future::Future;
use std::pin::Pin;

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};

use super::model::{Account, Role};
use super::store;
use crate::error::{Error, Result};
use crate::web::respond::Reply;
use crate::web::visit::Named;

/// Anybody, and who they are if they are signed in.
#[derive(Debug, Clone)]
pub struct Visitor(pub Option<Account>);

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn(pub Account);

/// An admin of the instance.
#[derive(Debug, Clone)]
pub struct Admin(pub Account);

type Found<T> = Pin<Box<dyn Future<Output = Result<T>>>>;

async fn look_up(request: HttpRequest) -> Result<Option<Account>> {
    let reply = Reply::of(&request)?;
    let visit = reply.visit()?;
    if visit.fresh {
        return Ok(None);
    }
    let digest = visit.token.digest();
    let account = reply.app.read(move |db, now| store::by_session(db, &digest, now)).await?;
    if let Some(account) = &account {
        let named = Named { name: account.name.clone(), is_admin: account.role == Role::Admin };
        request.extensions_mut().insert(named);
    }
    Ok(account)
}

impl FromRequest for Visitor {
    type Error = Error;
    type Future = Found<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { look_up(request).await.map(Self) })
    }
}

impl FromRequest for SignedIn {
    type Error = Error;
    type Future = Found<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { look_up(request).await?.map(Self).ok_or(Error::SignIn) })
    }
}

impl FromRequest for Admin {
    type Error = Error;
    type Future = Found<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let account = look_up(request).await?.ok_or(Error::SignIn)?;
            match account.role {
                Role::Admin => Ok(Self(account)),
                Role::Member => Err(Error::forbidden(
                    "This page belongs to the admins of this instance.",
                    "If you should be one, ask the operator to run `laurels admin create`.",
                )),
            }
        })
    }
}
