//! The same article at other shops, known by the number under its barcode and by nothing else: titles that sound alike are often
//! two things, and a SKU is each shop's own.

use super::entity::variant;
use super::list::for_sale;
use super::rows::ProductCard;
use crate::app::App;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::Gtin;
use shared::id::{ProductId, ShopId};
use std::collections::HashMap;
use std::sync::Arc;

/// Offers that are shown of one article.
pub const MOST: usize = 20;
/// Variants that are read at once, the cheapest.
const MOST_READ: u64 = 1_000;

/// A variant for sale.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The variant.
    pub variant: Arc<variant::Model>,
    /// Its product.
    pub card: Arc<ProductCard>,
}

impl Offer {
    fn is_sold_out(&self) -> bool {
        self.variant.on_hand <= self.variant.reserved
    }
}

/// What is for sale under these numbers, at every shop: what can be bought now first, then the cheapest. Nothing under numbers
/// that mean another thing at each shop. Two statements.
///
/// # Errors
/// When the database does not answer.
pub async fn by_barcodes(app: &App, barcodes: &[Gtin]) -> Result<HashMap<Gtin, Vec<Offer>>, DbErr> {
    let worldwide: Vec<Gtin> = barcodes.iter().copied().filter(|gtin| gtin.is_worldwide()).collect();
    let mut offers: HashMap<Gtin, Vec<Offer>> = HashMap::new();
    if worldwide.is_empty() {
        return Ok(offers);
    }
    let query = variant::Entity::find()
        .filter(variant::Column::Barcode.is_in(worldwide))
        .order_by_asc(variant::Column::Price)
        .order_by_asc(variant::Column::Id)
        .limit(MOST_READ);
    let rows = query.all(app.db.read()).await?;
    let ids: Vec<ProductId> = rows.iter().map(|row| row.product_id).collect();
    let cards: HashMap<ProductId, Arc<ProductCard>> =
        for_sale(app, &ids).await?.into_iter().map(|card| (card.id, card)).collect();
    for row in rows {
        let (Some(barcode), Some(card)) = (row.barcode, cards.get(&row.product_id)) else { continue };
        offers.entry(barcode).or_default().push(Offer { variant: Arc::new(row), card: Arc::clone(card) });
    }
    for found in offers.values_mut() {
        // Stable: among what can be bought, and among what cannot, the cheapest stays first.
        found.sort_by_key(Offer::is_sold_out);
    }
    Ok(offers)
}

/// Of these offers, those of other shops than the one that is looked at.
#[must_use]
pub fn elsewhere(offers: Vec<Offer>, shop: ShopId) -> Vec<Offer> {
    offers.into_iter().filter(|offer| offer.variant.shop_id != shop).take(MOST).collect()
}
