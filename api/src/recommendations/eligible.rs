//! What may be suggested at all: what is for sale and in stock, of a shop that sells and is not below the standard, and
//! that its buyers do not advise against. The rule is asked twice: of what is held in memory, to rank only what may be
//! shown, and of the database for the few that are shown, since memory is a little old.

use crate::app::App;
use crate::catalog::ProductCard;
use crate::catalog::entity::{ProductStatus, product};
use crate::reviews::Priors;
use crate::shops::entity::{self as shop, ShopStatus};
use sea_orm::{ColumnTrait, DbErr, DerivePartialModel, EntityTrait, QueryFilter, QuerySelect};
use shared::Timestamp;
use shared::id::{CategoryId, ProductId, ShopId};
use shared::trust::{StandingLevel, bayesian_mean, is_recommendable};
use std::collections::HashMap;

/// Something that may be suggested, as far as ranking needs it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offer {
    /// The product.
    pub product: ProductId,
    /// Who sells it.
    pub shop: ShopId,
    /// Where it belongs.
    pub category: Option<CategoryId>,
    /// Its lowest price, in minor units.
    pub price: i64,
    /// What buyers say of it: the Bayesian mean of its stars, 1 to 5.
    pub stars: f32,
    /// How its shop stands.
    pub standing: StandingLevel,
    /// Its place among the newest.
    pub listed_at: Timestamp,
}

/// What is read of a product to know whether it may be suggested.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "product::Entity")]
struct Row {
    id: ProductId,
    shop_id: ShopId,
    category_id: Option<CategoryId>,
    status: ProductStatus,
    price_min: i64,
    available: bool,
    rating_count: i32,
    rating_sum: i32,
    listed_at: Timestamp,
}

/// The shops whose products may be suggested, with how they stand.
pub(super) type FitShops = HashMap<ShopId, StandingLevel>;

/// Reads the shops whose products may be suggested.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn fit_shops(app: &App) -> Result<FitShops, DbErr> {
    let query = shop::Entity::find()
        .select_only()
        .columns([shop::Column::Id, shop::Column::Standing])
        .filter(shop::Column::Status.eq(ShopStatus::Active))
        .filter(shop::Column::Standing.ne(StandingLevel::Below));
    let rows: Vec<(ShopId, StandingLevel)> = query.into_tuple().all(app.db.read()).await?;
    Ok(rows.into_iter().collect())
}

/// Everything that may be suggested, or what of these products may.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn offers(app: &App, shops: &FitShops, of: Option<&[ProductId]>) -> Result<Vec<Offer>, DbErr> {
    let query = product::Entity::find();
    let query = match of {
        Some(ids) => query.filter(product::Column::Id.is_in(ids.iter().copied())),
        None => {
            query.filter(product::Column::Status.eq(ProductStatus::Active)).filter(product::Column::Available.eq(true))
        }
    };
    let rows = query.into_partial_model::<Row>().all(app.db.read()).await?;
    let priors = app.shelf.priors(app).await?;
    Ok(rows.into_iter().filter_map(|row| offer(&row, shops, &priors)).collect())
}

fn offer(row: &Row, shops: &FitShops, priors: &Priors) -> Option<Offer> {
    let standing = shops.get(&row.shop_id).copied()?;
    let stars = stars(row.rating_count, row.rating_sum, row.category_id, priors);
    let good =
        row.available && row.status == ProductStatus::Active && is_recommendable(stars, reviews(row.rating_count));
    good.then_some(Offer {
        product: row.id,
        shop: row.shop_id,
        category: row.category_id,
        price: row.price_min,
        stars: stars as f32,
        standing,
        listed_at: row.listed_at,
    })
}

/// Whether buyers do not advise against something.
pub(super) fn is_well_received(card: &ProductCard, priors: &Priors) -> bool {
    let stars = stars(card.rating_count, card.rating_sum, card.category_id, priors);
    is_recommendable(stars, reviews(card.rating_count))
}

fn stars(count: i32, sum: i32, category: Option<CategoryId>, priors: &Priors) -> f64 {
    bayesian_mean(reviews(count), reviews(sum), priors.of_category(category))
}

fn reviews(count: i32) -> u32 {
    u32::try_from(count).unwrap_or(0)
}
