//! How much a group of bound reviewers looks like a ring.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::bonds::{Market, WINDOW_DAYS};
use super::{Bond, RING, Review, Ring, SHOWN, Stroke, Target};
use crate::id::{AccountId, ShopId};
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
/// Of what so large a part of the reviews is a group's, the group has in its hand.
const FULL_GRIP: f64 = 0.25;
/// A ring is one of many on a subject when it wrote less than one review of so many.
const LEAST_PART: usize = 10;
/// How many others must have reviewed a target before their mean says something.
const LEAST_OTHERS: u32 = 3;

/// The weights of a ring's parts, in hundredths: bonds, focus, support, window, ratio, dissent.
pub const WEIGHTS: [u8; 6] = [35, 25, 20, 8, 8, 4];

/// Measures the dense groups of a market, and lets rings take in those who belong to them.
pub(super) fn rings(market: &Market, bonds: &[Bond]) -> Vec<Ring> {
    let edge = |bond: &Bond| {
        Some(Edge { a: market.node(bond.a)?, b: market.node(bond.b)?, weight: groups::millionths(bond.weight) })
    };
    let edges: Vec<Edge> = bonds.iter().filter_map(edge).collect();
    let groups = groups::dense(market.authors.len(), &edges);
    let mut taken = vec![false; market.authors.len()];
    groups.iter().flatten().for_each(|node| taken[*node] = true);
    let mut rings: Vec<Ring> = groups.into_iter().filter_map(|group| ring(market, bonds, group)).collect();
    rings.sort_by(|x, y| y.score.total_cmp(&x.score).then_with(|| x.members.cmp(&y.members)));
    let beside = beside(market.authors.len(), &edges);
    for found in rings.iter_mut().filter(|ring| ring.score >= RING) {
        let more = accomplices(market, found, &beside, &taken);
        more.iter().for_each(|node| taken[*node] = true);
        let mut members: Vec<usize> =
            found.members.iter().filter_map(|member| market.node(*member)).chain(more).collect();
        members.sort_unstable();
        let core = std::mem::take(&mut found.members);
        if let Some(larger) = ring(market, bonds, members).filter(|larger| larger.score >= RING) {
            *found = larger;
            let joined = |member: &&AccountId| core.binary_search(member).is_err();
            found.accomplices = found.members.iter().filter(joined).copied().collect();
        } else {
            found.members = core;
        }
        let grounds = grounds(market, found);
        found.followers = followers(market, &grounds, &taken);
        found.grounds = grounds.into_keys().collect();
    }
    rings
}

fn beside(nodes: usize, edges: &[Edge]) -> Vec<Vec<usize>> {
    let mut beside = vec![Vec::new(); nodes];
    for edge in edges {
        beside[edge.a].push(edge.b);
        beside[edge.b].push(edge.a);
    }
    beside
}

/// The grounds of a ring with the mean of its stars: what at least two members reviewed, and of which they wrote at least
/// one review of ten.
fn grounds(market: &Market, ring: &Ring) -> BTreeMap<Uuid, f64> {
    let mut by_subject: BTreeMap<Uuid, Vec<&Review>> = BTreeMap::new();
    for node in ring.members.iter().filter_map(|member| market.node(*member)) {
        for review in market.by_author[node].iter().map(|at| &market.reviews[*at]) {
            by_subject.entry(review.subject).or_default().push(review);
        }
    }
    by_subject.retain(|subject, own| distinct(own) >= 2 && own.len() * LEAST_PART >= market.of_subject(*subject).len());
    by_subject.into_iter().map(|(subject, own)| (subject, mean_stars(&own))).collect()
}

fn mean_stars(reviews: &[&Review]) -> f64 {
    reviews.iter().map(|review| f64::from(review.stars)).sum::<f64>() / reviews.len() as f64
}

