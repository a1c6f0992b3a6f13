//! Keeping what stands beside a product right: prices, availability, the first picture.

use super::entity::{ImageCard, image, product, variant};
use crate::db::Tx;
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use shared::id::ProductId;

/// Prices and availability as a product's variants have them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The lowest price, in minor units.
    pub price_min: i64,
    /// The highest.
    pub price_max: i64,
    /// The lowest former price of the reduced variants.
    pub compare_at_min: Option<i64>,
    /// The highest.
    pub compare_at_max: Option<i64>,
    /// Whether any variant can be bought.
    pub available: bool,
}

impl Summary {
    /// The summary of variants given as (price, former price, pieces that can be bought). A former price that is not
    /// above the price is none.
    pub fn of(variants: impl IntoIterator<Item = (i64, Option<i64>, i32)>) -> Self {
        let mut summary: Option<Self> = None;
        for (price, compare_at, free) in variants {
            let former = compare_at.filter(|former| *former > price);
            let so_far = summary.unwrap_or(Self { price_min: price, price_max: price, ..Self::default() });
            summary = Some(Self {
                price_min: so_far.price_min.min(price),
                price_max: so_far.price_max.max(price),
                compare_at_min: least(so_far.compare_at_min, former),
                compare_at_max: so_far.compare_at_max.max(former),
                available: so_far.available || free > 0,
            });
        }
        summary.unwrap_or_default()
    }
}

/// The lesser of two, where nothing is no number.
fn least(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    one.into_iter().chain(other).min()
}

/// Reads a product's variants and pictures in the transaction and writes what stands beside the product.
///
/// # Errors
/// When the database refuses.
pub async fn refresh(tx: &Tx, id: ProductId) -> Result<(), DbErr> {
    let variants = variant::Entity::find().filter(variant::Column::ProductId.eq(id)).all(tx.conn()).await?;
    let summary = Summary::of(variants.iter().map(|row| (row.price, row.compare_at, row.on_hand - row.reserved)));
    let pictures = image::Entity::find()
        .filter(image::Column::ProductId.eq(id))
        .order_by_asc(image::Column::Position)
        .order_by_asc(image::Column::Id)
        .all(tx.conn())
        .await?;
    // One that is still to be fetched stands back.
    let shown = pictures.iter().find(|row| row.path.is_some()).or(pictures.first());
    let row = product::ActiveModel {
        id: ActiveValue::Unchanged(id),
        price_min: ActiveValue::Set(summary.price_min),
        price_max: ActiveValue::Set(summary.price_max),
        compare_at_min: ActiveValue::Set(summary.compare_at_min),
        compare_at_max: ActiveValue::Set(summary.compare_at_max),
        available: ActiveValue::Set(summary.available),
        image: ActiveValue::Set(shown.cloned().map(card)),
        updated_at: ActiveValue::Set(tx.now()),
        ..product::ActiveModel::default()
    };
    product::Entity::update_many().set(row).filter(product::Column::Id.eq(id)).exec(tx.conn()).await.map(|_| ())
}

/// A picture as it stands beside its product.
#[must_use]
pub fn card(row: image::Model) -> ImageCard {
    let image::Model { id, path, width, height, alt, widths, color, .. } = row;
    ImageCard { id, path, width, height, alt, widths, color }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_up_variants() {
        assert_eq!(Summary::of([]), Summary::default());
        let summary = Summary::of([(1800, Some(2000), 0), (1500, None, 3), (1700, Some(1700), -1)]);
        assert_eq!(
            summary,
            Summary {
                price_min: 1500,
                price_max: 1800,
                compare_at_min: Some(2000),
                compare_at_max: Some(2000),
                available: true
            }
        );
    }
}
