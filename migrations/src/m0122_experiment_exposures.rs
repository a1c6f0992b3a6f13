//! Which shoppers took part in an experiment with suggestions, in which arm, and since when.

use crate::columns::{bigint, create, drop, foreign_key, index, table, text, uuid};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let indexes = vec![
            index("experiment_exposures", &["account_id"]),
            // What is too old is swept by it.
            index("experiment_exposures", &["first_exposed_at"]),
        ];
        create(manager, vec![exposures()], indexes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["experiment_exposures"]).await
    }
}

/// One row an experiment and account, written once: `first_exposed_at` is never moved.
fn exposures() -> TableCreateStatement {
    let columns = vec![text("experiment"), uuid("account_id"), text("arm"), bigint("first_exposed_at")];
    table("experiment_exposures", columns)
        .primary_key(
            Index::create().name("pk_experiment_exposures").col(Alias::new("experiment")).col(Alias::new("account_id")),
        )
        .foreign_key(&mut foreign_key("experiment_exposures", "account_id", "accounts", true))
        .take()
}
