//! Where GitHub answers, and what opens it.

use std::fmt;

use crate::error::{Error, Result};

/// The addresses of a GitHub, ours or an enterprise's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Api {
    /// Before every path of the REST interface; no slash at the end.
    pub rest: String,
    /// Where GraphQL queries go.
    pub graphql: String,
}

impl Default for Api {
    fn default() -> Self {
        Self {
            rest: "https://api.github.com".into(),
            graphql: "https://api.github.com/graphql".into(),
        }
    }
}

impl Api {
    /// Takes the address of the REST interface, such as `https://github.example.org/api/v3`.
    ///
    /// # Errors
    /// [`Error::Setting`] where it is no https address. Plain http is for this machine alone,
    /// since the token goes with every request.
    pub fn parse(text: &str) -> Result<Self> {
        let rest = text.trim().trim_end_matches('/');
        let local = |host: &str| {
            let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
            matches!(host, "localhost" | "127.0.0.1" | "[::1]")
        };
        let good = match rest.split_once("://") {
            Some(("https", rest)) => !rest.is_empty() && !rest.contains('@'),
            Some(("http", rest)) => local(rest.split('/').next().unwrap_or_default()),
            Some(_) | None => false,
        };
        if !good {
            return Err(Error::setting(
                format!("{text:?} is not the address of a GitHub interface."),
                "Give it as https://HOST/api/v3, or leave it out for github.com.",
            ));
        }
        let graphql = match rest.strip_suffix("/v3") {
            Some(base) => format!("{base}/graphql"),
            None => format!("{rest}/graphql"),
        };
        Ok(Self { rest: rest.to_owned(), graphql })
    }
}

/// A repository by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Whose it is.
    pub owner: String,
    /// What it is called.
    pub name: String,
}

impl Name {
    /// Takes `owner/name`, or the address of its page.
    ///
    /// # Errors
    /// [`Error::Setting`] where it is neither.
    pub fn parse(text: &str) -> Result<Self> {
        let path = text.trim().trim_end_matches('/');
        let path = path
            .split_once("://")
            .map_or(path, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
        let path = path.strip_suffix(".git").unwrap_or(path);
        let plain = |part: &str| {
            let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
            let is_step = matches!(part, "." | "..");
            !part.is_empty() && part.len() <= 100 && part.chars().all(fits) && !is_step
        };
        match path.split_once('/') {
            Some((owner, name)) if plain(owner) && plain(name) => {
                Ok(Self { owner: owner.to_owned(), name: name.to_owned() })
            }
            Some(_) | None => Err(Error::setting(
                format!("{text:?} is not a repository."),
                "Give it as OWNER/NAME.",
            )),
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.owner, self.name)
    }
}

/// A token. It shows itself to nobody but GitHub.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// Takes a token as it was typed or read; `None` for one that cannot be one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = |c: char| c.is_ascii_graphic();
        (!text.is_empty() && text.chars().all(fits)).then(|| Self(text.to_owned()))
    }

    /// The header that carries it.
    #[must_use]
    pub fn header(&self) -> String {
        format!("Bearer {}", self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

/// A token, and the one GitHub that it is for: it is sent nowhere else.
#[derive(Debug, Clone)]
pub struct Door {
    api: Api,
    token: Token,
}

impl Door {
    /// The door that the settings open; `api` is empty for the public GitHub. `None` without a
    /// token.
    ///
    /// # Errors
    /// [`Error::Setting`] for an address that is none.
    pub fn of(api: &str, token: Option<&str>) -> Result<Option<Self>> {
        let api = if api.is_empty() { Api::default() } else { Api::parse(api)? };
        Ok(token.and_then(Token::parse).map(|token| Self { api, token }))
    }

    /// The token, for that GitHub.
    ///
    /// # Errors
    /// [`Error::Setting`] if it is for another.
    pub fn token(&self, api: &Api) -> Result<Token> {
        if *api == self.api {
            return Ok(self.token.clone());
        }
        Err(Error::setting(
            format!("The token is for {}, so it is not sent to {}.", self.api.rest, api.rest),
            "Set LAURELS_GITHUB_API to where the token belongs, or read it from the command line.",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_enterprises_addresses_follow_from_one() {
        let api = Api::parse("https://git.example.org/api/v3/").unwrap();

        assert_eq!(api.rest, "https://git.example.org/api/v3");
        assert_eq!(api.graphql, "https://git.example.org/api/graphql");
        assert_eq!(Api::parse("https://api.github.com").unwrap(), Api::default());
        assert!(Api::parse("http://127.0.0.1:8000").is_ok());
        for bad in ["http://git.example.org", "git.example.org", "https://a@b", "ftp://x", ""] {
            assert!(Api::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_repository_is_named_by_its_owner_and_its_name() {
        let name = |text| Name::parse(text).map(|name| name.to_string()).ok();

        assert_eq!(name("rust-lang/wg-async").as_deref(), Some("rust-lang/wg-async"));
        assert_eq!(name("https://github.com/a/b.git").as_deref(), Some("a/b"));
        for bad in ["", "a", "a/b/c", "a/..", "./b", "a b/c", "/b", "--x/y z"] {
            assert_eq!(name(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_token_is_sent_to_its_own_github_alone() {
        let own = Api::parse("https://git.example.org/api/v3").unwrap();
        let door = Door::of(&own.rest, Some("ghp_secret")).unwrap().unwrap();

        assert_eq!(door.token(&own).unwrap().header(), "Bearer ghp_secret");
        let refused = door.token(&Api::default()).unwrap_err().to_string();
        assert!(refused.contains("git.example.org") && !refused.contains("ghp_"), "{refused}");
        assert!(Door::of("", None).unwrap().is_none());
        assert!(Door::of("ftp://x", Some("ghp_secret")).is_err());
    }

    #[test]
    fn a_token_is_never_printed() {
        assert_eq!(format!("{:?}", Token::parse("ghp_secret").unwrap()), "Token(..)");
        assert!(Token::parse("two words").is_none() && Token::parse(" ").is_none());
    }
}
