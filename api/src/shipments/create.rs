//! A shop makes a shipment of what it owes.

use super::{entity, stock};
use crate::actor::Seller;
use crate::app::App;
use crate::catalog;
use crate::db::Tx;
use crate::failure::{Failure, Outcome, violates_unique};
use crate::idempotency::{Key, KeyError};
use crate::orders::entity::{line, part};
use crate::orders::events::{OrderEventKind, ShipmentFact};
use crate::orders::{self, Change};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue, ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};
use shared::Quantity;
use shared::id::{OrderLineId, OrderPartId, ShipmentId};
use shared::orders::OrderState;
use shared::shipments::{ShipmentState, TrackingNumber};
use std::collections::BTreeMap;

/// What a shop asks for.
#[derive(Clone, Debug)]
pub struct NewShipment {
    /// The part of the order.
    pub part_id: OrderPartId,
    /// Lines and pieces; `None` means all that is left.
    pub lines: Option<Vec<(OrderLineId, Quantity)>>,
    /// The carrier's configured name.
    pub carrier: String,
    /// The carrier's name of the parcel.
    pub tracking_number: TrackingNumber,
}

/// Why no shipment is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShipmentError {
    /// No such part or line of this shop.
    #[error("this order has no such part or line of your shop")]
    NotFound,
    /// Everything is in shipments already.
    #[error("everything has been shipped already")]
    NothingToShip,
    /// More pieces than are left.
    #[error("ship at least one piece and at most as many as are left to ship")]
    Quantity,
    /// A carrier that is not configured.
    #[error("we do not work with this carrier; choose one of the carriers that this marketplace is configured for")]
    CarrierUnknown,
    /// No tracking number.
    #[error("write the tracking number as on the label: 4 to 40 letters and digits")]
    TrackingNumber,
    /// The carrier's number belongs to another shipment.
    #[error("another shipment of this carrier has this tracking number; check the label")]
    TrackingNumberTaken,
    /// The order waits for its money, or was cancelled.
    #[error("this order cannot be shipped: it waits for its payment or was cancelled")]
    NotAllowed,
    /// The idempotency key cannot be used.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// What a key's row remembers.
#[derive(Serialize, Deserialize)]
struct Answer {
    shipment_id: ShipmentId,
}

/// A made shipment.
#[derive(Clone, Debug)]
pub struct Created {
    /// The shipment.
    pub shipment: entity::Model,
    /// Whether it was made by an earlier use of the key.
    pub replayed: bool,
}

/// Makes a shipment of the seller's part of an order, whole or in part. Runs once per `idempotency_key` of the shop.
///
/// # Errors
/// [`ShipmentError`] as the refusal; not found when the part is none of the seller's shop; faults of ours.
pub async fn create(
    app: &App,
    seller: &Seller,
    new: NewShipment,
    idempotency_key: &str,
) -> Outcome<Created, ShipmentError> {
    let key = Key::new(seller.shop_id().to_string(), "shipmentCreate", idempotency_key, &format!("{new:?}"))
        .map_err(|error| Failure::Refused(error.into()))?;
    if let Some(created) = replay(app, &key).await? {
        return Ok(created);
    }
    if !app.config.carriers.contains_key(&new.carrier) {
        return Err(Failure::Refused(ShipmentError::CarrierUnknown));
    }
    let part = part::Entity::find_by_id(new.part_id).one(app.db.read()).await?;
    let part = part.filter(|part| part.shop_id == seller.shop_id()).ok_or(Failure::NotFound)?;

    let mut tx = app.db.begin(app.clock.now()).await?;
    if !key.claim(&tx).await? {
        tx.rollback().await?;
        return replay(app, &key).await?.ok_or_else(|| anyhow::anyhow!("a claimed key has no answer").into());
    }
    let shipment = ship(app, &mut tx, &part, new).await?;
    key.finish(&tx, serde_json::to_value(Answer { shipment_id: shipment.id }).map_err(anyhow::Error::from)?).await?;
    tx.commit().await?;
    Ok(Created { shipment, replayed: false })
}

async fn replay(app: &App, key: &Key) -> Outcome<Option<Created>, ShipmentError> {
    let answer = key.look_up(app).await?.map_err(|error| Failure::Refused(error.into()))?;
    let Some(answer) = answer else { return Ok(None) };
    let answer: Answer = serde_json::from_value(answer).map_err(anyhow::Error::from)?;
    let shipment = entity::Entity::find_by_id(answer.shipment_id).one(app.db.read()).await?;
    Ok(shipment.map(|shipment| Created { shipment, replayed: true }))
}

