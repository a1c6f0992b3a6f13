//! Orders in the API.

mod again;
mod event;
mod lists;
mod order;
mod part;
mod place;
mod settle;
mod states;

pub use again::OrderAgainMutation;
pub use event::{OrderEvent, OrderEventConnection, OrderEventKindCode, OrderSubscription};
pub use lists::{OrderConnection, OrderPartConnection, account_orders, shop_orders};
pub use order::{AddressObject, Order};
pub use part::{OrderDelivery, OrderLine, OrderPart};
pub use place::{AddressInput, OrderPlaceMutation};
pub use settle::OrderSettleMutation;
pub use states::{OrderPartState, OrderStateCode};

use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::ids;
use crate::orders::access;
use crate::shipments::graphql::Shipment;
use async_graphql::{Context, ID, Object, Result};
use shared::id::{OrderId, OrderLineId, OrderPartId, ShipmentId};

/// Root fields about orders.
#[derive(Default)]
pub struct OrderQuery;

#[Object]
impl OrderQuery {
    /// An order: for its buyer, for whoever has its access token, for the staff of a shop in it (who see their part of
    /// it, and amounts of that part), and for administrators. Null for anybody else.
    async fn order(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The order's id.")] id: ID,
        #[graphql(desc = "The token that `orderPlace` gave to whoever placed it, as in a guest's own link.")]
        access_token: Option<String>,
    ) -> Option<Result<Order>> {
        let found = access::find(ctx.app(), ctx.actor(), ids::lookup(&id)?, access_token.as_deref()).await;
        found.map(|visible| visible.map(Order::new)).or_fault(ctx).transpose()
    }
}

/// An order for `node`, which carries no access token.
///
/// # Errors
/// When the database does not answer.
pub async fn find(ctx: &Context<'_>, id: OrderId) -> Result<Option<Order>, Fault> {
    Ok(access::find(ctx.app(), ctx.actor(), id, None).await?.map(Order::new))
}

/// A part of an order that the visitor may see.
///
/// # Errors
/// When the database does not answer.
pub async fn find_part(ctx: &Context<'_>, id: OrderPartId) -> Result<Option<OrderPart>, Fault> {
    let part = access::find_part(ctx.app(), ctx.actor(), id).await?;
    Ok(part.map(|(part, visible)| OrderPart::new(part, visible.scope().clone())))
}

/// A line of an order that the visitor may see.
///
/// # Errors
/// When the database does not answer.
pub async fn find_line(ctx: &Context<'_>, id: OrderLineId) -> Result<Option<OrderLine>, Fault> {
    Ok(access::find_line(ctx.app(), ctx.actor(), id).await?.map(OrderLine))
}

/// A shipment of an order that the visitor may see.
///
/// # Errors
/// When the database does not answer.
pub async fn find_shipment(ctx: &Context<'_>, id: ShipmentId) -> Result<Option<Shipment>, Fault> {
    Ok(access::find_shipment(ctx.app(), ctx.actor(), id).await?.map(Shipment))
}
