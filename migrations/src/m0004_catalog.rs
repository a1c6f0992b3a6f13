//! Categories, products, variants with their stock, pictures, and where renamed pages went.

use crate::columns::{
    bigint, bigint_null, boolean, create, drop, foreign_key, id, index, int, int_null, json, json_null, table, text,
    text_null, unique, uuid, uuid_null,
};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // `path` holds the slugs from the root, `/ceramics/vases/`: descendants share a prefix.
        let categories = table(
            "categories",
            vec![
                id("id"),
                uuid_null("parent_id"),
                text("slug"),
                json("name"),
                text("path"),
                int("position"),
                bigint("created_at"),
                bigint("updated_at"),
            ],
        )
        .foreign_key(&mut foreign_key("categories", "parent_id", "categories", false))
        .take();
        // Prices, availability, the first picture and the rating stand here as well, kept by the use cases that
        // change them in the same transaction: a listing reads one row a product.
        let products = table(
            "products",
            vec![
                id("id"),
                uuid("shop_id"),
                uuid_null("category_id"),
                text("slug"),
                json("title"),
                json("description"),
                json("options"),
                json("tags"),
                text("status"),
                text("currency"),
                bigint("price_min"),
                bigint("price_max"),
                bigint_null("compare_at_min"),
                bigint_null("compare_at_max"),
                boolean("available"),
                json_null("image"),
                int("rating_count"),
                int("rating_sum"),
                text_null("external_reference"),
                text_null("source_hash"),
                bigint("created_at"),
                bigint("updated_at"),
            ],
        )
        .foreign_key(&mut foreign_key("products", "shop_id", "shops", false))
        .foreign_key(&mut foreign_key("products", "category_id", "categories", false))
        .take();
        let variants = table(
            "product_variants",
            vec![
                id("id"),
                uuid("product_id"),
                uuid("shop_id"),
                text_null("sku"),
                text("option_key"),
                json("option_values"),
                bigint("price"),
                bigint_null("compare_at"),
                text("currency"),
                int("on_hand"),
                int("reserved"),
                int("position"),
                uuid_null("image_id"),
                bigint("created_at"),
                bigint("updated_at"),
            ],
        )
        .foreign_key(&mut foreign_key("product_variants", "product_id", "products", true))
        .check((Alias::new("ck_product_variants_stock"), Expr::cust("reserved >= 0 AND on_hand >= reserved")))
        .check((Alias::new("ck_product_variants_price"), Expr::cust("price >= 0")))
        .take();
        let images = table(
            "product_images",
            vec![
                id("id"),
                uuid("product_id"),
                text_null("source_url"),
                text_null("path"),
                int_null("width"),
                int_null("height"),
                json("alt"),
                int("position"),
                text("state"),
            ],
        )
        .foreign_key(&mut foreign_key("product_images", "product_id", "products", true))
        .take();
        let redirects =
            table("slug_redirects", vec![text("kind"), text("slug"), uuid("target_id"), bigint("created_at")])
                .primary_key(Index::create().name("pk_slug_redirects").col(Alias::new("kind")).col(Alias::new("slug")))
                .take();
        create(
            manager,
            vec![categories, products, variants, images, redirects],
            vec![
                unique("categories", &["slug"]),
                index("categories", &["path"]),
                unique("products", &["slug"]),
                unique("products", &["shop_id", "external_reference"]),
                index("products", &["status", "created_at", "id"]),
                index("products", &["status", "price_min", "id"]),
                index("products", &["shop_id", "status", "created_at", "id"]),
                index("products", &["category_id", "status", "created_at", "id"]),
                unique("product_variants", &["product_id", "option_key"]),
                unique("product_variants", &["shop_id", "sku"]),
                index("product_images", &["product_id", "position"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["slug_redirects", "product_images", "product_variants", "products", "categories"]).await
    }
}
