//! Everybody whom a history names, by mail address. Who they are is worked out afterwards.

use std::collections::HashMap;

/// A mail address that was seen, as a place in [`Identities`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity(pub usize);

/// Everybody seen.
#[derive(Debug, Default)]
pub struct Identities {
    seen: Vec<Seen>,
    by_mail: HashMap<String, usize>,
}

/// Somebody as commits name them.
#[derive(Debug)]
pub struct Seen {
    /// The mail address, as written.
    pub mail: String,
    /// The name that came with it first.
    pub name: String,
}

impl Identities {
    /// Notes somebody. Letter case of the address does not count.
    pub fn seen(&mut self, name: &str, mail: &str) -> Identity {
        let mail = mail.trim();
        if let Some(at) = self.by_mail.get(mail) {
            return Identity(*at);
        }
        let folded = mail.to_lowercase();
        let at = *self.by_mail.entry(folded).or_insert(self.seen.len());
        if at == self.seen.len() {
            self.seen.push(Seen { mail: mail.to_owned(), name: name.trim().to_owned() });
        }
        Identity(at)
    }

    /// Everybody, in the order of their [`Identity`].
    #[must_use]
    pub fn all(&self) -> &[Seen] {
        &self.seen
    }
}
