//! Links to a guest's order that stand in mails: each has a token of its own, of which only the digest is stored.

use crate::columns::{bigint, blob, create, drop, foreign_key, id, index, table, unique, uuid};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let links = table("order_links", vec![id("id"), uuid("order_id"), blob("token_hash"), bigint("created_at")])
            .foreign_key(&mut foreign_key("order_links", "order_id", "orders", true))
            .take();
        let indexes = vec![unique("order_links", &["token_hash"]), index("order_links", &["order_id"])];
        create(manager, vec![links], indexes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["order_links"]).await
    }
}
