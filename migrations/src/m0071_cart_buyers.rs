//! What a checkout was told so far, kept with its cart until the order is placed.

use crate::columns::{bigint, create, drop, foreign_key, id, index, json, table};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let buyers = table("cart_buyers", vec![id("cart_id"), json("buyer"), bigint("updated_at")])
            .foreign_key(&mut foreign_key("cart_buyers", "cart_id", "carts", true))
            .take();
        create(manager, vec![buyers], vec![index("cart_buyers", &["updated_at"])]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["cart_buyers"]).await
    }
}
