//! How shops stood at the beginning of each month.

use crate::columns::{bigint, create, drop, foreign_key, int, json, table, text, uuid};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let standings = table(
            "shop_standings",
            vec![uuid("shop_id"), bigint("evaluated_at"), text("level"), int("window_days"), json("figures")],
        )
        .primary_key(
            Index::create().name("pk_shop_standings").col(Alias::new("shop_id")).col(Alias::new("evaluated_at")),
        )
        .foreign_key(&mut foreign_key("shop_standings", "shop_id", "shops", true))
        .take();
        create(manager, vec![standings], vec![]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["shop_standings"]).await
    }
}
