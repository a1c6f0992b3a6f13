//! How much a group of bound reviewers looks like a ring.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::bonds::{Market, WINDOW_DAYS};
use super::{Bond, Review, Ring, SHOWN, Stroke, Target};
use crate::id::AccountId;
use crate::timestamp::DAY_MS;
use crate::trust::groups::{self, Edge, LEAST_MEMBERS};
use crate::trust::parts::{self, Note, Part, Signal};
use crate::trust::unit;

/// What so many members reviewed is a target.
pub const TARGET_MEMBERS: usize = 3;
/// A group bound as closely as this, on the mean of all its pairs, is bound in full.
const FULL_BOND: f64 = 0.5;
/// Members with so many targets each have as much in common as counts.
const FULL_SUPPORT: f64 = 3.0;
/// How many others must have reviewed a target before their mean says something.
const LEAST_OTHERS: u32 = 3;

/// The weights of a ring's parts, in hundredths: bonds, focus, support, window, ratio, dissent.
pub const WEIGHTS: [u8; 6] = [35, 25, 20, 8, 8, 4];

/// Measures the dense groups of a market.
pub(super) fn rings(market: &Market, bonds: &[Bond]) -> Vec<Ring> {
    let edge = |bond: &Bond| {
        Some(Edge { a: market.node(bond.a)?, b: market.node(bond.b)?, weight: groups::millionths(bond.weight) })
    };
    let edges: Vec<Edge> = bonds.iter().filter_map(edge).collect();
    let groups = groups::dense(market.authors.len(), &edges);
    groups.into_iter().filter_map(|group| ring(market, bonds, group)).collect()
}

fn ring(market: &Market, bonds: &[Bond], mut members: Vec<usize>) -> Option<Ring> {
    let mut targets = targets(market, &members);
    // Whoever has no target in common with others is no member, which takes no target away.
    members.retain(|node| market.by_author[*node].iter().any(|at| targets.contains_key(&market.reviews[*at].subject)));
    if members.len() < LEAST_MEMBERS {
        return None;
    }
    targets.values_mut().for_each(|reviews| reviews.sort_unstable_by_key(|review| (review.at, review.review)));
    let accounts: Vec<_> = members.iter().map(|node| market.authors[*node]).collect();
    let bonds = within(bonds, &accounts);
    let all = members.iter().map(|node| market.by_author[*node].len()).sum();
    let drawn: Vec<(Target, f64)> = targets.values().map(|reviews| target(market, reviews)).collect();
    let parts = parts(members.len(), &bonds, all, &targets, &drawn);
    let score = parts::score(&parts);
    let stroke = |review: &&Review| Stroke {
        reviewer: review.reviewer,
        subject: review.subject,
        review: review.review,
        stars: review.stars,
        at: review.at,
    };
    (score >= SHOWN).then(|| Ring {
        members: accounts,
        strokes: targets.values().flatten().map(stroke).collect(),
        targets: drawn.into_iter().map(|(target, _)| target).collect(),
        bonds,
        score,
        parts,
    })
}

/// The bonds between these accounts, of bonds by their ends.
fn within(bonds: &[Bond], accounts: &[AccountId]) -> Vec<Bond> {
    let starting = |a: &AccountId| {
        let (from, to) = (bonds.partition_point(|bond| bond.a < *a), bonds.partition_point(|bond| bond.a <= *a));
        &bonds[from..to]
    };
    accounts.iter().flat_map(starting).filter(|bond| accounts.binary_search(&bond.b).is_ok()).cloned().collect()
}

/// What at least three members reviewed, with those reviews.
fn targets<'m>(market: &'m Market, members: &[usize]) -> BTreeMap<Uuid, Vec<&'m Review<'m>>> {
    let mut subjects: BTreeMap<Uuid, Vec<&Review>> = BTreeMap::new();
    for review in members.iter().flat_map(|node| &market.by_author[*node]).map(|at| &market.reviews[*at]) {
        subjects.entry(review.subject).or_default().push(review);
    }
    subjects.retain(|_, reviews| distinct(reviews) >= TARGET_MEMBERS);
    subjects
}

/// How many accounts wrote these reviews, which come one author after the other.
fn distinct(reviews: &[&Review]) -> usize {
    reviews.chunk_by(|a, b| a.reviewer == b.reviewer).count()
}

