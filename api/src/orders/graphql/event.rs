//! What happens to an order, as a list and live.

use super::states::OrderStateCode;
use crate::events::{self, Live};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::ids;
use crate::graphql::paging::{Cut, decode_cursor, encode_cursor};
use crate::graphql::scalars::DateTime;
use crate::orders::access;
use crate::orders::events::{OrderEventKind, ShipmentFact, Told};
use crate::shipments::graphql::{ShipmentStateCode, TrackingReasonCode};
use crate::shops::graphql::Shop;
use async_graphql::connection::PageInfo;
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject, Subscription};
use futures::{Stream, StreamExt as _};

/// What kind of thing happened to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "OrderEventKind", name = "OrderEventKind")]
pub enum OrderEventKindCode {
    /// It was placed.
    Placed,
    /// The shops may pack it.
    Confirmed,
    /// Its money has arrived.
    Paid,
    /// Its money did not arrive in time, so it was cancelled.
    PaymentExpired,
    /// It was cancelled.
    Cancelled,
    /// A shop made a shipment of it.
    ShipmentCreated,
    /// A carrier reported on a shipment.
    TrackingUpdated,
    /// A shipment has arrived; all of the order has when `orderState` says so.
    Delivered,
}

/// One thing that happened to an order. `cursor` resumes `orderEvents` after it.
#[derive(Clone)]
pub struct OrderEvent(Told);

impl OrderEvent {
    fn shipment(&self) -> Option<&ShipmentFact> {
        self.0.fact.shipment.as_ref()
    }
}

/// One thing that happened to an order. `cursor` resumes `orderEvents` after it.
#[Object]
impl OrderEvent {
    /// Its place among everything that happens. Opaque; it stays the same for ever.
    async fn cursor(&self) -> String {
        encode_cursor(&self.0.event.seq)
    }

    /// What kind of thing it is.
    async fn kind(&self) -> OrderEventKindCode {
        self.0.fact.kind.into()
    }

    /// When it happened; for carriers' reports, by their clock.
    async fn occurred_at(&self) -> DateTime {
        self.0.event.occurred_at.into()
    }

    /// The order's state after it.
    async fn order_state(&self) -> OrderStateCode {
        self.0.fact.order_state.into()
    }

    /// The shop whose shipment it is about.
    async fn shop(&self, ctx: &Context<'_>) -> Option<Result<Shop>> {
        Some(Shop::load(ctx, self.shipment()?.shop_id).await.or_fault(ctx))
    }

    /// The shipment it is about.
    async fn shipment_id(&self) -> Option<ID> {
        self.shipment().map(|shipment| ids::show(shipment.id))
    }

    /// The shipment's state after it.
    async fn shipment_state(&self) -> Option<ShipmentStateCode> {
        self.shipment().map(|shipment| shipment.state.into())
    }

    /// The shipment's carrier.
    async fn carrier(&self) -> Option<&str> {
        self.shipment().map(|shipment| shipment.carrier.as_str())
    }

    /// The carrier's number of the shipment.
    async fn tracking_number(&self) -> Option<&str> {
        self.shipment().map(|shipment| shipment.tracking_number.as_str())
    }

    /// Where the shipment was.
    async fn location(&self) -> Option<&str> {
        self.shipment()?.location.as_deref()
    }

    /// Why the shipment is held up.
    async fn reason(&self) -> Option<TrackingReasonCode> {
        self.shipment()?.reason.map(TrackingReasonCode::from)
    }
}

/// A page of what happened to an order.
pub struct OrderEventConnection(Cut<Told>);

/// One event of an order's list, with its place in it.
#[derive(SimpleObject)]
pub struct OrderEventEdge {
    /// Its place: give it to `after`, here or of `orderEvents`.
    pub cursor: String,
    /// The event.
    pub node: OrderEvent,
}

impl OrderEventConnection {
    pub(super) fn new(cut: Cut<Told>) -> Self {
        Self(cut)
    }
}

/// A page of what happened to an order.
#[Object]
impl OrderEventConnection {
    /// The events with their cursors.
    async fn edges(&self) -> Vec<OrderEventEdge> {
        let edge =
            |told: &Told| OrderEventEdge { cursor: encode_cursor(&told.event.seq), node: OrderEvent(told.clone()) };
        self.0.rows.iter().map(edge).collect()
    }

    /// The events.
    async fn nodes(&self) -> Vec<OrderEvent> {
        self.0.rows.iter().cloned().map(OrderEvent).collect()
    }

    /// Whether there is more on either side.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_next_page: self.0.has_next_page,
            has_previous_page: self.0.has_previous_page,
            start_cursor: self.0.rows.first().map(|told| encode_cursor(&told.event.seq)),
            end_cursor: self.0.rows.last().map(|told| encode_cursor(&told.event.seq)),
        }
    }
}

/// Root fields to follow orders live.
#[derive(Default)]
pub struct OrderSubscription;

#[Subscription]
impl OrderSubscription {
    /// What happens to an order, each event exactly once and in order: first what happened after the cursor, then live.
    /// A client that lost its connection comes back with the cursor of the last event it has seen. For whoever may see
    /// the order; else the error `NOT_FOUND`.
    async fn order_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The order's id.")] order_id: ID,
        #[graphql(desc = "The token that `orderPlace` gave to whoever placed it.")] access_token: Option<String>,
        #[graphql(desc = "Resume after this event; without it, everything from the beginning is replayed.")]
        after: Option<String>,
    ) -> Result<impl Stream<Item = Result<OrderEvent>> + use<>> {
        let cursor = after.as_deref().map(decode_cursor::<i64>).transpose().or_fault(ctx)?.unwrap_or(0);
        let visible = match ids::lookup(&order_id) {
            Some(id) => access::find(ctx.app(), ctx.actor(), id, access_token.as_deref()).await.or_fault(ctx)?,
            None => None,
        };
        let visible = visible.ok_or(Fault::NotFound).or_fault(ctx)?;
        let request_id = ctx.visitor().request_id.clone();
        let events = events::subscribe(ctx.app().db.clone(), visible.order().id.0, cursor);
        Ok(events.filter_map(move |live| {
            let item = match live {
                Live::Event(event) if !visible.scope().sees_event_of(event.shop_id) => None,
                Live::Event(event) => Told::new(event).map(|told| Ok(OrderEvent(told))),
                Live::Failed(error) => Some(Err(Fault::from(error).into_error_of(&request_id))),
            };
            std::future::ready(item)
        }))
    }
}
