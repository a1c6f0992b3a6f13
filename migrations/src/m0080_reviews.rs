//! Reviews of products and of shops' service, their votes, what they were before they were changed, the figures that are
//! kept of them; which orders were asked for reviews, and which lines of orders were paid back.

use crate::columns::{
    bigint, bigint_null, boolean, create, drop, foreign_key, id, index, int, int_null, json, table, text, text_null,
    unique, uuid, uuid_null,
};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![reviews(), revisions(), votes(), words(), histograms(), requests(), refunds()];
        let indexes = vec![
            // A line is of one product, and an order has one part of each shop: these decide who is first.
            unique("reviews", &["order_line_id"]),
            unique("reviews", &["order_part_id"]),
            unique("reviews", &["subject_id", "external_reference"]),
            index("reviews", &["subject_id", "status", "rank", "written_at", "id"]),
            index("reviews", &["subject_id", "status", "written_at", "id"]),
            index("reviews", &["subject_id", "status", "stars"]),
            index("reviews", &["account_id", "written_at", "id"]),
            index("review_votes", &["account_id"]),
            index("review_words", &["subject_id"]),
            index("rating_histograms", &["kind"]),
            index("shipments", &["delivered_at"]),
            // The means of categories are read from it alone.
            index("products", &["category_id", "rating_count", "rating_sum"]),
        ];
        create(manager, tables, indexes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, name) in [
            ("shipments", "ix_shipments_delivered_at"),
            ("products", "ix_products_category_id_rating_count_rating_sum"),
        ] {
            manager.drop_index(Index::drop().name(name).table(Alias::new(table)).to_owned()).await?;
        }
        let tables = [
            "order_line_refunds",
            "review_requests",
            "rating_histograms",
            "review_words",
            "review_votes",
            "review_revisions",
            "reviews",
        ];
        drop(manager, &tables).await
    }
}

/// `subject_id` is the product or the shop that is reviewed. Lines and parts of orders are named without a foreign key:
/// an import may write them anew. `rank` is Wilson's bound in billionths, so that a place in a list is exact;
/// `written_at` is 0 where an import does not say.
fn reviews() -> TableCreateStatement {
    let columns = vec![
        id("id"),
        text("kind"),
        uuid("subject_id"),
        uuid_null("product_id"),
        uuid("shop_id"),
        uuid_null("variant_id"),
        text_null("variant_title"),
        uuid_null("order_id"),
        uuid_null("order_line_id"),
        uuid_null("order_part_id"),
        uuid_null("account_id"),
        text_null("author_name"),
        text("source"),
        text("status"),
        int("stars"),
        text("title"),
        text("body"),
        text("locale"),
        json("photos"),
        int("photo_count"),
        boolean("counts"),
        bigint_null("refunded_at"),
        text_null("status_reason"),
        int("helpful_up"),
        int("helpful_down"),
        bigint("rank"),
        text_null("answer_body"),
        bigint_null("answered_at"),
        bigint_null("answer_edited_at"),
        text_null("external_reference"),
        text_null("source_hash"),
        bigint("written_at"),
        bigint_null("published_at"),
        bigint_null("edited_at"),
        int("version"),
    ];
    table("reviews", columns)
        .foreign_key(&mut foreign_key("reviews", "product_id", "products", true))
        .foreign_key(&mut foreign_key("reviews", "shop_id", "shops", true))
        .foreign_key(&mut foreign_key("reviews", "account_id", "accounts", false))
        .check((Alias::new("ck_reviews_stars"), Expr::cust("stars BETWEEN 1 AND 5")))
        .check((Alias::new("ck_reviews_votes"), Expr::cust("helpful_up >= 0 AND helpful_down >= 0")))
        .take()
}

fn revisions() -> TableCreateStatement {
    let columns = vec![
        uuid("review_id"),
        int("number"),
        text("part"),
        int_null("stars"),
        text("title"),
        text("body"),
        bigint("replaced_at"),
    ];
    table("review_revisions", columns)
        .primary_key(
            Index::create()
                .name("pk_review_revisions")
                .col(Alias::new("review_id"))
                .col(Alias::new("part"))
                .col(Alias::new("number")),
        )
        .foreign_key(&mut foreign_key("review_revisions", "review_id", "reviews", true))
        .take()
}

fn votes() -> TableCreateStatement {
    let columns = vec![uuid("review_id"), uuid("account_id"), boolean("up"), bigint("created_at")];
    table("review_votes", columns)
        .primary_key(Index::create().name("pk_review_votes").col(Alias::new("review_id")).col(Alias::new("account_id")))
        .foreign_key(&mut foreign_key("review_votes", "review_id", "reviews", true))
        .foreign_key(&mut foreign_key("review_votes", "account_id", "accounts", true))
        .take()
}

/// By which words a review is found, with a blank before each: beside the review, whose row lists read whole.
fn words() -> TableCreateStatement {
    let columns = vec![uuid("review_id").primary_key().take(), uuid("subject_id"), text("words")];
    table("review_words", columns).foreign_key(&mut foreign_key("review_words", "review_id", "reviews", true)).take()
}

/// How many published, verified reviews gave how many stars, and how many reviews are seen by nobody any more.
fn histograms() -> TableCreateStatement {
    let columns = vec![
        uuid("subject_id").primary_key().take(),
        text("kind"),
        int("stars1"),
        int("stars2"),
        int("stars3"),
        int("stars4"),
        int("stars5"),
        int("withdrawn"),
        int("hidden"),
    ];
    table("rating_histograms", columns)
}

fn requests() -> TableCreateStatement {
    table("review_requests", vec![uuid("order_id").primary_key().take(), bigint("created_at")])
        .foreign_key(&mut foreign_key("review_requests", "order_id", "orders", true))
        .take()
}

fn refunds() -> TableCreateStatement {
    table("order_line_refunds", vec![uuid("order_line_id").primary_key().take(), bigint("refunded_at")])
}
