//! The guards of an edition's pages: [`Reader`] (anybody who may see it), [`Member`] (signed in)
//! and [`Lead`]. The edition is the one that the address names as `{edition}`.

use std::future::Future;
use std::pin::Pin;

use actix_web::{FromRequest, HttpRequest, dev::Payload};

use super::model::{Edition, unknown};
use super::phase::Phase;
use super::store;
use crate::accounts::guard::look_up_and;
use crate::accounts::model::Account;
use crate::error::{Error, Result};

/// Anybody who may see the edition: a draft is its leads' alone.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Who, if they are signed in.
    pub account: Option<Account>,
    /// The edition.
    pub edition: Edition,
    /// Whether they lead it.
    pub is_lead: bool,
}

/// Somebody who is signed in and may see the edition. Whether they may vote is the electorate's.
#[derive(Debug, Clone)]
pub struct Member {
    /// Who.
    pub account: Account,
    /// The edition.
    pub edition: Edition,
    /// Whether they lead it.
    pub is_lead: bool,
}

/// A lead of the edition.
#[derive(Debug, Clone)]
pub struct Lead {
    /// Who.
    pub account: Account,
    /// The edition.
    pub edition: Edition,
}

type Found<T> = Pin<Box<dyn Future<Output = Result<T>>>>;

async fn look_up(request: HttpRequest) -> Result<Reader> {
    let slug = request.match_info().get("edition").ok_or_else(unknown)?.to_owned();
    let found = look_up_and(&request, move |db, account| {
        let edition = store::by_slug(db, &slug)?;
        let is_lead = match account {
            Some(account) => store::is_lead(db, edition.id, account)?,
            None => false,
        };
        Ok((edition, is_lead))
    });
    let (account, (edition, is_lead)) = found.await?;
    if edition.phase == Phase::Draft && !is_lead {
        // What you may not see does not exist; but a lead who is signed out should find the door.
        return Err(if account.is_none() { Error::SignIn } else { unknown() });
    }
    Ok(Reader { account, edition, is_lead })
}

impl FromRequest for Reader {
    type Error = Error;
    type Future = Found<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        Box::pin(look_up(request.clone()))
    }
}

impl FromRequest for Member {
    type Error = Error;
    type Future = Found<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let Reader { account, edition, is_lead } = look_up(request).await?;
            let account = account.ok_or(Error::SignIn)?;
            Ok(Self { account, edition, is_lead })
        })
    }
}

impl FromRequest for Lead {
    type Error = Error;
    type Future = Found<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let Reader { account, edition, is_lead } = look_up(request).await?;
            let account = account.ok_or(Error::SignIn)?;
            if is_lead {
                return Ok(Self { account, edition });
            }
            Err(Error::forbidden(
                "This page belongs to the leads of this edition.",
                "If you should be one, ask an admin of this instance to name you.",
            ))
        })
    }
}
