//! Sellers choose the pictures of their products.

use super::edit::{emit, trimmed};
use super::entity::{ImageState, image, product, variant};
use super::refresh;
use crate::actor::Seller;
use crate::app::App;
use crate::db::Tx;
use crate::failure::{Failure, Outcome};
use crate::images;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use shared::Translated;
use shared::id::{ImageId, ProductId};
use std::collections::HashSet;

/// Most pictures of one product.
pub const MAX_IMAGES: usize = 20;
/// Longest description of a picture, in characters.
pub const MAX_ALT: usize = 300;

/// Why a product's pictures stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImagesError {
    /// There is no such product of yours.
    #[error("there is no such product in a shop of yours")]
    NotFound,
    /// There is no such upload, or no such picture of the product.
    #[error("there is no such picture: send it to /media/uploads first, and use it within a day")]
    ImageNotFound,
    /// There would be too many.
    #[error("a product has {MAX_IMAGES} pictures at most: take some away first")]
    TooManyImages,
    /// The description is too long.
    #[error("describe a picture in {MAX_ALT} characters at most")]
    AltTooLong,
    /// The order does not name each picture once.
    #[error("name every picture of the product once, in the order in which they are to be shown")]
    OrderInvalid,
}

/// A picture for a product.
#[derive(Clone, Debug)]
pub struct NewImage {
    /// The upload.
    pub upload: ImageId,
    /// What it shows; the product's title when left out.
    pub alt: Translated,
}

/// Adds pictures behind those that a product has.
///
/// # Errors
/// See [`ImagesError`]; then none is added.
pub async fn add(app: &App, seller: &Seller, id: ProductId, new: Vec<NewImage>) -> Outcome<(), ImagesError> {
    let too_long = |new: &NewImage| new.alt.0.values().any(|text| text.chars().count() > MAX_ALT);
    if new.iter().any(too_long) {
        return Err(Failure::Refused(ImagesError::AltTooLong));
    }
    let mut tx = app.db.begin(app.clock.now()).await?;
    let product = own(&tx, seller, id).await?;
    let before = of_product(&tx, id).await?;
    if before.len() + new.len() > MAX_IMAGES {
        return Err(Failure::Refused(ImagesError::TooManyImages));
    }
    let behind = before.last().map_or(0, |last| last.position + 1);
    for (position, new) in (behind..).zip(new) {
        let taken = images::take(&tx, seller.account_id(), new.upload).await?;
        let stored = taken.ok_or(Failure::Refused(ImagesError::ImageNotFound))?;
        let alt = trimmed(new.alt);
        let row = image::Model {
            id: new.upload,
            product_id: id,
            source_url: None,
            path: Some(stored.path()),
            width: Some(stored.width),
            height: Some(stored.height),
            alt: if alt.is_empty() { product.title.clone() } else { alt },
            position,
            state: ImageState::Ready,
            widths: Some(stored.widths),
            color: stored.color,
            attempts: 0,
            next_attempt_at: tx.now(),
            last_error: None,
        };
        image::Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    }
    finish(&mut tx, seller, id).await?;
    tx.commit().await?;
    Ok(())
}

/// Puts a product's pictures into another order; the first one stands for it in lists.
///
/// # Errors
/// See [`ImagesError`].
pub async fn reorder(app: &App, seller: &Seller, id: ProductId, order: &[ImageId]) -> Outcome<(), ImagesError> {
    let mut tx = app.db.begin(app.clock.now()).await?;
    own(&tx, seller, id).await?;
    // What could not be fetched is seen by nobody, and keeps its place at the end.
    let (lost, shown): (Vec<_>, Vec<_>) =
        of_product(&tx, id).await?.into_iter().partition(|row| row.state == ImageState::Failed);
    let wanted: HashSet<_> = order.iter().copied().collect();
    if wanted.len() != order.len() || wanted != shown.iter().map(|row| row.id).collect() {
        return Err(Failure::Refused(ImagesError::OrderInvalid));
    }
    for (position, image) in (0..).zip(order.iter().copied().chain(lost.iter().map(|row| row.id))) {
        let row = image::ActiveModel {
            id: ActiveValue::Unchanged(image),
            position: ActiveValue::Set(position),
            ..Default::default()
        };
        image::Entity::update(row).exec(tx.conn()).await?;
    }
    finish(&mut tx, seller, id).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes pictures off a product. Orders that show one keep it.
///
/// # Errors
/// See [`ImagesError`]; then none is taken off.
pub async fn remove(app: &App, seller: &Seller, id: ProductId, gone: &[ImageId]) -> Outcome<(), ImagesError> {
    let gone: HashSet<_> = gone.iter().copied().collect();
    let mut tx = app.db.begin(app.clock.now()).await?;
    own(&tx, seller, id).await?;
    let variants = variant::Entity::update_many().col_expr(variant::Column::ImageId, Expr::val(None::<uuid::Uuid>));
    let variants = variants.filter(variant::Column::ProductId.eq(id));
    variants.filter(variant::Column::ImageId.is_in(gone.iter().copied())).exec(tx.conn()).await?;
    let removed = image::Entity::delete_many()
        .filter(image::Column::ProductId.eq(id))
        .filter(image::Column::Id.is_in(gone.iter().copied()))
        .exec(tx.conn())
        .await?;
    if removed.rows_affected != gone.len() as u64 {
        return Err(Failure::Refused(ImagesError::ImageNotFound));
    }
    finish(&mut tx, seller, id).await?;
    tx.commit().await?;
    Ok(())
}

/// The seller's product, locked: its pictures change one request after the other.
async fn own(tx: &Tx, seller: &Seller, id: ProductId) -> Outcome<product::Model, ImagesError> {
    let query = product::Entity::find_by_id(id).filter(product::Column::ShopId.eq(seller.shop_id()));
    query.lock_exclusive().one(tx.conn()).await?.ok_or(Failure::NotFound)
}

async fn of_product(tx: &Tx, id: ProductId) -> Result<Vec<image::Model>, DbErr> {
    let query = image::Entity::find().filter(image::Column::ProductId.eq(id));
    query.order_by_asc(image::Column::Position).order_by_asc(image::Column::Id).all(tx.conn()).await
}

async fn finish(tx: &mut Tx, seller: &Seller, id: ProductId) -> Result<(), DbErr> {
    refresh(tx, id).await?;
    emit(tx, seller, id, "product.updated")
}
