//! The one place where orders change their state.
//!
//! Whoever changes an order locks its row first ([`lock`]); what the table in `shared::orders` forbids is refused; every
//! change appends its event to the same transaction.

use super::entity::{self, part};
use super::events::{OrderEventKind, ShipmentFact, order_event};
use super::progress;
use crate::db::Tx;
use crate::failure::{Failure, Outcome};
use crate::payments;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder};
use shared::Timestamp;
use shared::id::OrderId;
use shared::orders::{OrderState, order_state};

/// Why an order does not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransitionError {
    /// The table of states does not allow the step.
    #[error("an order that is {from} cannot become {to}")]
    Forbidden {
        /// The state it is in.
        from: OrderState,
        /// The state it was to get.
        to: OrderState,
    },
}

/// What happens to an order.
#[derive(Clone, Debug)]
pub enum Change {
    /// The shops may pack it.
    Confirm,
    /// Its money has arrived (the payment's row is the caller's business); confirms it if that was waited for.
    Paid,
    /// Nothing will come of it (stock and payment are the caller's business).
    Cancel,
    /// The same, because its money did not arrive in time.
    Expire,
    /// A parcel of it was made or moved; its rows are already changed.
    Shipment {
        /// What happened: created, updated or delivered.
        kind: OrderEventKind,
        /// What the event tells.
        fact: ShipmentFact,
        /// When it happened, by whoever tells.
        occurred_at: Timestamp,
    },
}

/// An order whose row this transaction holds: nobody else changes it before the transaction ends.
#[derive(Clone, Debug)]
pub struct LockedOrder {
    order: entity::Model,
    parts: Vec<part::Model>,
}

/// Takes an order's row for this transaction by raising its version, and reads it; `None` when there is no such order.
///
/// Lock the order before anything else of it (payment, stock, shipments): everybody does it in this sequence, so that
/// nobody waits in a circle.
///
/// # Errors
/// The database's.
pub async fn lock(tx: &Tx, id: OrderId) -> Result<Option<LockedOrder>, DbErr> {
    let raised = entity::Entity::update_many()
        .col_expr(entity::Column::Version, Expr::col(entity::Column::Version).add(1))
        .filter(entity::Column::Id.eq(id))
        .exec_with_returning(tx.conn())
        .await?;
    let Some(order) = raised.into_iter().next() else { return Ok(None) };
    let parts = part::Entity::find()
        .filter(part::Column::OrderId.eq(id))
        .order_by_asc(part::Column::Position)
        .all(tx.conn())
        .await?;
    Ok(Some(LockedOrder { order, parts }))
}

/// Locks an order and changes it.
///
/// # Errors
/// [`TransitionError`] as the refusal; not found; the database's. After an error the transaction must not be committed.
pub async fn transition(tx: &mut Tx, id: OrderId, change: Change) -> Outcome<LockedOrder, TransitionError> {
    let mut locked = lock(tx, id).await?.ok_or(Failure::NotFound)?;
    locked.apply(tx, change).await?;
    Ok(locked)
}

/// Tells of an order whose rows this transaction has just inserted: placed, and confirmed if it begins so.
///
/// # Errors
/// When the event cannot be written as JSON.
pub fn announce(tx: &mut Tx, order: &entity::Model) -> Result<(), DbErr> {
    let placed = entity::Model { state: OrderState::Placed, ..order.clone() };
    tx.emit(order_event(&placed, OrderEventKind::Placed, None, None)?);
    if order.state == OrderState::Confirmed {
        tx.emit(order_event(order, OrderEventKind::Confirmed, None, None)?);
    }
    Ok(())
}

impl LockedOrder {
    /// The order as it stands in this transaction.
    #[must_use]
    pub fn order(&self) -> &entity::Model {
        &self.order
    }

    /// Its parts, in their order.
    #[must_use]
    pub fn parts(&self) -> &[part::Model] {
        &self.parts
    }

