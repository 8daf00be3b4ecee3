//! Where a story's files stand on the forge that it came from, derived from its pull request. Pure.

use ammonia::Url;

/// The pull request and the commit at which a story was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    repository: Option<Url>,
    commit: Option<String>,
}

impl Original {
    /// Of a pull request's address as GitHub and its Enterprise servers form it, and a commit. Of
    /// anything else no file's address is known.
    #[must_use]
    pub fn of(pull_request: &str, commit: Option<&str>) -> Self {
        Self { repository: repository(pull_request), commit: commit.map(str::to_owned) }
    }

    /// The page that shows a file.
    #[must_use]
    pub fn page(&self, path: &str) -> Option<Url> {
        self.file("blob", path)
    }

    /// The bytes of a file.
    #[must_use]
    pub fn bytes(&self, path: &str) -> Option<Url> {
        self.file("raw", path)
    }

    fn file(&self, form: &str, path: &str) -> Option<Url> {
        let mut url = self.repository.clone()?;
        let commit = self.commit.as_deref()?;
        url.path_segments_mut().ok()?.extend([form, commit]).extend(path.split('/'));
        Some(url)
    }
}

/// `https://HOST/OWNER/NAME` of `https://HOST/OWNER/NAME/pull/N`.
fn repository(pull_request: &str) -> Option<Url> {
    let mut url = Url::parse(pull_request).ok()?;
    let is_web = matches!(url.scheme(), "https" | "http");
    let steps: Vec<&str> = url.path_segments()?.collect();
    let [owner, name, "pull", number] = steps.as_slice() else {
        return None;
    };
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let path = format!("{owner}/{name}");
    url.set_path(&path);
    url.set_query(None);
    url.set_fragment(None);
    (is_web && is_number).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(pull_request: &str, commit: Option<&str>, path: &str) -> Option<String> {
        Original::of(pull_request, commit).page(path).map(String::from)
    }

    #[test]
    fn a_file_stands_at_its_commit_in_the_repository_of_its_pull_request() {
        let of = Original::of("https://github.com/o/r/pull/9#issue", Some("abc"));

        assert_eq!(
            String::from(of.page("a/b.md").unwrap()),
            "https://github.com/o/r/blob/abc/a/b.md"
        );
        assert_eq!(String::from(of.bytes("a.md").unwrap()), "https://github.com/o/r/raw/abc/a.md");
        assert_eq!(
            page("https://git.example.org/o/r/pull/9", Some("abc"), "a b/ü#?.md").unwrap(),
            "https://git.example.org/o/r/blob/abc/a%20b/%C3%BC%23%3F.md"
        );
    }

    #[test]
    fn where_nothing_is_known_nothing_is_made_up() {
        for url in [
            "",
            "javascript:x",
            "https://x.org/a.md",
            "https://github.com/o/r/pull/x",
            "ftp://h/o/r/pull/1",
        ] {
            assert_eq!(page(url, Some("abc"), "a.md"), None, "{url}");
        }
        assert_eq!(page("https://github.com/o/r/pull/9", None, "a.md"), None);
    }
}
