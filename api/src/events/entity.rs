//! Rows of `events` and `event_checkpoints`.

use sea_orm::entity::prelude::*;
use shared::Timestamp;
use shared::id::{AccountId, ShopId};

/// One event.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub struct Model {
    /// Position in the order of commits; the cursor.
    #[sea_orm(primary_key)]
    pub seq: i64,
    /// `noun.verb`
    pub topic: String,
    /// The thing it happened to.
    pub aggregate_id: Uuid,
    /// The shop concerned.
    pub shop_id: Option<ShopId>,
    /// The account concerned.
    pub account_id: Option<AccountId>,
    /// Facts, by topic.
    pub payload: Json,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// When it was written.
    pub recorded_at: Timestamp,
}

/// No relations: events outlive what they tell of.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// How far a consumer has read.
pub mod checkpoint {
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;

    /// One consumer.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "event_checkpoints")]
    pub struct Model {
        /// The consumer's name.
        #[sea_orm(primary_key, auto_increment = false)]
        pub consumer: String,
        /// The last event it is done with.
        pub seq: i64,
        /// When it got there.
        pub updated_at: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
