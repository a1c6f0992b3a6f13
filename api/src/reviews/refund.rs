//! What is paid back counts no more: its review stays, with a label, and without weight.

use super::entity::{Column, Entity, Model, refund as row};
use super::{events, lock, store};
use crate::db::Tx;
use crate::orders::entity::line;
use crate::payments::entity as payment;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use shared::id::{OrderId, OrderLineId, ReviewId};
use shared::payments::PaymentState;

/// Notes that the money of these lines went back, in the transaction of whoever pays it, and relabels their reviews. What
/// was noted before stays as it is.
///
/// # Errors
/// The database's.
pub async fn refund(tx: &mut Tx, lines: &[OrderLineId]) -> Result<(), DbErr> {
    if lines.is_empty() {
        return Ok(());
    }
    // Whoever reviews one of them now waits, and is refused then; or was first, and is found below.
    let held = line::Entity::find().select_only().column(line::Column::Id);
    let held = held.filter(line::Column::Id.is_in(lines.iter().copied())).order_by_asc(line::Column::Id);
    let held: Vec<OrderLineId> = held.lock_exclusive().into_tuple().all(tx.conn()).await?;
    if held.is_empty() {
        return Ok(());
    }
    let rows = held.iter().map(|id| row::Model { order_line_id: *id, refunded_at: tx.now() }.into_active_model());
    let as_it_is = OnConflict::column(row::Column::OrderLineId).update_column(row::Column::OrderLineId).to_owned();
    row::Entity::insert_many(rows).on_conflict(as_it_is).exec_without_returning(tx.conn()).await?;
    let reviews = Entity::find().select_only().column(Column::Id).filter(Column::OrderLineId.is_in(held));
    let reviews: Vec<ReviewId> = reviews.order_by_asc(Column::Id).into_tuple().all(tx.conn()).await?;
    for id in reviews {
        let Some(before) = lock(tx, id).await?.filter(|review| review.refunded_at.is_none()) else { continue };
        let after = Model { refunded_at: Some(tx.now()), ..before.clone() };
        let after = store(tx, &before, after).await?;
        events::emit(tx, events::REFUNDED, &after, None, None)?;
    }
    Ok(())
}

/// The same for those of these orders whose whole payment went back: an import may learn of it later.
///
/// # Errors
/// The database's.
pub async fn follow_payments(tx: &mut Tx, orders: &[OrderId]) -> Result<(), DbErr> {
    if orders.is_empty() {
        return Ok(());
    }
    let back = payment::Entity::find()
        .select_only()
        .column(payment::Column::OrderId)
        .filter(payment::Column::OrderId.is_in(orders.iter().copied()))
        .filter(payment::Column::State.eq(PaymentState::Refunded));
    let lines: Vec<OrderLineId> = Entity::find()
        .select_only()
        .column(Column::OrderLineId)
        .filter(Column::OrderId.in_subquery(back.into_query()))
        .filter(Column::OrderLineId.is_not_null())
        .filter(Column::RefundedAt.is_null())
        .into_tuple()
        .all(tx.conn())
        .await?;
    refund(tx, &lines).await
}
