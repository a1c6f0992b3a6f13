//! One pass over the matching products: the best of a page, the count, and the facets.
//!
//! A facet counts what would match if its own filter were lifted and all others stayed, so that a shopper sees where
//! each choice would lead.

use super::index::{column, low};
use crate::catalog::ProductFilter;
use serde::{Deserialize, Serialize};
use shared::Timestamp;
use shared::id::{ProductId, ShopId};
use shared::trust::standing::WEIGHT_BELOW;
use std::collections::{BinaryHeap, HashMap, HashSet};
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};
use uuid::Uuid;

/// The order of the products.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// The best match first, newer ones among equals. What a shop below the standard sells matches half as well.
    Relevance,
    /// The newest first.
    Newest,
    /// The cheapest first.
    PriceAscending,
    /// The dearest first.
    PriceDescending,
    /// By title.
    Title,
}

/// A product's place in an order; the cursor of its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    key: [u64; 3],
    id: Uuid,
}

impl Place {
    /// The product.
    #[must_use]
    pub fn product(self) -> ProductId {
        ProductId(self.id)
    }
}

/// How the matching products spread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Products by the lower half of the category's id, ancestors included.
    pub categories: HashMap<u64, u64>,
    /// Products by shop.
    pub shops: HashMap<ShopId, u64>,
    /// Products by step of the price ladder.
    pub prices: Vec<u64>,
    /// Products that can be bought now, and those that cannot.
    pub available: [u64; 2],
}

/// What one pass finds.
#[derive(Debug)]
pub struct Found {
    /// Best first; in reading order also when going back.
    pub places: Vec<Place>,
    /// All that match.
    pub total: u64,
    /// How they spread, if asked for.
    pub facets: Option<Facets>,
}

/// The pass.
#[derive(Clone, Debug)]
pub struct Collect<'a> {
    /// What is wanted.
    pub filter: &'a ProductFilter,
    /// In which order.
    pub sort: Sort,
    /// Rows at most.
    pub limit: usize,
    /// Only rows after this one (before it, going back).
    pub cursor: Option<Place>,
    /// Whether to go back from the end.
    pub backwards: bool,
    /// The steps of the price ladder, minor units; `None` when facets are not wanted.
    pub ladder: Option<&'a [i64]>,
}

