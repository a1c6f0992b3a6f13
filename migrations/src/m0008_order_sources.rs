//! Imported orders are told apart by the system they come from: each begins to count at the same number.

use crate::columns::{int_null, text_null, unique};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_index(Index::drop().name("uq_orders_external_reference").table(Alias::new("orders")).to_owned())
            .await?;
        add(manager, text_null("external_source")).await?;
        add(manager, int_null("source_version")).await?;
        // The source of an order is the vendor of its first line, which is the shop of its first part. Whether an
        // order of a later version was imported twice or moved on here cannot be told any more: it counts as moved.
        let fill = "UPDATE orders SET source_version = CASE WHEN version = 0 THEN 0 END, external_source = ( \
            SELECT COALESCE(shops.external_reference, shops.slug) FROM order_parts \
            JOIN shops ON shops.id = order_parts.shop_id \
            WHERE order_parts.order_id = orders.id ORDER BY order_parts.position LIMIT 1) \
            WHERE external_reference IS NOT NULL";
        manager.get_connection().execute_unprepared(fill).await?;
        manager.create_index(unique("orders", &["external_source", "external_reference"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index =
            Index::drop().name("uq_orders_external_source_external_reference").table(Alias::new("orders")).to_owned();
        manager.drop_index(index).await?;
        for column in ["external_source", "source_version"] {
            let table = Table::alter().table(Alias::new("orders")).drop_column(Alias::new(column)).take();
            manager.alter_table(table).await?;
        }
        manager.create_index(unique("orders", &["external_reference"])).await
    }
}

async fn add(manager: &SchemaManager<'_>, column: ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(Alias::new("orders")).add_column(column).to_owned()).await
}
