//! The rows and events of an order of a file.

use super::orders::{LineDraft, OrderDraft};
use super::orders_before::Before;
use super::orders_write::{Known, Writer};
use crate::events::NewEvent;
use crate::orders::entity::{self as order, line, part};
use crate::orders::events::{OrderEventKind, OrderFact, ShipmentFact};
use crate::payments::entity as payment;
use crate::shipments::entity as shipment;
use sea_orm::{DbErr, IntoActiveModel};
use shared::id::{AccountId, OrderId, OrderLineId, OrderPartId, ShipmentId, ShopId};
use shared::orders::{OrderState, PartProgress, order_state, part_state};
use shared::payments::PaymentState;
use shared::shipments::ShipmentState;
use shared::{DeliveryKind, Locale, Timestamp};
use std::collections::HashSet;
use uuid::Uuid;

/// The carrier's name of parcels that other systems sent.
const CARRIER: &str = "imported";

/// The rows of a chunk.
#[derive(Default)]
pub(super) struct Rows {
    pub orders: Vec<order::ActiveModel>,
    pub parts: Vec<part::ActiveModel>,
    pub lines: Vec<line::ActiveModel>,
    pub payments: Vec<payment::ActiveModel>,
    pub shipments: Vec<shipment::ActiveModel>,
    pub shipment_lines: Vec<shipment::line::ActiveModel>,
}

impl Rows {
    /// The ids of parts, lines and shipments.
    pub(super) fn ids(&self) -> HashSet<Uuid> {
        let parts = self.parts.iter().map(|row| row.id.as_ref().0);
        let lines = self.lines.iter().map(|row| row.id.as_ref().0);
        parts.chain(lines).chain(self.shipments.iter().map(|row| row.id.as_ref().0)).collect()
    }
}

/// An order to write, with what is known of it.
pub(super) struct Placed<'a> {
    /// The order as it is in the database.
    pub known: Option<&'a Known>,
    /// What hangs on it there; empty for a new one.
    pub before: &'a Before,
    /// The number that people read.
    pub number: String,
    /// The buyer.
    pub account: AccountId,
    /// The order as the file has it.
    pub draft: &'a OrderDraft,
    /// The shop of each of its lines.
    pub shops: &'a [ShopId],
}

/// An event that is still to be written. There are many, and they are written last, so they are kept small.
pub(super) struct Told {
    order: OrderId,
    account: AccountId,
    kind: OrderEventKind,
    state: OrderState,
    at: Timestamp,
    parcel: Option<(ShipmentId, ShopId, ShipmentState, String)>,
}

