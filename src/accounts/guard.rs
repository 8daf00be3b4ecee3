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
use crate::ids::AccountId;
use crate::store::db::Db;
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

/// Who holds the visit's token, and what `also` reads for them, in one go: a trip to the
/// database's threads costs more than the look itself.
///
/// # Errors
/// Those of `also`.
pub async fn look_up_and<T: Send + 'static>(
    request: &HttpRequest,
    also: impl FnOnce(&mut Db, Option<AccountId>) -> Result<T> + Send + 'static,
) -> Result<(Option<Account>, T)> {
    let reply = Reply::of(request)?;
    let visit = reply.visit()?;
    let digest = (!visit.fresh).then(|| visit.token.digest());
    let read = reply.app.read(move |db, now| {
        let account = match digest {
            Some(digest) => store::by_session(db, &digest, now)?,
            None => None,
        };
        let more = also(db, account.as_ref().map(|account| account.id))?;
        Ok((account, more))
    });
    let (account, more) = read.await?;
    if let Some(account) = &account {
        let named = Named { name: account.name.clone(), is_admin: account.role == Role::Admin };
        request.extensions_mut().insert(named);
    }
    Ok((account, more))
}

async fn look_up(request: HttpRequest) -> Result<Option<Account>> {
    if Reply::of(&request)?.visit()?.fresh {
        return Ok(None);
    }
    Ok(look_up_and(&request, |_, _| Ok(())).await?.0)
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
