//! How shops stand: the rule is `shared::trust::standing`, the figures come from orders, shipments, carriers' reports and
//! reviews as they were known at a moment. So a standing can be computed again at any time for any moment, and is.
//!
//! What is not known yet does not count and is said to be unknown: cases, defects (sellers cannot cancel) and first replies.
//! Whoever brings one of them fills its field of `Inputs` in `figures`.

mod consequences;
pub mod entity;
mod figures;
pub mod graphql;
pub mod loaders;
mod store;

pub use consequences::{REINSTATED, SUSPENDED};
pub use store::{Stored, evaluate_all, store_monthly};

use crate::app::App;
use entity::{Column, Entity};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use shared::Timestamp;
use shared::id::ShopId;
use shared::trust::standing::{Inputs, Standing, standing};
use std::collections::HashMap;

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

/// The stored evaluations of these shops at these moments: the same as [`evaluate`] says, and cheaper.
///
/// # Errors
/// When the database does not answer.
pub async fn stored(
    app: &App,
    wanted: &[(ShopId, Timestamp)],
) -> Result<HashMap<(ShopId, Timestamp), Evaluation>, DbErr> {
    let query = Entity::find()
        .filter(Column::ShopId.is_in(wanted.iter().map(|(shop, _)| *shop)))
        .filter(Column::EvaluatedAt.is_in(wanted.iter().map(|(_, at)| *at)));
    let rows = query.all(app.db.read()).await?;
    let read = |row: entity::Model| ((row.shop_id, row.evaluated_at), row.evaluation());
    Ok(rows.into_iter().map(read).collect())
}
