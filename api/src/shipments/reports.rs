//! What carriers report: at least once and out of order.
//!
//! Every report is kept. A report moves its shipment only when the rules of `shared::shipments` let it; only then the
//! order hears of it.

use super::create::fact;
use super::entity::{self, tracking};
use super::stock;
use crate::app::App;
use crate::db::Tx;
use crate::orders::events::{OrderEventKind, ShipmentFact};
use crate::orders::{self, Change};
use anyhow::Context as _;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, QueryFilter};
use shared::Timestamp;
use shared::shipments::{ShipmentState, TrackingNumber, TrackingReason, after_report};

/// One report, read and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The carrier's id of it.
    pub id: String,
    /// The parcel.
    pub tracking_number: TrackingNumber,
    /// What it says.
    pub status: ShipmentState,
    /// Why the parcel is held up.
    pub reason: Option<TrackingReason>,
    /// Where it was.
    pub location: Option<String>,
    /// The carrier's own words.
    pub message: Option<String>,
    /// When it occurred.
    pub occurred_at: Timestamp,
}

/// What became of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Kept, and the shipment follows it.
    Applied,
    /// Kept; the shipment stands where newer or final reports have put it.
    Kept,
    /// It had come before.
    Duplicate,
    /// The carrier has no parcel of this number from us.
    UnknownTrackingNumber,
}

/// Takes one report of a carrier whose signature was checked.
///
/// # Errors
/// Faults of ours; then nothing of this report was kept and the carrier sends it again.
pub async fn receive(app: &App, carrier: &str, report: Report) -> anyhow::Result<Verdict> {
    let found = entity::Entity::find()
        .filter(entity::Column::Carrier.eq(carrier))
        .filter(entity::Column::TrackingNumber.eq(report.tracking_number.as_str()))
        .one(app.db.read())
        .await?;
    let Some(found) = found else { return Ok(Verdict::UnknownTrackingNumber) };

    let mut tx = app.db.begin(app.clock.now()).await?;
    let mut order = orders::lock(&tx, found.order_id).await?.context("a shipment has an order")?;
    if !keep(app, &tx, &found, &report).await? {
        tx.rollback().await?;
        return Ok(Verdict::Duplicate);
    }
    // Read again: it may have moved before the order was locked.
    let before = entity::Entity::find_by_id(found.id).one(tx.conn()).await?.context("shipments are not deleted")?;
    let Some(after) = moved(&before, &report) else {
        tx.commit().await?;
        return Ok(Verdict::Kept);
    };
    entity::Entity::update(entity::ActiveModel::from(after.clone()).reset_all()).exec(tx.conn()).await?;
    if order.order().moves_stock() {
        stock::follow(&mut tx, &before, &after).await?;
    }
    let kind = match after.state {
        ShipmentState::Delivered => OrderEventKind::Delivered,
        _ => OrderEventKind::TrackingUpdated,
    };
    let fact = ShipmentFact { location: report.location, reason: report.reason, ..fact(&after) };
    let change = Change::Shipment { kind, fact, occurred_at: report.occurred_at };
    order.apply(&mut tx, change).await.map_err(|failure| anyhow::anyhow!("the order did not follow: {failure:?}"))?;
    tx.commit().await?;
    Ok(Verdict::Applied)
}

/// Stores the report; false when the carrier's id of it is known.
async fn keep(app: &App, tx: &Tx, shipment: &entity::Model, report: &Report) -> Result<bool, DbErr> {
    let row = tracking::Model {
        id: app.ids.next(),
        shipment_id: shipment.id,
        carrier: shipment.carrier.clone(),
        carrier_event_id: report.id.clone(),
        status: report.status,
        reason: report.reason,
        location: report.location.clone(),
        message: report.message.clone(),
        occurred_at: report.occurred_at,
        received_at: tx.now(),
    };
    let known =
        OnConflict::columns([tracking::Column::Carrier, tracking::Column::CarrierEventId]).do_nothing().to_owned();
    let inserted = tracking::Entity::insert(tracking::ActiveModel::from(row).reset_all())
        .on_conflict(known)
        .exec_without_returning(tx.conn())
        .await;
    match inserted {
        Ok(rows) => Ok(rows == 1),
        Err(DbErr::RecordNotInserted) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The shipment after the report; `None` when it stays as it is.
fn moved(before: &entity::Model, report: &Report) -> Option<entity::Model> {
    let state = after_report(before.state, before.state_at, report.status, report.occurred_at);
    let overruled = state != report.status || report.occurred_at < before.state_at;
    let repeated = state.is_terminal() && state == before.state;
    if overruled || repeated {
        return None;
    }
    let delivered_at = (state == ShipmentState::Delivered).then_some(report.occurred_at);
    Some(entity::Model { state, state_at: report.occurred_at, delivered_at, ..before.clone() })
}
