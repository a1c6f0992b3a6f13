//! What an account was told of its reviews, and what it said against those of others.

use super::moment;
use crate::app::App;
use crate::moderation::entity::{Ground, Told, appeal, flag, statement, suspension};
use crate::reviews::entity as review;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait as _};
use serde::Serialize;
use shared::id::{AccountId, ReviewId};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DecisionShape {
    review_id: ReviewId,
    decision: Told,
    ground: Option<Ground>,
    text: Option<String>,
    at: String,
    appealed_at: Option<String>,
    appeal: Option<String>,
}

/// What it was told of its reviews and still holds.
pub(super) async fn decisions(app: &App, account: AccountId) -> anyhow::Result<Vec<DecisionShape>> {
    let read = app.db.read();
    let own = || {
        let own = review::Entity::find().select_only().column(review::Column::Id);
        own.filter(review::Column::AccountId.eq(account)).into_query()
    };
    let told = statement::Entity::find().filter(statement::Column::ReviewId.in_subquery(own()));
    let told = told.order_by_asc(statement::Column::IssuedAt).all(read).await?;
    let said = appeal::Entity::find().filter(appeal::Column::ReviewId.in_subquery(own()));
    let said = said.order_by_desc(appeal::Column::CreatedAt).all(read).await?;
    let shape = |row: statement::Model| {
        let appeal = said.iter().find(|said| said.review_id == row.review_id && row.appealed_at.is_some());
        DecisionShape {
            review_id: row.review_id,
            decision: row.decision,
            ground: row.ground,
            text: row.text,
            at: row.issued_at.to_string(),
            appealed_at: moment(row.appealed_at),
            appeal: appeal.map(|appeal| appeal.text.clone()),
        }
    };
    Ok(told.into_iter().map(shape).collect())
}

/// Until when it writes no reviews.
pub(super) async fn suspended_until(app: &App, account: AccountId) -> anyhow::Result<Option<String>> {
    let row = suspension::Entity::find_by_id(account).one(app.db.read()).await?;
    Ok(moment(row.map(|row| row.until)))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FlagShape {
    review_id: ReviewId,
    category: Ground,
    comment: String,
    at: String,
}

/// What it said against reviews of others.
pub(super) async fn flags(app: &App, account: AccountId) -> anyhow::Result<Vec<FlagShape>> {
    let query = flag::Entity::find().filter(flag::Column::AccountId.eq(account));
    let rows = query.order_by_asc(flag::Column::CreatedAt).all(app.db.read()).await?;
    let shape = |row: flag::Model| FlagShape {
        review_id: row.review_id,
        category: row.category,
        comment: row.comment,
        at: row.created_at.to_string(),
    };
    Ok(rows.into_iter().map(shape).collect())
}
