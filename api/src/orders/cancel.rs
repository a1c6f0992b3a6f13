//! Ending an order before anything has left a shop: by its buyer, or because its money did not arrive in time.

use super::entity::{self, line};
use super::{Change, LockedOrder, TransitionError, access, lock};
use crate::actor::Actor;
use crate::app::App;
use crate::catalog::stock;
use crate::db::Tx;
use crate::failure::{Failure, Outcome};
use crate::idempotency::{Key, KeyError};
use crate::payments;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use serde_json::json;
use shared::id::{OrderId, VariantId};
use shared::payments::PaymentState;

/// Why an order or its payment was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrderError {
    /// There is no such order for this visitor.
    #[error("there is no such order")]
    NotFound,
    /// Its state does not allow it.
    #[error("this order cannot be changed like this any more: look at where it stands")]
    NotAllowed,
    /// Its money has arrived.
    #[error("this order is paid already: write to the shop")]
    AlreadyPaid,
    /// The idempotency key cannot be used.
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl From<TransitionError> for OrderError {
    fn from(_: TransitionError) -> Self {
        Self::NotAllowed
    }
}

impl From<OrderError> for Failure<OrderError> {
    fn from(error: OrderError) -> Self {
        Self::Refused(error)
    }
}

/// An order after a change.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The order.
    pub order: access::Visible,
    /// Whether an earlier use of the key had changed it.
    pub replayed: bool,
}

/// Cancels an order for its buyer, a guest with its token, or an administrator: as long as nothing was shipped or paid.
/// Its stock is released and its payment voided.
///
/// # Errors
/// [`OrderError`]; not found for anybody else, also for shops.
pub async fn cancel(
    app: &App,
    actor: &Actor,
    id: OrderId,
    access_token: Option<&str>,
    idempotency_key: &str,
) -> Outcome<Changed, OrderError> {
    let seen = access::find(app, actor, id, access_token).await?;
    let seen = seen.filter(|order| *order.scope() == access::Scope::Whole).ok_or(Failure::NotFound)?;
    // Who may see all of an order may cancel it: the order itself is whose key it is.
    let key = Key::new(id.to_string(), "orderCancel", idempotency_key, "").map_err(OrderError::Key)?;
    let Some(mut tx) = begin_once(app, &key).await? else {
        return Ok(Changed { order: reread(app, actor, id, access_token).await?.unwrap_or(seen), replayed: true });
    };
    let mut order = lock(&tx, id).await?.ok_or(Failure::NotFound)?;
    if !payments::void(&tx, id).await? {
        return Err(match payments::of_order(&tx, id).await?.map(|payment| payment.state) {
            Some(PaymentState::Paid) => OrderError::AlreadyPaid.into(),
            _ => OrderError::NotAllowed.into(),
        });
    }
    order.apply(&mut tx, Change::Cancel).await.map_err(|failure| failure.map(OrderError::from))?;
    release(&mut tx, &order).await?;
    tx.commit().await?;
    Ok(Changed { order: reread(app, actor, id, access_token).await?.unwrap_or(seen), replayed: false })
}

/// Begins a transaction that has claimed `key`; `None` when the work was done before.
pub(super) async fn begin_once(app: &App, key: &Key) -> Outcome<Option<Tx>, OrderError> {
    if key.look_up(app).await?.map_err(OrderError::Key)?.is_some() {
        return Ok(None);
    }
    let tx = app.db.begin(app.clock.now()).await?;
    if key.claim_with(&tx, json!({})).await? {
        return Ok(Some(tx));
    }
    tx.rollback().await?;
    key.look_up(app).await?.map_err(OrderError::Key)?;
    Ok(None)
}

pub(super) async fn reread(
    app: &App,
    actor: &Actor,
    id: OrderId,
    access_token: Option<&str>,
) -> Result<Option<access::Visible>, DbErr> {
    access::find(app, actor, id, access_token).await
}

/// Cancels an order whose money was due before the transaction's moment and has not arrived; false when it has, or when
/// somebody was faster.
///
/// # Errors
/// A fault of ours.
pub async fn expire(app: &App, id: OrderId) -> anyhow::Result<bool> {
    let mut tx = app.db.begin(app.clock.now()).await?;
    let Some(mut order) = lock(&tx, id).await? else { return Ok(false) };
    if !payments::void_overdue(&tx, id).await? {
        tx.rollback().await?;
        return Ok(false);
    }
    match order.apply(&mut tx, Change::Expire).await {
        Ok(()) => {}
        Err(Failure::Internal(error)) => return Err(error),
        Err(Failure::Refused(error)) => return Err(error.into()),
        Err(Failure::NotFound) => return Ok(false),
    }
    release(&mut tx, &order).await?;
    tx.commit().await?;
    Ok(true)
}

/// Gives back what a cancelled order had reserved.
async fn release(tx: &mut Tx, order: &LockedOrder) -> Result<(), DbErr> {
    let order: &entity::Model = order.order();
    if !order.moves_stock() {
        return Ok(());
    }
    let lines = line::Entity::find().filter(line::Column::OrderId.eq(order.id)).all(tx.conn()).await?;
    let pieces: Vec<(VariantId, u32)> = lines
        .iter()
        .filter_map(|line| Some((line.variant_id?, (line.quantity - line.shipped_quantity).unsigned_abs())))
        .collect();
    stock::release(tx, &pieces).await
}
