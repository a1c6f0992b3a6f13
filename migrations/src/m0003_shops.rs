//! Shops, their staff, and how they deliver.

use crate::columns::{
    bigint, bigint_null, boolean, create, drop, foreign_key, id, index, int, int_null, json, table, text, text_null,
    unique, uuid,
};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let shops = table(
            "shops",
            vec![
                id("id"),
                text("slug"),
                json("name"),
                json("tagline"),
                json("story"),
                json("returns"),
                text_null("city"),
                text_null("country_code"),
                int_null("founded_year"),
                text_null("emblem_path"),
                text("status"),
                text_null("external_reference"),
                bigint("created_at"),
                bigint("updated_at"),
            ],
        );
        let members =
            table("shop_members", vec![uuid("shop_id"), uuid("account_id"), text("role"), bigint("created_at")])
                .primary_key(
                    Index::create().name("pk_shop_members").col(Alias::new("shop_id")).col(Alias::new("account_id")),
                )
                .foreign_key(&mut foreign_key("shop_members", "shop_id", "shops", true))
                .foreign_key(&mut foreign_key("shop_members", "account_id", "accounts", true))
                .take();
        let delivery = table(
            "delivery_options",
            vec![
                id("id"),
                uuid("shop_id"),
                text("key"),
                text("kind"),
                json("name"),
                bigint("price"),
                text("currency"),
                bigint_null("free_over"),
                int("min_days"),
                int("max_days"),
                int("position"),
                boolean("active"),
            ],
        )
        .foreign_key(&mut foreign_key("delivery_options", "shop_id", "shops", true))
        .take();
        create(
            manager,
            vec![shops, members, delivery],
            vec![
                unique("shops", &["slug"]),
                unique("shops", &["external_reference"]),
                index("shop_members", &["account_id"]),
                unique("delivery_options", &["shop_id", "key"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["delivery_options", "shop_members", "shops"]).await
    }
}
