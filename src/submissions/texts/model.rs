//! [`TextFile`]: one file of a story; and the digest that pins them all.

use sha2::{Digest, Sha256};

use crate::submissions::source::found;

/// One file of a story: the story itself, or a chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFile {
    /// Where it stands in its repository.
    pub path: String,
    /// Its Markdown.
    pub text: String,
}

/// The hex SHA-256 over the files in their order: of each its path and its text, both ended by a
/// zero byte, which neither can hold.
#[must_use]
pub fn digest(files: &[TextFile]) -> String {
    let mut digest = Sha256::new();
    for part in files.iter().flat_map(|file| [&file.path, &file.text]) {
        digest.update(part.replace('\0', "").as_bytes());
        digest.update([0]);
    }
    hex::encode(digest.finalize())
}

/// The files as they are to be kept: where the source brings no text for one, the text that was
/// kept under that path stays. `None` if the source brings no text at all.
#[must_use]
pub fn told(found: &[found::StoryFile], kept: &[TextFile]) -> Option<Vec<TextFile>> {
    found.iter().any(|file| file.text.is_some()).then(|| {
        let text = |file: &found::StoryFile| {
            let before = || kept.iter().find(|one| one.path == file.path).map(|one| &one.text);
            // PostgreSQL's text holds no zero byte, and no reader misses it.
            let text = file.text.as_ref().or_else(before)?.replace('\0', "");
            Some(TextFile { path: file.path.clone(), text })
        };
        found.iter().filter_map(text).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> TextFile {
        TextFile { path: path.into(), text: text.into() }
    }

    fn found(path: &str, text: Option<&str>) -> found::StoryFile {
        found::StoryFile { path: path.into(), text: text.map(str::to_owned) }
    }

    #[test]
    fn a_text_that_the_source_does_not_bring_stays() {
        let kept = [file("a.md", "old"), file("a/1.md", "one")];

        let told_again = told(&[found("a.md", Some("n\0ew")), found("a/1.md", None)], &kept);

        assert_eq!(told_again.unwrap(), [file("a.md", "new"), file("a/1.md", "one")]);
        assert_eq!(told(&[found("a.md", None)], &kept), None);
    }

    #[test]
    fn the_digest_tells_files_and_their_order_apart() {
        let (a, b) = (file("a", "bc"), file("ab", "c"));

        let of = |files: &[&TextFile]| digest(&files.iter().copied().cloned().collect::<Vec<_>>());
        assert_ne!(of(&[&a]), of(&[&b]));
        assert_ne!(of(&[&a, &b]), of(&[&b, &a]));
        assert_eq!(of(&[&a]), of(&[&a.clone()]));
    }
}
