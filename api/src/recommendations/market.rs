//! What can be suggested now, with the model that is served: one picture of the market in memory that all requests rank
//! from, so that none of them reads the catalogue.
//!
//! Its maps have a hash that is quick and not keyed: what is looked up in them are places and ids that the server gave itself.

use super::blend::Candidate;
use super::eligible::Offer;
use super::kinds::Kind;
use super::stored::Serving;
use rustc_hash::FxHashMap;
use shared::id::{CategoryId, ProductId, ShopId};
use shared::{Locale, Timestamp};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The most wanted that are kept in order, for each language.
const MOST_WANTED: usize = 200;
/// How much the language of a shopper's market counts beside the whole of it, in what is wanted.
const OWN_LANGUAGE: f32 = 0.8;
/// Products of which it is held what is near them.
const MOST_NEAR: usize = 5_000;
const HOUR_MS: i64 = 3_600_000;
/// No place: the item of the model cannot be suggested, or nobody has dealt with the offer yet.
const NOWHERE: u32 = u32::MAX;

/// Everything that may be suggested, ordered by product. An offer is named by its place.
#[derive(Debug, Default)]
pub struct Offers {
    /// In the order of their products.
    pub rows: Vec<Offer>,
    places: FxHashMap<ProductId, u32>,
    /// The newest first.
    pub newest: Vec<u32>,
    by_category: FxHashMap<CategoryId, Vec<u32>>,
    by_shop: FxHashMap<ShopId, Vec<u32>>,
}

impl Offers {
    /// Puts offers in order.
    #[must_use]
    pub fn new(mut rows: Vec<Offer>) -> Self {
        rows.sort_unstable_by_key(|offer| offer.product);
        rows.dedup_by_key(|offer| offer.product);
        let mut newest: Vec<u32> = (0..).take(rows.len()).collect();
        let listed = |place: &u32| rows.get(*place as usize).map(|offer| offer.listed_at);
        newest.sort_by_key(|place| std::cmp::Reverse(listed(place)));
        let mut offers = Self { newest, ..Self::default() };
        offers.places = (0..).zip(&rows).map(|(place, offer)| (offer.product, place)).collect();
        for place in &offers.newest {
            let Some(offer) = rows.get(*place as usize) else { continue };
            offers.by_shop.entry(offer.shop).or_default().push(*place);
            if let Some(category) = offer.category {
                offers.by_category.entry(category).or_default().push(*place);
            }
        }
        offers.rows = rows;
        offers
    }

    /// The place of a product; `None` when it may not be suggested.
    #[must_use]
    pub fn place(&self, product: ProductId) -> Option<u32> {
        self.places.get(&product).copied()
    }

    /// What stands at a place.
    #[must_use]
    pub fn get(&self, place: u32) -> Option<&Offer> {
        self.rows.get(place as usize)
    }

    /// A product, if it may be suggested.
    #[must_use]
    pub fn of(&self, product: ProductId) -> Option<&Offer> {
        self.get(self.place(product)?)
    }

    /// What is in a category, the newest first.
    #[must_use]
    pub fn in_category(&self, category: CategoryId) -> &[u32] {
        self.by_category.get(&category).map_or(&[], Vec::as_slice)
    }

    /// What a shop sells, the newest first.
    #[must_use]
    pub fn in_shop(&self, shop: ShopId) -> &[u32] {
        self.by_shop.get(&shop).map_or(&[], Vec::as_slice)
    }
}

/// The offers and the model that is served, with what leads from one to the other.
pub struct Market {
    /// What may be suggested.
    pub offers: Arc<Offers>,
    /// The model, when one was learned.
    pub serving: Option<Arc<Serving>>,
    /// By item of the model its offer.
    offer_of_item: Vec<u32>,
    /// By offer its item of the model.
    item_of_offer: Vec<u32>,
    wanted: HashMap<Locale, Vec<(u32, f32)>>,
    for_all: Mutex<RankedByAsked>,
    near: Mutex<FxHashMap<ProductId, Near>>,
}

/// By what is asked for, and the hour in which it was ranked, the best first.
type RankedByAsked = HashMap<(Asked, i64), Arc<[Candidate]>>;

/// Offers near a product, each from 0 to 1.
pub type Near = Arc<[(u32, f32)]>;

/// What everybody asks for of whom nothing is known: which kind, in which language, and how many.
pub type Asked = (Kind, Locale, usize);

