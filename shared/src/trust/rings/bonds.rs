//! What binds two reviewers to each other.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use uuid::Uuid;

use super::{Bond, Review};
use crate::id::{AccountId, ShopId};
use crate::timestamp::DAY_MS;
use crate::trust::sightings::{self, CROWD, Sighting};
use crate::trust::{together, unit};

/// Two reviews of one subject that lie further apart were not written together.
pub const WINDOW_DAYS: i64 = 30;
/// A review is compared with so many after it on the same subject.
pub const NEIGHBOURS: usize = 32;
/// Bonds under this are chance. It is above [`ONE_SHOP`]: one shop alone binds nobody.
pub const LEAST_BOND: f64 = 0.3;
/// How much all that two reviewers did together in one shop says at most.
pub const ONE_SHOP: f64 = 0.25;
/// How much it says that two reviewed the same subject at once, alike, and nobody else did.
const ACT: f64 = 0.4;
/// With so many other reviews of the subject around the two, that says half.
const HALF: f64 = 8.0;
/// How much it says that two texts are one.
const SAME_TEXT: f64 = 0.6;
/// What a tie is worth between two who know the same shop but no common subject.
const SHOP_REACH: f64 = 0.25;
/// A common subject with so many other reviews takes a tie half as far: everybody buys what everybody buys.
const REACH_HALF: f64 = 60.0;
/// How much it says that two of different cells agree on a subject that nobody else reviewed.
const CELL: f64 = 0.25;

const _: () = assert!(ONE_SHOP < LEAST_BOND);

/// Reviews in order, and their authors by number.
pub struct Market<'a> {
    /// By subject, then by time.
    pub(super) reviews: Vec<Review<'a>>,
    /// In rising order; a node of the graph is a place in it.
    pub(super) authors: Vec<AccountId>,
    /// The places in `reviews` of each author's reviews.
    pub(super) by_author: Vec<Vec<usize>>,
    /// The author of each review, as a node.
    pub(super) author: Vec<usize>,
}

