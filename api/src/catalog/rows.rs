//! What is read of products: the card that a listing needs, and the detail that a page adds.

use super::entity::product::{Entity, Model};
use super::entity::{ImageCard, ProductOptions, ProductStatus, Texts};
use crate::actor::Actor;
use sea_orm::DerivePartialModel;
use shared::id::{CategoryId, ProductId, ShopId};
use shared::{Currency, Timestamp, Translated};

/// A product without its long texts: what listings, carts and orders show of it.
#[derive(Clone, Debug, PartialEq, Eq, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct ProductCard {
    /// The product.
    pub id: ProductId,
    /// Who sells it.
    pub shop_id: ShopId,
    /// Where it belongs.
    pub category_id: Option<CategoryId>,
    /// The address of its page.
    pub slug: String,
    /// Its title.
    pub title: Translated,
    /// Whether it is for sale.
    pub status: ProductStatus,
    /// The currency of its prices.
    pub currency: Currency,
    /// The lowest price of its variants, in minor units.
    pub price_min: i64,
    /// The highest.
    pub price_max: i64,
    /// The lowest former price of its reduced variants.
    pub compare_at_min: Option<i64>,
    /// The highest.
    pub compare_at_max: Option<i64>,
    /// Whether any variant is in stock.
    pub available: bool,
    /// The first picture.
    pub image: Option<ImageCard>,
    /// Reviews that count.
    pub rating_count: i32,
    /// The sum of their stars.
    pub rating_sum: i32,
    /// Its name in the file it was imported from.
    pub external_reference: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Its place among the newest.
    pub listed_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// What a product's page adds.
#[derive(Clone, Debug, PartialEq, Eq, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct ProductDetail {
    /// The product.
    pub id: ProductId,
    /// Its description, sanitised HTML.
    pub description: Translated,
    /// The choices its variants differ in.
    pub options: ProductOptions,
    /// Free words.
    pub tags: Texts,
}

impl ProductCard {
    /// Whether `actor` may see the product. A draft is seen by its shop's staff and administrators only; what is no
    /// longer sold stays readable, because orders and other people's links lead to it.
    #[must_use]
    pub fn is_visible_to(&self, actor: &Actor) -> bool {
        self.status != ProductStatus::Draft || sees_unsold(actor, self.shop_id)
    }

    /// Whether its shop sells it, were it in stock and the shop open.
    #[must_use]
    pub fn is_for_sale(&self) -> bool {
        self.status == ProductStatus::Active
    }

    /// Whether any variant can be bought now.
    #[must_use]
    pub fn is_available(&self) -> bool {
        self.available && self.is_for_sale()
    }
}

/// Whether `actor` sees what a shop does not sell, or not yet: its staff and administrators do.
pub(super) fn sees_unsold(actor: &Actor, shop: ShopId) -> bool {
    actor.seller(shop).is_some() || actor.admin().is_some()
}

/// Takes a whole row apart.
#[must_use]
pub fn split(row: Model) -> (ProductCard, ProductDetail) {
    let detail = ProductDetail { id: row.id, description: row.description, options: row.options, tags: row.tags };
    let card = ProductCard {
        id: row.id,
        shop_id: row.shop_id,
        category_id: row.category_id,
        slug: row.slug,
        title: row.title,
        status: row.status,
        currency: row.currency,
        price_min: row.price_min,
        price_max: row.price_max,
        compare_at_min: row.compare_at_min,
        compare_at_max: row.compare_at_max,
        available: row.available,
        image: row.image,
        rating_count: row.rating_count,
        rating_sum: row.rating_sum,
        external_reference: row.external_reference,
        created_at: row.created_at,
        listed_at: row.listed_at,
        updated_at: row.updated_at,
    };
    (card, detail)
}
