//! Cancelling orders, and noting that their money has arrived, over the API.

use super::Order;
use super::place::key_fault;
use crate::failure::Outcome;
use crate::graphql::context::{ContextExt, Effect};
use crate::graphql::error::{Fault, OrFault, refusal};
use crate::graphql::ids;
use crate::orders::{self, Changed, OrderError};
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};

/// An order that is to be cancelled.
#[derive(InputObject)]
pub struct OrderCancelInput {
    /// The order.
    pub order_id: ID,
    /// For guests: the token that `orderPlace` gave.
    pub access_token: Option<String>,
    /// 1 to 200 characters, new for each request: the same key again does nothing more.
    pub idempotency_key: String,
}

/// An order whose money has arrived.
#[derive(InputObject)]
pub struct PaymentConfirmInput {
    /// The order.
    pub order_id: ID,
    /// 1 to 200 characters, new for each request: the same key again does nothing more.
    pub idempotency_key: String,
}

/// The answer of `orderCancel`.
#[derive(SimpleObject)]
pub struct OrderCancelPayload {
    /// The order as it is now.
    pub order: Option<Order>,
    /// Why nothing was changed.
    pub user_errors: Vec<OrderUserError>,
}

/// The answer of `paymentConfirm`.
#[derive(SimpleObject)]
pub struct PaymentConfirmPayload {
    /// The order as it is now.
    pub order: Option<Order>,
    /// Why nothing was changed.
    pub user_errors: Vec<OrderUserError>,
}

/// What is wrong with a change of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum OrderErrorCode {
    /// There is no such order for this visitor.
    NotFound,
    /// The order's state does not allow it.
    NotAllowedInThisState,
    /// Its money has arrived already.
    AlreadyPaid,
}

/// Why a change of an order was refused.
#[derive(Clone, Debug, SimpleObject)]
pub struct OrderUserError {
    /// The reason, for programs.
    pub code: OrderErrorCode,
    /// The reason, in English, with what to do.
    pub message: String,
    /// The input field concerned.
    pub field: Option<Vec<String>>,
}

/// Ending and confirming orders.
#[derive(Default)]
pub struct OrderSettleMutation;

#[Object]
impl OrderSettleMutation {
    /// Cancels an order before anything was shipped or paid. For its buyer, for a guest with its token, and for
    /// administrators.
    async fn order_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which order.")] input: OrderCancelInput,
    ) -> Result<OrderCancelPayload> {
        let (order, user_errors) = match ids::lookup(&input.order_id) {
            Some(id) => {
                let token = input.access_token.as_deref();
                let done = orders::cancel(ctx.app(), ctx.actor(), id, token, &input.idempotency_key).await;
                answer(ctx, done).or_fault(ctx)?
            }
            None => (None, vec![show(OrderError::NotFound).or_fault(ctx)?]),
        };
        Ok(OrderCancelPayload { order, user_errors })
    }

    /// Notes that the money of an order has arrived; the shops may pack it then. For administrators, and for those who
    /// are on the staff of every shop in the order.
    async fn payment_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which order.")] input: PaymentConfirmInput,
    ) -> Result<PaymentConfirmPayload> {
        let (order, user_errors) = match ids::lookup(&input.order_id) {
            Some(id) => {
                let done = orders::confirm_payment(ctx.app(), ctx.actor(), id, &input.idempotency_key).await;
                answer(ctx, done).or_fault(ctx)?
            }
            None => (None, vec![show(OrderError::NotFound).or_fault(ctx)?]),
        };
        Ok(PaymentConfirmPayload { order, user_errors })
    }
}

fn answer(
    ctx: &Context<'_>,
    done: Outcome<Changed, OrderError>,
) -> Result<(Option<Order>, Vec<OrderUserError>), Fault> {
    match done {
        Ok(changed) => {
            if changed.replayed {
                ctx.visitor().effects.push(Effect::Replayed);
            }
            Ok((Some(Order::new(changed.order)), Vec::new()))
        }
        Err(failure) => Ok((None, vec![show(refusal(failure, OrderError::NotFound)?)?])),
    }
}

fn show(error: OrderError) -> Result<OrderUserError, Fault> {
    let (code, field) = match error {
        OrderError::NotFound => (OrderErrorCode::NotFound, Some(vec!["orderId".to_owned()])),
        OrderError::NotAllowed => (OrderErrorCode::NotAllowedInThisState, None),
        OrderError::AlreadyPaid => (OrderErrorCode::AlreadyPaid, None),
        OrderError::Key(key) => return Err(key_fault(key)),
    };
    Ok(OrderUserError { code, message: error.to_string(), field })
}
