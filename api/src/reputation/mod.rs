//! How shops stand: the rule is `shared::trust::standing`, the figures come from orders, shipments and carriers' reports as
//! they were known at a moment. So a standing can be computed again at any time for any moment, and is.
//!
//! What is not known yet does not count and is said to be unknown: cases, defects (sellers cannot cancel), first replies, and
//! what buyers say of a shop. Whoever brings one of them fills its field of `Inputs` in `figures`.

pub mod entity;
mod figures;
pub mod graphql;
pub mod loaders;

use crate::app::App;
use crate::events::NewEvent;
use crate::shops::entity::{self as shop, ShopStatus};
use entity::{Column, Entity, Model};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect, QueryTrait as _,
};
use serde_json::{Value, json};
use shared::Timestamp;
use shared::id::ShopId;
use shared::trust::standing::{Inputs, Share, Standing, standing};
use std::collections::HashMap;

/// Shops whose standing is stored at once.
const BATCH: u64 = 200;

/// How a shop stood at a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// The moment.
    pub at: Timestamp,
    /// Days whose orders counted.
    pub window_days: i64,
    /// What it was computed from.
    pub inputs: Inputs,
    /// What came of it.
    pub standing: Standing,
}

/// How these shops stood at a moment, by what was known then.
///
/// # Errors
/// When the database does not answer.
pub async fn evaluate(app: &App, shops: &[ShopId], at: Timestamp) -> Result<HashMap<ShopId, Evaluation>, DbErr> {
    let figures = figures::at(app.db.read(), shops, at).await?;
    let evaluation = |(shop, (window_days, inputs)): (ShopId, (i64, Inputs))| {
        (shop, Evaluation { at, window_days, inputs, standing: standing(&inputs) })
    };
    Ok(figures.into_iter().map(evaluation).collect())
}

/// Stores how open shops stood when this month began, where that is not stored yet, and tells of each that stands
/// differently than the last time; returns how many were stored.
///
/// # Errors
/// When the database refuses.
pub async fn store_monthly(app: &App) -> Result<u64, DbErr> {
    let now = app.clock.now().civil();
    let month = Timestamp::from_civil(now.year, now.month, 1, 0, 0, 0);
    let mut stored = 0;
    loop {
        let known = Entity::find().select_only().column(Column::ShopId).filter(Column::EvaluatedAt.eq(month));
        let query = shop::Entity::find().select_only().column(shop::Column::Id);
        let query = query.filter(shop::Column::Status.eq(ShopStatus::Active));
        let query = query.filter(shop::Column::Id.not_in_subquery(known.into_query()));
        // From where it was just written to, so that it ends.
        let shops: Vec<ShopId> = query.limit(BATCH).into_tuple().all(app.db.write()).await?;
        if shops.is_empty() {
            return Ok(stored);
        }
        for (shop, evaluation) in evaluate(app, &shops, month).await? {
            stored += u64::from(store(app, shop, &evaluation).await?);
        }
    }
}

/// Stores one standing; false when it is stored already.
async fn store(app: &App, shop: ShopId, evaluation: &Evaluation) -> Result<bool, DbErr> {
    let mut tx = app.db.begin(app.clock.now()).await?;
    let of_shop = Entity::find().filter(Column::ShopId.eq(shop)).filter(Column::EvaluatedAt.lt(evaluation.at));
    let before = of_shop.order_by_desc(Column::EvaluatedAt).one(tx.conn()).await?;
    let level = evaluation.standing.level;
    let row = Model {
        shop_id: shop,
        evaluated_at: evaluation.at,
        level,
        window_days: i32::try_from(evaluation.window_days).unwrap_or(i32::MAX),
        figures: told(evaluation),
    };
    let known = OnConflict::columns([Column::ShopId, Column::EvaluatedAt]).do_nothing().to_owned();
    let row = row.into_active_model().reset_all();
    match Entity::insert(row).on_conflict(known).exec_without_returning(tx.conn()).await {
        Ok(1) => {}
        Ok(_) | Err(DbErr::RecordNotInserted) => return Ok(false),
        Err(error) => return Err(error),
    }
    if let Some(before) = before.filter(|before| before.level != level) {
        let payload = json!({"from": before.level, "to": level, "reasons": evaluation.standing.reasons});
        let event = NewEvent::new("shop.standing_changed", shop.0, payload)?;
        tx.emit(NewEvent { shop_id: Some(shop), occurred_at: Some(evaluation.at), ..event });
    }
    tx.commit().await?;
    Ok(true)
}

/// The figures as they are stored; what is not known is null.
fn told(evaluation: &Evaluation) -> Value {
    let Inputs {
        orders,
        history_days,
        defects,
        unresolved_cases,
        late_shipments,
        valid_tracking,
        first_replies,
        rating,
    } = evaluation.inputs;
    let share = |share: Option<Share>| share.map(|share| json!({"count": share.count, "total": share.total}));
    json!({
        "orders": orders,
        "historyDays": history_days,
        "defects": share(defects),
        "unresolvedCases": share(unresolved_cases),
        "lateShipments": share(late_shipments),
        "validTracking": share(valid_tracking),
        "firstReplies": share(first_replies),
        "rating": rating.map(|rating| json!({"score": rating.score, "reviews": rating.reviews})),
        "reasons": evaluation.standing.reasons,
    })
}
