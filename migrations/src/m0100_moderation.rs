//! What moderators look after: cases, flags, appeals, what was done, what authors were told, and who writes nothing for now.

use crate::columns::{
    bigint, bigint_null, boolean, create, drop, foreign_key, id, index, int, table, text, text_null, unique, uuid,
    uuid_null,
};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![cases(), flags(), appeals(), actions(), statements(), suspensions()];
        let indexes = vec![
            // A subject has one open case: this decides who opens it.
            unique("moderation_cases", &["open_subject"]),
            index("moderation_cases", &["state", "priority", "opened_at", "id"]),
            index("moderation_cases", &["subject_id"]),
            // Nobody flags a review twice.
            unique("moderation_flags", &["review_id", "account_id"]),
            index("moderation_flags", &["case_id", "created_at"]),
            index("moderation_flags", &["account_id", "created_at"]),
            index("moderation_appeals", &["review_id"]),
            index("moderation_actions", &["account_id"]),
        ];
        create(manager, tables, indexes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "review_suspensions",
            "moderation_statements",
            "moderation_actions",
            "moderation_appeals",
            "moderation_flags",
            "moderation_cases",
        ];
        drop(manager, &tables).await
    }
}

/// `open_subject` is the subject again while the case waits. `version` counts what happened to it.
fn cases() -> TableCreateStatement {
    let columns = vec![
        id("id"),
        text("subject_kind"),
        uuid("subject_id"),
        uuid_null("open_subject"),
        text("state"),
        text("origin"),
        int("priority"),
        bigint("opened_at"),
        bigint_null("decided_at"),
        int("version"),
    ];
    table("moderation_cases", columns)
        .check((Alias::new("ck_moderation_cases_priority"), Expr::cust("priority BETWEEN 0 AND 100")))
        .take()
}

fn flags() -> TableCreateStatement {
    let columns = vec![
        id("id"),
        uuid("case_id"),
        uuid("review_id"),
        uuid("account_id"),
        text("category"),
        text("comment"),
        bigint("created_at"),
    ];
    table("moderation_flags", columns)
        .foreign_key(&mut foreign_key("moderation_flags", "case_id", "moderation_cases", true))
        .foreign_key(&mut foreign_key("moderation_flags", "review_id", "reviews", true))
        .foreign_key(&mut foreign_key("moderation_flags", "account_id", "accounts", true))
        .take()
}

/// `against` is who decided what is appealed against: somebody else decides the appeal.
fn appeals() -> TableCreateStatement {
    let columns = vec![
        uuid("case_id").primary_key().take(),
        uuid("review_id"),
        text("text"),
        uuid_null("against"),
        bigint("created_at"),
    ];
    table("moderation_appeals", columns)
        .foreign_key(&mut foreign_key("moderation_appeals", "case_id", "moderation_cases", true))
        .foreign_key(&mut foreign_key("moderation_appeals", "review_id", "reviews", true))
        .take()
}

/// Only added to. `number` is the version of the case that the action made, so there are no gaps. Who did it is named
/// without a foreign key: that it was done stays when their account goes.
fn actions() -> TableCreateStatement {
    let columns = vec![
        uuid("case_id"),
        int("number"),
        text("action"),
        uuid_null("account_id"),
        text_null("ground"),
        text_null("reason"),
        bigint("at"),
    ];
    table("moderation_actions", columns)
        .primary_key(Index::create().name("pk_moderation_actions").col(Alias::new("case_id")).col(Alias::new("number")))
        .foreign_key(&mut foreign_key("moderation_actions", "case_id", "moderation_cases", true))
        .take()
}

/// What the author of a review was told last, while it holds.
fn statements() -> TableCreateStatement {
    let columns = vec![
        uuid("review_id").primary_key().take(),
        uuid("case_id"),
        text("decision"),
        text_null("ground"),
        text_null("text"),
        boolean("automated"),
        uuid_null("decided_by"),
        bigint("issued_at"),
        bigint_null("appealed_at"),
    ];
    table("moderation_statements", columns)
        .foreign_key(&mut foreign_key("moderation_statements", "review_id", "reviews", true))
        .foreign_key(&mut foreign_key("moderation_statements", "case_id", "moderation_cases", true))
        .take()
}

fn suspensions() -> TableCreateStatement {
    let columns = vec![uuid("account_id").primary_key().take(), uuid("review_id"), bigint("until")];
    table("review_suspensions", columns)
        .foreign_key(&mut foreign_key("review_suspensions", "account_id", "accounts", true))
        .take()
}
