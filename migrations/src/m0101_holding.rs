//! How reviews were judged by the machine, the rings that it found, and what moderators let stand.

use crate::columns::{
    bigint, boolean, create, double, drop, foreign_key, id, index, json, table, text, unique, uuid, uuid_null,
};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![rings(), members(), judgements(), clearances()];
        let indexes = vec![
            unique("review_rings", &["key"]),
            index("review_ring_members", &["account_id"]),
            index("review_judgements", &["ring_id"]),
            index("reviews", &["source", "written_at"]),
            index("reviews", &["shop_id", "written_at"]),
        ];
        create(manager, tables, indexes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["ix_reviews_source_written_at", "ix_reviews_shop_id_written_at"] {
            manager.drop_index(Index::drop().name(name).table(Alias::new("reviews")).to_owned()).await?;
        }
        drop(manager, &["review_clearances", "review_judgements", "review_ring_members", "review_rings"]).await
    }
}

/// `key` is a digest of the members, by which a ring is known again; `document` holds all that a picture of it needs.
fn rings() -> TableCreateStatement {
    table("review_rings", vec![id("id"), text("key"), double("score"), json("document"), bigint("found_at")])
}

/// Who belongs to which ring, and how much that says about what they wrote, 0 to 1.
fn members() -> TableCreateStatement {
    table("review_ring_members", vec![uuid("ring_id"), uuid("account_id"), double("says")])
        .primary_key(
            Index::create().name("pk_review_ring_members").col(Alias::new("ring_id")).col(Alias::new("account_id")),
        )
        .foreign_key(&mut foreign_key("review_ring_members", "ring_id", "review_rings", true))
        .foreign_key(&mut foreign_key("review_ring_members", "account_id", "accounts", true))
        .take()
}

fn judgements() -> TableCreateStatement {
    let columns = vec![
        uuid("review_id").primary_key().take(),
        double("score"),
        boolean("hold"),
        json("parts"),
        uuid_null("ring_id"),
        bigint("judged_at"),
    ];
    table("review_judgements", columns)
        .foreign_key(&mut foreign_key("review_judgements", "review_id", "reviews", true))
        .take()
}

/// Stars and words, as a digest, that a moderator let stand: the machine does not hold them again.
fn clearances() -> TableCreateStatement {
    table("review_clearances", vec![uuid("review_id").primary_key().take(), text("digest"), bigint("cleared_at")])
        .foreign_key(&mut foreign_key("review_clearances", "review_id", "reviews", true))
        .take()
}