    /// Changes the order.
    ///
    /// # Errors
    /// [`TransitionError`] as the refusal; the database's. After an error the transaction must not be committed.
    pub async fn apply(&mut self, tx: &mut Tx, change: Change) -> Outcome<(), TransitionError> {
        match change {
            Change::Confirm => self.confirm(tx).await,
            Change::Paid => self.paid(tx).await,
            Change::Cancel => self.cancel(tx, OrderEventKind::Cancelled).await,
            Change::Expire => self.cancel(tx, OrderEventKind::PaymentExpired).await,
            Change::Shipment { kind, fact, occurred_at } => self.shipped(tx, kind, fact, occurred_at).await,
        }
    }

    async fn confirm(&mut self, tx: &mut Tx) -> Outcome<(), TransitionError> {
        self.move_all(tx, OrderState::Confirmed).await?;
        tx.emit(order_event(&self.order, OrderEventKind::Confirmed, None, None)?);
        Ok(())
    }

    async fn paid(&mut self, tx: &mut Tx) -> Outcome<(), TransitionError> {
        if self.order.state == OrderState::Cancelled {
            return Err(self.refusal(OrderState::Confirmed));
        }
        tx.emit(order_event(&self.order, OrderEventKind::Paid, None, None)?);
        if self.order.state == OrderState::Placed { self.confirm(tx).await } else { Ok(()) }
    }

    async fn cancel(&mut self, tx: &mut Tx, kind: OrderEventKind) -> Outcome<(), TransitionError> {
        self.move_all(tx, OrderState::Cancelled).await?;
        tx.emit(order_event(&self.order, kind, None, None)?);
        Ok(())
    }

    async fn shipped(
        &mut self,
        tx: &mut Tx,
        kind: OrderEventKind,
        fact: ShipmentFact,
        occurred_at: Timestamp,
    ) -> Outcome<(), TransitionError> {
        let states = progress::recount(tx, self.order.id, &self.parts).await?;
        for (part, state) in self.parts.iter_mut().zip(states) {
            set_part(tx, part, state).await?;
        }
        let states: Vec<OrderState> = self.parts.iter().map(|part| part.state).collect();
        let before = self.order.state;
        let after = order_state(&states);
        if before.may_reach(after) {
            self.set_order(tx, after).await?;
        }
        tx.emit(order_event(&self.order, kind, Some(fact), Some(occurred_at))?);
        let arrived = before != OrderState::Delivered && self.order.state == OrderState::Delivered;
        if arrived && payments::cash_on_delivery::collect(tx, self.order.id, occurred_at).await? {
            tx.emit(order_event(&self.order, OrderEventKind::Paid, None, Some(occurred_at))?);
        }
        Ok(())
    }

    /// Gives the order and all its parts one state.
    async fn move_all(&mut self, tx: &Tx, next: OrderState) -> Outcome<(), TransitionError> {
        if !self.order.state.may_become(next) {
            return Err(self.refusal(next));
        }
        for part in &mut self.parts {
            if !part.state.may_become(next) {
                return Err(Failure::Refused(TransitionError::Forbidden { from: part.state, to: next }));
            }
            set_part(tx, part, next).await?;
        }
        self.set_order(tx, next).await?;
        Ok(())
    }

    async fn set_order(&mut self, tx: &Tx, next: OrderState) -> Result<(), DbErr> {
        if self.order.state == next {
            return Ok(());
        }
        self.order.state = next;
        let cancelled_at = (next == OrderState::Cancelled).then(|| tx.now());
        self.order.cancelled_at = cancelled_at;
        entity::Entity::update_many()
            .col_expr(entity::Column::State, Expr::value(next))
            .col_expr(entity::Column::CancelledAt, Expr::value(cancelled_at))
            .filter(entity::Column::Id.eq(self.order.id))
            .exec(tx.conn())
            .await?;
        Ok(())
    }

    fn refusal(&self, to: OrderState) -> Failure<TransitionError> {
        Failure::Refused(TransitionError::Forbidden { from: self.order.state, to })
    }
}

async fn set_part(tx: &Tx, part: &mut part::Model, next: OrderState) -> Result<(), DbErr> {
    if part.state == next {
        return Ok(());
    }
    part.state = next;
    part::Entity::update_many()
        .col_expr(part::Column::State, Expr::value(next))
        .filter(part::Column::Id.eq(part.id))
        .exec(tx.conn())
        .await?;
    Ok(())
}
