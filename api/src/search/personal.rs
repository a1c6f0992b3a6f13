//! The first page of a search, a little by the shopper's own taste, if they allow that.
//!
//! What matches decides which products are on the page; taste only moves them within it, by a few places, and the page
//! says so. A product of the categories and shops that somebody deals with rises. The last row keeps its place: the
//! next page begins behind it.

use crate::actor::Actor;
use crate::app::App;
use crate::catalog::ProductCard;
use crate::consents::Device;
use crate::recommendations::signals;
use sea_orm::DbErr;
use shared::Timestamp;
use shared::id::{CategoryId, ShopId};
use std::collections::HashMap;

/// Places by which a product rises or falls at most.
pub const MOST_PLACES: usize = 3;
/// What the strongest taste is worth, in places; a half more than they are, so that it overtakes and does not tie.
const PULL: f32 = MOST_PLACES as f32 + 0.5;
/// Days after which something that was done says half as much.
const HALF_DAYS: f32 = 30.0;
const DAY_MS: f32 = 86_400_000.0;
/// The parts of the category and of the shop in a taste.
const OF_CATEGORY: f32 = 0.7;
const OF_SHOP: f32 = 0.3;

/// Who searches.
#[derive(Clone, Copy, Debug)]
pub struct Shopper<'a> {
    /// Who asks.
    pub actor: &'a Actor,
    /// What a guest's browser remembers of consent.
    pub device: Option<&'a Device>,
}

/// How much somebody deals with categories and shops: each from 0 to 1, the most with 1.
#[derive(Debug, Default)]
pub struct Taste {
    categories: HashMap<CategoryId, f32>,
    shops: HashMap<ShopId, f32>,
}

impl Taste {
    /// The taste of a shopper; `None` when they do not allow it, or nothing is known.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(app: &App, shopper: Shopper<'_>) -> Result<Option<Self>, DbErr> {
        let Some(known) = signals::known(app, shopper.actor, shopper.device).await? else { return Ok(None) };
        if known.events.is_empty() {
            return Ok(None);
        }
        let market = app.outlook.market(app).await?;
        let now = app.clock.now();
        let mut taste = Self::default();
        for event in &known.events {
            let Some(offer) = market.offers.of(event.product) else { continue };
            taste.add(offer.category, offer.shop, event.weight * faded(event.at, now));
        }
        taste.level();
        Ok(Some(taste))
    }

    fn add(&mut self, category: Option<CategoryId>, shop: ShopId, weight: f32) {
        *self.shops.entry(shop).or_default() += weight;
        if let Some(category) = category {
            *self.categories.entry(category).or_default() += weight;
        }
    }

    fn level(&mut self) {
        level(&mut self.categories);
        level(&mut self.shops);
    }

    /// From 0 to 1.
    #[must_use]
    pub fn of_product(&self, card: &ProductCard) -> f32 {
        let category = card.category_id.and_then(|category| self.categories.get(&category)).copied().unwrap_or(0.0);
        let shop = self.shops.get(&card.shop_id).copied().unwrap_or(0.0);
        OF_CATEGORY * category + OF_SHOP * shop
    }
}

fn level<K: std::hash::Hash + Eq>(weights: &mut HashMap<K, f32>) {
    let most = weights.values().copied().fold(0.0, f32::max);
    if most > 0.0 {
        weights.values_mut().for_each(|weight| *weight /= most);
    }
}

fn faded(at: Timestamp, now: Timestamp) -> f32 {
    let days = now.0.saturating_sub(at.0).max(0) as f32 / DAY_MS;
    (-days / HALF_DAYS).exp2()
}

/// The order of rows with these tastes, from 0 to 1 each: the places that they had before.
#[must_use]
pub fn order(tastes: &[f32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..tastes.len()).collect();
    let Some((_, free)) = order.split_last_mut() else { return order };
    let place = |row: usize| row as f32 - PULL * tastes.get(row).copied().unwrap_or(0.0).clamp(0.0, 1.0);
    free.sort_by(|one, other| place(*one).total_cmp(&place(*other)));
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_taste_lifts_by_a_few_places() {
        assert_eq!(order(&[0.0, 0.0, 0.0, 0.0, 1.0, 0.0]), [0, 4, 1, 2, 3, 5]);
        assert_eq!(order(&[0.0, 0.4, 0.0]), [1, 0, 2]);
        assert_eq!(order(&[0.0, 0.0, 1.0]), [0, 1, 2], "the last row stays");
        assert_eq!(order(&[]), Vec::<usize>::new());
    }

    proptest! {
        #[test]
        fn nothing_moves_further_than_promised(tastes in prop::collection::vec(0.0_f32..=1.0, 1..50)) {
            let order = order(&tastes);
            for (now, before) in order.iter().enumerate() {
                prop_assert!(now.abs_diff(*before) <= MOST_PLACES);
            }
            prop_assert_eq!(order.last(), Some(&(tastes.len() - 1)));
        }
    }
}
