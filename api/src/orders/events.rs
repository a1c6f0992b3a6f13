//! What happens to an order, as events of its own: topics, and the payload that timelines show.
//!
//! The aggregate of all of them is the order, so that one cursor follows everything: its payment and every shipment.

use super::entity;
use crate::events::{self, Event, NewEvent};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use shared::id::{ShipmentId, ShopId};
use shared::orders::OrderState;
use shared::shipments::{ShipmentState, TrackingReason};
use shared::{Timestamp, text_enum};

text_enum! {
    /// What happened to an order.
    pub enum OrderEventKind {
        /// It was placed.
        Placed = "placed",
        /// The shops may pack it.
        Confirmed = "confirmed",
        /// Its money has arrived.
        Paid = "paid",
        /// Its money did not arrive in time, so it was cancelled.
        PaymentExpired = "payment_expired",
        /// It was cancelled.
        Cancelled = "cancelled",
        /// A shop made a parcel of it.
        ShipmentCreated = "shipment_created",
        /// A carrier reported on a parcel.
        TrackingUpdated = "tracking_updated",
        /// A parcel has arrived.
        Delivered = "delivered",
    }
}

impl OrderEventKind {
    /// The topic under which consumers find it.
    #[must_use]
    pub const fn topic(self) -> &'static str {
        match self {
            Self::Placed => "order.placed",
            Self::Confirmed => "order.confirmed",
            Self::Paid => "order.paid",
            Self::PaymentExpired => "order.payment_expired",
            Self::Cancelled => "order.cancelled",
            Self::ShipmentCreated => "shipment.created",
            Self::TrackingUpdated => "shipment.tracking_updated",
            Self::Delivered => "shipment.delivered",
        }
    }
}

/// The payload of every event of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderFact {
    /// What happened.
    pub kind: OrderEventKind,
    /// The order's state after it.
    pub order_state: OrderState,
    /// The parcel, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipment: Option<ShipmentFact>,
}

/// What an event tells of a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipmentFact {
    /// The parcel.
    pub id: ShipmentId,
    /// The shop that sends it.
    pub shop_id: ShopId,
    /// Its state after the event.
    pub state: ShipmentState,
    /// The carrier.
    pub carrier: String,
    /// The carrier's name of it.
    pub tracking_number: String,
    /// Where it was, when the carrier says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Why it is held up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<TrackingReason>,
}

/// An event of `order`, whose state is already the one after it; `occurred_at` only when it is not now.
///
/// # Errors
/// When the payload cannot be written as JSON.
pub(crate) fn order_event(
    order: &entity::Model,
    kind: OrderEventKind,
    shipment: Option<ShipmentFact>,
    occurred_at: Option<Timestamp>,
) -> Result<NewEvent, DbErr> {
    let shop_id = shipment.as_ref().map(|shipment| shipment.shop_id);
    let fact = OrderFact { kind, order_state: order.state, shipment };
    let mut event = NewEvent::new(kind.topic(), order.id.0, fact)?;
    event.shop_id = shop_id;
    event.account_id = order.account_id;
    event.occurred_at = occurred_at;
    Ok(event)
}

/// One event of an order, read back. `None` for an event that is none of ours.
#[must_use]
pub fn read(event: &events::entity::Model) -> Option<OrderFact> {
    serde_json::from_value(event.payload.clone()).ok()
}

/// An event of the spine with its fact.
#[derive(Clone, Debug)]
pub struct Told {
    /// The event.
    pub event: Event,
    /// What it says.
    pub fact: OrderFact,
}

impl Told {
    /// Reads an event; `None` when it is none of an order.
    #[must_use]
    pub fn new(event: Event) -> Option<Self> {
        let fact = read(&event)?;
        Some(Self { event, fact })
    }
}
