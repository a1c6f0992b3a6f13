//! Orders, their part per shop, their lines, and their payment.

use crate::columns::{
    bigint, bigint_null, blob, boolean, create, drop, foreign_key, id, index, int, json_null, table, text, text_null,
    unique, uuid, uuid_null,
};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // `version` is raised by every transition: whoever changes an order locks its row by doing so first.
        let orders = table(
            "orders",
            vec![
                id("id"),
                text("number"),
                uuid_null("account_id"),
                text("email"),
                blob("access_token_hash"),
                text("locale"),
                text("currency"),
                bigint("subtotal"),
                bigint("delivery_total"),
                bigint("total"),
                text("state"),
                json_null("shipping_address"),
                bigint("placed_at"),
                bigint_null("cancelled_at"),
                boolean("is_demo"),
                text_null("external_reference"),
                text_null("source_hash"),
                int("version"),
            ],
        )
        .foreign_key(&mut foreign_key("orders", "account_id", "accounts", false))
        .take();
        let parts = table(
            "order_parts",
            vec![
                id("id"),
                uuid("order_id"),
                uuid("shop_id"),
                text("state"),
                bigint("subtotal"),
                bigint("delivery_price"),
                bigint("total"),
                text("currency"),
                uuid_null("delivery_option_id"),
                text("delivery_kind"),
                text("delivery_name"),
                bigint_null("promised_earliest"),
                bigint_null("promised_latest"),
                bigint("placed_at"),
                int("position"),
            ],
        )
        .foreign_key(&mut foreign_key("order_parts", "order_id", "orders", true))
        .foreign_key(&mut foreign_key("order_parts", "shop_id", "shops", false))
        .take();
        // Title, price and picture are copies: what was bought stays as it was, whatever the product becomes.
        let lines = table(
            "order_lines",
            vec![
                id("id"),
                uuid("order_id"),
                uuid("part_id"),
                uuid_null("product_id"),
                uuid_null("variant_id"),
                text_null("sku"),
                text("title"),
                text_null("variant_title"),
                json_null("image"),
                int("quantity"),
                bigint("unit_price"),
                bigint("total"),
                text("currency"),
                int("shipped_quantity"),
                int("delivered_quantity"),
                int("position"),
            ],
        )
        .foreign_key(&mut foreign_key("order_lines", "order_id", "orders", true))
        .foreign_key(&mut foreign_key("order_lines", "part_id", "order_parts", true))
        .check((
            Alias::new("ck_order_lines_shipped"),
            Expr::cust(
                "shipped_quantity >= 0 AND shipped_quantity <= quantity AND delivered_quantity <= shipped_quantity",
            ),
        ))
        .take();
        let payments = table(
            "payments",
            vec![
                id("id"),
                uuid("order_id"),
                text("method"),
                text("state"),
                bigint("amount"),
                text("currency"),
                text_null("reference"),
                bigint_null("due_at"),
                bigint_null("paid_at"),
                bigint("created_at"),
                bigint("updated_at"),
            ],
        )
        .foreign_key(&mut foreign_key("payments", "order_id", "orders", true))
        .take();
        create(
            manager,
            vec![orders, parts, lines, payments],
            vec![
                unique("orders", &["number"]),
                unique("orders", &["external_reference"]),
                index("orders", &["account_id", "placed_at", "id"]),
                index("orders", &["email"]),
                index("order_parts", &["order_id"]),
                index("order_parts", &["shop_id", "placed_at", "id"]),
                index("order_lines", &["order_id"]),
                index("order_lines", &["part_id"]),
                index("order_lines", &["product_id"]),
                unique("payments", &["order_id"]),
                unique("payments", &["reference"]),
                index("payments", &["state", "due_at"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["payments", "order_lines", "order_parts", "orders"]).await
    }
}