impl Writer<'_> {
    /// Makes the rows and the events of one order.
    pub(super) fn add(&mut self, rows: &mut Rows, placed: Placed<'_>) {
        let Placed { known, before, number, account, draft, shops } = placed;
        let id: OrderId = known.map_or_else(|| self.app.ids.next(), |known| known.id);
        let same_lines = before.match_lines(&draft.lines, shops);
        let mut of_shops: Vec<(ShopId, Vec<usize>)> = Vec::new();
        for (at, shop) in shops.iter().enumerate() {
            match of_shops.iter_mut().find(|(known, _)| known == shop) {
                Some((_, lines)) => lines.push(at),
                None => of_shops.push((*shop, vec![at])),
            }
        }
        let mut states = Vec::new();
        let mut told = Vec::new();
        for (place, (shop_id, at)) in of_shops.into_iter().enumerate() {
            let lines: Vec<(usize, &LineDraft)> = at.into_iter().map(|at| (at, &draft.lines[at])).collect();
            let state = state_of(draft, lines.iter().map(|(_, line)| *line));
            let part_id = before.part(shop_id).unwrap_or_else(|| self.app.ids.next());
            let row = Self::part((part_id, id, shop_id), draft, &lines, place, state);
            rows.parts.push(row.into_active_model());
            let mut packed = Vec::new();
            for (at, line) in &lines {
                let line_id = same_lines[*at].unwrap_or_else(|| self.app.ids.next());
                let row = self.line((line_id, id, part_id, shop_id), draft, line, *at);
                if row.shipped_quantity > 0 {
                    packed.push((row.id, row.shipped_quantity));
                }
                rows.lines.push(row.into_active_model());
            }
            if !packed.is_empty() {
                let known = before.shipment(part_id);
                let parcel = self.parcel((id, part_id, shop_id), draft, &number, (before, place));
                if known.is_none() {
                    told.push((parcel.id, shop_id, parcel.tracking_number.clone()));
                }
                rows.shipment_lines.extend(packed.into_iter().map(|(order_line_id, quantity)| {
                    let row = shipment::line::Model { shipment_id: parcel.id, order_line_id, quantity };
                    row.into_active_model()
                }));
                rows.shipments.push(parcel.into_active_model());
            }
            states.push(state);
        }
        let state = order_state(&states);
        self.tell((id, account), state, draft, known.map(|_| before), told);
        rows.payments.push(self.payment(before, id, draft).into_active_model());
        let version = known.map_or(0, |known| known.version.wrapping_add(1));
        let row = order::Model {
            id,
            number,
            account_id: Some(account),
            email: draft.email.to_string(),
            access_token_hash: known.map(|known| known.token.clone()).unwrap_or_default(),
            locale: Locale::En,
            currency: draft.currency,
            subtotal: draft.subtotal,
            delivery_total: draft.delivery,
            total: draft.total,
            state,
            shipping_address: draft.address.clone(),
            placed_at: draft.placed_at,
            cancelled_at: draft.cancelled_at,
            is_demo: false,
            external_reference: Some(draft.name.clone()),
            external_source: Some(known.map_or_else(|| self.source_of(draft).to_owned(), |known| known.source.clone())),
            source_hash: Some(draft.digest.clone()),
            version,
            source_version: Some(version),
        };
        rows.orders.push(row.into_active_model());
    }

    fn part(
        (id, order_id, shop_id): (OrderPartId, OrderId, ShopId),
        draft: &OrderDraft,
        lines: &[(usize, &LineDraft)],
        place: usize,
        state: OrderState,
    ) -> part::Model {
        let subtotal = lines.iter().map(|(_, line)| total_of(line)).fold(0, i64::saturating_add);
        // The file knows one price of delivery; the first part carries it.
        let delivery_price = if place == 0 { draft.delivery } else { 0 };
        part::Model {
            id,
            order_id,
            shop_id,
            state,
            subtotal,
            delivery_price,
            total: subtotal.saturating_add(delivery_price),
            currency: draft.currency,
            delivery_option_id: None,
            delivery_kind: DeliveryKind::Standard,
            delivery_name: draft.delivery_name.clone().unwrap_or_else(|| "Standard delivery".to_owned()),
            promised_earliest: None,
            promised_latest: None,
            placed_at: draft.placed_at,
            position: position(place),
        }
    }

    fn line(
        &self,
        (id, order_id, part_id, shop_id): (OrderLineId, OrderId, OrderPartId, ShopId),
        draft: &OrderDraft,
        line: &LineDraft,
        place: usize,
    ) -> line::Model {
        let key = line.sku.as_ref().map(|sku| (shop_id, sku.clone()));
        let sold = key.and_then(|key| self.sold.get(&key)).and_then(Option::as_ref);
        let done = if line.fulfilled && draft.cancelled_at.is_none() { line.quantity } else { 0 };
        line::Model {
            id,
            order_id,
            part_id,
            product_id: sold.map(|sold| sold.product),
            variant_id: sold.map(|sold| sold.variant),
            sku: line.sku.clone(),
            title: line.title.clone(),
            variant_title: None,
            image: sold.and_then(|sold| sold.image.clone()),
            quantity: line.quantity,
            unit_price: line.price,
            total: total_of(line),
            currency: draft.currency,
            shipped_quantity: done,
            delivered_quantity: done,
            position: position(place),
        }
    }

    /// The file says when goods were handed over and no more: history counts as delivered then.
    fn parcel(
        &self,
        (order_id, part_id, shop_id): (OrderId, OrderPartId, ShopId),
        draft: &OrderDraft,
        number: &str,
        (before, place): (&Before, usize),
    ) -> shipment::Model {
        let known = before.shipment(part_id);
        // A part that moved up among the parts leaves its parcel's number behind.
        let numbers = (place + 1..).map(|count| format!("{number}-{count}").to_uppercase());
        let free = || numbers.into_iter().find(|number| !before.has_tracking_number(number)).unwrap_or_default();
        shipment::Model {
            id: known.map_or_else(|| self.app.ids.next(), |known| known.id),
            order_id,
            part_id,
            shop_id,
            carrier: CARRIER.to_owned(),
            tracking_number: known.map_or_else(free, |known| known.tracking_number.clone()),
            state: ShipmentState::Delivered,
            state_at: draft.fulfilled_at,
            created_at: draft.fulfilled_at,
            delivered_at: Some(draft.fulfilled_at),
        }
    }

    fn payment(&self, before: &Before, order_id: OrderId, draft: &OrderDraft) -> payment::Model {
        let state = match draft.payment {
            PaymentState::Pending if draft.cancelled_at.is_some() => PaymentState::Voided,
            state => state,
        };
        payment::Model {
            id: before.payment().unwrap_or_else(|| self.app.ids.next()),
            order_id,
            method: draft.method,
            state,
            amount: draft.total,
            currency: draft.currency,
            reference: None,
            due_at: None,
            paid_at: draft.paid_at,
            created_at: draft.placed_at,
            updated_at: draft.paid_at.unwrap_or(draft.placed_at),
        }
    }

    /// Tells what happened: of a new order everything, of one that was there what has happened since.
    fn tell(
        &mut self,
        (order, account): (OrderId, AccountId),
        last: OrderState,
        draft: &OrderDraft,
        before: Option<&Before>,
        parcels: Vec<(ShipmentId, ShopId, String)>,
    ) {
        let mut tell = |kind, state, at, parcel| {
            self.told.push(Told { order, account, kind, state, at, parcel });
        };
        if before.is_none() {
            tell(OrderEventKind::Placed, OrderState::Placed, draft.placed_at, None);
        }
        if let Some(at) = draft.paid_at.filter(|_| !before.is_some_and(|before| before.paid)) {
            tell(OrderEventKind::Paid, OrderState::Confirmed, at, None);
        }
        for (id, shop, number) in parcels {
            let at = draft.fulfilled_at;
            let created = (id, shop, ShipmentState::LabelCreated, number.clone());
            tell(OrderEventKind::ShipmentCreated, OrderState::Shipped, at, Some(created));
            tell(OrderEventKind::Delivered, last, at, Some((id, shop, ShipmentState::Delivered, number)));
        }
        if let Some(at) = draft.cancelled_at.filter(|_| !before.is_some_and(|before| before.cancelled)) {
            tell(OrderEventKind::Cancelled, OrderState::Cancelled, at, None);
        }
    }
}

