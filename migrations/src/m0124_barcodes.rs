//! Variants have barcodes: GTINs of 14 digits, by which the same article is found at other shops.

use crate::columns::{index, text_null};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter().table(Alias::new("product_variants")).add_column(text_null("barcode")).to_owned();
        manager.alter_table(table).await?;
        manager.create_index(index("product_variants", &["barcode"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Alias::new("product_variants");
        let index = Index::drop().name("ix_product_variants_barcode").table(table.clone()).to_owned();
        manager.drop_index(index).await?;
        manager.alter_table(Table::alter().table(table).drop_column(Alias::new("barcode")).take()).await
    }
}
