//! The place of a product among the newest: when it was made, or earlier where its shop is below the standard. Lists are
//! sorted by it, so its indexes take the place of those by the time of making.

use crate::columns::{bigint, index};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Indexes by the time of making.
const OLD: [&[&str]; 3] = [
    &["status", "created_at", "id"],
    &["shop_id", "status", "created_at", "id"],
    &["category_id", "status", "created_at", "id"],
];
/// Those by the place. Lists leave out shops that sell nothing: with the shop at its end, an index says by itself how many
/// products a list has.
const NEW: [&[&str]; 3] = [
    &["status", "listed_at", "id", "shop_id"],
    &["shop_id", "status", "listed_at", "id"],
    &["category_id", "status", "listed_at", "id", "shop_id"],
];

async fn replace(manager: &SchemaManager<'_>, old: &[&[&str]], new: &[&[&str]]) -> Result<(), DbErr> {
    for columns in new {
        manager.create_index(index("products", columns)).await?;
    }
    for columns in old {
        let name = format!("ix_products_{}", columns.join("_"));
        manager.drop_index(Index::drop().name(name).table(Alias::new("products")).to_owned()).await?;
    }
    Ok(())
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let place = bigint("listed_at").default(0).take();
        manager.alter_table(Table::alter().table(Alias::new("products")).add_column(place).take()).await?;
        manager.get_connection().execute_unprepared("UPDATE products SET listed_at = created_at").await?;
        replace(manager, &OLD, &NEW).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        replace(manager, &NEW, &OLD).await?;
        let table = Table::alter().table(Alias::new("products")).drop_column(Alias::new("listed_at")).take();
        manager.alter_table(table).await
    }
}
