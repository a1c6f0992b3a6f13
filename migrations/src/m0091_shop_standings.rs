//! How shops stood whenever they were evaluated, as a rule at the beginning of each month; and since when one is
//! suspended.

use crate::columns::{bigint, bigint_null, create, drop, foreign_key, index, int, json, table, text, uuid};
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
        // Lists leave out the few shops that sell nothing.
        create(manager, vec![standings], vec![index("shops", &["status", "id"])]).await?;
        // What the last evaluation said stands beside the shop, whose row every list reads.
        let standing = text("standing").default("standard").take();
        for column in [standing, bigint_null("standing_at"), bigint_null("suspended_at")] {
            manager.alter_table(Table::alter().table(Alias::new("shops")).add_column(column).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["suspended_at", "standing_at", "standing"] {
            let table = Table::alter().table(Alias::new("shops")).drop_column(Alias::new(column)).take();
            manager.alter_table(table).await?;
        }
        manager.drop_index(Index::drop().name("ix_shops_status_id").table(Alias::new("shops")).to_owned()).await?;
        drop(manager, &["shop_standings"]).await
    }
}
