//! Links that verify an address or let somebody choose a new password, and which addresses are verified.

use crate::columns::{bigint, bigint_null, blob, create, drop, foreign_key, id, index, table, text, unique, uuid};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let verified = bigint_null("email_verified_at");
        manager.alter_table(Table::alter().table(Alias::new("accounts")).add_column(verified).to_owned()).await?;
        // A token is used by deleting its row, which only one request can do.
        let tokens = table(
            "account_tokens",
            vec![
                id("id"),
                uuid("account_id"),
                text("purpose"),
                text("email"),
                blob("token_hash"),
                bigint("created_at"),
                bigint("expires_at"),
            ],
        )
        .foreign_key(&mut foreign_key("account_tokens", "account_id", "accounts", true))
        .take();
        let indexes = vec![
            unique("account_tokens", &["token_hash"]),
            index("account_tokens", &["account_id"]),
            index("account_tokens", &["expires_at"]),
        ];
        create(manager, vec![tokens], indexes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["account_tokens"]).await?;
        let table = Table::alter().table(Alias::new("accounts")).drop_column(Alias::new("email_verified_at")).take();
        manager.alter_table(table).await
    }
}
