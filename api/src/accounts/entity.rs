//! Rows of `accounts`, `sessions` and `account_tokens`.

use crate::actor::Role;
use sea_orm::entity::prelude::*;
use shared::id::AccountId;
use shared::{Currency, Locale, Timestamp};

/// One account.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accounts")]
pub struct Model {
    /// The account.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountId,
    /// Its e-mail address in lower case; unique.
    pub email: String,
    /// The name under which it is shown.
    pub display_name: String,
    /// Argon2id as a PHC string; `None` for accounts that an import made and nobody has claimed.
    pub password_hash: Option<String>,
    /// The language of its mails.
    pub locale: Locale,
    /// The currency in which it also sees amounts.
    pub currency: Option<Currency>,
    /// What it may do everywhere.
    pub role: Role,
    /// When its owner showed that the address is theirs.
    pub email_verified_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// No relations: loaders join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Who is signed in where.
pub mod session {
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;
    use shared::account::SessionKind;
    use shared::id::{AccountId, SessionId};

    /// One session.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub struct Model {
        /// The session.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: SessionId,
        /// Whose it is.
        pub account_id: AccountId,
        /// SHA-256 of its token; the token itself is nowhere.
        pub token_hash: Vec<u8>,
        /// How its token is carried.
        pub kind: SessionKind,
        /// The browser or app that made it.
        pub user_agent: Option<String>,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it was last used, to the hour.
        pub last_seen_at: Timestamp,
        /// From when on it is worth nothing.
        pub expires_at: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Tokens that were mailed to accounts.
pub mod token {
    use crate::accounts::tokens::Purpose;
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;
    use shared::id::AccountId;

    /// One token that can still be used.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "account_tokens")]
    pub struct Model {
        /// Id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// Whose it is.
        pub account_id: AccountId,
        /// What it is good for.
        pub purpose: Purpose,
        /// The address to which it was mailed.
        pub email: String,
        /// SHA-256 of it; the token itself is in the mail alone.
        pub token_hash: Vec<u8>,
        /// When it was made.
        pub created_at: Timestamp,
        /// From when on it is worth nothing.
        pub expires_at: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
