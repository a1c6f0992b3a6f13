//! The money of an order has arrived: somebody looked at the bank's statement.

use super::access;
use super::cancel::{Changed, OrderError, begin_once, reread};
use super::entity::part;
use super::{Change, lock};
use crate::actor::Actor;
use crate::app::App;
use crate::failure::{Failure, Outcome};
use crate::idempotency::Key;
use crate::payments;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use shared::id::{OrderId, ShopId};
use shared::payments::PaymentState;

/// Notes that the money of an order has arrived, which confirms the order. Only an administrator may, or somebody on
/// the staff of every shop in the order: nobody may say so for another shop.
///
/// # Errors
/// [`OrderError`]; not found for anybody else.
pub async fn confirm_payment(
    app: &App,
    actor: &Actor,
    id: OrderId,
    idempotency_key: &str,
) -> Outcome<Changed, OrderError> {
    let seen = access::find(app, actor, id, None).await?.ok_or(Failure::NotFound)?;
    if actor.admin().is_none() && !sells_all(app, actor, id).await? {
        return Err(Failure::NotFound);
    }
    let key = Key::new(id.to_string(), "paymentConfirm", idempotency_key, "").map_err(OrderError::Key)?;
    let Some(mut tx) = begin_once(app, &key).await? else {
        return Ok(Changed { order: reread(app, actor, id, None).await?.unwrap_or(seen), replayed: true });
    };
    let mut order = lock(&tx, id).await?.ok_or(Failure::NotFound)?;
    if !payments::pay(&tx, id).await? {
        return Err(match payments::of_order(&tx, id).await?.map(|payment| payment.state) {
            Some(PaymentState::Paid) => OrderError::AlreadyPaid.into(),
            _ => OrderError::NotAllowed.into(),
        });
    }
    order.apply(&mut tx, Change::Paid).await.map_err(|failure| failure.map(OrderError::from))?;
    tx.commit().await?;
    Ok(Changed { order: reread(app, actor, id, None).await?.unwrap_or(seen), replayed: false })
}

/// Whether the actor is on the staff of every shop of an order. A buyer who is no seller is not.
async fn sells_all(app: &App, actor: &Actor, id: OrderId) -> Result<bool, DbErr> {
    if actor.shops().is_empty() {
        return Ok(false);
    }
    let shops: Vec<ShopId> = part::Entity::find()
        .select_only()
        .column(part::Column::ShopId)
        .filter(part::Column::OrderId.eq(id))
        .into_tuple()
        .all(app.db.read())
        .await?;
    Ok(!shops.is_empty() && shops.iter().all(|shop| actor.shops().contains(shop)))
}
