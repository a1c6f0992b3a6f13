//! The place of a product among the newest: when it was made, or earlier where its shop is below the standard. Lists are
//! sorted by it, so its indexes take the place of those by the time of making.

use crate::columns::{bigint, index};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// What the column follows in each index.
const BEFORE: [&[&str]; 3] = [&["status"], &["shop_id", "status"], &["category_id", "status"]];

fn columns<'a>(before: &[&'a str], moment: &'a str) -> Vec<&'a str> {
    before.iter().copied().chain([moment, "id"]).collect()
}

async fn replace(manager: &SchemaManager<'_>, old: &str, new: &str) -> Result<(), DbErr> {
    for before in BEFORE {
        manager.create_index(index("products", &columns(before, new))).await?;
        let name = format!("ix_products_{}", columns(before, old).join("_"));
        manager.drop_index(Index::drop().name(name).table(Alias::new("products")).take()).await?;
    }
    Ok(())
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let place = bigint("listed_at").default(0).take();
        manager.alter_table(Table::alter().table(Alias::new("products")).add_column(place).take()).await?;
        manager.get_connection().execute_unprepared("UPDATE products SET listed_at = created_at").await?;
        replace(manager, "created_at", "listed_at").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        replace(manager, "listed_at", "created_at").await?;
        let table = Table::alter().table(Alias::new("products")).drop_column(Alias::new("listed_at")).take();
        manager.alter_table(table).await
    }
}
