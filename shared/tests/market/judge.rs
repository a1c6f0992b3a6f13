//! Runs holding over a market and compares what it did with what is true.

use std::collections::{BTreeMap, BTreeSet};

use shared::id::AccountId;
use shared::trust::holding::{Evidence, Other, SharedWith, Verdict, assess};
use shared::trust::rings::{self, Ring};
use shared::trust::sightings::SignalKind;
use shared::trust::{Histogram, brigade};

use crate::world::{CATEGORIES, Review, SHOPS, World};

/// Reviews nearest in time that a review is compared with, on each side.
const NEAREST: usize = 50;
/// Below so many reviews a category has the mean of the market.
const CATEGORY_LEAST: u32 = 200;

pub fn find_rings(world: &World) -> Vec<Ring> {
    let reviews: Vec<rings::Review> = world
        .reviews
        .iter()
        .map(|review| rings::Review {
            review: review.id,
            reviewer: world.accounts[review.author].id,
            subject: world.products[review.product].id,
            shop: world.shops[world.products[review.product].shop],
            stars: review.stars,
            at: review.at,
            text: &review.text,
        })
        .collect();
    rings::find(&reviews, &world.sightings)
}

/// The verdict on each review, in the order of the world's.
pub fn verdicts(world: &World, rings: &[Ring]) -> Vec<Verdict> {
    let mut of_product: Vec<Vec<usize>> = vec![Vec::new(); world.products.len()];
    let mut of_author: Vec<Vec<usize>> = vec![Vec::new(); world.accounts.len()];
    let mut customers: Vec<BTreeSet<AccountId>> = vec![BTreeSet::new(); SHOPS];
    for (at, review) in world.reviews.iter().enumerate() {
        of_product[review.product].push(at);
        of_author[review.author].push(at);
        customers[world.products[review.product].shop].insert(world.accounts[review.author].id);
    }
    of_product.iter_mut().for_each(|reviews| reviews.sort_by_key(|at| world.reviews[*at].at));
    let signals = Signals::of(world);
    let judge = |(at, review): (usize, &Review)| {
        let account = &world.accounts[review.author];
        let shop = world.products[review.product].shop;
        let all = &of_product[review.product];
        let place = all.iter().position(|other| *other == at).expect("it is among its product's");
        let near = &all[place.saturating_sub(NEAREST)..all.len().min(place + NEAREST + 1)];
        let near = near.iter().filter(|other| world.reviews[**other].author != review.author);
        let others: Vec<Other> =
            near.map(|other| Other { at: world.reviews[*other].at, text: &world.reviews[*other].text }).collect();
        let count = all.len() as u32 - 1;
        let sum: f64 =
            all.iter().map(|other| f64::from(world.reviews[*other].stars)).sum::<f64>() - f64::from(review.stars);
        let own = &of_author[review.author];
        let of_shop = own.iter().filter(|other| world.products[world.reviews[**other].product].shop == shop).count();
        assess(&Evidence {
            stars: review.stars,
            at: review.at,
            text: &review.text,
            opened: account.opened,
            reviews: own.len() as u32,
            reviews_of_shop: of_shop as u32,
            others: &others,
            others_mean: (count > 0).then(|| (sum / f64::from(count), count)),
            shared: &signals.shared(account.id, &customers[shop]),
            ring: rings.iter().map(|ring| ring.says(account.id)).fold(0.0, f64::max),
        })
    };
    world.reviews.iter().enumerate().map(judge).collect()
}

struct Signals {
    users: BTreeMap<(SignalKind, u64), BTreeSet<AccountId>>,
    of: BTreeMap<AccountId, Vec<(SignalKind, u64)>>,
}

impl Signals {
    fn of(world: &World) -> Self {
        let (mut users, mut of) = (BTreeMap::<_, BTreeSet<_>>::new(), BTreeMap::<_, Vec<_>>::new());
        for seen in &world.sightings {
            users.entry((seen.kind, seen.hash)).or_default().insert(seen.account);
        }
        for (value, accounts) in users.iter().filter(|(_, accounts)| accounts.len() > 1) {
            accounts.iter().for_each(|account| of.entry(*account).or_default().push(*value));
        }
        Self { users, of }
    }

    fn shared(&self, account: AccountId, customers: &BTreeSet<AccountId>) -> Vec<SharedWith> {
        let mine = self.of.get(&account).into_iter().flatten();
        let with_customer =
            mine.filter(|value| self.users[value].iter().any(|user| *user != account && customers.contains(user)));
        with_customer.map(|value| SharedWith { kind: value.0, accounts: self.users[value].len() as u32 }).collect()
    }
}

/// Hits, false alarms and misses.
#[derive(Default)]
pub struct Tally {
    pub hits: u32,
    pub alarms: u32,
    pub misses: u32,
}

impl Tally {
    pub fn add(&mut self, truth: bool, found: bool) {
        self.hits += u32::from(truth && found);
        self.alarms += u32::from(!truth && found);
        self.misses += u32::from(truth && !found);
    }

