//! How an entry is hashed. The layout is told in docs/transparency.md and never changes for entries that are written.

use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A hash.
pub type Hash = [u8; 32];

/// What the first entry follows.
pub const GENESIS: Hash = [0; 32];

/// What the hashed bytes begin with, so that they cannot be taken for those of anything else.
const LAYOUT: &str = "vouch.transparency.1";

/// An entry as it was found, in the database or in a file: nothing in it is believed yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromQueryResult)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Record {
    /// Its place, counted from 1.
    pub sequence: i64,
    /// What it tells of.
    pub kind: String,
    /// The id of the thing.
    pub subject: String,
    /// When it happened, in milliseconds since 1970 UTC.
    pub occurred_at: i64,
    /// Facts, JSON.
    pub payload: String,
    /// The hash of the entry before it, in hex.
    pub previous_hash: String,
    /// Its own.
    pub hash: String,
}

impl Record {
    /// The hash of this content, were it the entry of that number after `previous`.
    #[must_use]
    pub fn hash_as(&self, sequence: i64, previous: &Hash) -> Hash {
        let mut hash = Sha256::new();
        let (sequence, occurred_at) = (sequence.to_be_bytes(), self.occurred_at.to_be_bytes());
        let texts = [LAYOUT.as_bytes(), &sequence, self.kind.as_bytes(), self.subject.as_bytes()];
        for field in texts.into_iter().chain([&occurred_at[..], self.payload.as_bytes(), previous]) {
            hash.update((field.len() as u64).to_be_bytes());
            hash.update(field);
        }
        hash.finalize().into()
    }
}

/// Reads a hash of 64 lower-case hexadecimal digits.
#[must_use]
pub fn parse(text: &str) -> Option<Hash> {
    let mut hash = GENESIS;
    hex::decode_to_slice(text, &mut hash).ok()?;
    // One text a hash: otherwise a letter could be altered without altering what it says.
    (hex::encode(hash) == text).then_some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_has_the_hash_that_the_document_says() {
        let record = Record {
            sequence: 1,
            kind: "price_changed".into(),
            subject: "var_01h455vb4pex5vsknk084sn02q".into(),
            occurred_at: 1_772_442_000_000,
            payload: r#"{"currency":"GBP","price":1800}"#.into(),
            previous_hash: hex::encode(GENESIS),
            hash: String::new(),
        };
        assert_eq!(
            hex::encode(record.hash_as(1, &GENESIS)),
            "857b626a4683266dc40cadce89e2b48c35ecdb7ddc6f7de0ef8833ab89e941cf"
        );
        assert_ne!(record.hash_as(1, &GENESIS), record.hash_as(2, &GENESIS));
    }

    #[test]
    fn a_hash_is_written_in_one_way() {
        assert_eq!(parse(&"0".repeat(64)), Some(GENESIS));
        assert_eq!(parse(&"A".repeat(64)), None);
        assert_eq!(parse("00"), None);
    }
}
