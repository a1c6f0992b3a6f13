//! Cash on delivery: the carrier collects the money, so it has arrived when everything has.

use super::entity;
use crate::db::Tx;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use shared::Timestamp;
use shared::id::OrderId;
use shared::payments::{PaymentMethod, PaymentState};

/// Marks the payment of an order that was delivered at `moment` as paid, if it was to be paid at the door and is not
/// yet; says whether it was. The caller holds the order's row.
///
/// # Errors
/// The database's.
pub(crate) async fn collect(tx: &Tx, order: OrderId, moment: Timestamp) -> Result<bool, DbErr> {
    let updated = entity::Entity::update_many()
        .col_expr(entity::Column::State, Expr::value(PaymentState::Paid))
        .col_expr(entity::Column::PaidAt, Expr::value(moment))
        .col_expr(entity::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(entity::Column::OrderId.eq(order))
        .filter(entity::Column::Method.eq(PaymentMethod::CashOnDelivery))
        .filter(entity::Column::State.eq(PaymentState::Pending))
        .exec(tx.conn())
        .await?;
    Ok(updated.rows_affected == 1)
}
