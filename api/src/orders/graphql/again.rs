//! Buying again over the API.

use super::OrderLine;
use crate::carts::graphql::Cart;
use crate::carts::{Shortfall, Which};
use crate::graphql::context::{ContextExt, Effect};
use crate::graphql::error::{OrFault, refusal};
use crate::graphql::ids;
use crate::orders::{self, BoughtAgain, OrderError};
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use std::sync::Arc;

/// An order whose things are wanted once more.
#[derive(InputObject)]
pub struct OrderBuyAgainInput {
    /// The order.
    pub order_id: ID,
    /// For guests: the token that `orderPlace` gave.
    pub access_token: Option<String>,
    /// The cart to fill; by default the visitor's own, which is made when there is none.
    pub cart_id: Option<ID>,
}

/// The answer of `orderBuyAgain`.
#[derive(SimpleObject)]
pub struct OrderBuyAgainPayload {
    /// The cart with what can still be bought; null when nothing can and there was none.
    pub cart: Option<Cart>,
    /// What did not come into the cart as it was ordered.
    pub shortfalls: Vec<OrderShortfall>,
    /// Why nothing was done.
    pub user_errors: Vec<OrderBuyAgainUserError>,
}

/// A line of an order that could not be had once more as it was.
#[derive(SimpleObject)]
pub struct OrderShortfall {
    /// The line of the order.
    pub line: OrderLine,
    /// Why.
    pub code: OrderShortfallCode,
    /// How many are left and in the cart, when there are fewer.
    pub available_quantity: Option<i32>,
}

/// Why a line of an order could not be had once more as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum OrderShortfallCode {
    /// It is not sold any more.
    NoLongerSold,
    /// None is left.
    SoldOut,
    /// Fewer are left; they are in the cart.
    FewerInStock,
    /// The cart holds as many lines as it may.
    CartFull,
}

/// What is wrong with buying again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum OrderBuyAgainErrorCode {
    /// There is no such order, or no such cart, for this visitor.
    NotFound,
}

/// Why nothing was bought again.
#[derive(Clone, Debug, SimpleObject)]
pub struct OrderBuyAgainUserError {
    /// The reason, for programs.
    pub code: OrderBuyAgainErrorCode,
    /// The reason, in English, with what to do.
    pub message: String,
    /// The input field concerned.
    pub field: Option<Vec<String>>,
}

impl From<OrderError> for OrderBuyAgainUserError {
    fn from(error: OrderError) -> Self {
        let field = Some(vec!["orderId".to_owned()]);
        Self { code: OrderBuyAgainErrorCode::NotFound, message: error.to_string(), field }
    }
}

/// Buying again.
#[derive(Default)]
pub struct OrderAgainMutation;

#[Object]
impl OrderAgainMutation {
    /// Puts what an order held into a cart, as far as it is still sold, at the prices of now and with the deliveries of
    /// then. Pressed twice, nothing is in the cart twice. For the order's buyer, for a guest with its token, and for
    /// administrators.
    async fn order_buy_again(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The order, and the cart.")] input: OrderBuyAgainInput,
    ) -> Result<OrderBuyAgainPayload> {
        let visitor = ctx.visitor();
        let refused = |error: OrderError| OrderBuyAgainPayload {
            cart: None,
            shortfalls: Vec::new(),
            user_errors: vec![error.into()],
        };
        let asked = input.cart_id.as_ref().map(ids::lookup);
        let (Some(order), None | Some(Some(_))) = (ids::lookup(&input.order_id), &asked) else {
            return Ok(refused(OrderError::NotFound));
        };
        let which = Which { asked: asked.flatten(), remembered: visitor.cart_id };
        let token = input.access_token.as_deref();
        let BoughtAgain { lines, refilled } = match orders::buy_again(ctx.app(), ctx.actor(), order, token, which).await
        {
            Ok(done) => done,
            Err(failure) => return Ok(refused(refusal(failure, OrderError::NotFound).or_fault(ctx)?)),
        };
        if let Some(id) = refilled.cart
            && visitor.actor.account_id().is_none()
            && which.asked.is_none()
            && visitor.cart_id != Some(id)
        {
            visitor.effects.push(Effect::SetCart(id));
        }
        let cart = match refilled.cart {
            Some(id) => Cart::load(ctx, Which::named(id)).await.or_fault(ctx)?,
            None => None,
        };
        let shortfalls = refilled.missing.into_iter().map(|(position, why)| {
            let (code, available) = match why {
                Shortfall::NoLongerSold => (OrderShortfallCode::NoLongerSold, None),
                Shortfall::SoldOut => (OrderShortfallCode::SoldOut, None),
                Shortfall::Fewer(left) => (OrderShortfallCode::FewerInStock, Some(left.cast_signed())),
                Shortfall::CartFull => (OrderShortfallCode::CartFull, None),
            };
            OrderShortfall { line: OrderLine(Arc::clone(&lines[position])), code, available_quantity: available }
        });
        Ok(OrderBuyAgainPayload { cart, shortfalls: shortfalls.collect(), user_errors: Vec::new() })
    }
}
