//! What somebody bought, seen by whoever wants to review it.

use super::entity::{Column, Entity, refund};
use super::ties;
use crate::actor::Shopper;
use crate::app::App;
use crate::db::Tx;
use crate::orders::entity::{self as order, line, part};
use crate::payments::entity as payment;
use crate::shipments::entity as shipment;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use shared::Timestamp;
use shared::id::{OrderLineId, OrderPartId};
use shared::orders::OrderState;
use shared::payments::PaymentState;
use shared::reviews::Bought;

/// What a review is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum About {
    /// The product of a line.
    Line(OrderLineId),
    /// The service of the shop of a part.
    Part(OrderPartId),
}

/// A line or a part of an order of the shopper's own.
pub(super) struct Purchase {
    pub order: order::Model,
    pub part: part::Model,
    /// The line, when the review is about one.
    pub line: Option<line::Model>,
    pub bought: Bought,
}

impl Purchase {
    /// Reads it, and holds its row, so that nobody pays it back or reviews it meanwhile; `None` when it is not the
    /// shopper's.
    pub(super) async fn hold(tx: &Tx, shopper: &Shopper, about: About) -> Result<Option<Self>, DbErr> {
        let conn = tx.conn();
        let (line, part) = match about {
            About::Line(id) => {
                let Some(line) = line::Entity::find_by_id(id).lock_exclusive().one(conn).await? else {
                    return Ok(None);
                };
                let part = part::Entity::find_by_id(line.part_id).one(conn).await?;
                (Some(line), part)
            }
            About::Part(id) => (None, part::Entity::find_by_id(id).lock_exclusive().one(conn).await?),
        };
        let Some(part) = part else { return Ok(None) };
        let Some(order) = order::Entity::find_by_id(part.order_id).one(conn).await? else { return Ok(None) };
        if order.account_id != Some(shopper.account_id()) {
            return Ok(None);
        }
        let bought = Bought {
            tie: ties::of(conn, shopper.account_id(), part.shop_id, order.shipping_address.as_ref()).await?,
            cancelled: part.state == OrderState::Cancelled,
            delivered_at: delivered_at(conn, &order, &part, line.as_ref()).await?,
            refunded: is_refunded(conn, &part, line.as_ref()).await?,
            reviewed: is_reviewed(conn, about).await?,
        };
        Ok(Some(Self { order, part, line, bought }))
    }
}

/// When the last of it arrived; none while nothing of it has. Imports may know that it did and not when.
async fn delivered_at<C: ConnectionTrait>(
    conn: &C,
    order: &order::Model,
    part: &part::Model,
    line: Option<&line::Model>,
) -> Result<Option<Timestamp>, DbErr> {
    let lines = match line {
        Some(line) => vec![line.clone()],
        None => line::Entity::find().filter(line::Column::PartId.eq(part.id)).all(conn).await?,
    };
    if lines.iter().all(|line| line.delivered_quantity == 0) {
        return Ok(None);
    }
    let held = shipment::line::Entity::find()
        .select_only()
        .column(shipment::line::Column::ShipmentId)
        .filter(shipment::line::Column::OrderLineId.is_in(lines.iter().map(|line| line.id)));
    let latest: Option<Option<Timestamp>> = shipment::Entity::find()
        .select_only()
        .column_as(shipment::Column::DeliveredAt.max(), "latest")
        .filter(shipment::Column::Id.in_subquery(sea_orm::QueryTrait::into_query(held)))
        .into_tuple()
        .one(conn)
        .await?;
    Ok(Some(latest.flatten().unwrap_or(order.placed_at)))
}

/// Whether its money went back: the order's, or that of the line; of a part, that of all its lines.
async fn is_refunded<C: ConnectionTrait>(
    conn: &C,
    part: &part::Model,
    line: Option<&line::Model>,
) -> Result<bool, DbErr> {
    let whole = payment::Entity::find()
        .filter(payment::Column::OrderId.eq(part.order_id))
        .filter(payment::Column::State.eq(PaymentState::Refunded));
    if whole.count(conn).await? > 0 {
        return Ok(true);
    }
    let lines: Vec<OrderLineId> = match line {
        Some(line) => vec![line.id],
        None => {
            let ids = line::Entity::find().select_only().column(line::Column::Id);
            ids.filter(line::Column::PartId.eq(part.id)).into_tuple().all(conn).await?
        }
    };
    let back = refund::Entity::find().filter(refund::Column::OrderLineId.is_in(lines.iter().copied()));
    Ok(back.count(conn).await? >= lines.len() as u64)
}

async fn is_reviewed<C: ConnectionTrait>(conn: &C, about: About) -> Result<bool, DbErr> {
    let of = match about {
        About::Line(id) => Column::OrderLineId.eq(id),
        About::Part(id) => Column::OrderPartId.eq(id),
    };
    Ok(Entity::find().filter(of).count(conn).await? > 0)
}

/// The review of something that was bought, whoever wrote it.
///
/// # Errors
/// When the database does not answer.
pub async fn review_of(app: &App, about: About) -> Result<Option<super::Model>, DbErr> {
    let of = match about {
        About::Line(id) => Column::OrderLineId.eq(id),
        About::Part(id) => Column::OrderPartId.eq(id),
    };
    Entity::find().filter(Condition::all().add(of)).one(app.db.read()).await
}
