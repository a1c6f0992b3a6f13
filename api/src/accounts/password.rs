//! Hashing passwords with Argon2id, off the async threads.

use anyhow::Context as _;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use shared::account::Password;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Semaphore;

/// OWASP's parameters for Argon2id (Password Storage Cheat Sheet): 19 MiB, 2 passes, 1 lane. A hash says its own, so
/// raising them leaves old hashes valid.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// What is verified when there is no account, so that the answer takes as long as with one: the parameters above, the
/// salt `nobodyhasthisone`, and a hash of zeros. It stands here ready: made at the first need, it would make that one
/// answer take twice as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5aGFzdGhpc29uZQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Hashes at most one password a core at a time: more would only take memory and hold up everything else.
#[derive(Clone, Debug)]
pub struct Hasher {
    turns: Arc<Semaphore>,
    done: Arc<AtomicU64>,
}

impl Default for Hasher {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { turns: Arc::new(Semaphore::new(cores)), done: Arc::default() }
    }
}

impl Hasher {
    /// The hash to store for a password, a PHC string with a salt of its own.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub async fn hash(&self, password: Password) -> anyhow::Result<String> {
        self.run(move || hash(&password)).await?
    }

    /// Whether `presented` is the password of `stored`. Without a stored hash the answer is no, after the same work.
    ///
    /// # Errors
    /// When the stored hash is damaged.
    pub async fn verify(&self, presented: String, stored: Option<String>) -> anyhow::Result<bool> {
        self.run(move || {
            let known = stored.is_some();
            let stored = stored.unwrap_or_else(|| NOBODY.to_owned());
            match argon2()?.verify_password(presented.as_bytes(), stored.as_str()) {
                Ok(()) => Ok(known),
                Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
                Err(error) => Err(anyhow::anyhow!("a stored password hash cannot be read: {error}")),
            }
        })
        .await?
    }

    /// How many passwords were hashed or verified so far; tests compare counts.
    #[must_use]
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> anyhow::Result<T> {
        let _permit = self.turns.acquire().await.context("the hasher is closed")?;
        self.done.fetch_add(1, Ordering::Relaxed);
        tokio::task::spawn_blocking(work).await.context("hashing a password was interrupted")
    }
}

/// The hash to store for a password. It takes about 20 ms of one core: on async threads use [`Hasher::hash`].
///
/// # Errors
/// When the system gives no random bytes.
pub fn hash(password: &Password) -> anyhow::Result<String> {
    let hash = argon2()?.hash_password(password.as_str().as_bytes());
    Ok(hash.map_err(|error| anyhow::anyhow!("no password hash: {error}"))?.to_string())
}

fn argon2() -> anyhow::Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)
        .map_err(|error| anyhow::anyhow!("Argon2's parameters are wrong: {error}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn knows_the_password_again_and_nobody_has_one() {
        let hasher = Hasher::default();
        let password = Password::try_from("tin kettle on the hob").expect("a good password");
        let stored = hasher.hash(password).await.expect("hashed");
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        let is = async |text: &str, stored: Option<&str>| {
            hasher.verify(text.to_owned(), stored.map(str::to_owned)).await.expect("verified")
        };
        assert!(is("tin kettle on the hob", Some(&stored)).await);
        assert!(!is("Tin kettle on the hob", Some(&stored)).await);
        assert!(!is("nobody has this password", None).await);
        let parameters = |hash: &str| hash.rsplitn(3, '$').last().map(str::to_owned);
        assert_eq!(parameters(NOBODY), parameters(&stored), "nobody's hash takes the same work");
        assert_eq!(NOBODY.len(), stored.len());
        assert!(hasher.verify("x".into(), Some("damaged".into())).await.is_err());
    }
}
