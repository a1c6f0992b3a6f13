//! Rows of `passkeys` and `passkey_ceremonies`.

use sea_orm::entity::prelude::*;
use shared::Timestamp;
use shared::id::{AccountId, PasskeyId};

/// One passkey.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "passkeys")]
pub struct Model {
    /// The passkey.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PasskeyId,
    /// Whose it is.
    pub account_id: AccountId,
    /// What its authenticator calls it; unique.
    pub credential_id: Vec<u8>,
    /// Its public key and what was true of it when it was made, as the library of WebAuthn writes it.
    pub credential: Json,
    /// How often its authenticator says to have signed; always 0 for those that do not count.
    pub sign_count: i64,
    /// Whether it is kept in more places than one, as it was last seen.
    pub backed_up: bool,
    /// How its authenticator is reached: texts such as `usb` or `internal`.
    pub transports: Json,
    /// The make of its authenticator, if that says so. Nobody vouches for it.
    pub aaguid: Option<Uuid>,
    /// What its owner calls it.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When somebody last signed in with it.
    pub last_used_at: Option<Timestamp>,
}

/// No relations: a passkey belongs to its account alone.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Ceremonies that have begun.
pub mod ceremony {
    use crate::passkeys::ceremonies::Purpose;
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;
    use shared::id::AccountId;

    /// One that can still be finished.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "passkey_ceremonies")]
    pub struct Model {
        /// Id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// What it is for.
        pub purpose: Purpose,
        /// Who began it, where that is known.
        pub account_id: Option<AccountId>,
        /// SHA-256 of its token; the token itself is with whoever began it.
        pub token_hash: Vec<u8>,
        /// The challenge, and what else must be the same at its end.
        pub state: Json,
        /// When it began.
        pub created_at: Timestamp,
        /// From when on it is worth nothing.
        pub expires_at: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
