//! Secrets: tokens, password hashes, keyed digests and the instance secret.
//!
//! What is drawn here comes from the operating system. What is compared here is compared in
//! constant time. Nothing here prints itself.

use std::fmt;
use std::io::Write;
use std::path::Path;

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use rand::TryRng;
use rand::rngs::SysRng;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// A SHA-256 digest, keyed or not.
pub type Digest32 = [u8; 32];

/// The SHA-256 digest of some bytes.
#[must_use]
pub fn sha256(bytes: &[u8]) -> Digest32 {
    Sha256::digest(bytes).into()
}

/// 32 bytes from the operating system.
///
/// # Errors
/// [`Error::Internal`] if the operating system has none to give.
pub fn random() -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    SysRng.try_fill_bytes(&mut bytes).map_err(Error::internal)?;
    Ok(bytes)
}

/// A bearer secret: a session's cookie, an invitation's code. The database holds its digest only.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new one of 256 random bits.
    ///
    /// # Errors
    /// As [`random`].
    pub fn new() -> Result<Self> {
        Ok(Self(URL_SAFE_NO_PAD.encode(random()?)))
    }

    /// One that a reader brought back, if it has the shape of one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let shaped = text.len() == 43
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        shaped.then(|| Self(text.to_owned()))
    }

    /// What the reader keeps. Never logged, never in an address.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What the database keeps: the hex SHA-256 of it. Enough, since a token cannot be guessed.
    #[must_use]
    pub fn digest(&self) -> String {
        hex::encode(sha256(self.0.as_bytes()))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

/// A key from which others are derived, or that keys a digest.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

impl Key {
    /// A new random one.
    ///
    /// # Errors
    /// As [`random`].
    pub fn random() -> Result<Self> {
        random().map(Self)
    }

    /// The instance secret that the file holds; a missing file is made, readable by its owner only.
    /// It stands beside the database and not in it, so that a copy of one alone tells nothing.
    ///
    /// # Errors
    /// [`Error::Setting`] if the file cannot be read or made, or does not hold 64 hex digits.
    pub fn of_file(path: &Path) -> Result<Self> {
        let refuse = |why: String| {
            Error::setting(
                format!("The instance secret {} {why}.", path.display()),
                "Restore it from your backup, or name another file with LAURELS_SECRET_FILE.",
            )
        };
        match std::fs::read_to_string(path) {
            Ok(text) => {
                let mut bytes = [0; 32];
                match hex::decode_to_slice(text.trim(), &mut bytes) {
                    Ok(()) => Ok(Self(bytes)),
                    Err(cause) => Err(refuse(format!("does not hold 64 hex digits ({cause})"))),
                }
            }
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
                let key = Self::random()?;
                match write_private(path, &format!("{}\n", hex::encode(key.0))) {
                    Ok(()) => Ok(key),
                    // Another instance made it at the same moment: theirs is the one.
                    Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => {
                        Self::of_file(path)
                    }
                    Err(cause) => Err(refuse(format!("cannot be made ({cause})"))),
                }
            }
            Err(cause) => Err(refuse(format!("cannot be read ({cause})"))),
        }
    }

    /// HKDF-SHA256 (RFC 5869): a key for one purpose, from this one and a salt.
    #[must_use]
    pub fn derive(&self, salt: &[u8], purpose: &str) -> Self {
        let mut out = [0; 32];
        let hkdf = Hkdf::<Sha256>::new(Some(salt), &self.0);
        // 32 bytes are far below HKDF's limit of 255 digests, so this cannot fail.
        let filled = hkdf.expand(purpose.as_bytes(), &mut out);
        debug_assert!(filled.is_ok(), "HKDF gives up to 8160 bytes");
        Self(out)
    }

    /// HMAC-SHA256 over parts, each with its length before it, so that no two lists collide.
    #[must_use]
    pub fn digest(&self, parts: &[&[u8]]) -> Digest32 {
        self.mac(parts).finalize().into_bytes().into()
    }

    /// Whether `claimed` is [`Key::digest`] of the same parts, in constant time.
    #[must_use]
    pub fn verifies(&self, parts: &[&[u8]], claimed: &[u8]) -> bool {
        self.mac(parts).verify_slice(claimed).is_ok()
    }

    fn mac(&self, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new(&self.0.into_block());
        for part in parts {
            let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
            mac.update(&length.to_be_bytes());
            mac.update(part);
        }
        mac
    }
}

