//! How often one may try: sign-in by address and by account, sign-up by address, and how many
//! passwords may be hashed at once.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::sync::Semaphore;

use crate::error::{Error, Result};

/// Tries that one account's address may take in a row, then one more each six seconds.
const PER_ACCOUNT: NonZeroU32 = NonZeroU32::new(10).unwrap();
/// Tries from one network address in a minute: an office behind one address must be able to vote.
const PER_ADDRESS: NonZeroU32 = NonZeroU32::new(600).unwrap();
/// Passwords hashed at once: each takes 19 MiB and a core for some 40 ms.
const HASHES: usize = 4;

/// The limits of one instance.
#[derive(Debug)]
pub struct Limits {
    accounts: DefaultKeyedRateLimiter<String>,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
    hashes: Arc<Semaphore>,
}

impl Limits {
    pub(super) fn new() -> Self {
        Self {
            accounts: RateLimiter::keyed(Quota::per_minute(PER_ACCOUNT)),
            addresses: RateLimiter::keyed(Quota::per_minute(PER_ADDRESS)),
            hashes: Arc::new(Semaphore::new(HASHES)),
        }
    }

    /// Counts a try at an account's door.
    ///
    /// # Errors
    /// [`Error::TooMany`] with the seconds to wait.
    pub fn at_account(&self, key: &str) -> Result<()> {
        let outcome = self.accounts.check_key(&key.to_owned());
        outcome.map_err(|until| too_many(until.wait_time_from(DefaultClock::default().now())))
    }

    /// Counts a try from a network address.
    ///
    /// # Errors
    /// [`Error::TooMany`] with the seconds to wait.
    pub fn from_address(&self, address: Option<IpAddr>) -> Result<()> {
        let Some(address) = address else {
            return Ok(());
        };
        let outcome = self.addresses.check_key(&address);
        outcome.map_err(|until| too_many(until.wait_time_from(DefaultClock::default().now())))
    }

    /// Runs work with a password off the async threads, a few at a time.
    ///
    /// # Errors
    /// Those of `work`.
    pub async fn hashing<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let _turn = self.hashes.acquire().await.map_err(Error::internal)?;
        tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
    }
}

fn too_many(wait: std::time::Duration) -> Error {
    Error::TooMany { retry_after: wait.as_secs().saturating_add(1) }
}
