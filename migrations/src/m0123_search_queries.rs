//! What many search for: who allows it is counted, without a name and once a day.

use crate::columns::{blob, create, drop, index, int, table, text};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What somebody searched for today goes when they take their consent back.
        let indexes = vec![index("search_queries", &["visitor_hash"])];
        create(manager, vec![queries(), keys()], indexes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["search_query_keys", "search_queries"]).await
    }
}

/// `day` counts from 1970-01-01, UTC; no row says at what time of it. `visitor_hash` is keyed with the day's secret.
fn queries() -> TableCreateStatement {
    table("search_queries", vec![int("day"), text("locale"), text("query"), blob("visitor_hash")])
        .primary_key(
            Index::create()
                .name("pk_search_queries")
                .col(Alias::new("day"))
                .col(Alias::new("locale"))
                .col(Alias::new("query"))
                .col(Alias::new("visitor_hash")),
        )
        .take()
}

/// The secret of a day. It goes with the day, and then nobody can tell any more whose a hash is.
fn keys() -> TableCreateStatement {
    let day = ColumnDef::new(Alias::new("day")).integer().not_null().primary_key().take();
    table("search_query_keys", vec![day, blob("secret")])
}
