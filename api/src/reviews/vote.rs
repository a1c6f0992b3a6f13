//! Whether a review helped: one vote an account, which may be changed or withdrawn.

use super::entity::{self, Column, Entity, Model, vote as row};
use super::{ReviewError, lock, tally};
use crate::actor::Actor;
use crate::app::App;
use crate::db::Tx;
use crate::failure::{Failure, Outcome};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, IntoActiveModel as _, QueryFilter};
use shared::id::{AccountId, ReviewId};
use shared::reviews::ReviewStatus;

/// Says whether a review helped (`Some(true)`), did not, or withdraws what was said. May be repeated.
///
/// # Errors
/// [`ReviewError::ReviewNotFound`] as not found, [`ReviewError::OwnReview`], [`ReviewError::OwnShop`].
pub async fn vote(app: &App, actor: &Actor, id: ReviewId, helpful: Option<bool>) -> Outcome<Model, ReviewError> {
    let account = actor.account_id().ok_or(Failure::NotFound)?;
    let tx = app.db.begin(app.clock.now()).await?;
    let review = lock(&tx, id).await?.filter(|review| review.status == ReviewStatus::Published);
    let review = review.ok_or(Failure::NotFound)?;
    if review.account_id == Some(account) {
        return Err(ReviewError::OwnReview.into());
    }
    if actor.seller(review.shop_id).is_some() {
        return Err(ReviewError::OwnShop.into());
    }
    let review = cast(&tx, review, account, helpful).await?;
    tx.commit().await?;
    Ok(review)
}

/// Counts a vote of an account on a review, whose row the transaction holds.
pub(super) async fn cast(tx: &Tx, review: Model, account: AccountId, helpful: Option<bool>) -> Result<Model, DbErr> {
    let known = row::Entity::find_by_id((review.id, account)).one(tx.conn()).await?;
    let before = known.as_ref().map(|vote| vote.up);
    if before == helpful {
        return Ok(review);
    }
    match helpful {
        None => {
            row::Entity::delete_by_id((review.id, account)).exec(tx.conn()).await?;
        }
        Some(up) => {
            let vote =
                row::Model { review_id: review.id, account_id: account, up, created_at: tx.now(), discounted: false };
            let key = [row::Column::ReviewId, row::Column::AccountId];
            let changed = OnConflict::columns(key).update_columns([row::Column::Up, row::Column::CreatedAt]).to_owned();
            row::Entity::insert(vote.into_active_model())
                .on_conflict(changed)
                .exec_without_returning(tx.conn())
                .await?;
        }
    }
    // A vote that does not count does not count when it is changed either.
    let counts = known.is_none_or(|vote| !vote.discounted);
    let one = |vote: Option<bool>, up: bool| i32::from(counts && vote == Some(up));
    let up = review.helpful_up + one(helpful, true) - one(before, true);
    let down = review.helpful_down + one(helpful, false) - one(before, false);
    let rank = tally::rank(up, down);
    // Not a new version: nothing of what it says has changed.
    let changed = entity::ActiveModel {
        helpful_up: ActiveValue::Set(up),
        helpful_down: ActiveValue::Set(down),
        rank: ActiveValue::Set(rank),
        ..Default::default()
    };
    Entity::update_many().set(changed).filter(Column::Id.eq(review.id)).exec(tx.conn()).await?;
    Ok(Model { helpful_up: up, helpful_down: down, rank, ..review })
}