async fn ship(app: &App, tx: &mut Tx, part: &part::Model, new: NewShipment) -> Outcome<entity::Model, ShipmentError> {
    let mut order = orders::lock(tx, part.order_id).await?.ok_or(Failure::NotFound)?;
    let state = order.parts().iter().find(|locked| locked.id == part.id).map(|locked| locked.state);
    match state {
        Some(OrderState::Confirmed | OrderState::PartiallyShipped | OrderState::PartiallyDelivered) => {}
        Some(OrderState::Shipped | OrderState::Delivered) => {
            return Err(Failure::Refused(ShipmentError::NothingToShip));
        }
        Some(OrderState::Placed | OrderState::Cancelled) => return Err(Failure::Refused(ShipmentError::NotAllowed)),
        None => return Err(Failure::NotFound),
    }
    let packed = pack(tx, part.id, new.lines).await?;
    let shipment = insert(app, tx, part, &new.carrier, &new.tracking_number, &packed).await?;
    if order.order().moves_stock() {
        let pieces = stock::gather(packed.iter().map(|(line, quantity)| (line, *quantity)));
        catalog::stock::ship(tx, &pieces).await?;
    }
    let change = Change::Shipment {
        kind: OrderEventKind::ShipmentCreated,
        fact: fact(&shipment),
        occurred_at: shipment.created_at,
    };
    order.apply(tx, change).await.map_err(|failure| failure.map(|_| ShipmentError::NotAllowed))?;
    Ok(shipment)
}

/// Takes the pieces off what is left of their lines; the update's condition decides whether they are left.
async fn pack(
    tx: &Tx,
    part: OrderPartId,
    wanted: Option<Vec<(OrderLineId, Quantity)>>,
) -> Outcome<Vec<(line::Model, i32)>, ShipmentError> {
    let lines = line::Entity::find()
        .filter(line::Column::PartId.eq(part))
        .order_by_asc(line::Column::Position)
        .all(tx.conn())
        .await?;
    let mut packed: Vec<(line::Model, i32)> = Vec::new();
    match wanted {
        None => {
            let left = lines.into_iter().map(|line| {
                let left = line.quantity - line.shipped_quantity;
                (line, left)
            });
            packed.extend(left.filter(|(_, left)| *left > 0));
        }
        Some(wanted) => {
            let mut pieces: BTreeMap<OrderLineId, i32> = BTreeMap::new();
            for (line, quantity) in wanted {
                let sum = pieces.entry(line).or_default();
                *sum = sum.saturating_add(i32::try_from(quantity.get()).unwrap_or(i32::MAX));
            }
            for (id, quantity) in pieces {
                let line = lines.iter().find(|line| line.id == id);
                packed.push((line.cloned().ok_or(Failure::Refused(ShipmentError::NotFound))?, quantity));
            }
        }
    }
    if packed.is_empty() {
        return Err(Failure::Refused(ShipmentError::NothingToShip));
    }
    for (line, quantity) in &packed {
        let shipped = Expr::col(line::Column::ShippedQuantity).add(*quantity);
        let updated = line::Entity::update_many()
            .col_expr(line::Column::ShippedQuantity, shipped.clone())
            .filter(line::Column::Id.eq(line.id))
            .filter(shipped.lte(Expr::col(line::Column::Quantity)))
            .exec(tx.conn())
            .await?;
        if updated.rows_affected != 1 {
            return Err(Failure::Refused(ShipmentError::Quantity));
        }
    }
    Ok(packed)
}

async fn insert(
    app: &App,
    tx: &Tx,
    part: &part::Model,
    carrier: &str,
    tracking_number: &TrackingNumber,
    packed: &[(line::Model, i32)],
) -> Outcome<entity::Model, ShipmentError> {
    let shipment = entity::Model {
        id: app.ids.next(),
        order_id: part.order_id,
        part_id: part.id,
        shop_id: part.shop_id,
        carrier: carrier.to_owned(),
        tracking_number: tracking_number.as_str().to_owned(),
        state: ShipmentState::LabelCreated,
        state_at: tx.now(),
        created_at: tx.now(),
        delivered_at: None,
    };
    let row = entity::ActiveModel::from(shipment.clone()).reset_all();
    if let Err(error) = entity::Entity::insert(row).exec_without_returning(tx.conn()).await {
        return Err(taken(error));
    }
    let lines = packed.iter().map(|(line, quantity)| entity::line::ActiveModel {
        shipment_id: ActiveValue::Set(shipment.id),
        order_line_id: ActiveValue::Set(line.id),
        quantity: ActiveValue::Set(*quantity),
    });
    entity::line::Entity::insert_many(lines).exec_without_returning(tx.conn()).await?;
    Ok(shipment)
}

fn taken(error: DbErr) -> Failure<ShipmentError> {
    let columns = ["shipments.carrier", "shipments.tracking_number"];
    if violates_unique(&error, "uq_shipments_carrier_tracking_number", &columns) {
        Failure::Refused(ShipmentError::TrackingNumberTaken)
    } else {
        error.into()
    }
}

/// What events tell of a shipment.
pub(super) fn fact(shipment: &entity::Model) -> ShipmentFact {
    ShipmentFact {
        id: shipment.id,
        shop_id: shipment.shop_id,
        state: shipment.state,
        carrier: shipment.carrier.clone(),
        tracking_number: shipment.tracking_number.clone(),
        location: None,
        reason: None,
    }
}
