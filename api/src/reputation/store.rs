//! Storing how shops stood: at the beginning of each month, and whenever somebody asks for it.

use super::consequences::{self, Change};
use super::entity::{Column, Entity, Model};
use super::{Evaluation, evaluate};
use crate::app::App;
use crate::events::NewEvent;
use crate::shops::entity::{self as shop, ShopStatus};
use sea_orm::sea_query::{LockType, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, DbErr, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait as _,
};
use serde_json::json;
use shared::Timestamp;
use shared::id::ShopId;
use shared::trust::StandingLevel;

/// Shops whose standing is stored at once.
const BATCH: u64 = 200;

/// What an evaluation of all shops brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// Shops whose standing at that moment was not stored yet.
    pub evaluated: u64,
    /// Those of them that are top.
    pub top: u64,
    /// Those of them that are below the standard.
    pub below: u64,
    /// Those that sell nothing since.
    pub suspended: u64,
    /// Those that sell again since.
    pub reinstated: u64,
}

/// Stores how shops stood when this month began, where that is not stored yet, and lets what shops below the standard have
/// added since stand where it belongs; returns how many shops it was about.
///
/// # Errors
/// When the database refuses.
pub async fn store_monthly(app: &App) -> Result<u64, DbErr> {
    let now = app.clock.now().civil();
    let stored = evaluate_all(app, Timestamp::from_civil(now.year, now.month, 1, 0, 0, 0)).await?;
    Ok(stored.evaluated + consequences::place_newcomers(app).await?)
}

/// Stores how shops that have a page stood at a moment, where that is not stored yet, and lets it have its consequences:
/// safe to run twice, and by two at once.
///
/// # Errors
/// When the database refuses.
pub async fn evaluate_all(app: &App, at: Timestamp) -> Result<Stored, DbErr> {
    let mut sum = Stored::default();
    loop {
        let known = Entity::find().select_only().column(Column::ShopId).filter(Column::EvaluatedAt.eq(at));
        let query = shop::Entity::find().select_only().column(shop::Column::Id);
        let query = query.filter(shop::Column::Status.is_in(ShopStatus::SHOWN));
        let query = query.filter(shop::Column::CreatedAt.lte(at));
        let query = query.filter(shop::Column::Id.not_in_subquery(known.into_query()));
        let query = query.order_by_asc(shop::Column::Id);
        // From where it was just written to, so that it ends.
        let shops: Vec<ShopId> = query.limit(BATCH).into_tuple().all(app.db.write()).await?;
        if shops.is_empty() {
            return Ok(sum);
        }
        let found = evaluate(app, &shops, at).await?;
        for (shop, evaluation) in found {
            let Some(change) = store(app, shop, &evaluation).await? else { continue };
            sum.evaluated += 1;
            sum.top += u64::from(evaluation.standing.level == StandingLevel::Top);
            sum.below += u64::from(evaluation.standing.level == StandingLevel::Below);
            sum.suspended += u64::from(change == Change::Suspended);
            sum.reinstated += u64::from(change == Change::Reinstated);
        }
        // Shops that changed are read anew; other processes hold one for some seconds.
        app.shelf.forget();
    }
}

/// Stores one standing with what follows from it; `None` when it is stored already.
async fn store(app: &App, shop: ShopId, evaluation: &Evaluation) -> Result<Option<Change>, DbErr> {
    let mut tx = app.db.begin(app.clock.now()).await?;
    // Its row is locked first: two evaluations of one shop follow each other. Those who refer to the shop, such as an order
    // that is being placed, need not wait.
    let row = shop::Entity::find_by_id(shop).lock(LockType::NoKeyUpdate).one(tx.conn()).await?;
    let Some(row) = row.filter(|row| row.status != ShopStatus::Closed) else { return Ok(None) };
    let known = OnConflict::columns([Column::ShopId, Column::EvaluatedAt]).do_nothing().to_owned();
    let new = Model::of(shop, evaluation).into_active_model().reset_all();
    match Entity::insert(new).on_conflict(known).exec_without_returning(tx.conn()).await {
        Ok(1) => {}
        Ok(_) | Err(DbErr::RecordNotInserted) => return Ok(None),
        Err(error) => return Err(error),
    }
    // What is evaluated for an earlier moment is history, and changes nothing any more.
    if row.standing_at.is_some_and(|last| last > evaluation.at) {
        tx.commit().await?;
        return Ok(Some(Change::None));
    }
    let (level, reasons) = (evaluation.standing.level, &evaluation.standing.reasons);
    if row.standing != level {
        let payload = json!({"from": row.standing, "to": level, "at": evaluation.at, "reasons": reasons});
        let event = NewEvent::new("shop.standing_changed", shop.0, payload)?;
        tx.emit(NewEvent { shop_id: Some(shop), ..event });
    }
    let change = consequences::follow(&mut tx, &row, evaluation).await?;
    tx.commit().await?;
    Ok(Some(change))
}
