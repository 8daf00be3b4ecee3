//! The one [`Config`]: read once at the start from flags, `LAURELS_*` variables and `laurels.toml`,
//! checked, and handed on. Nothing reads a setting later, and nothing is global.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::error::{Error, Result};

/// What may be set. A flag wins over its variable, a variable over the file.
#[derive(Debug, Clone, Default, clap::Args, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The database: `sqlite://PATH` or `postgres://USER@HOST/NAME` [default: sqlite://laurels.db]
    #[arg(long, env = "LAURELS_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// The address to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "LAURELS_BIND", value_name = "ADDRESS")]
    pub bind: Option<String>,
    /// The address that people type, for links and cookies [default: http://ADDRESS]
    #[arg(long, env = "LAURELS_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// The file that holds the instance secret; made if missing [default: beside the database]
    #[arg(long, env = "LAURELS_SECRET_FILE", value_name = "PATH")]
    pub secret_file: Option<PathBuf>,
    /// What to log, as in `info` or `laurels=debug,warn` [default: info]
    #[arg(long, env = "LAURELS_LOG", value_name = "FILTER")]
    pub log: Option<String>,
    /// A token for the GitHub API, for intake
    #[arg(long, env = "LAURELS_GITHUB_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    pub github_token: Option<String>,
    /// The API of a GitHub Enterprise server, for the console's sources [default: github.com's]
    #[arg(long, env = "LAURELS_GITHUB_API", value_name = "URL")]
    pub github_api: Option<String>,
    /// The secret that GitHub signs webhooks with
    #[arg(long, env = "LAURELS_WEBHOOK_SECRET", value_name = "SECRET", hide_env_values = true)]
    pub webhook_secret: Option<String>,
    /// The settings file [default: laurels.toml, where there is one]
    #[arg(long, env = "LAURELS_CONFIG", value_name = "PATH")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
}

/// Where the data lives.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// A file of our own.
    Sqlite(PathBuf),
    /// A server: the whole address, which may hold a password.
    Postgres(String),
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "Sqlite({})", path.display()),
            Self::Postgres(_) => f.write_str("Postgres(..)"),
        }
    }
}

/// The checked settings.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the data lives.
    pub database: Database,
    /// Where to listen.
    pub bind: SocketAddr,
    /// What people type, without a slash at the end.
    pub public_url: String,
    /// The file of the instance secret.
    pub secret_file: PathBuf,
    /// The log filter.
    pub log: String,
    /// GitHub's API token, for intake.
    pub github_token: Option<Hidden>,
    /// The API of the GitHub that the console's sources are on; empty for the public one. The
    /// token goes there, so it is the operator's to set.
    pub github_api: String,
    /// GitHub's webhook secret.
    pub webhook_secret: Option<Hidden>,
}

/// A setting that must not print itself.
#[derive(Clone)]
pub struct Hidden(String);

impl Hidden {
    /// The setting itself, for the one place that needs it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hidden(..)")
    }
}

impl Hidden {
    /// A setting that must not print itself.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl Settings {
    /// Completes the flags and variables from the file, and checks them all.
    ///
    /// # Errors
    /// [`Error::Setting`] names the setting, what is wrong with it and what would be right.
    pub fn check(self) -> Result<Config> {
        let file = self.file()?;
        let database = parse_database(
            &self.database_url.or(file.database_url).unwrap_or("sqlite://laurels.db".to_owned()),
        )?;
        let bind = parse_bind(&self.bind.or(file.bind).unwrap_or("127.0.0.1:8080".to_owned()))?;
        let public_url = match self.public_url.or(file.public_url) {
            Some(url) => parse_public_url(&url)?,
            None => format!("http://{bind}"),
        };
        let secret_file = match (self.secret_file.or(file.secret_file), &database) {
            (Some(path), _) => path,
            (None, Database::Sqlite(path)) => path.with_extension("secret"),
            (None, Database::Postgres(_)) => PathBuf::from("laurels.secret"),
        };
        Ok(Config {
            database,
            bind,
            public_url,
            secret_file,
            log: self.log.or(file.log).unwrap_or("info".to_owned()),
            github_token: self.github_token.or(file.github_token).map(Hidden),
            github_api: self.github_api.or(file.github_api).unwrap_or_default(),
            webhook_secret: self.webhook_secret.or(file.webhook_secret).map(Hidden),
        })
    }