/// A target as it is drawn, and which part of its reviews around that time the members wrote.
fn target(market: &Market, own: &[&Review]) -> (Target, f64) {
    let (first, last) = (own[0], own[own.len() - 1]);
    let from = market.reviews.partition_point(|review| review.subject < first.subject);
    let to = market.reviews.partition_point(|review| review.subject <= first.subject);
    let everybody = &market.reviews[from..to];
    let window = WINDOW_DAYS * DAY_MS;
    let around = everybody.iter().filter(|review| (first.at.0 - window..=last.at.0 + window).contains(&review.at.0));
    let sum = |reviews: &mut dyn Iterator<Item = &Review>| reviews.map(|review| f64::from(review.stars)).sum::<f64>();
    let (own_sum, all_sum) = (sum(&mut own.iter().copied()), sum(&mut everybody.iter()));
    let others = (everybody.len() - own.len()) as u32;
    let mut authors: Vec<_> = own.iter().map(|review| review.reviewer).collect();
    authors.sort_unstable();
    authors.dedup();
    let target = Target {
        subject: first.subject,
        shop: first.shop,
        members: authors.len() as u32,
        mean: own_sum / own.len() as f64,
        others: (others >= LEAST_OTHERS).then(|| ((all_sum - own_sum) / f64::from(others), others)),
        first: first.at,
        last: last.at,
    };
    (target, own.len() as f64 / around.count() as f64)
}

/// - bonds: the mean weight over all pairs of members, `/ 0.5`;
/// - focus: the share of the members' reviews that is about targets;
/// - support: `(targets a member − 1) / 2`;
/// - window: the mean over targets of `1 − span / 30 d`;
/// - ratio: the mean over targets of the members' share of the reviews from 30 days before to 30 days after;
/// - dissent: the greatest `|mean of members − mean of others| / 4` on a target.
fn parts(
    members: usize,
    bonds: &[Bond],
    all: usize,
    targets: &BTreeMap<Uuid, Vec<&Review>>,
    drawn: &[(Target, f64)],
) -> Vec<Part> {
    let pairs = members * (members - 1) / 2;
    let bound = bonds.iter().map(|bond| bond.weight).sum::<f64>() / pairs as f64;
    let on: usize = targets.values().map(Vec::len).sum();
    let each = drawn.iter().map(|(target, _)| f64::from(target.members)).sum::<f64>() / members as f64;
    let mean = |value: &dyn Fn(&(Target, f64)) -> f64| drawn.iter().map(value).sum::<f64>() / drawn.len() as f64;
    let window_ms = (WINDOW_DAYS * DAY_MS) as f64;
    let window = mean(&|(target, _)| unit(1.0 - (target.last.0 - target.first.0) as f64 / window_ms));
    let shortest = drawn.iter().map(|(target, _)| (target.last.0 - target.first.0, target.members)).min();
    let (ms, acts) = shortest.unwrap_or_default();
    let ratio = mean(&|(_, ratio)| *ratio);
    let apart = |target: &Target| target.others.map(|(others, count)| (target.mean, others, count));
    let furthest = drawn
        .iter()
        .filter_map(|(target, _)| apart(target))
        .max_by(|x, y| (x.0 - x.1).abs().total_cmp(&(y.0 - y.1).abs()));
    let (mean, others, count) = furthest.unwrap_or_default();
    let [w_bonds, w_focus, w_support, w_window, w_ratio, w_dissent] = WEIGHTS;
    vec![
        Part::new(Signal::Bonds, w_bonds, bound / FULL_BOND, Note::Mean(bound)),
        Part::new(Signal::Focus, w_focus, on as f64 / all as f64, Note::Count { of: on as u32, all: all as u32 }),
        Part::new(Signal::Support, w_support, (each - 1.0) / (FULL_SUPPORT - 1.0), Note::Mean(each)),
        Part::new(Signal::Window, w_window, window, Note::Span { acts, ms }),
        Part::new(Signal::Ratio, w_ratio, ratio, Note::Mean(ratio)),
        Part::new(Signal::Dissent, w_dissent, (mean - others).abs() / 4.0, Note::Stars { mean, others, count }),
    ]
}
