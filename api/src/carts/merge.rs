//! When a guest signs in, their cart moves into the account's.

use super::buyer::carry_over;
use super::edit::ensure;
use super::entity::{Column, Entity, buyer, delivery, line};
use super::policy::MAX_LINES;
use crate::app::App;
use crate::db::Tx;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use shared::id::{AccountId, CartId};
use std::collections::{HashMap, HashSet};

/// Moves a guest's lines, and what their checkout was told, into the account's cart, in the transaction that signs in;
/// the guest's cart is gone then. Of
/// something that is in both carts the larger quantity stays, so that nobody buys twice what they wanted once; lines
/// over the limit of a cart are left out, the newest first.
///
/// # Errors
/// The database's.
pub async fn merge(app: &App, tx: &Tx, guest: CartId, account: AccountId) -> Result<(), DbErr> {
    // Claims the guest's cart: of two sign-ins at once only one moves it.
    let claimed = Entity::update_many()
        .col_expr(Column::UpdatedAt, Expr::value(tx.now()))
        .filter(Column::Id.eq(guest))
        .filter(Column::AccountId.is_null())
        .exec(tx.conn())
        .await?;
    if claimed.rows_affected == 0 {
        return Ok(());
    }
    let moved = lines(tx, guest).await?;
    let deliveries = delivery::Entity::find().filter(delivery::Column::CartId.eq(guest)).all(tx.conn()).await?;
    let typed = buyer::Entity::find_by_id(guest).one(tx.conn()).await?;
    Entity::delete_by_id(guest).exec(tx.conn()).await?;
    if moved.is_empty() {
        return Ok(());
    }
    let cart = ensure(app, tx, Some(account)).await?;
    carry_over(tx, typed, cart.id).await?;
    let kept = lines(tx, cart.id).await?;
    let quantities: HashMap<_, _> = kept.iter().map(|line| (line.variant_id, line.quantity)).collect();
    let known: HashSet<_> = quantities.keys().copied().collect();
    let mut room = MAX_LINES.saturating_sub(kept.len());
    let mut rows = Vec::new();
    for line in moved {
        if !known.contains(&line.variant_id) {
            if room == 0 {
                continue;
            }
            room -= 1;
        }
        let quantity = quantities.get(&line.variant_id).map_or(line.quantity, |kept| line.quantity.max(*kept));
        let row = line::Model { cart_id: cart.id, quantity, ..line };
        rows.push(row.into_active_model());
    }
    let larger = OnConflict::columns([line::Column::CartId, line::Column::VariantId])
        .update_columns([line::Column::Quantity, line::Column::SeenPrice, line::Column::SeenAvailable])
        .to_owned();
    line::Entity::insert_many(rows).on_conflict(larger).exec_without_returning(tx.conn()).await?;
    let choices: Vec<_> = deliveries
        .into_iter()
        .map(|choice| delivery::ActiveModel {
            cart_id: ActiveValue::Set(cart.id),
            shop_id: ActiveValue::Set(choice.shop_id),
            delivery_option_id: ActiveValue::Set(choice.delivery_option_id),
        })
        .collect();
    if !choices.is_empty() {
        let newer = OnConflict::columns([delivery::Column::CartId, delivery::Column::ShopId])
            .update_column(delivery::Column::DeliveryOptionId)
            .to_owned();
        delivery::Entity::insert_many(choices).on_conflict(newer).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

async fn lines(tx: &Tx, cart: CartId) -> Result<Vec<line::Model>, DbErr> {
    line::Entity::find()
        .filter(line::Column::CartId.eq(cart))
        .order_by_asc(line::Column::CreatedAt)
        .order_by_asc(line::Column::Id)
        .all(tx.conn())
        .await
}
