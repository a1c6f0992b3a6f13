//! A way of delivering may serve some countries only.

use crate::columns::json_null;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter().table(Alias::new("delivery_options")).add_column(json_null("countries")).to_owned();
        manager.alter_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table =
            Table::alter().table(Alias::new("delivery_options")).drop_column(Alias::new("countries")).to_owned();
        manager.alter_table(table).await
    }
}
