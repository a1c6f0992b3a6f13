//! The log of what may not be altered in silence: each entry holds the hash of the one before it.

use crate::columns::{bigint, create, drop, index, int, table, text};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // `sequence` counts from 1 without gaps, so the database must not choose it. The payload is text, because its
        // bytes are hashed; hashes are hexadecimal.
        let entries = table(
            "transparency_entries",
            vec![
                bigint("sequence").primary_key().take(),
                text("kind"),
                text("subject"),
                bigint("occurred_at"),
                text("payload"),
                text("previous_hash"),
                text("hash"),
            ],
        );
        // One row, 1, which writers lock: how many entries there are, and the hash of the last.
        let heads = table("transparency_heads", vec![int("id").primary_key().take(), bigint("size"), text("hash")]);
        create(manager, vec![entries, heads], vec![index("transparency_entries", &["subject", "sequence"])]).await?;
        let first = Query::insert()
            .into_table(Alias::new("transparency_heads"))
            .columns(["id", "size", "hash"].map(Alias::new))
            .values_panic([1.into(), 0_i64.into(), "0".repeat(64).into()])
            .take();
        manager.exec_stmt(first).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["transparency_heads", "transparency_entries"]).await
    }
}
