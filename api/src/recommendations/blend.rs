//! What a suggestion is worth besides the pull of the model.
//!
//! ```text
//! score = (pull + 0.05 · wanted + 0.02 · freshness)
//!         · (1 + 0.15 · category + 0.10 · price + 0.10 · freshness + 0.10 · stars + 0.05 · standing)
//!         · (0.5, when the shopper has dealt with it already)
//! ```
//! All parts are from 0 to 1. `pull` is what the model or the likeness of words says, as a part of the strongest pull.
//! `wanted` is recent demand, as a part of the greatest: alone it only orders what nothing pulls. `freshness` halves every
//! 30 days since it was listed; `category` is the shopper's interest in its category, as a part of their greatest; `price`
//! is `exp(−d² / 2σ²)`, `d` the distance of the logarithms of its price and of the median price of what they dealt with,
//! σ = 0.8 (a factor of 2.2); `stars` is `(score − 3) / 2` of its Bayesian score; `standing` is 1 for what a shop of the
//! top level sells. The factors move the model's order by half at most: they decide among near equals.

use super::eligible::Offer;
use super::market::Offers;
use super::reasons::Why;
use super::signals::PastEvent;
use rustc_hash::{FxHashMap, FxHashSet};
use shared::Timestamp;
use shared::id::{CategoryId, ProductId};
use shared::timestamp::DAY_MS;
use shared::trust::StandingLevel;

const WANTED: f32 = 0.05;
const NEW: f32 = 0.02;
const CATEGORY: f32 = 0.15;
const PRICE: f32 = 0.10;
const FRESH: f32 = 0.10;
const STARS: f32 = 0.10;
const TOP: f32 = 0.05;
/// What is left of the score of something that the shopper has dealt with: what they have not seen goes first.
const SEEN: f32 = 0.5;
/// Days in which freshness halves.
const FRESH_HALF: f32 = 30.0;
/// Days in which interest in a category halves.
const INTEREST_HALF: f32 = 30.0;
/// The σ of the fit of prices, of natural logarithms.
const PRICE_SIGMA: f32 = 0.8;
/// From so many prices on, a shopper has a median.
const ENOUGH_PRICES: usize = 3;

/// Something to be suggested, before it is known whether it still may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Its place among the offers.
    pub offer: u32,
    /// What it is worth.
    pub score: f32,
    /// Why it is suggested.
    pub why: Why,
}

/// What pulls on an offer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Parts {
    /// What the model or the likeness of words says, as a part of the strongest.
    pub pull: f32,
    /// Recent demand, as a part of the greatest.
    pub wanted: f32,
}

/// What is known of a shopper beyond single products.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// Interest in categories, as a part of the greatest, with the product that stands for it most.
    categories: FxHashMap<CategoryId, (f32, ProductId)>,
    /// The logarithm of the median price.
    price: Option<f32>,
    seen: FxHashSet<ProductId>,
}

impl Profile {
    /// What events say. Only what may still be suggested counts, since of the rest neither price nor category is at hand.
    #[must_use]
    pub fn of(events: &[PastEvent], offers: &Offers, now: Timestamp) -> Self {
        let mut sums: FxHashMap<CategoryId, (f32, f32, ProductId)> = FxHashMap::default();
        let mut prices: FxHashMap<ProductId, f32> = FxHashMap::default();
        for event in events.iter().filter(|event| event.weight > 0.0) {
            let Some(offer) = offers.of(event.product) else { continue };
            if offer.price > 0 {
                prices.insert(event.product, (offer.price as f32).ln());
            }
            let Some(category) = offer.category else { continue };
            let weight = event.weight * fade(event.at, now, INTEREST_HALF);
            let sum = sums.entry(category).or_insert((0.0, 0.0, event.product));
            sum.0 += weight;
            if weight > sum.1 {
                (sum.1, sum.2) = (weight, event.product);
            }
        }
        let most = sums.values().map(|sum| sum.0).fold(f32::MIN_POSITIVE, f32::max);
        let categories = sums.into_iter().map(|(category, sum)| (category, (sum.0 / most, sum.2))).collect();
        let mut prices: Vec<f32> = prices.into_values().collect();
        prices.sort_unstable_by(f32::total_cmp);
        let price = (prices.len() >= ENOUGH_PRICES).then(|| prices.get(prices.len() / 2).copied()).flatten();
        Self { categories, price, seen: events.iter().map(|event| event.product).collect() }
    }

    /// Somebody of whom only one product is known: the one that they look at.
    #[must_use]
    pub fn around(offer: &Offer) -> Self {
        let categories = offer.category.map(|category| (category, (1.0, offer.product)));
        let price = (offer.price > 0).then(|| (offer.price as f32).ln());
        Self { categories: categories.into_iter().collect(), price, seen: FxHashSet::default() }
    }

    /// The interest in the category of an offer, 0 to 1, with the product that stands for it most.
    #[must_use]
    pub fn interest(&self, offer: &Offer) -> Option<(f32, ProductId)> {
        self.categories.get(&offer.category?).copied()
    }

