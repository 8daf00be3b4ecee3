//! All SQL of the electorate.

use diesel::prelude::*;

use super::model::{Code, Invitation, Standing};
use crate::accounts;
use crate::error::Result;
use crate::ids::{AccountId, EditionId, InvitationId};
use crate::store::db::Db;
use crate::store::schema::invitations;

/// Writes a new invitation.
///
/// # Errors
/// The database's.
pub fn put(db: &mut Db, edition: EditionId, label: &str, code: &Code) -> Result<()> {
    diesel::insert_into(invitations::table)
        .values((
            invitations::id.eq(InvitationId::new()),
            invitations::edition_id.eq(edition),
            invitations::label.eq(label),
            invitations::digest.eq(code.digest()),
        ))
        .execute(db)?;
    Ok(())
}

/// All invitations of an edition, in the order of their making.
///
/// # Errors
/// The database's.
pub fn of_edition(db: &mut Db, edition: EditionId) -> Result<Vec<Invitation>> {
    let rows: Vec<(InvitationId, String, Option<AccountId>)> = invitations::table
        .filter(invitations::edition_id.eq(edition))
        .order(invitations::id)
        .select((invitations::id, invitations::label, invitations::account_id))
        .load(db)?;
    let users: Vec<AccountId> = rows.iter().filter_map(|(_, _, user)| *user).collect();
    let users = accounts::store::by_ids(db, &users)?;
    let used_by = |id: Option<AccountId>| users.iter().find(|user| Some(user.id) == id).cloned();
    let invitation = |(id, label, user)| Invitation { id, label, used_by: used_by(user) };
    Ok(rows.into_iter().map(invitation).collect())
}

/// How many invitations an edition has, used or not.
///
/// # Errors
/// The database's.
pub fn size(db: &mut Db, edition: EditionId) -> Result<u64> {
    let of_edition = invitations::table.filter(invitations::edition_id.eq(edition));
    let size: i64 = of_edition.count().get_result(db)?;
    Ok(u64::try_from(size).unwrap_or_default())
}

/// The invitation of that code in that edition, and who has used it.
///
/// # Errors
/// The database's.
pub fn by_code(
    db: &mut Db,
    edition: EditionId,
    code: &Code,
) -> Result<Option<(InvitationId, Option<AccountId>)>> {
    let found = invitations::table
        .filter(invitations::edition_id.eq(edition))
        .filter(invitations::digest.eq(code.digest()))
        .select((invitations::id, invitations::account_id));
    Ok(found.first(db).optional()?)
}

/// Marks an invitation as used by that account, if nobody has used it; says whether it did.
///
/// # Errors
/// The database's.
pub fn take(db: &mut Db, id: InvitationId, account: AccountId) -> Result<bool> {
    let free = invitations::table.find(id).filter(invitations::account_id.is_null());
    let taken = diesel::update(free).set(invitations::account_id.eq(account)).execute(db)?;
    Ok(taken == 1)
}

/// Removes an invitation that nobody has used; says whether it did.
///
/// # Errors
/// The database's.
pub fn remove_unused(db: &mut Db, edition: EditionId, id: InvitationId) -> Result<bool> {
    let unused = invitations::table
        .find(id)
        .filter(invitations::edition_id.eq(edition))
        .filter(invitations::account_id.is_null());
    Ok(diesel::delete(unused).execute(db)? == 1)
}

/// What an account has to do with an edition's electorate.
///
/// # Errors
/// The database's.
pub fn standing(db: &mut Db, edition: EditionId, account: AccountId) -> Result<Standing> {
    let used = invitations::table
        .filter(invitations::edition_id.eq(edition))
        .filter(invitations::account_id.eq(account));
    let is_invited: bool = diesel::select(diesel::dsl::exists(used)).get_result(db)?;
    Ok(if is_invited { Standing::Invited } else { Standing::Uninvited })
}
