//! What parcels do to stock: reserved pieces leave the shop, and come back when a label is cancelled.
//!
//! Neither changes how many can be bought (`on_hand - reserved`), so no product changes with it.

use super::entity;
use crate::catalog::entity::variant;
use crate::db::Tx;
use crate::orders::entity::line;
use anyhow::ensure;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter};
use shared::id::{OrderLineId, ShipmentId, VariantId};
use shared::orders::counts_as_shipped;
use std::collections::{BTreeMap, HashMap};

/// Pieces by variant, in the order in which everybody locks variants.
pub(super) type Pieces = BTreeMap<VariantId, i32>;

/// Takes packed pieces out of the shop and out of the reservation.
///
/// # Errors
/// When they were not reserved, which is a fault of ours; the database's.
pub(super) async fn take(tx: &Tx, pieces: &Pieces) -> anyhow::Result<()> {
    for (variant, quantity) in pieces {
        ensure!(take_one(tx, *variant, *quantity).await?, "{quantity} pieces of {variant} were not reserved");
    }
    Ok(())
}

/// False when so many are not reserved.
async fn take_one(tx: &Tx, id: VariantId, quantity: i32) -> Result<bool, DbErr> {
    let updated = variant::Entity::update_many()
        .col_expr(variant::Column::OnHand, Expr::col(variant::Column::OnHand).sub(quantity))
        .col_expr(variant::Column::Reserved, Expr::col(variant::Column::Reserved).sub(quantity))
        .filter(variant::Column::Id.eq(id))
        .filter(variant::Column::Reserved.gte(quantity))
        .exec(tx.conn())
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Puts pieces back into the shop and into the reservation.
///
/// # Errors
/// The database's.
async fn put_back(tx: &Tx, pieces: &Pieces) -> anyhow::Result<()> {
    for (variant, quantity) in pieces {
        variant::Entity::update_many()
            .col_expr(variant::Column::OnHand, Expr::col(variant::Column::OnHand).add(*quantity))
            .col_expr(variant::Column::Reserved, Expr::col(variant::Column::Reserved).add(*quantity))
            .filter(variant::Column::Id.eq(*variant))
            .exec(tx.conn())
            .await?;
    }
    Ok(())
}

/// Lets stock follow a shipment whose label was cancelled, or was sent after all.
///
/// # Errors
/// The database's.
pub(super) async fn follow(tx: &Tx, before: &entity::Model, after: &entity::Model) -> anyhow::Result<()> {
    match (counts_as_shipped(before.state), counts_as_shipped(after.state)) {
        (true, false) => put_back(tx, &pieces_of(tx, after.id).await?).await,
        (false, true) => take_again(tx, &pieces_of(tx, after.id).await?).await,
        _ => Ok(()),
    }
}

/// The carrier's word stands even when the shop has sent these pieces in another parcel meanwhile.
async fn take_again(tx: &Tx, pieces: &Pieces) -> anyhow::Result<()> {
    for (variant, quantity) in pieces {
        if !take_one(tx, *variant, *quantity).await? {
            tracing::warn!(%variant, quantity, "a parcel whose label was cancelled went out; its pieces are not reserved");
        }
    }
    Ok(())
}

async fn pieces_of(tx: &Tx, shipment: ShipmentId) -> anyhow::Result<Pieces> {
    let held =
        entity::line::Entity::find().filter(entity::line::Column::ShipmentId.eq(shipment)).all(tx.conn()).await?;
    let quantities: HashMap<OrderLineId, i32> =
        held.into_iter().map(|line| (line.order_line_id, line.quantity)).collect();
    let lines = line::Entity::find().filter(line::Column::Id.is_in(quantities.keys().copied())).all(tx.conn()).await?;
    Ok(gather(lines.iter().map(|line| (line, quantities.get(&line.id).copied().unwrap_or_default()))))
}

/// Pieces of lines by variant.
pub(super) fn gather<'a>(lines: impl Iterator<Item = (&'a line::Model, i32)>) -> Pieces {
    let mut pieces = Pieces::new();
    for (line, quantity) in lines {
        if let Some(variant) = line.variant_id {
            *pieces.entry(variant).or_default() += quantity;
        }
    }
    pieces
}
