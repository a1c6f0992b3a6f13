//! When a guest signs in, their wishlist moves into the account's.

use super::edit::as_it_is;
use super::entity::{Column, Entity, item};
use super::policy::MAX_ITEMS;
use super::{ensure, entity};
use crate::app::App;
use crate::db::Tx;
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use shared::id::{AccountId, WishlistId};
use std::collections::HashSet;

/// Moves a guest's list into the account's, in the transaction that signs in; the guest's list is gone then. What is on
/// both keeps what the account remembers of it; things over the limit of a list are left out, the oldest first. A link
/// that the guest gave to others goes on to work, unless the account has one of its own.
///
/// # Errors
/// The database's.
pub async fn merge(app: &App, tx: &Tx, guest: WishlistId, account: AccountId) -> Result<(), DbErr> {
    // Claims the guest's list: of two sign-ins at once only one moves it.
    let claim = entity::ActiveModel { updated_at: ActiveValue::Set(tx.now()), ..entity::ActiveModel::default() };
    let claimed = Entity::update_many().set(claim).filter(Column::Id.eq(guest)).filter(Column::AccountId.is_null());
    let Some(claimed) = claimed.exec_with_returning(tx.conn()).await?.into_iter().next() else { return Ok(()) };
    let moved = items(tx, guest).await?;
    Entity::delete_by_id(guest).exec(tx.conn()).await?;
    if moved.is_empty() && claimed.share_token.is_none() {
        return Ok(());
    }
    let list = ensure(app, tx, Some(account)).await?;
    let kept: HashSet<_> = items(tx, list.id).await?.into_iter().map(|item| item.product_id).collect();
    let room = MAX_ITEMS.saturating_sub(kept.len());
    let new = moved.into_iter().filter(|item| !kept.contains(&item.product_id)).take(room);
    let rows: Vec<_> = new.map(|item| item::Model { wishlist_id: list.id, ..item }.into_active_model()).collect();
    if !rows.is_empty() {
        item::Entity::insert_many(rows).on_conflict(as_it_is()).exec_without_returning(tx.conn()).await?;
    }
    if list.share_token.is_none() && claimed.share_token.is_some() {
        let row = entity::ActiveModel {
            share_token: ActiveValue::Set(claimed.share_token),
            name: ActiveValue::Set(claimed.name.or(list.name)),
            ..entity::ActiveModel::default()
        };
        Entity::update_many().set(row).filter(Column::Id.eq(list.id)).exec(tx.conn()).await?;
    }
    Ok(())
}

/// What is on a list, the newest first.
async fn items(tx: &Tx, list: WishlistId) -> Result<Vec<item::Model>, DbErr> {
    let query = item::Entity::find().filter(item::Column::WishlistId.eq(list));
    query.order_by_desc(item::Column::CreatedAt).order_by_desc(item::Column::ProductId).all(tx.conn()).await
}
