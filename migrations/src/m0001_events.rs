//! The event spine, the checkpoints of its readers, and the keys of idempotent mutations.

use crate::columns::{bigint, bigint_null, create, drop, index, json, json_null, table, text, uuid, uuid_null};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // `seq` is the cursor. Writers on PostgreSQL take an advisory lock before they append, so that the order of
        // `seq` is the order of commits and no reader passes a row that is still to come.
        let seq = ColumnDef::new(Alias::new("seq")).big_integer().not_null().auto_increment().primary_key().take();
        let events = table(
            "events",
            vec![
                seq,
                text("topic"),
                uuid("aggregate_id"),
                uuid_null("shop_id"),
                uuid_null("account_id"),
                json("payload"),
                bigint("occurred_at"),
                bigint("recorded_at"),
            ],
        );
        let checkpoints = table(
            "event_checkpoints",
            vec![text("consumer").primary_key().take(), bigint("seq"), bigint("updated_at")],
        );
        let keys = table(
            "idempotency_keys",
            vec![
                text("scope"),
                text("operation"),
                text("key"),
                text("input_hash"),
                json_null("answer"),
                bigint("created_at"),
                bigint_null("finished_at"),
            ],
        )
        .primary_key(
            Index::create()
                .name("pk_idempotency_keys")
                .col(Alias::new("scope"))
                .col(Alias::new("operation"))
                .col(Alias::new("key")),
        )
        .take();
        create(
            manager,
            vec![events, checkpoints, keys],
            vec![index("events", &["aggregate_id", "seq"]), index("idempotency_keys", &["created_at"])],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["idempotency_keys", "event_checkpoints", "events"]).await
    }
}
