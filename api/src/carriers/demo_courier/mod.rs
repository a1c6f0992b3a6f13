//! The courier of the demonstration: pays, ships and moves demo orders in fast time, by the same ways as real people.
//!
//! It confirms payments and makes shipments through the use cases of staff, and reports on them by posting signed
//! events to the carriers' webhook of its own server. It remembers nothing: what is due next follows from the database
//! and the clock, so a restart loses no step and two of them do no step twice.

mod journey;
mod post;

use super::sign;
use crate::actor::Actor;
use crate::app::App;
use crate::config::DEMO_CARRIER;
use crate::failure::Failure;
use crate::orders;
use crate::orders::entity::{self, line, part};
use crate::payments::entity as payment;
use crate::shipments::entity as shipment;
use crate::shipments::{self, NewShipment};
use anyhow::Context as _;
use journey::Journey;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Value, json};
use shared::id::{OrderLineId, OrderPartId, encode_suffix};
use shared::orders::OrderState;
use shared::payments::{PaymentMethod, PaymentState};
use shared::shipments::{ShipmentState, TrackingNumber};
use shared::{DeliveryKind, Quantity, Timestamp};

/// Orders looked at in one run.
const BATCH: u64 = 200;
/// Steps after its confirmation (or the last shipment) at which a shop hands a parcel over.
const PACKING_STEPS: i64 = 2;
/// Steps after which a bank transfer arrives.
const TRANSFER_STEPS: i64 = 3;

/// Does what is due now for every open demo order; returns how many steps it took.
///
/// # Errors
/// What went wrong; the next run tries again.
pub async fn run(app: &App) -> anyhow::Result<u64> {
    let open = [OrderState::Delivered, OrderState::Cancelled];
    let orders = entity::Entity::find()
        .filter(entity::Column::IsDemo.eq(true))
        .filter(entity::Column::State.is_not_in(open))
        .order_by_asc(entity::Column::Id)
        .limit(BATCH)
        .all(app.db.read())
        .await?;
    let mut steps = 0;
    let mut reports = Vec::new();
    for order in orders {
        let courier = Courier::new(app, &order)?;
        match order.state {
            OrderState::Placed => steps += u64::from(courier.pay().await?),
            _ => {
                steps += courier.ship().await?;
                reports.extend(courier.reports().await?);
            }
        }
    }
    for chunk in reports.chunks(super::MAX_EVENTS / 4) {
        steps += chunk.len() as u64;
        report(app, chunk).await?;
    }
    Ok(steps)
}

/// One order, and when things are due.
struct Courier<'a> {
    app: &'a App,
    order: &'a entity::Model,
    now: Timestamp,
    pace_ms: i64,
}

impl<'a> Courier<'a> {
    fn new(app: &'a App, order: &'a entity::Model) -> anyhow::Result<Self> {
        let pace_ms = i64::try_from(app.config.demo_courier_pace.as_millis()).context("the pace is short")?;
        Ok(Self { app, order, now: app.clock.now(), pace_ms })
    }

    fn is_due(&self, since: Timestamp, steps: i64) -> bool {
        since.plus_ms(steps * self.pace_ms) <= self.now
    }

    /// The money of a bank transfer arrives.
    async fn pay(&self) -> anyhow::Result<bool> {
        let payment = self.payment().await?;
        let awaited = payment.method == PaymentMethod::BankTransfer && payment.state == PaymentState::Pending;
        if !awaited || !self.is_due(self.order.placed_at, TRANSFER_STEPS) {
            return Ok(false);
        }
        let actor = Actor::demonstration(&self.app.config, Vec::new()).context("the demonstration runs")?;
        let key = format!("demo-courier-{}", self.order.id);
        match orders::confirm_payment(self.app, &actor, self.order.id, &key).await {
            Ok(_) => Ok(true),
            // The buyer cancelled meanwhile, or somebody confirmed it by hand.
            Err(Failure::Refused(_) | Failure::NotFound) => Ok(false),
            Err(Failure::Internal(error)) => Err(error),
        }
    }

    async fn payment(&self) -> anyhow::Result<payment::Model> {
        let query = payment::Entity::find().filter(payment::Column::OrderId.eq(self.order.id));
        query.one(self.app.db.read()).await?.context("an order has a payment")
    }

    /// The shops hand over what is due.
    async fn ship(&self) -> anyhow::Result<u64> {
        let parts =
            part::Entity::find().filter(part::Column::OrderId.eq(self.order.id)).all(self.app.db.read()).await?;
        let mut shipped = 0;
        for part in parts {
            let packable = [OrderState::Confirmed, OrderState::PartiallyShipped, OrderState::PartiallyDelivered];
            if packable.contains(&part.state) {
                shipped += u64::from(self.ship_part(&part).await?);
            }
        }
        Ok(shipped)
    }

