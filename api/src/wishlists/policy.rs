//! Pure rules of wishlists: their limits, and what is worth saying about a thing that was kept.

use super::entity::item;
use crate::catalog::ProductCard;
use shared::Money;

/// Most products on one list.
pub const MAX_ITEMS: usize = 100;
/// Days after which a guest's list that nobody changes is dropped. An account's stays.
pub const IDLE_DAYS: i64 = 180;

/// By how much a product is cheaper than when it was added; `None` when it is not, or is not for sale.
#[must_use]
pub fn price_drop(item: &item::Model, card: &ProductCard) -> Option<Money> {
    let comparable = card.is_for_sale() && card.currency == item.currency;
    (comparable && card.price_min < item.seen_price).then(|| item.money(item.seen_price - card.price_min))
}

/// Whether a product was sold out when it was added and can be bought now.
#[must_use]
pub fn is_back(item: &item::Model, card: &ProductCard) -> bool {
    !item.seen_available && card.is_available()
}
