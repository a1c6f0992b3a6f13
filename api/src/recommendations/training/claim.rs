//! Only one process learns at a time: a conditional UPDATE decides which.

use super::super::entity::training::{ActiveModel, Column, Entity};
use crate::app::App;
use sea_orm::{ActiveValue, ColumnTrait as _, DbErr, EntityTrait as _, QueryFilter as _};
use shared::Timestamp;
use uuid::Uuid;

/// After this long whoever learns is taken for dead, in milliseconds.
const HELD_MS: i64 = 2 * 60 * 60 * 1000;

/// Takes the claim; when another holds it, until when at the latest.
///
/// # Errors
/// When the database refuses.
pub(super) async fn take(app: &App) -> Result<Result<Uuid, Timestamp>, DbErr> {
    let (id, now) = (app.ids.next::<Uuid>(), app.clock.now());
    let row = ActiveModel {
        claimed_by: ActiveValue::Set(Some(id)),
        claimed_until: ActiveValue::Set(now.plus_ms(HELD_MS)),
        ..ActiveModel::default()
    };
    let taken = Entity::update_many().set(row).filter(Column::ClaimedUntil.lte(now)).exec(app.db.write()).await?;
    if taken.rows_affected > 0 {
        return Ok(Ok(id));
    }
    let held = Entity::find().one(app.db.write()).await?;
    Ok(Err(held.map_or(now, |row| row.claimed_until)))
}

/// Gives the claim back, if it is still held.
///
/// # Errors
/// When the database refuses.
pub(super) async fn release(app: &App, id: Uuid) -> Result<(), DbErr> {
    let row = ActiveModel {
        claimed_by: ActiveValue::Set(None),
        claimed_until: ActiveValue::Set(Timestamp(0)),
        ..ActiveModel::default()
    };
    Entity::update_many().set(row).filter(Column::ClaimedBy.eq(id)).exec(app.db.write()).await.map(|_| ())
}