impl Market {
    /// Brings offers and a model together.
    #[must_use]
    pub fn new(offers: Arc<Offers>, serving: Option<Arc<Serving>>) -> Self {
        let mut market = Self {
            item_of_offer: vec![NOWHERE; offers.rows.len()],
            offers,
            serving: None,
            offer_of_item: Vec::new(),
            wanted: HashMap::new(),
            for_all: Mutex::default(),
            near: Mutex::default(),
        };
        let Some(serving) = serving else { return market };
        market.offer_of_item =
            serving.products.iter().map(|product| market.offers.place(*product).unwrap_or(NOWHERE)).collect();
        for (item, offer) in (0..).zip(&market.offer_of_item) {
            if let Some(place) = market.item_of_offer.get_mut(*offer as usize) {
                *place = item;
            }
        }
        market.wanted = Locale::ALL.iter().map(|locale| (*locale, market.most_wanted(&serving, *locale))).collect();
        market.serving = Some(serving);
        market
    }

    /// The offer of an item of the model; `None` when it may not be suggested.
    #[must_use]
    pub fn offer_of(&self, item: u32) -> Option<u32> {
        self.offer_of_item.get(item as usize).copied().filter(|place| *place != NOWHERE)
    }

    /// The item of the model that an offer is.
    #[must_use]
    pub fn item_of(&self, offer: u32) -> Option<u32> {
        self.item_of_offer.get(offer as usize).copied().filter(|item| *item != NOWHERE)
    }

    /// What is wanted most among those who read a language, the most first, each from 0 to 1.
    #[must_use]
    pub fn wanted(&self, locale: Locale) -> &[(u32, f32)] {
        self.wanted.get(&locale).map_or(&[], Vec::as_slice)
    }

    /// What everybody gets of whom nothing is known, ranked once in an hour of this market.
    pub fn for_all(&self, asked: Asked, now: Timestamp, rank: impl FnOnce() -> Vec<Candidate>) -> Arc<[Candidate]> {
        let key = (asked, hour_of(now));
        let held = || self.for_all.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(ranked) = held().get(&key) {
            return Arc::clone(ranked);
        }
        // Two may rank at the same time, and find the same.
        let ranked: Arc<[Candidate]> = rank().into();
        held().insert(key, Arc::clone(&ranked));
        ranked
    }

    /// What is near a product, if somebody asked for it before.
    #[must_use]
    pub fn near(&self, product: ProductId) -> Option<Near> {
        self.near.lock().unwrap_or_else(PoisonError::into_inner).get(&product).cloned()
    }

    /// Holds what is near a product, for as long as this picture of the market is believed.
    pub fn keep_near(&self, product: ProductId, near: &Near) {
        let mut held = self.near.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() < MOST_NEAR {
            held.insert(product, Arc::clone(near));
        }
    }

    /// The demand in a language, where there is any, beside the demand everywhere: each as a part of the greatest.
    fn most_wanted(&self, serving: &Serving, locale: Locale) -> Vec<(u32, f32)> {
        let everywhere = &serving.trained.demand;
        let own = serving.demand_by_locale.get(&locale);
        let (most, most_own) = (greatest(everywhere), own.map_or(0.0, |demand| greatest(demand)));
        let share =
            |demand: Option<&f32>, most: f32| demand.map_or(0.0, |demand| if most > 0.0 { demand / most } else { 0.0 });
        let weight = if most_own > 0.0 { OWN_LANGUAGE } else { 0.0 };
        let mut wanted: Vec<(u32, f32)> = Vec::new();
        for (item, offer) in self.offer_of_item.iter().enumerate().filter(|(_, offer)| **offer != NOWHERE) {
            let own = share(own.and_then(|demand| demand.get(item)), most_own);
            let score = weight * own + (1.0 - weight) * share(everywhere.get(item), most);
            if score > 0.0 {
                wanted.push((*offer, score));
            }
        }
        wanted.sort_unstable_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        wanted.truncate(MOST_WANTED);
        let best = wanted.first().map_or(1.0, |(_, score)| *score);
        wanted.into_iter().map(|(offer, score)| (offer, score / best)).collect()
    }
}

/// The hour in which a moment lies: what was ranked in it is believed until it is over.
pub(super) const fn hour_of(now: Timestamp) -> i64 {
    now.0 / HOUR_MS
}

fn greatest(demand: &[f32]) -> f32 {
    demand.iter().copied().fold(0.0, f32::max)
}