/// Each author's reviews of the grounds with the ring's stars (within one), as places, one a subject.
fn alike(market: &Market, grounds: &BTreeMap<Uuid, f64>) -> BTreeMap<usize, Vec<usize>> {
    let mut alike: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (subject, mean) in grounds {
        let places = market.of_subject(*subject);
        for at in places.clone().filter(|at| (f64::from(market.reviews[*at].stars) - mean).abs() <= 1.0) {
            let gave = alike.entry(market.author[at]).or_default();
            if gave.last().is_none_or(|last| !places.contains(last)) {
                gave.push(at);
            }
        }
    }
    alike
}

/// Who belongs to a ring without being bound to enough of it for the first look: the half that pays by another card, the
/// one who made no slip. Whoever is bound to
/// - two members or others like it, and gave two reviews and half of all theirs to the grounds with the ring's stars, or
/// - two members, and gave three reviews there in at least two shops.
///
/// A loyal customer is bound to nobody, a family gives its reviews elsewhere.
fn accomplices(market: &Market, ring: &Ring, beside: &[Vec<usize>], taken: &[bool]) -> Vec<usize> {
    let alike = alike(market, &grounds(market, ring));
    let member = |node: &usize| ring.members.binary_search(&market.authors[*node]).is_ok();
    let gave = |node: &usize| alike.get(node).map_or(0, Vec::len);
    let keen = |node: &usize| gave(node) >= 2 && gave(node) * 2 >= market.by_author[*node].len();
    let belongs = |node: &usize| {
        let bound = |to: &dyn Fn(&usize) -> bool| beside[*node].iter().filter(|other| to(other)).count() >= 2;
        let shops: BTreeSet<ShopId> = alike[node].iter().map(|at| market.reviews[*at].shop).collect();
        let far = gave(node) >= 3 && shops.len() >= 2;
        (keen(node) && bound(&|other| keen(other) || member(other))) || (far && bound(&member))
    };
    alike.keys().copied().filter(|node| !taken[*node] && belongs(node)).collect()
}

