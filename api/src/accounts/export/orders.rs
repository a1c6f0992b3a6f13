//! An account's orders with their payment, parts, lines and parcels, a batch at a time.

use super::activity::MoneyShape;
use super::writer::Writer;
use super::{PostalShape, moment};
use crate::app::App;
use crate::orders::entity::{self as order, line, part};
use crate::payments::entity as payment;
use crate::shipments::entity::{self as shipment, tracking};
use crate::shops::entity as shop;
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;
use shared::delivery::DeliveryKind;
use shared::id::{AccountId, OrderId, ShopId};
use shared::orders::OrderState;
use shared::payments::{PaymentMethod, PaymentState};
use shared::shipments::{ShipmentState, TrackingReason};
use shared::{Locale, Money, Timestamp};
use std::collections::HashMap;

/// Orders that are read at once.
const BATCH: u64 = 50;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OrderShape {
    id: OrderId,
    number: String,
    external_reference: Option<String>,
    state: OrderState,
    placed_at: String,
    cancelled_at: Option<String>,
    email: String,
    language: Locale,
    subtotal: MoneyShape,
    delivery_total: MoneyShape,
    total: MoneyShape,
    shipping_address: Option<PostalShape>,
    is_demo: bool,
    payment: Option<PaymentShape>,
    parts: Vec<PartShape>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PaymentShape {
    method: PaymentMethod,
    state: PaymentState,
    amount: MoneyShape,
    reference: Option<String>,
    due_at: Option<String>,
    paid_at: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PartShape {
    shop: Option<String>,
    state: OrderState,
    subtotal: MoneyShape,
    delivery_kind: DeliveryKind,
    delivery_name: String,
    delivery_price: MoneyShape,
    total: MoneyShape,
    promised_earliest: Option<String>,
    promised_latest: Option<String>,
    lines: Vec<LineShape>,
    shipments: Vec<ShipmentShape>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LineShape {
    title: String,
    variant_title: Option<String>,
    sku: Option<String>,
    quantity: i32,
    unit_price: MoneyShape,
    total: MoneyShape,
    shipped_quantity: i32,
    delivered_quantity: i32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ShipmentShape {
    carrier: String,
    tracking_number: String,
    state: ShipmentState,
    created_at: String,
    delivered_at: Option<String>,
    tracking: Vec<TrackingShape>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TrackingShape {
    status: ShipmentState,
    reason: Option<TrackingReason>,
    location: Option<String>,
    message: Option<String>,
    occurred_at: String,
}

/// Writes every order of the account, the first first.
pub(super) async fn write(app: &App, account: AccountId, out: &mut Writer) -> anyhow::Result<()> {
    let mut place: Option<(Timestamp, OrderId)> = None;
    loop {
        let orders = batch(app, account, place).await?;
        let Some(last) = orders.last() else { return Ok(()) };
        place = Some((last.placed_at, last.id));
        for order in shapes(app, orders).await? {
            out.item(&order).await?;
        }
    }
}

async fn batch(app: &App, account: AccountId, place: Option<(Timestamp, OrderId)>) -> Result<Vec<order::Model>, DbErr> {
    use order::Column::{AccountId as Account, Id, PlacedAt};
    let mut query = order::Entity::find().filter(Account.eq(account));
    if let Some((at, id)) = place {
        let later = Condition::all().add(PlacedAt.eq(at)).add(Id.gt(id));
        query = query.filter(Condition::any().add(PlacedAt.gt(at)).add(later));
    }
    query.order_by_asc(PlacedAt).order_by_asc(Id).limit(BATCH).all(app.db.read()).await
}

async fn shapes(app: &App, orders: Vec<order::Model>) -> Result<Vec<OrderShape>, DbErr> {
    let read = app.db.read();
    let ids = || orders.iter().map(|order| order.id);
    let parts = part::Entity::find().filter(part::Column::OrderId.is_in(ids()));
    let parts = parts.order_by_asc(part::Column::Position).all(read).await?;
    let lines = line::Entity::find().filter(line::Column::OrderId.is_in(ids()));
    let lines = lines.order_by_asc(line::Column::Position).all(read).await?;
    let payments = payment::Entity::find().filter(payment::Column::OrderId.is_in(ids())).all(read).await?;
    let parcels = shipment::Entity::find().filter(shipment::Column::OrderId.is_in(ids()));
    let parcels = parcels.order_by_asc(shipment::Column::CreatedAt).all(read).await?;
    let of_them = tracking::Column::ShipmentId.is_in(parcels.iter().map(|parcel| parcel.id));
    let reports = tracking::Entity::find().filter(of_them);
    let reports = reports.order_by_asc(tracking::Column::OccurredAt).all(read).await?;
    let shops = shop::Entity::find().filter(shop::Column::Id.is_in(parts.iter().map(|part| part.shop_id)));
    let shops: HashMap<ShopId, String> = shops.all(read).await?.into_iter().map(|row| (row.id, row.slug)).collect();
    let part_shape = |row: &part::Model| PartShape {
        shop: shops.get(&row.shop_id).cloned(),
        state: row.state,
        subtotal: row.money(row.subtotal).into(),
        delivery_kind: row.delivery_kind,
        delivery_name: row.delivery_name.clone(),
        delivery_price: row.money(row.delivery_price).into(),
        total: row.money(row.total).into(),
        promised_earliest: moment(row.promised_earliest),
        promised_latest: moment(row.promised_latest),
        lines: lines.iter().filter(|line| line.part_id == row.id).map(line_shape).collect(),
        shipments: parcels
            .iter()
            .filter(|parcel| parcel.part_id == row.id)
            .map(|parcel| shipment_shape(parcel, &reports))
            .collect(),
    };
    let shape = |row: &order::Model| OrderShape {
        id: row.id,
        number: row.number.clone(),
        external_reference: row.external_reference.clone(),
        state: row.state,
        placed_at: row.placed_at.to_string(),
        cancelled_at: moment(row.cancelled_at),
        email: row.email.clone(),
        language: row.locale,
        subtotal: row.money(row.subtotal).into(),
        delivery_total: row.money(row.delivery_total).into(),
        total: row.money(row.total).into(),
        shipping_address: row.shipping_address.clone().map(PostalShape::from),
        is_demo: row.is_demo,
        payment: payments.iter().find(|payment| payment.order_id == row.id).map(payment_shape),
        parts: parts.iter().filter(|part| part.order_id == row.id).map(part_shape).collect(),
    };
    Ok(orders.iter().map(shape).collect())
}

fn payment_shape(row: &payment::Model) -> PaymentShape {
    PaymentShape {
        method: row.method,
        state: row.state,
        amount: Money::new(row.amount, row.currency).into(),
        reference: row.reference.clone(),
        due_at: moment(row.due_at),
        paid_at: moment(row.paid_at),
    }
}

fn line_shape(row: &line::Model) -> LineShape {
    LineShape {
        title: row.title.clone(),
        variant_title: row.variant_title.clone(),
        sku: row.sku.clone(),
        quantity: row.quantity,
        unit_price: row.money(row.unit_price).into(),
        total: row.money(row.total).into(),
        shipped_quantity: row.shipped_quantity,
        delivered_quantity: row.delivered_quantity,
    }
}

fn shipment_shape(row: &shipment::Model, reports: &[tracking::Model]) -> ShipmentShape {
    let shape = |report: &tracking::Model| TrackingShape {
        status: report.status,
        reason: report.reason,
        location: report.location.clone(),
        message: report.message.clone(),
        occurred_at: report.occurred_at.to_string(),
    };
    ShipmentShape {
        carrier: row.carrier.clone(),
        tracking_number: row.tracking_number.clone(),
        state: row.state,
        created_at: row.created_at.to_string(),
        delivered_at: moment(row.delivered_at),
        tracking: reports.iter().filter(|report| report.shipment_id == row.id).map(shape).collect(),
    }
}
