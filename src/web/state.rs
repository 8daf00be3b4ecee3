//! [`App`]: what a handler may reach.

use crate::clock::{Clock, Timestamp};
use crate::config::Config;
use crate::error::Result;
use crate::secrets::Key;
use crate::store::db::Db;
use crate::store::{SHARED, Store};
use crate::web::limits::Limits;
use crate::web::pages::Pages;

/// The running instance. One for all threads; it holds no request's state.
#[derive(Debug)]
pub struct App {
    /// The checked settings.
    pub config: Config,
    /// What time it is.
    pub clock: Clock,
    /// The database.
    pub store: Store,
    /// The templates.
    pub pages: Pages,
    /// The instance secret, from which all keys are derived.
    pub secret: Key,
    /// How often one may try.
    pub limits: Limits,
}

impl App {
    /// Puts an instance together.
    ///
    /// # Errors
    /// A setting that is wrong, or a template that does not parse: the start fails, no request.
    pub fn new(config: Config, clock: Clock) -> Result<Self> {
        Self::with_commits(config, clock, SHARED)
    }

    /// The same, where at most so many verbs share a commit: to measure what sharing gives.
    ///
    /// # Errors
    /// As [`App::new`].
    pub fn with_commits(config: Config, clock: Clock, most: usize) -> Result<Self> {
        let secret = Key::of_file(&config.secret_file)?;
        let store = Store::open_with(&config.database, &secret, most)?;
        Ok(Self { pages: Pages::embedded()?, limits: Limits::new(), config, clock, store, secret })
    }

    /// Reads; see [`Store::read`].
    ///
    /// # Errors
    /// Those of `read`.
    pub async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut Db, Timestamp) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let now = self.clock.now();
        self.store.read(move |db| read(db, now)).await
    }

    /// Runs a verb in a transaction; see [`Store::write`]. The time is asked inside it, so that
    /// waiting in a queue does not carry a vote past its deadline.
    ///
    /// # Errors
    /// Those of `verb`.
    pub async fn write<T: Send + 'static>(
        &self,
        verb: impl FnOnce(&mut Db, Timestamp) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let clock = self.clock.clone();
        self.store.write(move |db| verb(db, clock.now())).await
    }

    /// Whether the site is served over TLS, as its public address says.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.config.public_url.starts_with("https://")
    }
}