impl<'a> Market<'a> {
    /// Puts reviews in order. O(n log n).
    #[must_use]
    pub fn of(reviews: &[Review<'a>]) -> Self {
        let mut reviews = reviews.to_vec();
        reviews.sort_unstable_by_key(|review| (review.subject, review.at, review.reviewer, review.review));
        let mut authors: Vec<AccountId> = reviews.iter().map(|review| review.reviewer).collect();
        authors.sort_unstable();
        authors.dedup();
        let mut market = Self {
            author: Vec::with_capacity(reviews.len()),
            by_author: vec![Vec::new(); authors.len()],
            reviews,
            authors,
        };
        for (at, review) in market.reviews.iter().enumerate() {
            // Every author is among the authors.
            let node = market.authors.binary_search(&review.reviewer).unwrap_or_default();
            market.author.push(node);
            market.by_author[node].push(at);
        }
        market
    }

    pub(super) fn node(&self, account: AccountId) -> Option<usize> {
        self.authors.binary_search(&account).ok()
    }

    /// All reviews of a subject, in order of time.
    pub(super) fn of_subject(&self, subject: Uuid) -> Range<usize> {
        let first = self.reviews.partition_point(|review| review.subject < subject);
        first..self.reviews.partition_point(|review| review.subject <= subject)
    }

    /// Whether an author reviewed the subject with these reviews.
    pub(super) fn was_on(&self, node: usize, subject: &Range<usize>) -> bool {
        let own = &self.by_author[node];
        own.get(own.partition_point(|at| *at < subject.start)).is_some_and(|at| *at < subject.end)
    }

    /// The reviews of each subject, in order of time, with the place of the first.
    pub(super) fn subjects(&self) -> impl Iterator<Item = (usize, &[Review<'a>])> {
        self.reviews.chunk_by(|a, b| a.subject == b.subject).scan(0, |next, chunk| {
            let start = *next;
            *next += chunk.len();
            Some((start, chunk))
        })
    }
}

/// How much two reviews of one subject say about their authors acting together, 0..0.4:
/// `0.4 · (1 − Δt / 30 d) · (1 − Δstars / 2) · 8 / (8 + others)`, with `others` the other reviews of the subject within
/// 30 days of either. It is 0 past 30 days or two stars.
#[must_use]
pub fn act(apart_ms: i64, apart_stars: u8, others: usize) -> f64 {
    let closeness = unit(1.0 - apart_ms as f64 / (WINDOW_DAYS * DAY_MS) as f64);
    let agreement = unit(1.0 - f64::from(apart_stars) / 2.0);
    ACT * closeness * agreement * HALF / (HALF + others as f64)
}

/// How closely two are bound, 0..1: by their acts, and by their tie as far as it reaches.
/// `1 − (1 − acts)(1 − tie · reach)`.
#[must_use]
pub fn bond(acts: f64, tie: f64, reach: f64) -> f64 {
    together([acts, tie * reach])
}

/// All bonds of at least [`LEAST_BOND`], by their ends. The ends are in rising order.
#[must_use]
pub fn all(market: &Market, sightings: &[Sighting]) -> Vec<Bond> {
    let mut traces = Traces::default();
    acts(market, &mut traces);
    texts(market, &mut traces);
    for (a, b, kind, tie) in sightings::ties(sightings) {
        if let (Some(a), Some(b)) = (market.node(a), market.node(b)) {
            traces.of(a, b).shared.push((kind, tie));
        }
    }
    let bonds = traces.0.into_iter().map(|((a, b), trace)| trace.bond(market, a, b));
    let mut bonds: Vec<Bond> = bonds.filter(|bond| bond.weight >= LEAST_BOND).collect();
    let mut cells = cells(market, &bonds);
    for bond in &mut bonds {
        if let Some(cell) = cells.remove(&(bond.a, bond.b)) {
            bond.acts = together([bond.acts, cell]);
            bond.cell = cell;
            bond.weight = together([bond.weight, cell]);
        }
    }
    let bond =
        |((a, b), acts)| Bond { a, b, weight: acts, acts, cell: acts, tie: 0.0, shared: Vec::new(), likeness: 0.0 };
    bonds.extend(cells.into_iter().map(bond));
    bonds.sort_unstable_by_key(|bond| (bond.a, bond.b));
    bonds
}

/// Bonds between cells. Somebody who makes many accounts with a few cards leaves cells: twos and threes tied to each
/// other and to nobody else. Two accounts of different cells are bound when they agree (within a star) on at least two
/// subjects, at whatever time, and each has somebody of its own cell on two of these subjects as well:
/// `1 − Π(1 − 0.25 · 60 / (60 + others))`. That two families meet on two things that few buy is no chance.
///
/// Subjects with more than 50 bound reviewers are left out, which bounds the work at `25 n`.
fn cells(market: &Market, bonds: &[Bond]) -> BTreeMap<(AccountId, AccountId), f64> {
    let mut cell: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for bond in bonds.iter().filter(|bond| bond.tie >= LEAST_BOND && !bond.shared.is_empty()) {
        if let (Some(a), Some(b)) = (market.node(bond.a), market.node(bond.b)) {
            cell.entry(a).or_default().insert(b);
            cell.entry(b).or_default().insert(a);
        }
    }
    let mut common: BTreeMap<(usize, usize), Vec<Range<usize>>> = BTreeMap::new();
    for (start, reviews) in market.subjects() {
        let subject = start..start + reviews.len();
        let bound: Vec<usize> = subject.clone().filter(|at| cell.contains_key(&market.author[*at])).collect();
        if bound.len() > CROWD {
            continue;
        }
        for (place, one) in bound.iter().enumerate() {
            for two in &bound[place + 1..] {
                let (a, b) = (market.author[*one], market.author[*two]);
                let alike = market.reviews[*one].stars.abs_diff(market.reviews[*two].stars) <= 1;
                if a != b && alike && !cell[&a].contains(&b) {
                    let subjects = common.entry((a.min(b), a.max(b))).or_default();
                    // Somebody may have reviewed a subject twice.
                    if subjects.last() != Some(&subject) {
                        subjects.push(subject.clone());
                    }
                }
            }
        }
    }
    // Whether one of its cell was on two of the subjects.
    let accompanied = |node: usize, subjects: &[Range<usize>]| {
        let was_on = |other: &usize, subject: &Range<usize>| market.was_on(*other, subject);
        cell[&node].iter().any(|other| subjects.iter().filter(|subject| was_on(other, subject)).count() >= 2)
    };
    let met = common
        .into_iter()
        .filter(|((a, b), subjects)| subjects.len() >= 2 && accompanied(*a, subjects) && accompanied(*b, subjects));
    let weight = |((a, b), subjects): ((usize, usize), Vec<Range<usize>>)| {
        let weight = together(subjects.iter().map(|subject| CELL * rarity(subject.len())));
        ((market.authors[a], market.authors[b]), weight)
    };
    met.map(weight).filter(|(_, weight)| *weight >= LEAST_BOND).collect()
}

/// `60 / (60 + others)` for a subject with so many reviews, two of them meant.
fn rarity(reviews: usize) -> f64 {
    REACH_HALF / (REACH_HALF + reviews.saturating_sub(2) as f64)
}

/// What is known about a pair.
#[derive(Default)]
struct Trace {
    /// By shop, the acts.
    acts: BTreeMap<ShopId, f64>,
    likeness: f64,
    shared: Vec<(sightings::SignalKind, f64)>,
}

#[derive(Default)]
struct Traces(BTreeMap<(usize, usize), Trace>);

impl Traces {
    fn of(&mut self, a: usize, b: usize) -> &mut Trace {
        self.0.entry((a.min(b), a.max(b))).or_default()
    }
}

impl Trace {
    fn bond(self, market: &Market, a: usize, b: usize) -> Bond {
        let acts = together(self.acts.values().map(|act| act.min(ONE_SHOP)));
        let tie = together(self.shared.iter().map(|(_, tie)| *tie).chain([SAME_TEXT * self.likeness]));
        let reach = if tie > 0.0 { reach(market, a, b) } else { 0.0 };
        Bond {
            a: market.authors[a],
            b: market.authors[b],
            weight: bond(acts, tie, reach),
            acts,
            cell: 0.0,
            tie,
            shared: self.shared.into_iter().map(|(kind, _)| kind).collect(),
            likeness: self.likeness,
        }
    }
}

/// How far a tie between two reaches, 0..1: over their common subjects, whenever they reviewed them,
/// `1 − Π(1 − 60 / (60 + others))` with `others` the other reviews of each; at least 1/4 with a common shop; else 0.
fn reach(market: &Market, a: usize, b: usize) -> f64 {
    let of = |node: usize| market.by_author[node].iter().map(|at| &market.reviews[*at]);
    let theirs: BTreeSet<Uuid> = of(b).map(|review| review.subject).collect();
    let common: Vec<usize> = of(a)
        .filter(|review| theirs.contains(&review.subject))
        .map(|review| market.of_subject(review.subject).len())
        .collect();
    let reach = together(common.into_iter().map(rarity));
    let shops: BTreeSet<ShopId> = of(b).map(|review| review.shop).collect();
    let shop = of(a).any(|review| shops.contains(&review.shop));
    if shop { reach.max(SHOP_REACH) } else { reach }
}

/// Compares each review with those after it on the same subject.
fn acts(market: &Market, traces: &mut Traces) {
    let window = WINDOW_DAYS * DAY_MS;
    for (start, reviews) in market.subjects() {
        let around = around(reviews, window);
        for (at, one) in reviews.iter().enumerate() {
            for (beyond, two) in reviews[at + 1..].iter().take(NEIGHBOURS).enumerate() {
                let other = at + 1 + beyond;
                if one.reviewer == two.reviewer {
                    continue;
                }
                let others = around[at].max(around[other]).saturating_sub(2);
                let act = act(two.at.0 - one.at.0, one.stars.abs_diff(two.stars), others);
                let likeness = one.text.likeness(two.text);
                if act > 0.0 || likeness > 0.0 {
                    let trace = traces.of(market.author[start + at], market.author[start + other]);
                    *trace.acts.entry(one.shop).or_default() += act;
                    trace.likeness = trace.likeness.max(likeness);
                }
            }
        }
    }
}

/// For each of the reviews in order of time, how many lie within the window around it, itself among them.
fn around(reviews: &[Review], window: i64) -> Vec<usize> {
    let (mut first, mut past) = (0, 0);
    let count = |review: &Review| {
        while reviews[first].at.0 < review.at.0 - window {
            first += 1;
        }
        while past < reviews.len() && reviews[past].at.0 <= review.at.0 + window {
            past += 1;
        }
        past - first
    };
    reviews.iter().map(count).collect()
}

/// Compares texts that have a run in common, on whatever subject.
fn texts(market: &Market, traces: &mut Traces) {
    let runs = market.reviews.iter().enumerate().flat_map(|(at, review)| review.text.runs().map(move |run| (run, at)));
    let mut runs: Vec<(u64, usize)> = runs.collect();
    runs.sort_unstable();
    runs.dedup();
    let mut pairs = Vec::new();
    for group in runs.chunk_by(|a, b| a.0 == b.0) {
        if group.len() > CROWD {
            continue;
        }
        for (at, (_, one)) in group.iter().enumerate() {
            pairs.extend(group[at + 1..].iter().map(|(_, two)| (*one, *two)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    for (one, two) in pairs {
        let (a, b) = (market.author[one], market.author[two]);
        let likeness = market.reviews[one].text.likeness(market.reviews[two].text);
        if a != b && likeness > 0.0 {
            let trace = traces.of(a, b);
            trace.likeness = trace.likeness.max(likeness);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(value: f64, expected: f64) {
        assert!((value - expected).abs() < 1e-9, "{value} is not {expected}");
    }

    #[test]
    fn an_act_fades_with_time_stars_and_company() {
        near(act(0, 0, 0), 0.4);
        near(act(15 * DAY_MS, 0, 0), 0.2);
        near(act(0, 1, 8), 0.1);
        near(act(0, 0, 58), 0.4 * 8.0 / 66.0);
        near(act(30 * DAY_MS, 0, 0), 0.0);
        near(act(0, 2, 0), 0.0);
        near(act(0, 4, 0), 0.0);
    }

    #[test]
    fn a_bond_needs_reach() {
        near(bond(0.0, 0.9, 0.0), 0.0);
        near(bond(0.25, 0.6, 1.0), 0.7);
        near(bond(0.0, 0.6, 0.5), 0.3);
    }
}
