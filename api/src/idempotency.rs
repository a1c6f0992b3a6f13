//! Mutations that move money or stock run once per key.
//!
//! A key is claimed by inserting its row in the transaction of the change itself; the primary key decides a race. The
//! answer is stored before the commit, so a key either has its answer or was never used.

use crate::app::App;
use crate::db::Tx;
use crate::ids::Secret;
use hmac::{Hmac, Mac as _};
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, QueryFilter, SqlErr};
use sha2::{Digest, Sha256};
use shared::Timestamp;
use shared::timestamp::DAY_MS;

/// How long a key is remembered, in milliseconds.
pub const KEPT_MS: i64 = DAY_MS;
/// Longest key, in characters.
pub const MAX_KEY: usize = 200;

/// Rows of `idempotency_keys`.
pub mod entity {
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;

    /// One key.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "idempotency_keys")]
    pub struct Model {
        /// Whose key it is: an account, or a guest's cart or order.
        #[sea_orm(primary_key, auto_increment = false)]
        pub scope: String,
        /// The mutation.
        #[sea_orm(primary_key, auto_increment = false)]
        pub operation: String,
        /// SHA-256 of the client's key, in hex: what the answer hides under the key stays hidden.
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        /// SHA-256 of the input, in hex.
        pub input_hash: String,
        /// The first answer.
        pub answer: Option<Json>,
        /// When it was claimed.
        pub created_at: Timestamp,
        /// When the answer was stored.
        pub finished_at: Option<Timestamp>,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One use of a key.
#[derive(Clone)]
pub struct Key {
    scope: String,
    operation: &'static str,
    key_hash: String,
    input_hash: String,
    /// What hides secrets of the answer.
    pad: [u8; 32],
}

/// Why a key cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Empty or too long.
    #[error("idempotencyKey must have 1 to {MAX_KEY} characters; a new UUID does well")]
    Malformed,
    /// It was used with another input.
    #[error("this idempotencyKey was used with other input; take a new key for a new request")]
    Conflict,
}

/// What a key's row says.
#[derive(Clone, Debug)]
pub enum Claim {
    /// The key is ours: do the work, then [`Key::finish`] in the same transaction.
    Ours,
    /// The work was done before; this was the answer.
    Done(serde_json::Value),
}

impl Key {
    /// A use of `key` by `scope` for `operation`; `input` is the whole input in a stable text form.
    ///
    /// # Errors
    /// [`KeyError::Malformed`].
    pub fn new(scope: String, operation: &'static str, key: &str, input: &str) -> Result<Self, KeyError> {
        if key.is_empty() || key.chars().count() > MAX_KEY {
            return Err(KeyError::Malformed);
        }
        let pad = pad(key, &scope, operation);
        let input_hash = hex::encode(Sha256::digest(input.as_bytes()));
        let key_hash = hex::encode(Sha256::digest(key.as_bytes()));
        Ok(Self { scope, operation, key_hash, input_hash, pad })
    }

    /// Hides one secret of the answer under the client's key, of which only a digest is stored: who reads the database
    /// learns nothing from it, and who repeats the request brings the key that [`Key::open`]s it. Each pad hides one
    /// secret, since a key has one answer.
    #[must_use]
    pub fn seal(&self, secret: &Secret) -> Option<String> {
        let bytes = hex::decode(secret.reveal()).ok()?;
        self.hide(&bytes).map(hex::encode)
    }

    /// The secret that [`Key::seal`] hid.
    #[must_use]
    pub fn open(&self, sealed: &str) -> Option<Secret> {
        let bytes = hex::decode(sealed).ok()?;
        self.hide(&bytes).map(|bytes| Secret::presented(&hex::encode(bytes)))
    }

    fn hide(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        (bytes.len() == self.pad.len()).then(|| bytes.iter().zip(self.pad).map(|(byte, pad)| byte ^ pad).collect())
    }

    /// The answer that is already there, if any. Worth asking before the work begins; [`Key::claim`] decides.
    ///
    /// # Errors
    /// The database's, or inside it [`KeyError::Conflict`].
    pub async fn look_up(&self, app: &App) -> Result<Result<Option<serde_json::Value>, KeyError>, DbErr> {
        let id = (self.scope.clone(), self.operation.to_owned(), self.key_hash.clone());
        let Some(row) = entity::Entity::find_by_id(id).one(app.db.read()).await? else { return Ok(Ok(None)) };
        if row.input_hash != self.input_hash {
            return Ok(Err(KeyError::Conflict));
        }
        Ok(Ok(row.answer))
    }