/// Who did on the grounds what the members did, bound to nobody: at least three reviews there with the ring's stars, half
/// of all theirs at least, and nothing else in those shops. A loyal customer also buys what everybody buys there.
fn followers(market: &Market, grounds: &BTreeMap<Uuid, f64>, taken: &[bool]) -> Vec<AccountId> {
    let follows = |node: usize, gave: &[usize]| {
        let shops: BTreeSet<ShopId> = gave.iter().map(|at| market.reviews[*at].shop).collect();
        let all = &market.by_author[node];
        let mut there = all.iter().map(|at| &market.reviews[*at]).filter(|review| shops.contains(&review.shop));
        let only = there.all(|review| gave.iter().any(|at| market.reviews[*at].subject == review.subject));
        gave.len() >= 3 && gave.len() * 2 >= all.len() && only
    };
    let alike = alike(market, grounds).into_iter().filter(|(node, gave)| !taken[*node] && follows(*node, gave));
    alike.map(|(node, _)| market.authors[node]).collect()
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
    let drawn: Vec<Drawn> = targets.values().map(|reviews| draw(market, reviews)).collect();
    let parts = parts(members.len(), &bonds, all, &drawn);
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
        accomplices: Vec::new(),
        followers: Vec::new(),
        grounds: Vec::new(),
        strokes: targets.values().flatten().map(stroke).collect(),
        targets: drawn.into_iter().map(|drawn| drawn.target).collect(),
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

/// A target with what the members did to it.
struct Drawn {
    target: Target,
    /// How many reviews of it the members wrote.
    own: u32,
    /// Their part of the reviews from 30 days before their first to 30 days after their last.
    ratio: f64,
}

impl Drawn {
    /// How much of a target it is, 0..1: `ratio / 0.25`. Three neighbours among the three hundred who bought what
    /// everybody buys have no hold on it.
    fn grip(&self) -> f64 {
        unit(self.ratio / FULL_GRIP)
    }

    fn span(&self) -> i64 {
        self.target.last.0 - self.target.first.0
    }
}

fn draw(market: &Market, own: &[&Review]) -> Drawn {
    let (first, last) = (own[0], own[own.len() - 1]);
    let everybody = &market.reviews[market.of_subject(first.subject)];
    let window = WINDOW_DAYS * DAY_MS;
    let around = everybody.iter().filter(|review| (first.at.0 - window..=last.at.0 + window).contains(&review.at.0));
    let mean = mean_stars(own);
    let all_sum: f64 = everybody.iter().map(|review| f64::from(review.stars)).sum();
    let others = (everybody.len() - own.len()) as u32;
    let mut authors: Vec<_> = own.iter().map(|review| review.reviewer).collect();
    authors.sort_unstable();
    authors.dedup();
    let target = Target {
        subject: first.subject,
        shop: first.shop,
        members: authors.len() as u32,
        mean,
        others: (others >= LEAST_OTHERS).then(|| ((all_sum - mean * own.len() as f64) / f64::from(others), others)),
        first: first.at,
        last: last.at,
    };
    Drawn { target, own: own.len() as u32, ratio: own.len() as f64 / around.count() as f64 }
}

/// - bonds: the mean weight over all pairs of members, `/ 0.5`;
/// - focus: the share of the members' reviews that is about targets, each by its grip;
/// - support: `(targets a member − 1) / 2`, each by its grip;
/// - window: the mean over targets of `1 − span / 30 d`;
/// - ratio: the mean over targets of the members' share of the reviews from 30 days before to 30 days after;
/// - dissent: the greatest `|mean of members − mean of others| / 4` on a target.
fn parts(members: usize, bonds: &[Bond], all: usize, drawn: &[Drawn]) -> Vec<Part> {
    let pairs = members * (members - 1) / 2;
    let bound = bonds.iter().map(|bond| bond.weight).sum::<f64>() / pairs as f64;
    let on: u32 = drawn.iter().map(|drawn| drawn.own).sum();
    let gripped: f64 = drawn.iter().map(|drawn| f64::from(drawn.own) * drawn.grip()).sum();
    let each = drawn.iter().map(|drawn| f64::from(drawn.target.members) * drawn.grip()).sum::<f64>() / members as f64;
    let mean = |value: &dyn Fn(&Drawn) -> f64| drawn.iter().map(value).sum::<f64>() / drawn.len() as f64;
    let window = mean(&|drawn| unit(1.0 - drawn.span() as f64 / (WINDOW_DAYS * DAY_MS) as f64));
    let ratio = mean(&|drawn| drawn.ratio);
    let (ms, acts) = drawn.iter().map(|drawn| (drawn.span(), drawn.own)).min().unwrap_or_default();
    let apart = |drawn: &Drawn| drawn.target.others.map(|(others, count)| (drawn.target.mean, others, count));
    let by_distance = |x: &(f64, f64, u32), y: &(f64, f64, u32)| (x.0 - x.1).abs().total_cmp(&(y.0 - y.1).abs());
    let (mean, others, count) = drawn.iter().filter_map(apart).max_by(by_distance).unwrap_or_default();
    let [w_bonds, w_focus, w_support, w_window, w_ratio, w_dissent] = WEIGHTS;
    vec![
        Part::new(Signal::Bonds, w_bonds, bound / FULL_BOND, Note::Mean(bound)),
        Part::new(Signal::Focus, w_focus, gripped / all as f64, Note::Count { of: on, all: all as u32 }),
        Part::new(Signal::Support, w_support, (each - 1.0) / (FULL_SUPPORT - 1.0), Note::Mean(each)),
        Part::new(Signal::Window, w_window, window, Note::Span { acts, ms }),
        Part::new(Signal::Ratio, w_ratio, ratio, Note::Mean(ratio)),
        Part::new(Signal::Dissent, w_dissent, (mean - others).abs() / 4.0, Note::Stars { mean, others, count }),
    ]
}
