//! How far an order has come: counted from its shipments, so that no count can drift from them.

use super::entity::{line, part};
use crate::db::Tx;
use crate::shipments::entity as shipment;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use shared::id::{OrderId, OrderLineId, ShipmentId};
use shared::orders::{OrderState, PartProgress, counts_as_shipped, part_state};
use shared::shipments::ShipmentState;
use std::collections::HashMap;

/// Writes the lines' shipped and delivered pieces anew and returns the state of each of `parts`, in their order.
///
/// The caller holds the order's row. Carriers report facts, which cannot be refused: where the table of states offers
/// no way to the counted state (delivered goods that went back), the part stays as it is.
///
/// # Errors
/// The database's.
pub(super) async fn recount(tx: &Tx, order: OrderId, parts: &[part::Model]) -> Result<Vec<OrderState>, DbErr> {
    let moved = pieces(tx, order).await?;
    let lines = line::Entity::find().filter(line::Column::OrderId.eq(order)).all(tx.conn()).await?;
    let mut progress: HashMap<_, PartProgress> = HashMap::new();
    for line in lines {
        let counted = moved.get(&line.id).copied().unwrap_or_default();
        // A label that was cancelled, made again, and then delivered after all would count twice.
        let shipped = counted.shipped.min(line.quantity);
        let delivered = counted.delivered.min(shipped);
        if (shipped, delivered) != (line.shipped_quantity, line.delivered_quantity) {
            line::Entity::update_many()
                .col_expr(line::Column::ShippedQuantity, Expr::value(shipped))
                .col_expr(line::Column::DeliveredQuantity, Expr::value(delivered))
                .filter(line::Column::Id.eq(line.id))
                .exec(tx.conn())
                .await?;
        }
        let part = progress.entry(line.part_id).or_insert(PartProgress { ordered: 0, shipped: 0, delivered: 0 });
        part.ordered += line.quantity.unsigned_abs();
        part.shipped += shipped.unsigned_abs();
        part.delivered += delivered.unsigned_abs();
    }
    let state = |part: &part::Model| match progress.get(&part.id) {
        // Before it is confirmed and after it was cancelled, pieces say nothing.
        _ if matches!(part.state, OrderState::Placed | OrderState::Cancelled) => part.state,
        Some(progress) if part.state.may_reach(part_state(*progress)) => part_state(*progress),
        _ => part.state,
    };
    Ok(parts.iter().map(state).collect())
}

#[derive(Clone, Copy, Default)]
struct Pieces {
    shipped: i32,
    delivered: i32,
}

/// What the order's shipments hold of each line.
async fn pieces(tx: &Tx, order: OrderId) -> Result<HashMap<OrderLineId, Pieces>, DbErr> {
    let shipments = shipment::Entity::find().filter(shipment::Column::OrderId.eq(order)).all(tx.conn()).await?;
    let states: HashMap<ShipmentId, ShipmentState> =
        shipments.into_iter().map(|shipment| (shipment.id, shipment.state)).collect();
    let held = shipment::line::Entity::find()
        .filter(shipment::line::Column::ShipmentId.is_in(states.keys().copied()))
        .all(tx.conn())
        .await?;
    let mut pieces: HashMap<OrderLineId, Pieces> = HashMap::new();
    for line in held {
        let Some(state) = states.get(&line.shipment_id) else { continue };
        let counted = pieces.entry(line.order_line_id).or_default();
        if counts_as_shipped(*state) {
            counted.shipped += line.quantity;
        }
        if *state == ShipmentState::Delivered {
            counted.delivered += line.quantity;
        }
    }
    Ok(pieces)
}
