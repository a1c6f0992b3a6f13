//! Money that arrives, and money that does not. The payment's state is claimed by a conditional UPDATE: of several who
//! settle it one wins.

use super::entity::{Column, Entity, Model};
use crate::app::App;
use crate::db::Tx;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::id::OrderId;
use shared::payments::PaymentState;

/// The payment of an order.
///
/// # Errors
/// The database's.
pub async fn of_order(tx: &Tx, order: OrderId) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::OrderId.eq(order)).one(tx.conn()).await
}

/// Marks an awaited payment as paid; false when none is awaited. The caller holds the order's row.
///
/// # Errors
/// The database's.
pub(crate) async fn pay(tx: &Tx, order: OrderId) -> Result<bool, DbErr> {
    let update = Entity::update_many()
        .col_expr(Column::State, Expr::value(PaymentState::Paid))
        .col_expr(Column::PaidAt, Expr::value(tx.now()))
        .col_expr(Column::UpdatedAt, Expr::value(tx.now()))
        .filter(Column::OrderId.eq(order))
        .filter(Column::State.eq(PaymentState::Pending));
    Ok(update.exec(tx.conn()).await?.rows_affected == 1)
}

/// Voids an awaited payment; false when none is awaited. The caller holds the order's row.
///
/// # Errors
/// The database's.
pub(crate) async fn void(tx: &Tx, order: OrderId) -> Result<bool, DbErr> {
    void_if(tx, order, Condition::all()).await
}

/// Voids an awaited payment that is overdue; false when there is none. The caller holds the order's row.
///
/// # Errors
/// The database's.
pub(crate) async fn void_overdue(tx: &Tx, order: OrderId) -> Result<bool, DbErr> {
    void_if(tx, order, Condition::all().add(Column::DueAt.lt(tx.now()))).await
}

async fn void_if(tx: &Tx, order: OrderId, condition: Condition) -> Result<bool, DbErr> {
    let update = Entity::update_many()
        .col_expr(Column::State, Expr::value(PaymentState::Voided))
        .col_expr(Column::UpdatedAt, Expr::value(tx.now()))
        .filter(Column::OrderId.eq(order))
        .filter(Column::State.eq(PaymentState::Pending))
        .filter(condition);
    Ok(update.exec(tx.conn()).await?.rows_affected == 1)
}

/// Orders whose payment is overdue, the longest overdue first, at most `limit`.
///
/// # Errors
/// The database's.
pub async fn overdue(app: &App, limit: u64) -> Result<Vec<OrderId>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::OrderId)
        .filter(Column::State.eq(PaymentState::Pending))
        .filter(Column::DueAt.lt(app.clock.now()))
        .order_by_asc(Column::DueAt)
        .limit(limit)
        .into_tuple()
        .all(app.db.read())
        .await
}
