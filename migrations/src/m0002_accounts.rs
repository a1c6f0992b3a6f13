//! Accounts and their sessions.

use crate::columns::{bigint, blob, create, drop, foreign_key, id, index, table, text, text_null, unique, uuid};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // An account without a password was made by an import: it cannot sign in until its owner has claimed it.
        let accounts = table(
            "accounts",
            vec![
                id("id"),
                text("email"),
                text("display_name"),
                text_null("password_hash"),
                text("locale"),
                text("role"),
                bigint("created_at"),
                bigint("updated_at"),
            ],
        );
        let sessions = table(
            "sessions",
            vec![
                id("id"),
                uuid("account_id"),
                blob("token_hash"),
                text("kind"),
                text_null("user_agent"),
                bigint("created_at"),
                bigint("last_seen_at"),
                bigint("expires_at"),
            ],
        )
        .foreign_key(&mut foreign_key("sessions", "account_id", "accounts", true))
        .take();
        create(
            manager,
            vec![accounts, sessions],
            vec![
                unique("accounts", &["email"]),
                unique("sessions", &["token_hash"]),
                index("sessions", &["account_id"]),
                index("sessions", &["expires_at"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["sessions", "accounts"]).await
    }
}
