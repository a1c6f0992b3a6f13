//! In which respects buyers judge what they bought: what categories ask about, what reviews said and say, and how many
//! reviews that count chose what.

use crate::columns::{create, drop, int, json, table, text, uuid};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Tables that gain a column `aspects`, and what it holds at first: a list of what is asked, or an object of what was chosen.
const COLUMNS: [(&str, &str); 3] = [("categories", "[]"), ("reviews", "{}"), ("review_revisions", "{}")];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, nothing) in COLUMNS {
            let aspects = json("aspects").default(nothing).take();
            manager.alter_table(Table::alter().table(Alias::new(name)).add_column(aspects).to_owned()).await?;
        }
        create(manager, vec![counts()], Vec::new()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["review_aspect_counts"]).await?;
        for (name, _) in COLUMNS {
            let table = Table::alter().table(Alias::new(name)).drop_column(Alias::new("aspects")).take();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}

/// Nothing was chosen before there was this table, so it begins empty.
fn counts() -> TableCreateStatement {
    table("review_aspect_counts", vec![uuid("subject_id"), text("aspect"), text("value"), int("count")])
        .primary_key(
            Index::create()
                .name("pk_review_aspect_counts")
                .col(Alias::new("subject_id"))
                .col(Alias::new("aspect"))
                .col(Alias::new("value")),
        )
        .take()
}
