//! A market for a year: 40 shops with ten products each, and whoever buys there.

use std::collections::{BTreeMap, BTreeSet};

use shared::Timestamp;
use shared::id::{AccountId, ShopId};
use shared::timestamp::DAY_MS;
use shared::trust::brigade::Vote;
use shared::trust::likeness::Text;
use shared::trust::sightings::{Sighting, SignalKind};
use uuid::Uuid;

use crate::random::Random;

pub const SHOPS: usize = 40;
const PRODUCTS_EACH: usize = 10;
pub const CATEGORIES: usize = 12;
pub const YEAR: f64 = 365.0;

pub struct Product {
    pub id: Uuid,
    pub shop: usize,
    pub category: usize,
    /// The mean of the stars that honest buyers would give.
    pub quality: f64,
    pub popularity: f64,
}

pub struct Account {
    pub id: AccountId,
    pub opened: Timestamp,
    /// The ring that it was made for.
    pub ring: Option<usize>,
}

pub struct Review {
    pub id: Uuid,
    pub author: usize,
    pub product: usize,
    pub stars: u8,
    pub at: Timestamp,
    pub text: Text,
}

pub struct World {
    pub random: Random,
    /// How careless rings are: 1 as described, 0 without a shared address, device or card.
    pub slips: f64,
    pub shops: Vec<ShopId>,
    pub products: Vec<Product>,
    pub accounts: Vec<Account>,
    pub reviews: Vec<Review>,
    pub sightings: Vec<Sighting>,
    pub votes: Vec<Vote>,
    /// The product of the honest launch, and its reviews in the first days.
    pub launch: usize,
    pub launch_reviews: BTreeSet<Uuid>,
    /// The votes of the brigade's campaign.
    pub brigade_votes: BTreeSet<(Uuid, AccountId)>,
    written: BTreeSet<(usize, usize)>,
    by_shop: BTreeMap<usize, Vec<usize>>,
}

/// The moment so many days after the market opened.
pub fn day(days: f64) -> Timestamp {
    Timestamp::from_civil(2026, 1, 1, 0, 0, 0).plus_ms((days * DAY_MS as f64) as i64)
}

impl World {
    /// Shops and products, nobody in them yet.
    pub fn of(seed: u64, slips: f64) -> Self {
        let mut random = Random::of(seed);
        let shops = (0..SHOPS).map(|_| ShopId(uuid(&mut random))).collect();
        let mut ranks: Vec<usize> = (1..=SHOPS * PRODUCTS_EACH).collect();
        random.shuffle(&mut ranks);
        let mut products = Vec::new();
        for (at, rank) in ranks.iter().enumerate() {
            products.push(Product {
                id: uuid(&mut random),
                shop: at / PRODUCTS_EACH,
                category: (at / PRODUCTS_EACH + at % 3) % CATEGORIES,
                quality: random.float(3.4, 4.9),
                // Zipf's law, with its head cut a little, as in shops.
                popularity: 1.0 / (*rank as f64 + 4.0),
            });
        }
        let mut by_shop: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, product) in products.iter().enumerate() {
            by_shop.entry(product.shop).or_default().push(at);
        }
        Self {
            random,
            slips,
            shops,
            products,
            accounts: Vec::new(),
            reviews: Vec::new(),
            sightings: Vec::new(),
            votes: Vec::new(),
            launch: 0,
            launch_reviews: BTreeSet::new(),
            brigade_votes: BTreeSet::new(),
            written: BTreeSet::new(),
            by_shop,
        }
    }

    /// A new account with an address, a device and a payment instrument of its own.
    pub fn account(&mut self, opened: f64, ring: Option<usize>) -> usize {
        let id = AccountId(uuid(&mut self.random));
        self.accounts.push(Account { id, opened: day(opened), ring });
        for kind in SignalKind::ALL {
            let hash = self.random.next();
            self.sightings.push(Sighting { kind: *kind, hash, account: id });
        }
        self.accounts.len() - 1
    }

    /// The accounts have one value in common.
    pub fn share(&mut self, kind: SignalKind, accounts: &[usize]) {
        let hash = self.random.next();
        for account in accounts {
            self.sightings.push(Sighting { kind, hash, account: self.accounts[*account].id });
        }
    }

    /// Each of the accounts uses, with the given chance times its ring's carelessness, one of so many values.
    pub fn slip(&mut self, kind: SignalKind, accounts: &[usize], values: usize, chance: f64) {
        let chance = chance * self.slips;
        let mut users = vec![Vec::new(); values];
        for account in accounts {
            if self.random.chance(chance) {
                let value = (self.random.next() % values as u64) as usize;
                users[value].push(*account);
            }
        }
        for accounts in users {
            self.share(kind, &accounts);
        }
    }

    /// Writes a review, unless the account has one of that product or the year is over.
    pub fn review(&mut self, author: usize, product: usize, stars: u8, at: f64, text: &str) -> Option<Uuid> {
        if at >= YEAR || !self.written.insert((author, product)) {
            return None;
        }
        let id = uuid(&mut self.random);
        let (at, text) = (day(at), Text::of(text));
        self.reviews.push(Review { id, author, product, stars, at, text });
        Some(id)
    }

    /// The stars that an honest buyer gives: the product's, moved by taste, and at times by a bad day.
    pub fn stars(&mut self, product: usize) -> u8 {
        let mishap = if self.random.chance(0.06) { 2.5 } else { 0.0 };
        let stars = self.products[product].quality + 0.3 + self.random.normal() * 0.8 - mishap;
        stars.round().clamp(1.0, 5.0) as u8
    }

    /// A product as popular as it is, of one shop or of all.
    pub fn product(&mut self, shop: Option<usize>) -> usize {
        let all: Vec<usize>;
        let from = match shop {
            Some(shop) => &self.by_shop[&shop],
            None => {
                all = (0..self.products.len()).collect();
                &all
            }
        };
        let products = &self.products;
        self.random.weighted(from, |product| products[product].popularity)
    }

    /// Some products of a shop that sell little enough for a few reviews to matter.
    pub fn quiet_products(&mut self, shop: usize, count: usize) -> Vec<usize> {
        let mut products = self.by_shop[&shop].clone();
        products.retain(|product| *product != self.launch);
        products.sort_by(|a, b| self.products[*a].popularity.total_cmp(&self.products[*b].popularity));
        products.truncate(7);
        self.random.some(&products, count)
    }
}

pub fn uuid(random: &mut Random) -> Uuid {
    Uuid::from_u128((u128::from(random.next()) << 64) | u128::from(random.next()))
}
