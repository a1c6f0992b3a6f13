//! By which words reviews are found: a row a word, so that a search walks along the words that begin as it does, and not
//! through all that was said of a product.

use crate::columns::{create, drop, foreign_key, index, table, text, uuid};
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, vec![terms()], vec![index("review_terms", &["review_id"])]).await?;
        let conn = manager.get_connection();
        // Words are letters and digits with a blank before each, so nothing in them needs quoting.
        let split = if manager.get_database_backend() == DbBackend::Postgres {
            // Words that begin alike must stand together, which the rules of a language do not promise.
            conn.execute_unprepared(r#"ALTER TABLE review_terms ALTER COLUMN term TYPE text COLLATE "C""#).await?;
            "unnest(string_to_array(trim(words), ' ')) AS split(value)"
        } else {
            r#"json_each('["' || replace(trim(words), ' ', '","') || '"]') AS split"#
        };
        let fill = format!(
            "INSERT INTO review_terms (subject_id, term, review_id) \
             SELECT DISTINCT subject_id, split.value, review_id FROM review_words, {split} WHERE split.value <> ''"
        );
        conn.execute_unprepared(&fill).await?;
        drop(manager, &["review_words"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![uuid("review_id").primary_key().take(), uuid("subject_id"), text("words")];
        let words = table("review_words", columns)
            .foreign_key(&mut foreign_key("review_words", "review_id", "reviews", true))
            .take();
        create(manager, vec![words], vec![index("review_words", &["subject_id"])]).await?;
        let all = if manager.get_database_backend() == DbBackend::Postgres {
            "string_agg(' ' || term, '')"
        } else {
            "group_concat(' ' || term, '')"
        };
        let fill = format!(
            "INSERT INTO review_words (review_id, subject_id, words) \
             SELECT review_id, subject_id, {all} FROM review_terms GROUP BY review_id, subject_id"
        );
        manager.get_connection().execute_unprepared(&fill).await?;
        drop(manager, &["review_terms"]).await
    }
}

fn terms() -> TableCreateStatement {
    table("review_terms", vec![uuid("subject_id"), text("term"), uuid("review_id")])
        .primary_key(
            Index::create()
                .name("pk_review_terms")
                .col(Alias::new("subject_id"))
                .col(Alias::new("term"))
                .col(Alias::new("review_id")),
        )
        .foreign_key(&mut foreign_key("review_terms", "review_id", "reviews", true))
        .take()
}
