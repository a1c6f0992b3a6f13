//! What was learned of which products go together, and who is learning now.

use crate::columns::{
    bigint, bigint_null, blob, create, double, drop, foreign_key, id, index, int, json, table, text, uuid, uuid_null,
};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let indexes = vec![index("recommendation_models", &["finished_at"])];
        create(manager, vec![models(), items(), trainings()], indexes).await?;
        let one = "INSERT INTO recommendation_trainings (number, claimed_until) VALUES (1, 0)";
        manager.get_connection().execute_unprepared(one).await.map(|_| ())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["recommendation_trainings", "recommendation_items", "recommendation_models"]).await
    }
}

/// The model that was finished last is the one that is served; one without `finished_at` is being written. `mark` tells of what it
/// was learned, so that nothing is learned twice.
fn models() -> TableCreateStatement {
    let columns = vec![
        id("id"),
        int("items"),
        bigint("people"),
        bigint("interactions"),
        json("parameters"),
        json("summary"),
        text("mark"),
        bigint("started_at"),
        bigint_null("finished_at"),
    ];
    table("recommendation_models", columns)
}

/// `neighbours` and `pairs` are lists of (position, weight), each a u32 and an f32 with the lowest byte first.
fn items() -> TableCreateStatement {
    let rhythm = ColumnDef::new(Alias::new("rhythm_days")).double().null().take();
    let columns = vec![
        uuid("model_id"),
        int("position"),
        uuid("product_id"),
        blob("neighbours"),
        blob("pairs"),
        double("demand"),
        json("demand_by_locale"),
        double("taste_lift"),
        double("repeat_lift"),
        rhythm,
    ];
    table("recommendation_items", columns)
        .primary_key(
            Index::create().name("pk_recommendation_items").col(Alias::new("model_id")).col(Alias::new("position")),
        )
        .foreign_key(&mut foreign_key("recommendation_items", "model_id", "recommendation_models", true))
        .take()
}

/// One row: whoever trains claims it until some moment, so that two processes do not learn the same.
fn trainings() -> TableCreateStatement {
    let number = ColumnDef::new(Alias::new("number")).integer().not_null().primary_key().take();
    table("recommendation_trainings", vec![number, uuid_null("claimed_by"), bigint("claimed_until")])
}