    async fn ship_part(&self, part: &part::Model) -> anyhow::Result<bool> {
        let newest = shipment::Entity::find()
            .filter(shipment::Column::PartId.eq(part.id))
            .order_by_desc(shipment::Column::CreatedAt)
            .one(self.app.db.read())
            .await?;
        let since = match newest {
            Some(shipment) => shipment.created_at,
            None => self.payment().await?.paid_at.unwrap_or(part.placed_at),
        };
        if !self.is_due(since, PACKING_STEPS) {
            return Ok(false);
        }
        let made =
            shipment::Entity::find().filter(shipment::Column::PartId.eq(part.id)).count(self.app.db.read()).await?;
        let new = NewShipment {
            part_id: part.id,
            lines: if made == 0 { self.first_parcel(part).await? } else { None },
            carrier: DEMO_CARRIER.to_owned(),
            tracking_number: tracking_number(part.id, made)?,
        };
        let actor = Actor::demonstration(&self.app.config, vec![part.shop_id]).context("the demonstration runs")?;
        let seller = actor.seller(part.shop_id).context("staff of every shop")?;
        match shipments::create(self.app, &seller, new, &format!("demo-courier-{}-{made}", part.id)).await {
            Ok(created) => Ok(!created.replayed),
            // The shop's own staff were faster, or the order was cancelled.
            Err(Failure::Refused(_) | Failure::NotFound) => Ok(false),
            Err(Failure::Internal(error)) => Err(error),
        }
    }

    /// What the first of two parcels holds: one line of several, for one part in three; else all of it.
    async fn first_parcel(&self, part: &part::Model) -> anyhow::Result<Option<Vec<(OrderLineId, Quantity)>>> {
        if journey::chance(part.id.0, 3) != 0 {
            return Ok(None);
        }
        let lines = line::Entity::find()
            .filter(line::Column::PartId.eq(part.id))
            .order_by_asc(line::Column::Position)
            .all(self.app.db.read())
            .await?;
        let [first, _, ..] = lines.as_slice() else { return Ok(None) };
        let quantity = Quantity::try_from(first.quantity - first.shipped_quantity);
        Ok(quantity.ok().map(|quantity| vec![(first.id, quantity)]))
    }

    /// What the carrier has to report now.
    async fn reports(&self) -> anyhow::Result<Vec<Value>> {
        let moving = [ShipmentState::Delivered, ShipmentState::Returned, ShipmentState::Cancelled];
        let shipments = shipment::Entity::find()
            .filter(shipment::Column::OrderId.eq(self.order.id))
            .filter(shipment::Column::Carrier.eq(DEMO_CARRIER))
            .filter(shipment::Column::State.is_not_in(moving))
            .all(self.app.db.read())
            .await?;
        let mut reports = Vec::new();
        for shipment in shipments.iter().filter(|shipment| self.is_due(shipment.state_at, 1)) {
            reports.extend(self.next_report(shipment).await?);
        }
        Ok(reports)
    }

    async fn next_report(&self, shipment: &shipment::Model) -> anyhow::Result<Option<Value>> {
        let told = shipment::tracking::Entity::find()
            .filter(shipment::tracking::Column::ShipmentId.eq(shipment.id))
            .count(self.app.db.read())
            .await?;
        let part = part::Entity::find_by_id(shipment.part_id).one(self.app.db.read()).await?;
        let pickup = part.is_some_and(|part| part.delivery_kind == DeliveryKind::Pickup);
        let Some(step) = Journey::of(shipment.id, pickup).step(told) else { return Ok(None) };
        let shop = crate::shops::entity::Entity::find_by_id(shipment.shop_id).one(self.app.db.read()).await?;
        let destination = self.order.shipping_address.as_ref().map(|address| address.city.clone());
        let location = if step.near_the_shop { shop.and_then(|shop| shop.city) } else { destination };
        Ok(Some(json!({
            "id": format!("{}-{told}", shipment.id),
            "trackingNumber": shipment.tracking_number,
            "status": step.status,
            "reason": step.reason,
            "location": location,
            "occurredAt": self.now,
        })))
    }
}

/// A number that belongs to nobody else: the part's own letters, and which parcel of it it is.
fn tracking_number(part: OrderPartId, index: u64) -> anyhow::Result<TrackingNumber> {
    let letters = encode_suffix(part.0);
    Ok(TrackingNumber::try_from(format!("DC{}-{}", &letters[10..], index + 1).as_str())?)
}

/// Posts events to the webhook, signed as any carrier signs.
async fn report(app: &App, events: &[Value]) -> anyhow::Result<()> {
    let secret = app.config.carriers.get(DEMO_CARRIER).context("the demonstration's carrier is configured")?;
    let body = json!({"events": events}).to_string();
    let seconds = app.clock.now().0 / 1000;
    let signature = sign(secret, seconds, body.as_bytes());
    let path = format!("/hooks/carriers/{DEMO_CARRIER}");
    let headers = [("Vouch-Timestamp", seconds.to_string()), ("Vouch-Signature", signature)];
    let status = post::post(&app.config, &path, &headers, body.as_bytes()).await?;
    anyhow::ensure!(status == 200, "the webhook answered {status}");
    Ok(())
}
