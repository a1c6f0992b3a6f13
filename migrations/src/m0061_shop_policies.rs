//! What shops promise beside their goods: returns, warranty, delivery, how to reach them; and the words by which it is
//! found.

use crate::columns::{bigint, create, drop, foreign_key, int_null, json, table, text, text_null, uuid};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let policies = table(
            "shop_policies",
            vec![
                uuid("shop_id").primary_key().take(),
                int_null("return_days"),
                text_null("return_postage"),
                int_null("warranty_months"),
                json("returns"),
                json("warranty"),
                json("delivery"),
                json("contact"),
                bigint("updated_at"),
            ],
        )
        .foreign_key(&mut foreign_key("shop_policies", "shop_id", "shops", true))
        .take();
        let words = table("shop_policy_words", vec![uuid("shop_id"), text("kind"), text("locale"), text("words")])
            .primary_key(
                Index::create()
                    .name("pk_shop_policy_words")
                    .col(Alias::new("shop_id"))
                    .col(Alias::new("kind"))
                    .col(Alias::new("locale")),
            )
            .foreign_key(&mut foreign_key("shop_policy_words", "shop_id", "shops", true))
            .take();
        create(manager, vec![policies, words], Vec::new()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["shop_policy_words", "shop_policies"]).await
    }
}
