//! What people who allow it look at, put aside and do not want to see, to suggest things to them.

use crate::columns::{
    bigint, boolean, create, drop, foreign_key, id, index, int, table, text, unique, uuid, uuid_null,
};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let indexes = vec![
            index("signals", &["account_id", "at"]),
            index("signals", &["visitor_hash", "at"]),
            // What is too old is swept by it.
            index("signals", &["at"]),
            // What somebody hides is hidden once, and found however much they have looked at since.
            hidden(&["account_id", "product_id"]),
            hidden(&["visitor_hash", "product_id"]),
        ];
        create(manager, vec![signals()], indexes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["signals"]).await
    }
}

/// A row belongs to an account or to a guest's browser, which is known by the digest of what its cookie holds, as in
/// `consents`. `hides` says that its kind keeps the product from being suggested; `dwell_ms` is 0 of all that is not looked at.
fn signals() -> TableCreateStatement {
    let visitor_hash = ColumnDef::new(Alias::new("visitor_hash")).blob().null().take();
    let columns = vec![
        id("id"),
        uuid_null("account_id"),
        visitor_hash,
        uuid("product_id"),
        text("kind"),
        boolean("hides"),
        int("dwell_ms"),
        bigint("at"),
    ];
    table("signals", columns)
        .foreign_key(&mut foreign_key("signals", "account_id", "accounts", true))
        .foreign_key(&mut foreign_key("signals", "product_id", "products", true))
        .take()
}

fn hidden(columns: &[&str]) -> IndexCreateStatement {
    unique("signals", columns).and_where(Expr::col(Alias::new("hides"))).take()
}
