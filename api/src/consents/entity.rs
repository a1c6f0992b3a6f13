//! Rows of `consents`.

use sea_orm::entity::prelude::*;
use shared::id::AccountId;
use shared::{Locale, Timestamp, text_enum};

text_enum! {
    /// What somebody may be asked to allow.
    pub enum Purpose {
        /// To suggest products from what they look at.
        Personalisation = "personalisation",
        /// To write to them about what is on their wishlist.
        WishlistLetters = "wishlist_letters",
    }
}

text_enum! {
    /// Which words were shown to whoever decided.
    pub enum Form {
        /// The one question about all purposes.
        Question = "question",
        /// Each purpose with its own words.
        Choices = "choices",
    }
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consents")]
pub struct Model {
    /// Its place in the order of decisions.
    #[sea_orm(primary_key)]
    pub seq: i64,
    /// Whose it is.
    pub account_id: Option<AccountId>,
    /// SHA-256 of what a guest's browser remembers; none when it is an account's.
    pub visitor_hash: Option<Vec<u8>>,
    /// What it is about.
    pub purpose: Purpose,
    /// Whether it is allowed.
    pub granted: bool,
    /// The version of the words that were shown.
    pub wording: i32,
    /// Their language.
    pub locale: Locale,
    /// Which of them.
    pub form: Form,
    /// When it was said.
    pub decided_at: Timestamp,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