impl Collector for Collect<'_> {
    type Fruit = Found;
    type Child = Segment;

    fn for_segment(&self, _: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<Segment> {
        let fast = reader.fast_fields();
        let sort_columns = match self.sort {
            Sort::Relevance | Sort::Newest => vec![fast.u64(column::LISTED)?],
            Sort::PriceAscending | Sort::PriceDescending => vec![fast.u64(column::PRICE)?],
            Sort::Title => column::TITLE.iter().map(|name| fast.u64(name)).collect::<tantivy::Result<_>>()?,
        };
        let moment = |at: Timestamp| u64::try_from(at.0).unwrap_or(0);
        let wanted_listed = match self.filter.listed {
            Some((after, until)) => Some((fast.u64(column::LISTED)?, moment(after), moment(until))),
            None => None,
        };
        let bound = |price: Option<i64>, otherwise| price.map_or(otherwise, |price| u64::try_from(price).unwrap_or(0));
        Ok(Segment {
            id: [fast.u64(column::ID_HI)?, fast.u64(column::ID_LO)?],
            shop: [fast.u64(column::SHOP_HI)?, fast.u64(column::SHOP_LO)?],
            category: fast.u64(column::CATEGORY)?,
            price: fast.u64(column::PRICE)?,
            available: fast.u64(column::AVAILABLE)?,
            below: fast.u64(column::BELOW)?,
            sort_columns,
            sort: self.sort,
            wanted_categories: lows(self.filter.categories.as_ref().map(|ids| ids.iter().map(|id| id.0))),
            wanted_shops: lows(self.filter.shops.as_ref().map(|ids| ids.iter().map(|id| id.0))),
            wanted_price: (bound(self.filter.min_price, 0), bound(self.filter.max_price, u64::MAX)),
            wanted_available: self.filter.available.map(u64::from),
            wanted_listed,
            top: Top { heap: BinaryHeap::new(), limit: self.limit, cursor: self.cursor, backwards: self.backwards },
            total: 0,
            ladder: self.ladder.map(|steps| steps.iter().map(|step| u64::try_from(*step).unwrap_or(0)).collect()),
            facets: Facets { prices: vec![0; self.ladder.map_or(0, <[i64]>::len) + 1], ..Facets::default() },
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance
    }

    fn merge_fruits(&self, fruits: Vec<(Vec<Place>, u64, Facets)>) -> tantivy::Result<Found> {
        let mut total = 0;
        let mut places = Vec::new();
        let mut facets = Facets { prices: vec![0; self.ladder.map_or(0, <[i64]>::len) + 1], ..Facets::default() };
        for (segment_places, segment_total, segment_facets) in fruits {
            places.extend(segment_places);
            total += segment_total;
            facets.add(segment_facets);
        }
        places.sort_unstable();
        if self.backwards {
            places.reverse();
        }
        places.truncate(self.limit);
        Ok(Found { places, total, facets: self.ladder.map(|_| facets) })
    }
}

impl Facets {
    fn add(&mut self, other: Self) {
        for (category, count) in other.categories {
            *self.categories.entry(category).or_default() += count;
        }
        for (shop, count) in other.shops {
            *self.shops.entry(shop).or_default() += count;
        }
        for (sum, count) in self.prices.iter_mut().zip(other.prices) {
            *sum += count;
        }
        for (sum, count) in self.available.iter_mut().zip(other.available) {
            *sum += count;
        }
    }
}

/// The pass over one segment.
pub struct Segment {
    id: [Column<u64>; 2],
    shop: [Column<u64>; 2],
    category: Column<u64>,
    price: Column<u64>,
    available: Column<u64>,
    below: Column<u64>,
    sort_columns: Vec<Column<u64>>,
    sort: Sort,
    wanted_categories: Option<HashSet<u64>>,
    wanted_shops: Option<HashSet<u64>>,
    wanted_price: (u64, u64),
    wanted_available: Option<u64>,
    /// The column of places among the newest; after the first and until the second.
    wanted_listed: Option<(Column<u64>, u64, u64)>,
    top: Top,
    total: u64,
    ladder: Option<Vec<u64>>,
    facets: Facets,
}

/// Which filter a product fails. More than one, and no facet counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fails {
    None,
    Category,
    Shop,
    Price,
    Available,
}

impl SegmentCollector for Segment {
    type Fruit = (Vec<Place>, u64, Facets);

    fn collect(&mut self, doc: DocId, score: Score) {
        // What is new is nobody's choice in a facet: what is not is left out of all of them.
        if let Some((column, after, until)) = &self.wanted_listed {
            let listed = value(column, doc);
            if listed <= *after || listed > *until {
                return;
            }
        }
        let price = value(&self.price, doc);
        let available = value(&self.available, doc);
        let shop_low = value(&self.shop[1], doc);
        let category_ok = self
            .wanted_categories
            .as_ref()
            .is_none_or(|wanted| self.category.values_for_doc(doc).any(|id| wanted.contains(&id)));
        let shop_ok = self.wanted_shops.as_ref().is_none_or(|wanted| wanted.contains(&shop_low));
        let checks = [
            (Fails::Category, category_ok),
            (Fails::Shop, shop_ok),
            (Fails::Price, (self.wanted_price.0..=self.wanted_price.1).contains(&price)),
            (Fails::Available, self.wanted_available.is_none_or(|wanted| wanted == available)),
        ];
        let mut failed = checks.iter().filter(|(_, ok)| !ok).map(|(which, _)| *which);
        let fails = failed.next().unwrap_or(Fails::None);
        if failed.next().is_some() {
            return;
        }
        if self.ladder.is_some() {
            self.count(doc, fails, price, available, shop_low);
        }
        if fails == Fails::None {
            self.total += 1;
            let place = Place {
                key: self.key(doc, score),
                id: Uuid::from_u64_pair(value(&self.id[0], doc), value(&self.id[1], doc)),
            };
            self.top.offer(place);
        }
    }

    fn harvest(self) -> Self::Fruit {
        (self.top.heap.into_iter().map(|ranked| ranked.place).collect(), self.total, self.facets)
    }
}

impl Segment {
    fn count(&mut self, doc: DocId, fails: Fails, price: u64, available: u64, shop_low: u64) {
        let counts = |facet| fails == Fails::None || fails == facet;
        if counts(Fails::Category) {
            for category in self.category.values_for_doc(doc) {
                *self.facets.categories.entry(category).or_default() += 1;
            }
        }
        if counts(Fails::Shop) {
            let shop = ShopId(Uuid::from_u64_pair(value(&self.shop[0], doc), shop_low));
            *self.facets.shops.entry(shop).or_default() += 1;
        }
        if counts(Fails::Price) {
            let step = self.ladder.as_ref().map_or(0, |ladder| ladder.partition_point(|step| *step <= price));
            self.facets.prices[step] += 1;
        }
        if counts(Fails::Available) {
            self.facets.available[usize::from(available == 0)] += 1;
        }
    }

    /// Smaller comes first.
    fn key(&self, doc: DocId, score: Score) -> [u64; 3] {
        let first = value(&self.sort_columns[0], doc);
        match self.sort {
            // The bits of positive floats sort as the floats do.
            Sort::Relevance => {
                let weight = if value(&self.below, doc) == 0 { 1.0 } else { WEIGHT_BELOW };
                [!u64::from((score.max(0.0) * weight).to_bits()), !first, 0]
            }
            Sort::Newest | Sort::PriceDescending => [!first, 0, 0],
            Sort::PriceAscending => [first, 0, 0],
            Sort::Title => [first, value(&self.sort_columns[1], doc), value(&self.sort_columns[2], doc)],
        }
    }
}

/// The lower halves of ids, which tell them apart.
fn lows(ids: Option<impl Iterator<Item = Uuid>>) -> Option<HashSet<u64>> {
    ids.map(|ids| ids.map(low).collect())
}

fn value(column: &Column<u64>, doc: DocId) -> u64 {
    column.first(doc).unwrap_or(0)
}

/// The best places after the cursor, the worst of them on top.
struct Top {
    heap: BinaryHeap<Ranked>,
    limit: usize,
    cursor: Option<Place>,
    backwards: bool,
}

#[derive(PartialEq, Eq)]
struct Ranked {
    place: Place,
    backwards: bool,
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let order = self.place.cmp(&other.place);
        if self.backwards { order.reverse() } else { order }
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Top {
    fn offer(&mut self, place: Place) {
        let beyond = match self.cursor {
            None => true,
            Some(cursor) if self.backwards => place < cursor,
            Some(cursor) => place > cursor,
        };
        if !beyond || self.limit == 0 {
            return;
        }
        let ranked = Ranked { place, backwards: self.backwards };
        if self.heap.len() < self.limit {
            self.heap.push(ranked);
        } else if self.heap.peek().is_some_and(|worst| ranked < *worst) {
            self.heap.pop();
            self.heap.push(ranked);
        }
    }
}
