//! What follows from how a shop stands, the same for every shop: below the standard its products rank lower; when that
//! lasts, nothing of it is listed or bought; and all of it ends with the first evaluation at which it is not below.

use super::Evaluation;
use super::entity::{Column, Entity};
use crate::app::App;
use crate::catalog::entity::product;
use crate::db::Tx;
use crate::events::NewEvent;
use crate::shops::entity::{self as shop, ShopStatus};
use sea_orm::sea_query::{Expr, ExprTrait as _, LockType};
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait as _, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
};
use serde_json::json;
use shared::Timestamp;
use shared::id::{ProductId, ShopId};
use shared::timestamp::DAY_MS;
use shared::trust::StandingLevel;
use shared::trust::standing::{DEMOTION_DAYS, lasts};

/// Nothing of the shop is listed or bought any more. The payload says since when it is below, and at which evaluation.
pub const SUSPENDED: &str = "shop.suspended";
/// The shop sells again.
pub const REINSTATED: &str = "shop.reinstated";
/// The shop's products have other places in lists.
const PLACED: &str = "shop.products_placed";

/// Products that are moved by one statement.
const CHUNK: usize = 1_000;

/// What became of a shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// It sells or does not, as before.
    None,
    /// It sells nothing from now on.
    Suspended,
    /// It sells again.
    Reinstated,
}

/// Lets an evaluation that is stored, the newest of its shop, have its consequences. The transaction holds the shop's row.
pub(super) async fn follow(tx: &mut Tx, before: &shop::Model, evaluation: &Evaluation) -> Result<Change, DbErr> {
    let (shop, level, now) = (before.id, evaluation.standing.level, tx.now());
    let below_since = match level {
        StandingLevel::Below => Some(below_since(tx, shop, evaluation.at).await?),
        StandingLevel::Top | StandingLevel::Standard => None,
    };
    let stops = below_since.is_some_and(|since| lasts(since, evaluation.at));
    // One that is below again a moment after it was suspended stays so: only a better evaluation ends it.
    let stopped = stops || (level == StandingLevel::Below && before.status == ShopStatus::Suspended);
    let status = if stopped { ShopStatus::Suspended } else { ShopStatus::Active };
    let change = match (before.status, status) {
        (ShopStatus::Active, ShopStatus::Suspended) => Change::Suspended,
        (ShopStatus::Suspended, ShopStatus::Active) => Change::Reinstated,
        _ => Change::None,
    };
    let row = shop::ActiveModel {
        status: ActiveValue::Set(status),
        standing: ActiveValue::Set(level),
        standing_at: ActiveValue::Set(Some(evaluation.at)),
        suspended_at: ActiveValue::Set(stopped.then(|| before.suspended_at.unwrap_or(now))),
        ..Default::default()
    };
    shop::Entity::update_many().set(row).filter(shop::Column::Id.eq(shop)).exec(tx.conn()).await?;
    let payload = json!({"at": evaluation.at, "belowSince": below_since, "reasons": evaluation.standing.reasons});
    match change {
        Change::None => {}
        Change::Suspended => tell(tx, SUSPENDED, shop, payload)?,
        Change::Reinstated => tell(tx, REINSTATED, shop, payload)?,
    }
    if place(tx, shop, level).await? > 0 {
        tell(tx, PLACED, shop, json!({"level": level}))?;
    }
    Ok(change)
}

/// Since when a shop has been below the standard without a better evaluation between, as told at `at`, where it is.
async fn below_since(tx: &Tx, shop: ShopId, at: Timestamp) -> Result<Timestamp, DbErr> {
    let of_shop = || Entity::find().filter(Column::ShopId.eq(shop)).filter(Column::EvaluatedAt.lte(at));
    let better = of_shop().filter(Column::Level.ne(StandingLevel::Below)).order_by_desc(Column::EvaluatedAt);
    let better = better.one(tx.conn()).await?.map_or(Timestamp(i64::MIN), |row| row.evaluated_at);
    let first = of_shop().filter(Column::EvaluatedAt.gt(better)).order_by_asc(Column::EvaluatedAt);
    Ok(first.one(tx.conn()).await?.map_or(at, |row| row.evaluated_at))
}

/// Gives a shop's products the places among the newest that its level gives them; returns how many moved.
async fn place(tx: &Tx, shop: ShopId, level: StandingLevel) -> Result<usize, DbErr> {
    let earlier = if level == StandingLevel::Below { DEMOTION_DAYS * DAY_MS } else { 0 };
    let belongs = Expr::cust("COALESCE(published_at, created_at)").sub(earlier);
    // In the order in which everybody locks products.
    let misplaced = product::Entity::find().select_only().column(product::Column::Id);
    let misplaced = misplaced.filter(product::Column::ShopId.eq(shop));
    let misplaced = misplaced.filter(Expr::col(product::Column::ListedAt).ne(belongs.clone()));
    let misplaced = misplaced.order_by_asc(product::Column::Id).lock_exclusive();
    let misplaced: Vec<ProductId> = misplaced.into_tuple().all(tx.conn()).await?;
    for some in misplaced.chunks(CHUNK) {
        let rows = product::Entity::update_many().col_expr(product::Column::ListedAt, belongs.clone());
        rows.filter(product::Column::Id.is_in(some.iter().copied())).exec(tx.conn()).await?;
    }
    Ok(misplaced.len())
}

/// Lets what shops below the standard have added since their evaluation stand where the rest of it stands; returns how many
/// shops had added something.
pub(super) async fn place_newcomers(app: &App) -> Result<u64, DbErr> {
    let sql = "SELECT DISTINCT p.shop_id FROM products p JOIN shops s ON s.id = p.shop_id \
        WHERE s.standing = $1 AND p.listed_at = COALESCE(p.published_at, p.created_at)";
    let below = Statement::from_sql_and_values(app.db.backend(), sql, [StandingLevel::Below.into()]);
    let rows = app.db.read().query_all_raw(below).await?;
    let mut placed = 0;
    for row in rows {
        let id: ShopId = row.try_get("", "shop_id")?;
        let mut tx = app.db.begin(app.clock.now()).await?;
        let shop = shop::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.conn()).await?;
        let Some(shop) = shop.filter(|shop| shop.standing == StandingLevel::Below) else { continue };
        if place(&tx, id, shop.standing).await? > 0 {
            tell(&mut tx, PLACED, id, json!({"level": shop.standing}))?;
            tx.commit().await?;
            placed += 1;
        }
    }
    Ok(placed)
}

fn tell(tx: &mut Tx, topic: &'static str, shop: ShopId, payload: serde_json::Value) -> Result<(), DbErr> {
    let event = NewEvent::new(topic, shop.0, payload)?;
    tx.emit(NewEvent { shop_id: Some(shop), ..event });
    Ok(())
}
