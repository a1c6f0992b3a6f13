//! Which accounts every visitor of a demonstration shares.

use crate::columns::boolean;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let shared = boolean("is_shared").default(false).take();
        manager.alter_table(Table::alter().table(Alias::new("accounts")).add_column(shared).to_owned()).await?;
        // Until now they were known by their address alone.
        let mark = "UPDATE accounts SET is_shared = TRUE WHERE email LIKE '%@demo.vouch.example'";
        manager.get_connection().execute_unprepared(mark).await.map(|_| ())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter().table(Alias::new("accounts")).drop_column(Alias::new("is_shared")).take();
        manager.alter_table(table).await
    }
}