    pub fn precision(&self) -> f64 {
        if self.hits + self.alarms == 0 { 1.0 } else { f64::from(self.hits) / f64::from(self.hits + self.alarms) }
    }

    pub fn recall(&self) -> f64 {
        if self.hits + self.misses == 0 { 1.0 } else { f64::from(self.hits) / f64::from(self.hits + self.misses) }
    }
}

pub fn votes(world: &World) -> Tally {
    let brigades = brigade::find(&world.votes, &world.sightings);
    let targets = brigades.iter().flat_map(|brigade| &brigade.targets);
    let found: BTreeSet<_> = targets.flat_map(|target| &target.votes).map(|vote| (vote.review, vote.voter)).collect();
    let mut tally = Tally::default();
    for vote in &world.votes {
        let vote = (vote.review, vote.voter);
        tally.add(world.brigade_votes.contains(&vote), found.contains(&vote));
    }
    tally
}

/// The places of all products in each listing by score: the shops', the categories', the whole market's. Only reviews
/// that count are counted.
fn places(world: &World, counts: impl Fn(usize) -> bool) -> Vec<Vec<usize>> {
    let mut stars = vec![Histogram::default(); world.products.len()];
    for (at, review) in world.reviews.iter().enumerate() {
        if counts(at) {
            stars[review.product].0[usize::from(review.stars) - 1] += 1;
        }
    }
    let pooled = |category: Option<usize>| {
        let mut all = Histogram::default();
        for (product, stars) in world.products.iter().zip(&stars) {
            if category.is_none_or(|category| product.category == category) {
                all.0.iter_mut().zip(stars.0).for_each(|(sum, count)| *sum += count);
            }
        }
        all
    };
    let market = pooled(None);
    let prior = |category| {
        let pool = pooled(Some(category));
        if pool.count() < CATEGORY_LEAST { market.mean() } else { pool.mean() }.expect("a market with reviews")
    };
    let priors: Vec<f64> = (0..CATEGORIES).map(prior).collect();
    let score = |product: usize| {
        let prior = priors[world.products[product].category];
        stars[product].score(prior).unwrap_or(prior)
    };
    let scores: Vec<f64> = (0..world.products.len()).map(score).collect();
    let listing = |belongs: &dyn Fn(usize) -> bool| {
        let mut products: Vec<usize> = (0..world.products.len()).filter(|product| belongs(*product)).collect();
        products.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
        products
    };
    let shops = (0..SHOPS).map(|shop| listing(&|product| world.products[product].shop == shop));
    let categories = (0..CATEGORIES).map(|category| listing(&|product| world.products[product].category == category));
    shops.chain(categories).chain([listing(&|_| true)]).collect()
}

/// What of a market's reviews counts.
#[derive(Clone, Copy)]
pub enum Counting {
    /// All of them: nothing was ever held.
    Everything,
    /// What holding lets through.
    NotHeld,
    /// The same once people have looked at what is held: they restore what honest buyers wrote.
    Decided,
}

/// The most places that a product stands away from where it would if there were no rings: in the shops' listings, the
/// categories', the whole market's. Without rings nothing is held.
pub fn moved(world: &World, verdicts: &[Verdict], counting: Counting) -> [usize; 3] {
    let honest = |at: usize| world.accounts[world.reviews[at].author].ring.is_none();
    let counts = |at: usize| match counting {
        Counting::Everything => true,
        Counting::NotHeld => !verdicts[at].hold,
        Counting::Decided => honest(at) || !verdicts[at].hold,
    };
    furthest(&places(world, honest), &places(world, counts))
}

/// The same for a market without rings in which one honest review is left out: on the mean over some of them, what a
/// single review does.
pub fn moved_by_one(world: &World) -> [f64; 3] {
    const TRIED: usize = 12;
    let honest = |at: usize| world.accounts[world.reviews[at].author].ring.is_none();
    let all = places(world, honest);
    let mut sums = [0; 3];
    for tried in 0..TRIED {
        let left_out = tried * world.reviews.len() / TRIED;
        let without = places(world, |at| at != left_out && honest(at));
        sums.iter_mut().zip(furthest(&all, &without)).for_each(|(sum, moved)| *sum += moved);
    }
    sums.map(|sum| sum as f64 / TRIED as f64)
}

fn furthest(one: &[Vec<usize>], two: &[Vec<usize>]) -> [usize; 3] {
    let furthest = |(a, b): (&Vec<usize>, &Vec<usize>)| {
        let mut place = BTreeMap::new();
        b.iter().enumerate().for_each(|(at, product)| _ = place.insert(product, at));
        a.iter().enumerate().map(|(at, product)| at.abs_diff(place[product])).max().unwrap_or(0)
    };
    let all: Vec<usize> = one.iter().zip(two).map(furthest).collect();
    let most = |part: &[usize]| part.iter().copied().max().unwrap_or(0);
    [most(&all[..SHOPS]), most(&all[SHOPS..SHOPS + CATEGORIES]), all[SHOPS + CATEGORIES]]
}
