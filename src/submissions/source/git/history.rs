//! What `git log` prints, as commits. The fields are set apart by NUL, which no commit can hold.

use jiff::Timestamp;

use crate::error::{Error, Result};
use crate::submissions::source::found::CommitId;

/// The format that [`Parser`] reads, for `git log -z --decorate=full`.
pub const FORMAT: &str = "--format=%H%x00%P%x00%D%x00%at%x00%ct%x00%aE%x00%aN%x00%B";

/// How many fields [`FORMAT`] has.
const FIELDS: usize = 8;

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its name.
    pub id: CommitId,
    /// Its parents, the first one first.
    pub parents: Vec<CommitId>,
    /// Whether it is the tip of the main line.
    pub is_tip: bool,
    /// The pull requests whose last commit it is, by `refs/pull/N/head`.
    pub heads: Vec<u64>,
    /// When it was written, by the author's clock.
    pub authored_at: Timestamp,
    /// When it was put where it is.
    pub committed_at: Timestamp,
    /// The author's mail address, after the repository's mailmap.
    pub mail: String,
    /// The author's name.
    pub name: String,
    /// The whole message.
    pub message: String,
}

/// Puts fields together to commits.
#[derive(Debug, Default)]
pub struct Parser {
    fields: Vec<String>,
}

impl Parser {
    /// Takes the next field, and gives a commit when it was the last one of it.
    ///
    /// # Errors
    /// [`Error::Internal`] where git printed something that it does not print.
    pub fn field(&mut self, bytes: &[u8]) -> Result<Option<Commit>> {
        self.fields.push(String::from_utf8_lossy(bytes).into_owned());
        if self.fields.len() < FIELDS {
            return Ok(None);
        }
        let fields = std::mem::take(&mut self.fields);
        commit(&fields).map(Some).ok_or_else(|| {
            let id = fields.first().map(String::as_str).unwrap_or_default();
            Error::internal(format!("git log printed something unexpected near {id:?}"))
        })
    }

    /// Whether a commit is left half read.
    #[must_use]
    pub fn is_between(&self) -> bool {
        self.fields.is_empty()
    }
}

fn commit(fields: &[String]) -> Option<Commit> {
    let [id, parents, refs, authored, committed, mail, name, message] = fields else {
        return None;
    };
    let refs: Vec<&str> = refs.split(',').map(str::trim).collect();
    let head =
        |name: &&str| name.strip_prefix("refs/pull/")?.strip_suffix("/head")?.parse::<u64>().ok();
    Some(Commit {
        id: CommitId::parse(id)?,
        parents: parents.split_whitespace().map(CommitId::parse).collect::<Option<_>>()?,
        is_tip: refs.iter().any(|name| *name == "HEAD" || name.starts_with("HEAD ->")),
        heads: refs.iter().filter_map(head).collect(),
        authored_at: time(authored),
        committed_at: time(committed),
        mail: mail.clone(),
        name: name.clone(),
        message: message.clone(),
    })
}

/// A time as git prints it. A clock that was off by ages is no reason to lose a commit.
fn time(text: &str) -> Timestamp {
    let seconds = text.trim().parse::<i64>().unwrap_or_default();
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn eight_fields_are_a_commit() {
        let id = "a".repeat(40);
        let parents = format!("{} {}", "b".repeat(40), "c".repeat(40));
        let refs = "HEAD -> refs/heads/main, refs/pull/12/head, refs/pull/x/head";
        let mut parser = Parser::default();

        let mut last = None;
        for field in [&*id, &*parents, refs, "0", "99999999999999999999", "a@x", "A", "B\n\nC"] {
            last = parser.field(field.as_bytes()).unwrap();
        }

        let commit = last.unwrap();
        assert!(commit.is_tip && parser.is_between());
        assert_eq!((commit.parents.len(), commit.heads), (2, vec![12]));
        assert_eq!(commit.committed_at, Timestamp::UNIX_EPOCH);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(fields in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..60), 0..20)) {
            let mut parser = Parser::default();
            for field in fields {
                let _ = parser.field(&field);
            }
        }
    }
}
