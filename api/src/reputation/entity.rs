//! Rows of `shop_standings`.

use sea_orm::entity::prelude::*;
use shared::Timestamp;
use shared::id::ShopId;
use shared::trust::StandingLevel;

/// How a shop stood at the beginning of a month.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shop_standings")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub shop_id: ShopId,
    /// The moment.
    #[sea_orm(primary_key, auto_increment = false)]
    pub evaluated_at: Timestamp,
    /// The level.
    pub level: StandingLevel,
    /// Days whose orders counted.
    pub window_days: i32,
    /// What it was computed from.
    pub figures: Json,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