/// HMAC takes a key as one block of its hash: ours, and zeros after it (RFC 2104, section 2).
trait IntoBlock {
    fn into_block(self) -> hmac::digest::Key<Hmac<Sha256>>;
}

impl IntoBlock for [u8; 32] {
    fn into_block(self) -> hmac::digest::Key<Hmac<Sha256>> {
        let mut block = hmac::digest::Key::<Hmac<Sha256>>::default();
        for (to, from) in block.iter_mut().zip(self) {
            *to = from;
        }
        block
    }
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// A password's argon2id hash, as the PHC string that names its own parameters.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHashed(String);

impl fmt::Debug for PasswordHashed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHashed(..)")
    }
}

/// OWASP's first choice of parameters for argon2id (Password Storage Cheat Sheet, 2024): 19 MiB,
/// two passes, one lane.
fn argon2id() -> Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(Error::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

impl PasswordHashed {
    /// Hashes a password; tens of milliseconds of work, so off the async threads.
    ///
    /// # Errors
    /// [`Error::Internal`] if there is no randomness for the salt.
    pub fn of(password: &str) -> Result<Self> {
        let salt = random()?;
        let salt = salt.first_chunk::<16>().map_or(&salt[..], |half| &half[..]);
        let hash = argon2id()?
            .hash_password_with_salt(password.as_bytes(), salt)
            .map_err(Error::internal)?;
        Ok(Self(hash.to_string()))
    }

    /// The PHC string, for its column.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// From its column.
    #[must_use]
    pub fn from_column(text: String) -> Self {
        Self(text)
    }

    /// Whether the password is the one that was hashed. Without a hash (no such account) it does
    /// the same work and answers no, so that time tells nobody which addresses are known.
    ///
    /// # Errors
    /// [`Error::Internal`] if the column holds no PHC string.
    pub fn verify(hash: Option<&Self>, password: &str) -> Result<bool> {
        match hash {
            Some(hash) => {
                let parsed = PasswordHash::new(&hash.0).map_err(Error::internal)?;
                Ok(argon2id()?.verify_password(password.as_bytes(), &parsed).is_ok())
            }
            None => Self::of(password).map(|_| false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_verifies_against_its_hash_alone() {
        let hash = PasswordHashed::of("correct horse battery").unwrap();

        assert!(PasswordHashed::verify(Some(&hash), "correct horse battery").unwrap());
        assert!(!PasswordHashed::verify(Some(&hash), "correct horse batterz").unwrap());
        assert!(!PasswordHashed::verify(None, "correct horse battery").unwrap());
        assert!(hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.as_str());
    }

    #[test]
    fn parts_of_a_digest_do_not_run_into_each_other() {
        let key = Key([7; 32]);

        assert_ne!(key.digest(&[b"ab", b"c"]), key.digest(&[b"a", b"bc"]));
        assert!(key.verifies(&[b"ab", b"c"], &key.digest(&[b"ab", b"c"])));
        assert!(!key.verifies(&[b"ab"], &key.digest(&[b"ab", b"c"])));
    }

    #[test]
    fn a_digest_is_hmac_sha256_of_the_framed_parts() {
        let key = Key(*b"0123456789abcdef0123456789abcdef");
        let mut by_hand =
            Hmac::<Sha256>::new_from_slice(b"0123456789abcdef0123456789abcdef").unwrap();
        by_hand.update(&[0, 0, 0, 0, 0, 0, 0, 2, b'h', b'i']);

        assert_eq!(key.digest(&[b"hi"]), <[u8; 32]>::from(by_hand.finalize().into_bytes()));
    }

    #[test]
    fn the_secret_file_is_made_once_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("laurels.secret");

        let made = Key::of_file(&path).unwrap();
        let read = Key::of_file(&path).unwrap();

        assert_eq!(made.0, read.0);
        std::fs::write(&path, "not hex").unwrap();
        assert!(matches!(Key::of_file(&path), Err(Error::Setting(_))));
    }

    #[test]
    fn a_token_keeps_its_shape_and_hides_itself() {
        let token = Token::new().unwrap();

        assert_eq!(Token::parse(token.reveal()), Some(token.clone()));
        assert_eq!(Token::parse("short"), None);
        assert_eq!(format!("{token:?}"), "Token(..)");
        assert_eq!(token.digest().len(), 64);
    }
}
