//! Ids and secrets: the only place that draws random bytes.

use crate::clock::Clock;
use rand::RngCore;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// Makes UUIDv7 ids by the app's clock, and secrets.
#[derive(Clone, Debug)]
pub struct Ids {
    clock: Clock,
}

impl Ids {
    /// Ids whose time part follows `clock`.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self { clock }
    }

    /// A new id of any typed kind.
    #[must_use]
    pub fn next<T: From<Uuid>>(&self) -> T {
        let mut random = [0; 10];
        rand::rng().fill_bytes(&mut random);
        let millis = u64::try_from(self.clock.now().0).unwrap_or(0);
        T::from(Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// A new secret of 256 random bits. Give [`Secret::reveal`] to its owner once and store only [`Secret::hash`].
    #[must_use]
    pub fn secret(&self) -> Secret {
        let mut random = [0; 32];
        rand::rng().fill_bytes(&mut random);
        Secret(hex::encode(random))
    }

    /// A number below `limit` for things that people read, like order numbers; not a secret.
    #[must_use]
    pub fn below(&self, limit: u64) -> u64 {
        rand::Rng::random_range(&mut rand::rng(), 0..limit)
    }
}

/// A bearer secret: session token, order access token.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// A secret that a client sent back.
    #[must_use]
    pub fn presented(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text to hand to its owner.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored: SHA-256, which suffices for 256 random bits.
    #[must_use]
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}
