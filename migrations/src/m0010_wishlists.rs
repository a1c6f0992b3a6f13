//! Wishlists: what somebody keeps for later, and what it cost then.

use crate::columns::{
    bigint, boolean, create, drop, foreign_key, id, index, table, text, text_null, unique, uuid, uuid_null,
};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // An account has one list at most (NULLs are distinct in a unique index); a guest's list is known by its id.
        // The token of the link is kept as it is, since its owner is shown the link again; it opens a list of products
        // to read and nothing else.
        let lists = table(
            "wishlists",
            vec![
                id("id"),
                uuid_null("account_id"),
                text_null("name"),
                text_null("share_token"),
                bigint("created_at"),
                bigint("updated_at"),
            ],
        )
        .foreign_key(&mut foreign_key("wishlists", "account_id", "accounts", true))
        .take();
        // `seen_…` is what its owner saw when it was added; `told_…` what the last event told.
        let items = table(
            "wishlist_items",
            vec![
                uuid("wishlist_id"),
                uuid("product_id"),
                bigint("seen_price"),
                boolean("seen_available"),
                text("currency"),
                bigint("told_price"),
                boolean("told_available"),
                bigint("created_at"),
            ],
        )
        .primary_key(
            Index::create().name("pk_wishlist_items").col(Alias::new("wishlist_id")).col(Alias::new("product_id")),
        )
        .foreign_key(&mut foreign_key("wishlist_items", "wishlist_id", "wishlists", true))
        .foreign_key(&mut foreign_key("wishlist_items", "product_id", "products", true))
        .take();
        create(
            manager,
            vec![lists, items],
            vec![
                unique("wishlists", &["account_id"]),
                unique("wishlists", &["share_token"]),
                index("wishlists", &["updated_at"]),
                index("wishlist_items", &["product_id"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["wishlist_items", "wishlists"]).await
    }
}
