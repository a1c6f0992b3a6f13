//! Shipments and what carriers report of them.

use crate::columns::{
    bigint, bigint_null, create, drop, foreign_key, id, index, int, table, text, text_null, unique, uuid,
};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let shipments = table(
            "shipments",
            vec![
                id("id"),
                uuid("order_id"),
                uuid("part_id"),
                uuid("shop_id"),
                text("carrier"),
                text("tracking_number"),
                text("state"),
                bigint("state_at"),
                bigint("created_at"),
                bigint_null("delivered_at"),
            ],
        )
        .foreign_key(&mut foreign_key("shipments", "order_id", "orders", true))
        .foreign_key(&mut foreign_key("shipments", "part_id", "order_parts", true))
        .take();
        let lines = table("shipment_lines", vec![uuid("shipment_id"), uuid("order_line_id"), int("quantity")])
            .primary_key(
                Index::create()
                    .name("pk_shipment_lines")
                    .col(Alias::new("shipment_id"))
                    .col(Alias::new("order_line_id")),
            )
            .foreign_key(&mut foreign_key("shipment_lines", "shipment_id", "shipments", true))
            .foreign_key(&mut foreign_key("shipment_lines", "order_line_id", "order_lines", true))
            .check((Alias::new("ck_shipment_lines_quantity"), Expr::cust("quantity > 0")))
            .take();
        // Every report is kept; the carrier's own id of it decides whether it has come before.
        let tracking = table(
            "tracking_events",
            vec![
                id("id"),
                uuid("shipment_id"),
                text("carrier"),
                text("carrier_event_id"),
                text("status"),
                text_null("reason"),
                text_null("location"),
                text_null("message"),
                bigint("occurred_at"),
                bigint("received_at"),
            ],
        )
        .foreign_key(&mut foreign_key("tracking_events", "shipment_id", "shipments", true))
        .take();
        create(
            manager,
            vec![shipments, lines, tracking],
            vec![
                unique("shipments", &["carrier", "tracking_number"]),
                index("shipments", &["order_id"]),
                index("shipments", &["part_id"]),
                unique("tracking_events", &["carrier", "carrier_event_id"]),
                index("tracking_events", &["shipment_id", "occurred_at"]),
                index("shipment_lines", &["order_line_id"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["tracking_events", "shipment_lines", "shipments"]).await
    }
}
