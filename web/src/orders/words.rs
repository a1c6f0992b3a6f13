//! States and events of orders in sentences.

use super::{
    fields::{OrderEventFields, OrderEventKind, PaymentFields, PaymentState, ShipmentState, TrackingReason},
    zone::Zone,
};
use crate::{carts::PaymentMethod, i18n::Language, text};
use shared::{Locale, format::date_time, orders::OrderState};

/// Where an order stands, as a headline.
#[must_use]
pub fn headline(lang: Language, state: OrderState) -> &'static str {
    match state {
        OrderState::Placed => text!(lang, orders.head_placed),
        OrderState::Confirmed => text!(lang, orders.head_confirmed),
        OrderState::PartiallyShipped => text!(lang, orders.head_partially_shipped),
        OrderState::Shipped => text!(lang, orders.head_shipped),
        OrderState::PartiallyDelivered => text!(lang, orders.head_partially_delivered),
        OrderState::Delivered => text!(lang, orders.head_delivered),
        OrderState::Cancelled => text!(lang, orders.head_cancelled),
    }
}

/// Where an order or a part of it stands, in a word or two.
#[must_use]
pub fn state_name(lang: Language, state: OrderState) -> &'static str {
    match state {
        OrderState::Placed => text!(lang, orders.state_placed),
        OrderState::Confirmed => text!(lang, orders.state_confirmed),
        OrderState::PartiallyShipped => text!(lang, orders.state_partially_shipped),
        OrderState::Shipped => text!(lang, orders.state_shipped),
        OrderState::PartiallyDelivered => text!(lang, orders.state_partially_delivered),
        OrderState::Delivered => text!(lang, orders.state_delivered),
        OrderState::Cancelled => text!(lang, orders.state_cancelled),
    }
}

/// Where a parcel stands.
#[must_use]
pub fn shipment_name(lang: Language, state: ShipmentState) -> &'static str {
    match state {
        ShipmentState::LabelCreated => text!(lang, orders.parcel_label_created),
        ShipmentState::Accepted => text!(lang, orders.parcel_accepted),
        ShipmentState::InTransit => text!(lang, orders.parcel_in_transit),
        ShipmentState::OutForDelivery => text!(lang, orders.parcel_out_for_delivery),
        ShipmentState::AvailableForPickup => text!(lang, orders.parcel_available_for_pickup),
        ShipmentState::Delivered => text!(lang, orders.parcel_delivered),
        ShipmentState::AttemptFailed => text!(lang, orders.parcel_attempt_failed),
        ShipmentState::Exception => text!(lang, orders.parcel_exception),
        ShipmentState::Returning => text!(lang, orders.parcel_returning),
        ShipmentState::Returned => text!(lang, orders.parcel_returned),
        ShipmentState::Cancelled => text!(lang, orders.parcel_cancelled),
    }
}

fn reason_name(lang: Language, reason: TrackingReason) -> &'static str {
    match reason {
        TrackingReason::Customs => text!(lang, orders.reason_customs),
        TrackingReason::Address => text!(lang, orders.reason_address),
        TrackingReason::Damaged => text!(lang, orders.reason_damaged),
        TrackingReason::Lost => text!(lang, orders.reason_lost),
        TrackingReason::Refused => text!(lang, orders.reason_refused),
        TrackingReason::Weather => text!(lang, orders.reason_weather),
        TrackingReason::Other => text!(lang, orders.reason_other),
    }
}

/// What happened, in a sentence.
#[must_use]
pub fn event_sentence(lang: Language, event: &OrderEventFields) -> String {
    let shop = event.shop.as_ref().map(|shop| shop.name.clone());
    match (event.kind, shop) {
        (OrderEventKind::Placed, _) => text!(lang, orders.event_placed).to_owned(),
        (OrderEventKind::Confirmed, Some(shop)) => text!(lang, orders.event_confirmed_by, shop = shop),
        (OrderEventKind::Confirmed, None) => text!(lang, orders.event_confirmed).to_owned(),
        (OrderEventKind::Paid, _) => text!(lang, orders.event_paid).to_owned(),
        (OrderEventKind::PaymentExpired, _) => text!(lang, orders.event_payment_expired).to_owned(),
        (OrderEventKind::Cancelled, Some(shop)) => text!(lang, orders.event_cancelled_by, shop = shop),
        (OrderEventKind::Cancelled, None) => text!(lang, orders.event_cancelled).to_owned(),
        (OrderEventKind::ShipmentCreated, Some(shop)) => text!(lang, orders.event_shipment_by, shop = shop),
        (OrderEventKind::ShipmentCreated, None) => text!(lang, orders.event_shipment).to_owned(),
        (OrderEventKind::TrackingUpdated, shop) => tracking(lang, event.shipment_state, shop),
        (OrderEventKind::Delivered, shop) => tracking(lang, Some(ShipmentState::Delivered), shop),
    }
}

fn tracking(lang: Language, state: Option<ShipmentState>, shop: Option<String>) -> String {
    let what = shipment_name(lang, state.unwrap_or(ShipmentState::InTransit));
    match shop {
        Some(shop) => text!(lang, orders.parcel_from, shop = shop, what = what),
        None => what.to_owned(),
    }
}

/// What a carrier is called. The demonstration's says that it is one.
#[must_use]
pub fn carrier_name(lang: Language, carrier: &str) -> String {
    if carrier == "demo-courier" { text!(lang, orders.demo_courier).to_owned() } else { carrier.to_owned() }
}

/// Place, reason, carrier and number of an event, as far as they are known.
#[must_use]
pub fn event_details(lang: Language, event: &OrderEventFields) -> String {
    let number = match (&event.carrier, &event.tracking_number) {
        (Some(carrier), Some(number)) if event.kind == OrderEventKind::ShipmentCreated => {
            Some(format!("{} {number}", carrier_name(lang, carrier)))
        }
        _ => None,
    };
    let reason = event.reason.map(|reason| reason_name(lang, reason).to_owned());
    [event.location.clone(), reason, number].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// How it is paid and whether it is, in a sentence.
#[must_use]
pub(super) fn payment_sentence(lang: Language, locale: Locale, payment: &PaymentFields, zone: Zone) -> String {
    let amount = payment.amount.text(locale);
    match (payment.state, payment.method) {
        (PaymentState::Paid, _) => match &payment.paid_at {
            Some(at) => {
                text!(lang, orders.paid_at, amount = amount, at = date_time(zone.clock(at.timestamp()), locale))
            }
            None => text!(lang, orders.paid, amount = amount),
        },
        (PaymentState::Voided, _) => text!(lang, orders.payment_voided).to_owned(),
        (PaymentState::Refunded, _) => text!(lang, orders.payment_refunded, amount = amount),
        (PaymentState::Pending, PaymentMethod::CashOnDelivery) => text!(lang, orders.pay_courier, amount = amount),
        (PaymentState::Pending, PaymentMethod::BankTransfer) => match &payment.due_at {
            Some(due) => {
                text!(
                    lang,
                    orders.transfer_until,
                    amount = amount,
                    due = date_time(zone.clock(due.timestamp()), locale)
                )
            }
            None => text!(lang, orders.transfer, amount = amount),
        },
    }
}
