//! Pictures that are stored, uploads that no product shows yet, and what became of fetching a product's picture.

use crate::columns::{
    bigint, boolean, create, drop, foreign_key, id, index, int, json, json_null, table, text, text_null, uuid,
};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // `name` is a hash of what is stored. What was shown once is kept: orders remember pictures.
        let images = table(
            "images",
            vec![
                text("name").primary_key().take(),
                int("width"),
                int("height"),
                json("widths"),
                text_null("color"),
                bigint("bytes"),
                boolean("kept"),
                bigint("created_at"),
            ],
        );
        // An upload is used by deleting its row, which only one request can do.
        let uploads = table("image_uploads", vec![id("id"), uuid("account_id"), text("name"), bigint("created_at")])
            .foreign_key(&mut foreign_key("image_uploads", "account_id", "accounts", true))
            .take();
        let indexes = vec![
            index("images", &["kept", "created_at"]),
            index("image_uploads", &["account_id"]),
            index("image_uploads", &["name"]),
            index("image_uploads", &["created_at"]),
        ];
        create(manager, vec![images, uploads], indexes).await?;
        for column in added() {
            let table = Table::alter().table(Alias::new("product_images")).add_column(column).take();
            manager.alter_table(table).await?;
        }
        manager.create_index(index("product_images", &["state", "next_attempt_at"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let due = Index::drop()
            .name("ix_product_images_state_next_attempt_at")
            .table(Alias::new("product_images"))
            .to_owned();
        manager.drop_index(due).await?;
        for column in added() {
            let name = Alias::new(column.get_column_name());
            manager.alter_table(Table::alter().table(Alias::new("product_images")).drop_column(name).take()).await?;
        }
        drop(manager, &["image_uploads", "images"]).await
    }
}

/// Columns of `product_images`: one a statement, since SQLite adds no two at once.
fn added() -> Vec<ColumnDef> {
    vec![
        json_null("widths"),
        text_null("color"),
        int("attempts").default(0).take(),
        bigint("next_attempt_at").default(0).take(),
        text_null("last_error"),
    ]
}
