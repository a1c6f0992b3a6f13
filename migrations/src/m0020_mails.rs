//! Mail that waits to be sent.

use crate::columns::{
    bigint, bigint_null, create, drop, id, index, int, json, table, text, text_null, unique, uuid_null,
};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // `key` says what the mail is about: whatever comes twice, an event or a wish, makes one mail.
        let mails = table(
            "mails",
            vec![
                id("id"),
                text("key"),
                text("recipient"),
                text("locale"),
                uuid_null("account_id"),
                json("message"),
                text("state"),
                int("attempts"),
                bigint("next_attempt_at"),
                text_null("last_error"),
                text_null("subject"),
                text_null("text"),
                text_null("html"),
                bigint("created_at"),
                bigint_null("finished_at"),
            ],
        );
        let indexes = vec![
            unique("mails", &["key"]),
            index("mails", &["state", "next_attempt_at"]),
            index("mails", &["created_at"]),
        ];
        create(manager, vec![mails], indexes).await?;
        // What happened before there was mail is no news to anybody.
        let begin = "INSERT INTO event_checkpoints (consumer, seq, updated_at) \
            SELECT 'mail', COALESCE(MAX(seq), 0), 0 FROM events";
        manager.get_connection().execute_unprepared(begin).await.map(|_| ())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["mails"]).await?;
        let forget = "DELETE FROM event_checkpoints WHERE consumer = 'mail'";
        manager.get_connection().execute_unprepared(forget).await.map(|_| ())
    }
}
