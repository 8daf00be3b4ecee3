//! Mail addresses of commits: what forges hide in them, and the digests that stand for them
//! everywhere else.

use sha2::{Digest, Sha256};

use crate::submissions::source::people::{Handle, PersonKey, is_bot};

/// The handle and the number in an address that a forge hands out.
#[must_use]
pub fn forge_address(mail: &str) -> Option<(Handle, Option<u64>)> {
    let (local, host) = mail.split_once('@')?;
    let host = host.to_ascii_lowercase();
    let parted = |(id, handle)| (str::parse::<u64>(id).ok(), handle);
    let (id, handle) = match host.as_str() {
        "users.noreply.github.com" => local.split_once('+').map_or((None, local), parted),
        "users.noreply.gitlab.com" => local.split_once('-').map_or((None, local), parted),
        _ if host.starts_with("noreply.") => (None, local),
        _ => return None,
    };
    Some((Handle::parse(handle)?, id))
}

/// Whether an address is that of a program.
#[must_use]
pub fn is_program(mail: &str) -> bool {
    let local = mail.split('@').next().unwrap_or_default();
    let local = local.split_once('+').map_or(local, |(_, handle)| handle);
    let whole = mail.to_ascii_lowercase();
    is_bot(local) || matches!(whole.as_str(), "noreply@github.com" | "actions@github.com")
}

/// What stands for an address. It is short, and an address can be tried against it: it keeps
/// addresses out of pages and exports, it does not hide them from somebody who knows them.
#[must_use]
pub fn digest(mail: &str) -> String {
    let mut digest = hex::encode(Sha256::digest(mail.trim().to_lowercase().as_bytes()));
    digest.truncate(16);
    digest
}

/// The key of somebody of whom only an address is known.
#[must_use]
pub fn key(mail: &str) -> PersonKey {
    PersonKey::new(format!("mail:{}", digest(mail)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forges_hide_handles_and_numbers_in_addresses() {
        let read = |mail| forge_address(mail).map(|(handle, id)| (handle.as_str().to_owned(), id));

        assert_eq!(read("12+AnaB@users.noreply.github.com"), Some(("AnaB".into(), Some(12))));
        assert_eq!(read("rylev@users.noreply.github.com"), Some(("rylev".into(), None)));
        assert_eq!(read("7-bo@users.noreply.gitlab.com"), Some(("bo".into(), Some(7))));
        assert_eq!(read("bo@noreply.codeberg.org"), Some(("bo".into(), None)));
        assert_eq!(read("niko@alum.mit.edu"), None);
        assert!(is_program("49699333+dependabot[bot]@users.noreply.github.com"));
    }
}
