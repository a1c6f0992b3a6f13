//! What an account wrote of what it bought, and which reviews helped it.

use super::moment;
use crate::app::App;
use crate::reviews::entity::{Column, Entity, Model, RevisionPart, revision, vote};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Serialize;
use shared::Locale;
use shared::id::{AccountId, OrderId, ProductId, ReviewId, ShopId};
use shared::reviews::{Aspects, ReviewKind, ReviewStatus};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReviewShape {
    id: ReviewId,
    kind: ReviewKind,
    product_id: Option<ProductId>,
    shop_id: ShopId,
    order_id: Option<OrderId>,
    shown_name: Option<String>,
    status: ReviewStatus,
    status_reason: Option<String>,
    stars: i32,
    title: String,
    body: String,
    aspects: Aspects,
    language: Locale,
    photos: Vec<String>,
    written_at: String,
    edited_at: Option<String>,
    refunded_at: Option<String>,
    revisions: Vec<RevisionShape>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RevisionShape {
    stars: Option<i32>,
    title: String,
    body: String,
    aspects: Aspects,
    replaced_at: String,
}

/// Its reviews, with what they said before; of those that it took back only that they were there.
pub(super) async fn written(app: &App, account: AccountId) -> anyhow::Result<Vec<ReviewShape>> {
    let read = app.db.read();
    let rows = Entity::find().filter(Column::AccountId.eq(account)).order_by_asc(Column::WrittenAt).all(read).await?;
    let said = revision::Entity::find()
        .filter(revision::Column::ReviewId.is_in(rows.iter().map(|row| row.id)))
        .filter(revision::Column::Part.eq(RevisionPart::Review))
        .order_by_asc(revision::Column::Number)
        .all(read)
        .await?;
    let shape = |row: Model| {
        let before = said.iter().filter(|said| said.review_id == row.id).map(|said| RevisionShape {
            stars: said.stars,
            title: said.title.clone(),
            body: said.body.clone(),
            aspects: said.aspects.clone(),
            replaced_at: said.replaced_at.to_string(),
        });
        ReviewShape {
            revisions: before.collect(),
            id: row.id,
            kind: row.kind,
            product_id: row.product_id,
            shop_id: row.shop_id,
            order_id: row.order_id,
            shown_name: row.author_name,
            status: row.status,
            status_reason: row.status_reason,
            stars: row.stars,
            title: row.title,
            body: row.body,
            aspects: row.aspects,
            language: row.locale,
            photos: row
                .photos
                .0
                .into_iter()
                .filter_map(|photo| photo.path)
                .map(|path| format!("/media/{path}"))
                .collect(),
            written_at: row.written_at.to_string(),
            edited_at: moment(row.edited_at),
            refunded_at: moment(row.refunded_at),
        }
    };
    Ok(rows.into_iter().map(shape).collect())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct VoteShape {
    review_id: ReviewId,
    helpful: bool,
    at: String,
}

/// Its votes on the reviews of others.
pub(super) async fn votes(app: &App, account: AccountId) -> anyhow::Result<Vec<VoteShape>> {
    let query = vote::Entity::find().filter(vote::Column::AccountId.eq(account));
    let rows = query.order_by_asc(vote::Column::CreatedAt).all(app.db.read()).await?;
    let shape =
        |row: vote::Model| VoteShape { review_id: row.review_id, helpful: row.up, at: row.created_at.to_string() };
    Ok(rows.into_iter().map(shape).collect())
}
