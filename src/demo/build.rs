//! Builds the demonstration in one transaction, step by step as leads and voters would.

use super::{awards, voters};
use crate::accounts;
use crate::accounts::model::{Account, Email, Role};
use crate::ballots::cast::{Cast, cast};
use crate::ballots::open;
use crate::categories;
use crate::categories::define::define;
use crate::clock::Timestamp;
use crate::editions;
use crate::editions::create::{Founding, create};
use crate::editions::model::{Calendar, Draft, Votes};
use crate::editions::{open_nominations, set_activities};
use crate::error::{Error, Result};
use crate::ids::{AccountId, EditionId};
use crate::secrets::{Key, PasswordHashed};
use crate::store::db::Db;
use crate::submissions::source::file::read::read;
use crate::submissions::take_in::{Arrival, take_in};

/// The lead's address.
pub const LEAD: &str = "lead@laurels.example";
/// The voter's address; this one has not voted yet.
pub const VOTER: &str = "voter@laurels.example";
/// The password of both: it is printed at the start, and opens nothing but a demonstration.
pub const PASSWORD: &str = "a crown of bay leaves";

/// How long the vote stays open, in days.
const OPEN_FOR: i64 = 9;

/// Builds it, unless the database has it already.
///
/// # Errors
/// Those of the verbs that it calls.
pub fn build(db: &mut Db, secret: &Key, hash: &PasswordHashed, now: Timestamp) -> Result<()> {
    match editions::store::by_slug(db, awards::SLUG) {
        Ok(_) => return Ok(()),
        Err(Error::NotFound(_)) => {}
        Err(other) => return Err(other),
    }
    let lead = sign_up(db, LEAD, "Lena, a lead", Role::Admin, hash, now)?;
    sign_up(db, VOTER, "Vero, a voter", Role::Member, hash, now)?;
    let edition = found(db, &lead, now)?;
    nominate(db, edition, &lead, now)?;
    vote(db, edition, &lead, secret, hash, now)
}

fn sign_up(
    db: &mut Db,
    email: &str,
    name: &str,
    role: Role,
    hash: &PasswordHashed,
    now: Timestamp,
) -> Result<Account> {
    let account = Account {
        id: AccountId::new(),
        email: Email::from_column(email.to_owned()),
        name: name.to_owned(),
        role,
    };
    accounts::store::put(db, &account, hash, now)?;
    Ok(account)
}

fn found(db: &mut Db, lead: &Account, now: Timestamp) -> Result<EditionId> {
    let calendar =
        Calendar { voting_closes_at: Some(now.plus_days(OPEN_FOR)), ..Calendar::default() };
    let draft = Draft {
        slug: awards::SLUG.to_owned(),
        about: awards::about(),
        calendar,
        votes: Votes::Simulated,
    };
    let founding = Founding { draft, leads: vec![lead.email.clone()] };
    let id = create(db, &founding, lead, now)?;
    set_activities::set_activities(db, id, &awards::activities(), lead, now)?;
    open_nominations::open(db, id, &lead.name, now)?;
    Ok(id)
}

fn nominate(db: &mut Db, edition: EditionId, lead: &Account, now: Timestamp) -> Result<()> {
    let contents = read(awards::SUBMISSIONS)?;
    let arrival = Arrival { repository: awards::REPOSITORY.to_owned(), actor: lead.name.clone() };
    take_in(db, edition, &arrival, &contents.found, now)?;
    for draft in awards::categories() {
        define(db, edition, &lead.name, draft, now)?;
    }
    Ok(())
}

fn vote(
    db: &mut Db,
    edition: EditionId,
    lead: &Account,
    secret: &Key,
    hash: &PasswordHashed,
    now: Timestamp,
) -> Result<()> {
    open::open(db, edition, &lead.name, now)?;
    let papers = categories::store::papers(db, edition)?;
    for (number, choices) in (1_u32..).zip(voters::ballots(&papers)) {
        let email = format!("simulated-{number}@laurels.example");
        let name = format!("Simulated voter {number}");
        let account = sign_up(db, &email, &name, Role::Member, hash, now)?.id;
        cast(db, secret, Cast { edition, account, choices }, now)?;
    }
    Ok(())
}