    fn file(&self) -> Result<Self> {
        let path = self.config.as_deref().unwrap_or(Path::new("laurels.toml"));
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound && self.config.is_none() => {
                return Ok(Self::default());
            }
            Err(cause) => {
                return Err(Error::setting(
                    format!("The settings file {} cannot be read: {cause}.", path.display()),
                    "Name another with --config, or leave it away.",
                ));
            }
        };
        toml::from_str(&text).map_err(|cause| {
            Error::setting(
                format!("The settings file {} is not right: {cause}", path.display()),
                "Its keys are the long flags with underscores, such as database_url.",
            )
        })
    }
}

fn parse_database(url: &str) -> Result<Database> {
    let right = "Use sqlite://PATH, such as sqlite://laurels.db, or postgres://USER@HOST/NAME.";
    match url.split_once("://") {
        Some(("sqlite", "")) => {
            Err(Error::setting("LAURELS_DATABASE_URL names no file after sqlite://.", right))
        }
        Some(("sqlite", path)) => Ok(Database::Sqlite(PathBuf::from(path))),
        Some(("postgres" | "postgresql", _)) => Ok(Database::Postgres(url.to_owned())),
        Some((other, _)) => Err(Error::setting(
            format!("LAURELS_DATABASE_URL begins with {other}://, which is no database of ours."),
            right,
        )),
        // A mistyped address must not become a new empty database of that name.
        None => Err(Error::setting("LAURELS_DATABASE_URL has no scheme.", right)),
    }
}

fn parse_bind(text: &str) -> Result<SocketAddr> {
    let spelled = text.replacen("localhost:", "127.0.0.1:", 1);
    spelled.parse().map_err(|cause| {
        Error::setting(
            format!("LAURELS_BIND is {text:?}, which is no address ({cause})."),
            "Use an IP address and a port, such as 127.0.0.1:8080 or [::]:80.",
        )
    })
}

fn parse_public_url(url: &str) -> Result<String> {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match host.map(|host| host.trim_end_matches('/')) {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', ' ']) => {
            Ok(url.trim_end_matches('/').to_owned())
        }
        _ => Err(Error::setting(
            format!("LAURELS_PUBLIC_URL is {url:?}, which is not where a site stands."),
            "Use the scheme and the host alone, such as https://awards.example.org.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_database(url: &str) -> Result<Config> {
        Settings { database_url: Some(url.to_owned()), ..Settings::default() }.check()
    }

    #[test]
    fn the_secret_stands_beside_the_database() {
        let config = with_database("sqlite:///var/lib/laurels/laurels.db").unwrap();

        assert_eq!(config.secret_file, Path::new("/var/lib/laurels/laurels.secret"));
        assert_eq!(config.public_url, "http://127.0.0.1:8080");
    }

    #[test]
    fn a_database_address_without_a_known_scheme_is_refused() {
        for url in ["laurels.db", "mysql://here", "sqlite://", ""] {
            assert!(matches!(with_database(url), Err(Error::Setting(_))), "{url:?}");
        }
    }

    #[test]
    fn a_wrong_address_to_listen_on_is_named() {
        let settings = Settings { bind: Some("everywhere".into()), ..Settings::default() };

        let words = settings.check().unwrap_err().to_string();

        assert!(words.contains("LAURELS_BIND") && words.contains("everywhere"), "{words}");
    }

    #[test]
    fn an_unknown_key_in_the_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("laurels.toml");
        std::fs::write(&path, "databse_url = \"sqlite://x.db\"\n").unwrap();

        let words = Settings { config: Some(path), ..Settings::default() }.check().unwrap_err();

        assert!(words.to_string().contains("databse_url"), "{words}");
    }

    #[test]
    fn nothing_secret_prints_itself() {
        let config = Settings {
            database_url: Some("postgres://me:sesame@db/laurels".into()),
            github_token: Some("sesame".into()),
            ..Settings::default()
        };

        assert!(!format!("{:?}", config.check().unwrap()).contains("sesame"));
    }
}
