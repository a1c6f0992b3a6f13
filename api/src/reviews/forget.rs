//! What becomes of reviews and votes when an account is deleted.

use super::entity::{self, Column, Entity, vote as vote_row};
use super::{lock, vote};
use crate::db::Tx;
use crate::moderation;
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::id::{AccountId, ReviewId};

/// Withdraws an account's votes, and cuts its reviews off from it: they stay, since others decided by them, without a
/// name, and no event ties one of them to another.
///
/// # Errors
/// The database's.
pub async fn forget_author(tx: &Tx, account: AccountId) -> Result<(), DbErr> {
    let voted = vote_row::Entity::find().select_only().column(vote_row::Column::ReviewId);
    let voted = voted.filter(vote_row::Column::AccountId.eq(account)).order_by_asc(vote_row::Column::ReviewId);
    let voted: Vec<ReviewId> = voted.into_tuple().all(tx.conn()).await?;
    for id in voted {
        if let Some(review) = lock(tx, id).await? {
            vote::cast(tx, review, account, None).await?;
        }
    }
    let sql = "UPDATE events SET account_id = NULL WHERE account_id = $1 AND topic LIKE 'review.%' \
        AND aggregate_id IN (SELECT id FROM reviews WHERE account_id = $1)";
    tx.execute_sql(sql, vec![account.into()]).await?;
    moderation::forget(tx, account).await?;
    let nobody = entity::ActiveModel {
        account_id: ActiveValue::Set(None),
        author_name: ActiveValue::Set(None),
        ..Default::default()
    };
    Entity::update_many().set(nobody).filter(Column::AccountId.eq(account)).exec(tx.conn()).await.map(|_| ())
}