/// The state of a part: what was fulfilled counts as delivered; what was paid may be packed.
fn state_of<'a>(draft: &OrderDraft, lines: impl Iterator<Item = &'a LineDraft>) -> OrderState {
    if draft.cancelled_at.is_some() {
        return OrderState::Cancelled;
    }
    let (mut ordered, mut done) = (0_u32, 0_u32);
    for line in lines {
        ordered = ordered.saturating_add(line.quantity.unsigned_abs());
        done = done.saturating_add(if line.fulfilled { line.quantity.unsigned_abs() } else { 0 });
    }
    if done == 0 && draft.payment == PaymentState::Pending {
        return OrderState::Placed;
    }
    part_state(PartProgress { ordered, shipped: done, delivered: done })
}

/// The event that it is short for.
pub(super) fn event(told: &Told) -> Result<NewEvent, DbErr> {
    let shipment = told.parcel.as_ref().map(|(id, shop_id, state, number)| ShipmentFact {
        id: *id,
        shop_id: *shop_id,
        state: *state,
        carrier: CARRIER.to_owned(),
        tracking_number: number.clone(),
        location: None,
        reason: None,
    });
    let fact = OrderFact { kind: told.kind, order_state: told.state, shipment };
    let event = NewEvent::new(told.kind.topic(), told.order.0, fact)?;
    Ok(NewEvent {
        shop_id: told.parcel.as_ref().map(|parcel| parcel.1),
        account_id: Some(told.account),
        occurred_at: Some(told.at),
        ..event
    })
}

fn total_of(line: &LineDraft) -> i64 {
    line.price.saturating_mul(i64::from(line.quantity))
}

fn position(place: usize) -> i32 {
    i32::try_from(place).unwrap_or(i32::MAX)
}
