//! The rows of what is fetched: which are due, and what became of them.

use super::FetchError;
use crate::app::App;
use crate::catalog::entity::{ImageState, image, product};
use crate::events::NewEvent;
use crate::images::entity::stored;
use crate::images::uploads;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;
use shared::Timestamp;
use shared::id::ShopId;

/// Most of a reason that is kept, in characters.
const MAX_REASON: usize = 500;

/// Pictures that are due, the longest waiting first.
pub(super) async fn due(app: &App, limit: u64) -> Result<Vec<image::Model>, DbErr> {
    let query = image::Entity::find()
        .filter(image::Column::State.eq(ImageState::Recorded))
        .filter(image::Column::SourceUrl.is_not_null())
        .filter(image::Column::NextAttemptAt.lte(app.clock.now()))
        .order_by_asc(image::Column::NextAttemptAt)
        .order_by_asc(image::Column::Id);
    query.limit(limit).all(app.db.read()).await
}

/// Takes a picture for one try until `lease`; false when another process was faster.
pub(super) async fn claim(app: &App, picture: &image::Model, lease: Timestamp) -> Result<bool, DbErr> {
    let row = image::ActiveModel {
        attempts: Set(picture.attempts + 1),
        next_attempt_at: Set(lease),
        ..image::ActiveModel::default()
    };
    let claimed = image::Entity::update_many()
        .set(row)
        .filter(image::Column::Id.eq(picture.id))
        .filter(image::Column::State.eq(ImageState::Recorded))
        .filter(image::Column::Attempts.eq(picture.attempts))
        .exec(app.db.write())
        .await?;
    Ok(claimed.rows_affected == 1)
}

/// The picture can be shown; so can its product's card.
pub(super) async fn ready(app: &App, picture: &image::Model, stored: &stored::Model) -> Result<(), DbErr> {
    let mut tx = app.db.begin(app.clock.now()).await?;
    let shop: Option<ShopId> = product::Entity::find_by_id(picture.product_id)
        .select_only()
        .column(product::Column::ShopId)
        .lock_exclusive()
        .into_tuple()
        .one(tx.conn())
        .await?;
    let row = image::ActiveModel {
        path: Set(Some(stored.path())),
        width: Set(Some(stored.width)),
        height: Set(Some(stored.height)),
        widths: Set(Some(stored.widths.clone())),
        color: Set(stored.color.clone()),
        state: Set(ImageState::Ready),
        last_error: Set(None),
        ..image::ActiveModel::default()
    };
    let shown = image::Entity::update_many()
        .set(row)
        .filter(image::Column::Id.eq(picture.id))
        .filter(image::Column::State.eq(ImageState::Recorded))
        .exec(tx.conn())
        .await?;
    // An import has taken it away meanwhile.
    if shown.rows_affected == 0 {
        return Ok(());
    }
    uploads::show(&tx, &stored.name).await?;
    crate::catalog::refresh(&tx, picture.product_id).await?;
    let event = NewEvent::new("product.updated", picture.product_id.0, json!({}))?;
    tx.emit(NewEvent { shop_id: shop, ..event });
    tx.commit().await
}

/// Writes down why it was not fetched, and when the next try is due.
pub(super) async fn not_fetched(
    app: &App,
    picture: &image::Model,
    error: &FetchError,
    given_up: bool,
    rest_ms: i64,
) -> Result<(), DbErr> {
    let rest = rest_ms.max(error.wait.unwrap_or(0));
    let row = image::ActiveModel {
        state: Set(if given_up { ImageState::Failed } else { ImageState::Recorded }),
        next_attempt_at: Set(app.clock.now().plus_ms(rest)),
        last_error: Set(Some(error.reason.chars().take(MAX_REASON).collect())),
        ..image::ActiveModel::default()
    };
    let this = image::Column::Id.eq(picture.id);
    image::Entity::update_many().set(row).filter(this).exec(app.db.write()).await.map(|_| ())
}
