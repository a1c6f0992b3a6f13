//! Mails are found by account and address, to hand them out to their owner and to forget them; tokens by address, since
//! one that was just given up is kept free for its owner.

use crate::columns::index;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: [(&str, &str); 3] = [("mails", "account_id"), ("mails", "recipient"), ("account_tokens", "email")];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in INDEXES {
            manager.create_index(index(table, &[column])).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in INDEXES {
            let index = Index::drop().name(format!("ix_{table}_{column}")).table(Alias::new(table)).to_owned();
            manager.drop_index(index).await?;
        }
        Ok(())
    }
}
