//! What people allowed and refused, in the order in which they said it.

use crate::columns::{bigint, boolean, create, drop, foreign_key, index, int, table, text, uuid_null};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Rows are added and never changed, but for the guest's that go over to an account: the newest of a purpose
        // counts. `seq` tells which that is, also of two of the same millisecond. A row belongs to an account or to a
        // guest's browser, which is known by the digest of what its cookie holds.
        let seq = ColumnDef::new(Alias::new("seq")).big_integer().not_null().auto_increment().primary_key().take();
        let visitor_hash = ColumnDef::new(Alias::new("visitor_hash")).blob().null().take();
        let consents = table(
            "consents",
            vec![
                seq,
                uuid_null("account_id"),
                visitor_hash,
                text("purpose"),
                boolean("granted"),
                int("wording"),
                text("locale"),
                text("form"),
                bigint("decided_at"),
            ],
        )
        .foreign_key(&mut foreign_key("consents", "account_id", "accounts", true))
        .take();
        let indexes = vec![
            index("consents", &["account_id", "seq"]),
            index("consents", &["visitor_hash", "seq"]),
            index("consents", &["decided_at"]),
        ];
        create(manager, vec![consents], indexes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["consents"]).await
    }
}
