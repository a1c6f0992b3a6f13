//! Votes of brigades do not count.

use crate::columns::boolean;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let discounted = boolean("discounted").default(false).take();
        manager.alter_table(Table::alter().table(Alias::new("review_votes")).add_column(discounted).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter().table(Alias::new("review_votes")).drop_column(Alias::new("discounted")).take();
        manager.alter_table(table).await
    }
}
