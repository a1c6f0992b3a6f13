//! The currency in which an account also sees amounts.

use crate::columns::text_null;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let currency = text_null("currency");
        manager.alter_table(Table::alter().table(Alias::new("accounts")).add_column(currency).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter().table(Alias::new("accounts")).drop_column(Alias::new("currency")).take();
        manager.alter_table(table).await
    }
}