    /// How well a price fits, 0 to 1; the middle when nothing is known.
    fn price_fit(&self, offer: &Offer) -> f32 {
        let Some(median) = self.price.filter(|_| offer.price > 0) else { return 0.5 };
        let distance = ((offer.price as f32).ln() - median) / PRICE_SIGMA;
        (-distance * distance / 2.0).exp()
    }

    /// What an offer is worth to this shopper.
    #[must_use]
    pub fn score(&self, offer: &Offer, parts: Parts, now: Timestamp) -> f32 {
        let freshness = freshness(offer, now);
        let attraction = parts.pull + WANTED * parts.wanted + NEW * freshness;
        let stars = ((offer.stars - 3.0) / 2.0).clamp(0.0, 1.0);
        let standing = if offer.standing == StandingLevel::Top { 1.0 } else { 0.0 };
        let tilt = CATEGORY * self.interest(offer).map_or(0.0, |(interest, _)| interest)
            + PRICE * self.price_fit(offer)
            + FRESH * freshness
            + STARS * stars
            + TOP * standing;
        let seen = if self.seen.contains(&offer.product) { SEEN } else { 1.0 };
        attraction * (1.0 + tilt) * seen
    }
}

/// 1 for what is listed now, half of it every thirty days.
#[must_use]
pub fn freshness(offer: &Offer, now: Timestamp) -> f32 {
    fade(offer.listed_at, now, FRESH_HALF)
}

/// What is left of something after its time: 1 now, half of it every `half` days.
#[must_use]
pub fn fade(at: Timestamp, now: Timestamp, half: f32) -> f32 {
    let days = (now.0.saturating_sub(at.0)).max(0) as f32 / DAY_MS as f32;
    (-days / half).exp2()
}

/// The best, in order, at most so many; among equals the older product, so that the same market gives the same order.
pub fn best(candidates: &mut Vec<Candidate>, most: usize) {
    let better =
        |one: &Candidate, other: &Candidate| other.score.total_cmp(&one.score).then(one.offer.cmp(&other.offer));
    if candidates.len() > most {
        candidates.select_nth_unstable_by(most, better);
        candidates.truncate(most);
    }
    candidates.sort_unstable_by(better);
}

#[cfg(test)]
mod tests {
    use super::super::signals::PastKind;
    use super::*;
    use shared::id::ShopId;
    use uuid::Uuid;

    const NOW: Timestamp = Timestamp::from_civil(2026, 3, 2, 9, 0, 0);

    fn offer(number: u128, price: i64, category: u128) -> Offer {
        Offer {
            product: ProductId(Uuid::from_u128(number)),
            shop: ShopId(Uuid::from_u128(1)),
            category: Some(CategoryId(Uuid::from_u128(category))),
            price,
            stars: 3.0,
            standing: StandingLevel::Standard,
            listed_at: NOW.plus_days(-300),
        }
    }

    #[test]
    fn a_strong_pull_is_never_overtaken_by_a_weak_one_of_half_its_worth() {
        let profile = Profile::around(&offer(9, 1000, 7));
        let plain = offer(1, 90_000, 8);
        let perfect = Offer { stars: 5.0, standing: StandingLevel::Top, listed_at: NOW, ..offer(2, 1000, 7) };
        let parts = |pull| Parts { pull, wanted: 0.0 };
        let strong = profile.score(&plain, parts(1.0), NOW);
        assert!(strong > profile.score(&perfect, parts(0.5), NOW));
        assert!(strong < profile.score(&perfect, parts(0.9), NOW), "near equals are told apart by what fits");
    }

    #[test]
    fn the_best_come_in_order_and_among_equals_the_older_first() {
        let candidate = |offer: u32, score: f32| Candidate { offer, score, why: Why::Trending };
        let all = vec![candidate(4, 0.2), candidate(3, 0.9), candidate(1, 0.5), candidate(2, 0.9), candidate(0, 0.1)];
        let places = |most: usize| {
            let mut some = all.clone();
            best(&mut some, most);
            some.iter().map(|candidate| candidate.offer).collect::<Vec<_>>()
        };
        assert_eq!(places(9), [2, 3, 1, 4, 0]);
        assert_eq!((places(3), places(0)), (vec![2, 3, 1], vec![]));
    }

    #[test]
    fn a_profile_knows_the_median_price_and_the_category_that_weighs_most() {
        let rows = vec![offer(1, 1000, 7), offer(2, 1100, 7), offer(3, 50_000, 8)];
        let offers = Offers::new(rows.clone());
        let event =
            |offer: &Offer, weight| PastEvent { kind: PastKind::Viewed, product: offer.product, at: NOW, weight };
        let events = [event(&rows[0], 0.2), event(&rows[1], 0.3), event(&rows[2], 0.1)];
        let profile = Profile::of(&events, &offers, NOW);
        assert_eq!(profile.interest(&rows[0]), Some((1.0, rows[1].product)));
        assert!(profile.price_fit(&rows[0]) > 0.9 && profile.price_fit(&rows[2]) < 0.1);
        assert!(Profile::default().price_fit(&rows[2]) == 0.5);
    }
}
