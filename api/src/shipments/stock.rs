//! What parcels do to stock: reserved pieces leave the shop, and come back when a label is cancelled.

use super::entity;
use crate::catalog::stock;
use crate::db::Tx;
use crate::orders::entity::line;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use shared::id::{OrderLineId, ShipmentId, VariantId};
use shared::orders::counts_as_shipped;
use std::collections::HashMap;

/// Lets stock follow a shipment whose label was cancelled, or was sent after all.
///
/// # Errors
/// The database's.
pub(super) async fn follow(tx: &mut Tx, before: &entity::Model, after: &entity::Model) -> Result<(), DbErr> {
    match (counts_as_shipped(before.state), counts_as_shipped(after.state)) {
        (true, false) => {
            let pieces = pieces_of(tx, after.id).await?;
            stock::unship(tx, &pieces).await
        }
        (false, true) => ship_again(tx, after.id).await,
        _ => Ok(()),
    }
}

/// The carrier's word stands even when the shop has sent these pieces in another parcel meanwhile.
async fn ship_again(tx: &mut Tx, shipment: ShipmentId) -> Result<(), DbErr> {
    for piece in pieces_of(tx, shipment).await? {
        match stock::ship(tx, &[piece]).await {
            Err(DbErr::Custom(error)) => {
                tracing::warn!(%shipment, error, "a parcel went out after its label was cancelled");
            }
            other => other?,
        }
    }
    Ok(())
}

async fn pieces_of(tx: &Tx, shipment: ShipmentId) -> Result<Vec<(VariantId, u32)>, DbErr> {
    let held =
        entity::line::Entity::find().filter(entity::line::Column::ShipmentId.eq(shipment)).all(tx.conn()).await?;
    let quantities: HashMap<OrderLineId, i32> =
        held.into_iter().map(|line| (line.order_line_id, line.quantity)).collect();
    let lines = line::Entity::find().filter(line::Column::Id.is_in(quantities.keys().copied())).all(tx.conn()).await?;
    Ok(gather(lines.iter().map(|line| (line, quantities.get(&line.id).copied().unwrap_or_default()))))
}

/// Pieces of lines by variant; lines of products that were never here have none.
pub(super) fn gather<'a>(lines: impl Iterator<Item = (&'a line::Model, i32)>) -> Vec<(VariantId, u32)> {
    lines.filter_map(|(line, quantity)| Some((line.variant_id?, quantity.unsigned_abs()))).collect()
}
