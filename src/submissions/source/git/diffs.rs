//! What `git diff-tree --stdin --raw -z` prints, as changes of Markdown files.

use crate::error::{Error, Result};
use crate::submissions::source::changes::{Change, What};
use crate::submissions::source::found::CommitId;
use crate::submissions::source::rules::is_markdown;

/// What a field brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// From here on the changes are those of this commit.
    Commit(CommitId),
    /// A change of a file that could be a story's, or was.
    Change(Change),
}

/// Puts fields together to changes.
#[derive(Debug, Default)]
pub struct Parser {
    entry: Option<Entry>,
}

#[derive(Debug)]
struct Entry {
    status: u8,
    is_file: bool,
    blob: String,
    from: Option<String>,
}

impl Parser {
    /// Takes the next field, and gives what it completed.
    ///
    /// # Errors
    /// [`Error::Internal`] where git printed something that it does not print.
    pub fn field(&mut self, bytes: &[u8]) -> Result<Option<Seen>> {
        let text = String::from_utf8_lossy(bytes);
        let odd =
            || Error::internal(format!("git diff-tree printed something unexpected: {text:?}"));
        let Some(mut entry) = self.entry.take() else {
            if let Some(rest) = text.strip_prefix(':') {
                self.entry = Some(raw(rest).ok_or_else(odd)?);
                return Ok(None);
            }
            let id = text.split_whitespace().next().unwrap_or_default();
            return CommitId::parse(id).map(|id| Some(Seen::Commit(id))).ok_or_else(odd);
        };
        if matches!(entry.status, b'R' | b'C') && entry.from.is_none() {
            entry.from = Some(text.into_owned());
            self.entry = Some(entry);
            return Ok(None);
        }
        Ok(change(entry, text.into_owned()).map(Seen::Change))
    }

    /// Whether an entry is left half read.
    #[must_use]
    pub fn is_between(&self) -> bool {
        self.entry.is_none()
    }
}

/// `100644 100644 old new R086`.
fn raw(text: &str) -> Option<Entry> {
    let fields: Vec<&str> = text.split(' ').collect();
    let [_, mode, _, blob, status] = fields.as_slice() else {
        return None;
    };
    let status = *status.as_bytes().first()?;
    let is_file = mode.starts_with("100") || status == b'D';
    Some(Entry { status, is_file, blob: (*blob).to_owned(), from: None })
}

/// The change that an entry with its paths is, if it is one of Markdown files.
fn change(entry: Entry, path: String) -> Option<Change> {
    let Entry { status, is_file, blob, from } = entry;
    let was = from.as_deref().is_some_and(is_markdown);
    if !(is_markdown(&path) || was) || !is_file {
        return None;
    }
    let what = match (status, from) {
        (b'A' | b'C', _) => What::Added,
        (b'D', _) => {
            return Some(Change { what: What::Removed, path, blob: None });
        }
        (b'R', Some(from)) => What::MovedFrom(from),
        _ => What::Edited,
    };
    Some(Change { what, path, blob: Some(blob) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(output: &str) -> Vec<Seen> {
        let mut parser = Parser::default();
        let seen =
            output.split_terminator('\0').filter_map(|f| parser.field(f.as_bytes()).unwrap());
        let seen = seen.collect();
        assert!(parser.is_between());
        seen
    }

    #[test]
    fn moves_additions_and_removals_of_markdown_are_changes() {
        let (id, blob) = ("a".repeat(40), "b".repeat(40));
        let zero = "0".repeat(40);
        let output = format!(
            "{id}\0:100644 100644 {blob} {blob} R100\0a.md\0b.md\0:000000 100644 {zero} {blob} A\0:x.md\0\
             :000000 100644 {zero} {blob} A\0code.rs\0:100644 000000 {blob} {zero} D\0c.md\0\
             :000000 120000 {zero} {blob} A\0link.md\0"
        );

        let change = |what, path: &str, blob: Option<&String>| {
            Seen::Change(Change { what, path: path.into(), blob: blob.cloned() })
        };
        let expected = [
            Seen::Commit(CommitId::parse(&id).unwrap()),
            change(What::MovedFrom("a.md".into()), "b.md", Some(&blob)),
            change(What::Added, ":x.md", Some(&blob)),
            change(What::Removed, "c.md", None),
        ];
        assert_eq!(parse(&output), expected);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(fields in prop::collection::vec("(:[0-9a-f ARMD]{0,40}|\\PC{0,20})", 0..20)) {
            let mut parser = Parser::default();
            for field in fields {
                let _ = parser.field(field.as_bytes());
            }
        }
    }
}
