//! Address books of accounts.

use crate::columns::{bigint, create, drop, foreign_key, id, json, table, text, unique, uuid, uuid_null};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // `digest` tells the same address written twice; `default_of` names the account again where the address is
        // its default, so that a unique index leaves it one at most (NULLs are distinct in it).
        let addresses = table(
            "addresses",
            vec![
                id("id"),
                uuid("account_id"),
                json("address"),
                text("digest"),
                uuid_null("default_of"),
                bigint("created_at"),
                bigint("updated_at"),
            ],
        )
        .foreign_key(&mut foreign_key("addresses", "account_id", "accounts", true))
        .take();
        create(
            manager,
            vec![addresses],
            vec![unique("addresses", &["account_id", "digest"]), unique("addresses", &["default_of"])],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["addresses"]).await
    }
}