    /// Claims the key in a transaction. When somebody else has claimed it, the transaction is of no use any more:
    /// roll it back and [`Key::look_up`] again. On PostgreSQL this waits until the other transaction has ended.
    ///
    /// # Errors
    /// The database's, but for the lost race, which is `Ok(false)`.
    pub async fn claim(&self, tx: &Tx) -> Result<bool, DbErr> {
        self.insert(tx, None).await
    }

    /// Claims the key when its answer is known before the work is done; spares [`Key::finish`].
    ///
    /// # Errors
    /// As [`Key::claim`].
    pub async fn claim_with(&self, tx: &Tx, answer: serde_json::Value) -> Result<bool, DbErr> {
        self.insert(tx, Some(answer)).await
    }

    async fn insert(&self, tx: &Tx, answer: Option<serde_json::Value>) -> Result<bool, DbErr> {
        let row = entity::ActiveModel {
            scope: ActiveValue::Set(self.scope.clone()),
            operation: ActiveValue::Set(self.operation.to_owned()),
            key: ActiveValue::Set(self.key_hash.clone()),
            input_hash: ActiveValue::Set(self.input_hash.clone()),
            finished_at: ActiveValue::Set(answer.is_some().then(|| tx.now())),
            answer: ActiveValue::Set(answer),
            created_at: ActiveValue::Set(tx.now()),
        };
        match entity::Entity::insert(row).exec_without_returning(tx.conn()).await {
            Ok(_) => Ok(true),
            Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Stores the answer in the same transaction.
    ///
    /// # Errors
    /// The database's.
    pub async fn finish(&self, tx: &Tx, answer: serde_json::Value) -> Result<(), DbErr> {
        let row = entity::ActiveModel {
            scope: ActiveValue::Unchanged(self.scope.clone()),
            operation: ActiveValue::Unchanged(self.operation.to_owned()),
            key: ActiveValue::Unchanged(self.key_hash.clone()),
            answer: ActiveValue::Set(Some(answer)),
            finished_at: ActiveValue::Set(Some(tx.now())),
            ..entity::ActiveModel::default()
        };
        entity::Entity::update(row).exec(tx.conn()).await.map(|_| ())
    }
}

/// HMAC-SHA256 under the client's key; empty keys are refused before, and HMAC takes a key of any length.
fn pad(key: &str, scope: &str, operation: &str) -> [u8; 32] {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return [0; 32] };
    mac.update(format!("vouch sealed answer\n{operation}\n{scope}").as_bytes());
    mac.finalize().into_bytes().into()
}

/// Forgets the keys of a scope.
///
/// # Errors
/// The database's.
pub async fn forget_of(tx: &Tx, scope: &str) -> Result<(), DbErr> {
    let keys = entity::Entity::delete_many().filter(entity::Column::Scope.eq(scope));
    keys.exec(tx.conn()).await.map(|_| ())
}

/// Forgets keys older than [`KEPT_MS`]; returns how many.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_old(app: &App) -> Result<u64, DbErr> {
    let before = Timestamp(app.clock.now().0 - KEPT_MS);
    let deleted =
        entity::Entity::delete_many().filter(entity::Column::CreatedAt.lt(before)).exec(app.db.write()).await?;
    Ok(deleted.rows_affected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_secret_opens_with_the_same_key_only() {
        let key = |key: &str, scope: &str| Key::new(scope.to_owned(), "orderPlace", key, "{}").expect("a good key");
        let secret = Secret::presented(&hex::encode([7_u8; 32]));
        let sealed = key("k1", "cart_1").seal(&secret).expect("32 bytes");
        assert_ne!(sealed, secret.reveal());
        let opened = |by: Key| by.open(&sealed).map(|secret| secret.reveal().to_owned());
        assert_eq!(opened(key("k1", "cart_1")).as_deref(), Some(secret.reveal()));
        assert_ne!(opened(key("k2", "cart_1")).as_deref(), Some(secret.reveal()));
        assert_ne!(opened(key("k1", "cart_2")).as_deref(), Some(secret.reveal()));
    }
}
