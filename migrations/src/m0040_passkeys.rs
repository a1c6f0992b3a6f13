//! Passkeys of accounts, and the ceremonies in which they are made and used.

use crate::columns::{
    bigint, bigint_null, blob, boolean, create, drop, foreign_key, id, index, json, table, text, unique, uuid,
    uuid_null,
};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // `credential` holds the public key and what was true of it when it was made; `sign_count` and `backed_up` are as
        // it was last seen.
        let passkeys = table(
            "passkeys",
            vec![
                id("id"),
                uuid("account_id"),
                blob("credential_id"),
                json("credential"),
                bigint("sign_count"),
                boolean("backed_up"),
                json("transports"),
                uuid_null("aaguid"),
                text("name"),
                bigint("created_at"),
                bigint_null("last_used_at"),
            ],
        )
        .foreign_key(&mut foreign_key("passkeys", "account_id", "accounts", true))
        .take();
        // A ceremony is finished by deleting its row, which only one request can do.
        let ceremonies = table(
            "passkey_ceremonies",
            vec![
                id("id"),
                text("purpose"),
                uuid_null("account_id"),
                blob("token_hash"),
                json("state"),
                bigint("created_at"),
                bigint("expires_at"),
            ],
        )
        .foreign_key(&mut foreign_key("passkey_ceremonies", "account_id", "accounts", true))
        .take();
        let indexes = vec![
            unique("passkeys", &["credential_id"]),
            index("passkeys", &["account_id"]),
            unique("passkey_ceremonies", &["token_hash"]),
            index("passkey_ceremonies", &["account_id"]),
            index("passkey_ceremonies", &["expires_at"]),
        ];
        create(manager, vec![passkeys, ceremonies], indexes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["passkey_ceremonies", "passkeys"]).await
    }
}
