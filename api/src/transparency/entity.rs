//! Rows of `transparency_entries` and `transparency_heads`.

use sea_orm::entity::prelude::*;
use shared::{Timestamp, text_enum};

text_enum! {
    /// What an entry tells of.
    pub enum Kind {
        /// A review was published.
        ReviewPublished = "review_published",
        /// Its author wrote it anew.
        ReviewEdited = "review_edited",
        /// It was taken out of sight.
        ReviewHidden = "review_hidden",
        /// It is shown again.
        ReviewRestored = "review_restored",
        /// Its author took it back.
        ReviewWithdrawn = "review_withdrawn",
        /// A variant has another price, or its first one.
        PriceChanged = "price_changed",
    }
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "transparency_entries")]
pub struct Model {
    /// Its place, counted from 1 without gaps.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sequence: i64,
    /// What it tells of.
    pub kind: Kind,
    /// The id of the thing, as the API writes it.
    pub subject: String,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// Facts, JSON; hashed as these very bytes.
    pub payload: String,
    /// The hash of the entry before it, in hex.
    pub previous_hash: String,
    /// Its own.
    pub hash: String,
}

/// No relations: entries outlive what they tell of.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The end of the log.
pub mod head {
    use sea_orm::entity::prelude::*;

    /// The only row, 1.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "transparency_heads")]
    pub struct Model {
        /// Always 1.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        /// How many entries there are.
        pub size: i64,
        /// The hash of the last, in hex; zeros when there is none.
        pub hash: String,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
