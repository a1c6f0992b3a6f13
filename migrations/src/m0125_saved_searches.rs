//! Searches that people keep, and since when a product is published, by which they are told what is new.

use crate::columns::{
    bigint, bigint_null, boolean, create, drop, foreign_key, id, index, json, table, text, text_null, unique, uuid,
};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Empty while it is a draft that nobody has seen.
        let published = bigint_null("published_at");
        manager.alter_table(Table::alter().table(Alias::new("products")).add_column(published).take()).await?;
        let seen = "UPDATE products SET published_at = created_at WHERE status <> 'draft'";
        manager.get_connection().execute_unprepared(seen).await?;
        // The digest is of what is searched for: an account keeps the same search once.
        let indexes = vec![
            unique("saved_searches", &["account_id", "digest"]),
            // Whom a letter may be due to.
            index("saved_searches", &["letters", "account_id"]),
        ];
        create(manager, vec![searches()], indexes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["saved_searches"]).await?;
        let table = Table::alter().table(Alias::new("products")).drop_column(Alias::new("published_at")).take();
        manager.alter_table(table).await
    }
}

/// The last letter told of what came between `lettered_since` and `lettered_at`; the next one tells of what came after
/// `news_since`.
fn searches() -> TableCreateStatement {
    let columns = vec![
        id("id"),
        uuid("account_id"),
        text("search"),
        json("filter"),
        text_null("sort"),
        text("locale"),
        text("digest"),
        boolean("letters"),
        bigint("seen_at"),
        bigint("news_since"),
        bigint_null("lettered_since"),
        bigint_null("lettered_at"),
        bigint("created_at"),
    ];
    table("saved_searches", columns)
        .foreign_key(&mut foreign_key("saved_searches", "account_id", "accounts", true))
        .take()
}
