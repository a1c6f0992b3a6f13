//! What the database holds of orders that a file speaks of again, so that what stays the same keeps its id.

use super::batch;
use super::orders::LineDraft;
use super::orders_rows::Rows;
use crate::db::Tx;
use crate::orders::entity::{self as order, line, part};
use crate::payments::entity as payment;
use crate::shipments::entity as shipment;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use shared::id::{OrderId, OrderLineId, OrderPartId, PaymentId, ShipmentId, ShopId};
use shared::payments::PaymentState;
use std::collections::{HashMap, HashSet};

/// What there is of one order.
#[derive(Default)]
pub(super) struct Before {
    /// Whether it was cancelled.
    pub cancelled: bool,
    /// Whether its money had arrived.
    pub paid: bool,
    payment: Option<PaymentId>,
    parts: HashMap<ShopId, OrderPartId>,
    lines: Vec<(ShopId, line::Model)>,
    shipments: Vec<shipment::Model>,
}

impl Before {
    /// Reads these orders.
    pub(super) async fn load(tx: &Tx, ids: &[OrderId]) -> Result<HashMap<OrderId, Self>, DbErr> {
        let mut found: HashMap<OrderId, Self> = HashMap::new();
        if ids.is_empty() {
            return Ok(found);
        }
        let these = || ids.iter().copied();
        for row in order::Entity::find().filter(order::Column::Id.is_in(these())).all(tx.conn()).await? {
            found.entry(row.id).or_default().cancelled = row.cancelled_at.is_some();
        }
        for row in payment::Entity::find().filter(payment::Column::OrderId.is_in(these())).all(tx.conn()).await? {
            let before = found.entry(row.order_id).or_default();
            before.payment = Some(row.id);
            before.paid = matches!(row.state, PaymentState::Paid | PaymentState::Refunded);
        }
        let mut shops: HashMap<OrderPartId, ShopId> = HashMap::new();
        for row in part::Entity::find().filter(part::Column::OrderId.is_in(these())).all(tx.conn()).await? {
            shops.insert(row.id, row.shop_id);
            found.entry(row.order_id).or_default().parts.insert(row.shop_id, row.id);
        }
        let lines = line::Entity::find().filter(line::Column::OrderId.is_in(these()));
        for row in lines.order_by_asc(line::Column::Position).all(tx.conn()).await? {
            if let Some(shop) = shops.get(&row.part_id) {
                found.entry(row.order_id).or_default().lines.push((*shop, row));
            }
        }
        for row in shipment::Entity::find().filter(shipment::Column::OrderId.is_in(these())).all(tx.conn()).await? {
            found.entry(row.order_id).or_default().shipments.push(row);
        }
        Ok(found)
    }

    /// The id of the payment, if there is one.
    pub(super) const fn payment(&self) -> Option<PaymentId> {
        self.payment
    }

    /// The id of a shop's part.
    pub(super) fn part(&self, shop: ShopId) -> Option<OrderPartId> {
        self.parts.get(&shop).copied()
    }

    /// The parcel of a part.
    pub(super) fn shipment(&self, part: OrderPartId) -> Option<&shipment::Model> {
        self.shipments.iter().find(|row| row.part_id == part)
    }

    /// Whether a parcel of the order has this number.
    pub(super) fn has_tracking_number(&self, number: &str) -> bool {
        self.shipments.iter().any(|row| row.tracking_number == number)
    }

    /// Which line each draft is: the one that says the same, else one of the same article of the same shop. A line is
    /// given once.
    pub(super) fn match_lines(&self, drafts: &[LineDraft], shops: &[ShopId]) -> Vec<Option<OrderLineId>> {
        let mut matched: Vec<Option<OrderLineId>> = vec![None; drafts.len()];
        let mut given: HashSet<OrderLineId> = HashSet::new();
        let same_article = |row: &line::Model, draft: &LineDraft| match (&row.sku, &draft.sku) {
            (Some(before), Some(now)) => before == now,
            _ => row.title == draft.title,
        };
        let says_the_same = |row: &line::Model, draft: &LineDraft| {
            row.title == draft.title && row.quantity == draft.quantity && row.unit_price == draft.price
        };
        for exactly in [true, false] {
            for ((draft, shop), matched) in drafts.iter().zip(shops).zip(&mut matched) {
                if matched.is_some() {
                    continue;
                }
                let line = self.lines.iter().find(|(of, row)| {
                    of == shop
                        && !given.contains(&row.id)
                        && same_article(row, draft)
                        && (!exactly || says_the_same(row, draft))
                });
                if let Some((_, row)) = line {
                    given.insert(row.id);
                    *matched = Some(row.id);
                }
            }
        }
        matched
    }
}

/// Takes away what these orders had and `rows` have no more. What parcels hold is written anew: nothing refers to it.
///
/// # Errors
/// The database's.
pub(super) async fn clear(tx: &Tx, before: &HashMap<OrderId, Before>, rows: &Rows) -> Result<(), DbErr> {
    let kept = rows.ids();
    let shipments: Vec<ShipmentId> =
        before.values().flat_map(|before| before.shipments.iter().map(|row| row.id)).collect();
    batch::delete::<shipment::line::Entity, _>(tx, shipment::line::Column::ShipmentId, shipments.iter().copied())
        .await?;
    let gone = shipments.into_iter().filter(|id| !kept.contains(&id.0));
    batch::delete::<shipment::Entity, _>(tx, shipment::Column::Id, gone).await?;
    let lines = before.values().flat_map(|before| before.lines.iter().map(|(_, row)| row.id));
    batch::delete::<line::Entity, _>(tx, line::Column::Id, lines.filter(|id| !kept.contains(&id.0))).await?;
    let parts = before.values().flat_map(|before| before.parts.values().copied());
    batch::delete::<part::Entity, _>(tx, part::Column::Id, parts.filter(|id| !kept.contains(&id.0))).await
}
