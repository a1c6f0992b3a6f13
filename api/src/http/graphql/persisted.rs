//! Automatic persisted queries: a client sends the SHA-256 of a query, and the text only when the server asks.

use super::params::Params;
use crate::graphql::documents::Refusal;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Memory for texts, in bytes.
const CACHE_BYTES: u64 = 16 * 1024 * 1024;

/// Texts by their hash, as many as fit.
pub(super) struct Persisted(moka::sync::Cache<[u8; 32], Arc<str>>);

/// A text that may be kept once it is known to be valid.
pub(super) struct Keep([u8; 32]);

impl Persisted {
    pub(super) fn new() -> Self {
        let weigher = |_: &[u8; 32], text: &Arc<str>| u32::try_from(text.len()).unwrap_or(u32::MAX).saturating_add(100);
        Self(moka::sync::Cache::builder().max_capacity(CACHE_BYTES).weigher(weigher).build())
    }

    /// The text of the query, sent or kept from before.
    ///
    /// # Errors
    /// `PERSISTED_QUERY_NOT_FOUND`: send the text too. Else the hash is wrong, or there is no query at all.
    pub(super) fn query(&self, params: &mut Params) -> Result<(String, Option<Keep>), Refusal> {
        let query = params.query.take().filter(|query| !query.trim().is_empty());
        let Some(wanted) = params.extensions.get("persistedQuery") else {
            return query.map(|query| (query, None)).ok_or_else(|| Refusal::bad_input("the query is missing"));
        };
        let hash = hash_of(wanted).ok_or_else(|| {
            Refusal::bad_input("extensions.persistedQuery must be {version: 1, sha256Hash: 64 hexadecimal digits}")
        })?;
        match query {
            Some(query) if <[u8; 32]>::from(Sha256::digest(query.as_bytes())) == hash => Ok((query, Some(Keep(hash)))),
            Some(_) => Err(Refusal::bad_input("sha256Hash is not the hash of the query")),
            None => match self.0.get(&hash) {
                Some(text) => Ok((text.to_string(), None)),
                // Clients look for exactly this message.
                None => Err(Refusal::new("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")),
            },
        }
    }

    /// Keeps a valid text.
    pub(super) fn keep(&self, keep: &Keep, query: &str) {
        self.0.insert(keep.0, query.into());
    }
}

fn hash_of(wanted: &Value) -> Option<[u8; 32]> {
    if wanted.get("version").and_then(Value::as_u64) != Some(1) {
        return None;
    }
    let mut hash = [0; 32];
    hex::decode_to_slice(wanted.get("sha256Hash")?.as_str()?, &mut hash).ok()?;
    Some(hash)
}
