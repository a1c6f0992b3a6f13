//! Carts over many shops.

use crate::columns::{bigint, create, drop, foreign_key, id, index, int, table, text, unique, uuid, uuid_null};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // An account has one cart at most (NULLs are distinct in a unique index); a guest's cart is known by its id.
        let carts = table("carts", vec![id("id"), uuid_null("account_id"), bigint("created_at"), bigint("updated_at")])
            .foreign_key(&mut foreign_key("carts", "account_id", "accounts", true))
            .take();
        // `seen_price` and `seen_available` are what the shopper was shown when the line was last confirmed.
        let lines = table(
            "cart_lines",
            vec![
                id("id"),
                uuid("cart_id"),
                uuid("variant_id"),
                int("quantity"),
                bigint("seen_price"),
                int("seen_available"),
                text("currency"),
                bigint("created_at"),
            ],
        )
        .foreign_key(&mut foreign_key("cart_lines", "cart_id", "carts", true))
        .foreign_key(&mut foreign_key("cart_lines", "variant_id", "product_variants", true))
        .check((Alias::new("ck_cart_lines_quantity"), Expr::cust("quantity > 0")))
        .take();
        let deliveries = table("cart_deliveries", vec![uuid("cart_id"), uuid("shop_id"), uuid("delivery_option_id")])
            .primary_key(
                Index::create().name("pk_cart_deliveries").col(Alias::new("cart_id")).col(Alias::new("shop_id")),
            )
            .foreign_key(&mut foreign_key("cart_deliveries", "cart_id", "carts", true))
            .foreign_key(&mut foreign_key("cart_deliveries", "delivery_option_id", "delivery_options", true))
            .take();
        create(
            manager,
            vec![carts, lines, deliveries],
            vec![
                unique("carts", &["account_id"]),
                index("carts", &["updated_at"]),
                unique("cart_lines", &["cart_id", "variant_id"]),
                index("cart_lines", &["variant_id"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["cart_deliveries", "cart_lines", "carts"]).await
    }
}
