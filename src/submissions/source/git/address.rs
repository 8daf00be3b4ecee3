//! Where people read a repository and its pull requests, from the address that it was cloned
//! from.

use crate::submissions::source::people::Handle;

/// The web address of a repository. Never with credentials, whatever it was cloned with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebAddress {
    host: String,
    path: String,
}

impl WebAddress {
    /// Takes what `remote.origin.url` or a lead says: `https://host/owner/name`,
    /// `git@host:owner/name.git`, `ssh://git@host/owner/name`. A local path gives `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (host, path) = match text.split_once("://") {
            Some(("https" | "http" | "ssh" | "git", rest)) => rest.split_once('/')?,
            Some(_) => return None,
            None => text.split_once(':').filter(|(host, _)| !host.contains('/'))?,
        };
        let host = host.rsplit('@').next().unwrap_or(host);
        let path = path.trim_matches('/');
        let path = path.strip_suffix(".git").unwrap_or(path);
        let plain = |text: &str, more: &str| {
            !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
        };
        let fits = plain(host, ".-:") && plain(path, "._-/~") && path.contains('/');
        fits.then(|| Self { host: host.to_owned(), path: path.to_owned() })
    }

    /// Whose repository it is.
    #[must_use]
    pub fn owner(&self) -> Option<Handle> {
        Handle::parse(self.path.split('/').next()?)
    }

    /// Where people read a pull request, in the way of the forge that the host's name tells.
    #[must_use]
    pub fn of_pull(&self, number: u64) -> String {
        let Self { host, path } = self;
        let part = if host.contains("gitlab") {
            "-/merge_requests"
        } else if ["codeberg", "gitea", "forgejo"].iter().any(|name| host.contains(name)) {
            "pulls"
        } else {
            "pull"
        };
        format!("https://{host}/{path}/{part}/{number}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_cloning_tells_where_to_read() {
        let pull = |text| WebAddress::parse(text).unwrap().of_pull(7);

        let github = "https://github.com/rust-lang/wg-async/pull/7";
        assert_eq!(pull("https://github.com/rust-lang/wg-async.git"), github);
        assert_eq!(pull("git@github.com:rust-lang/wg-async.git"), github);
        assert_eq!(pull("https://user:token@github.com/rust-lang/wg-async/"), github);
        assert_eq!(
            pull("ssh://git@gitlab.com/a/b/c"),
            "https://gitlab.com/a/b/c/-/merge_requests/7"
        );
        assert_eq!(pull("https://codeberg.org/a/b"), "https://codeberg.org/a/b/pulls/7");
    }

    #[test]
    fn a_local_path_or_a_script_is_no_address() {
        for text in
            ["/srv/git/x.git", "../x", "file:///x/y", "javascript:alert(1)/x", "a b:c/d", ""]
        {
            assert_eq!(WebAddress::parse(text), None, "{text}");
        }
    }
}
