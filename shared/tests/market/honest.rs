//! Two thousand honest buyers, with all that makes honest people look alike: families, dormitories, friends, loyal
//! customers, sales, a launch, and words that everybody uses.

use shared::trust::sightings::SignalKind;

use crate::texts;
use crate::world::{Review, SHOPS, World, YEAR, day};

pub const BUYERS: usize = 2000;
const LAUNCH_DAY: f64 = 200.0;
const LAUNCH_BUYERS: usize = 60;

pub fn fill(world: &mut World) {
    let buyers: Vec<usize> = (0..BUYERS).map(|_| buyer(world)).collect();
    let mut order = buyers.clone();
    world.random.shuffle(&mut order);
    let (families, rest) = order.split_at(360);
    let mut families = families;
    while families.len() >= 4 {
        let size = world.random.between(2, 4) as usize;
        family(world, &families[..size]);
        families = &families[size..];
    }
    for dormitory in rest.chunks(25).take(3) {
        world.share(SignalKind::Address, dormitory);
    }
    // A point of collection, a café with one computer, an office.
    world.share(SignalKind::Address, &rest[100..220]);
    world.share(SignalKind::Device, &rest[220..232]);
    world.share(SignalKind::Address, &rest[232..240]);
    for friends in rest[300..360].chunks(2) {
        friends_buy_alike(world, friends);
    }
    launch(world, &buyers);
}

fn buyer(world: &mut World) -> usize {
    let (reviews, opened) = match world.random.unit() {
        // Came for one thing.
        part if part < 0.4 => (1, world.random.float(-2.0, YEAR - 16.0)),
        part if part < 0.85 => (world.random.between(2, 6), world.random.float(-600.0, YEAR - 60.0)),
        _ => (world.random.between(5, 15), world.random.float(-900.0, YEAR / 2.0)),
    };
    let account = world.account(opened, None);
    let loyal = world.random.chance(0.15).then(|| (world.random.next() % SHOPS as u64) as usize);
    let mut left = reviews;
    while left > 0 {
        let sale = world.random.chance(0.1) && opened < 320.0;
        let bought = if reviews == 1 {
            opened.max(0.0) + world.random.float(0.0, 2.0)
        } else if sale {
            world.random.float(320.0, 327.0)
        } else {
            world.random.float(opened.max(0.0), YEAR)
        };
        let shop = loyal.filter(|_| world.random.chance(0.8));
        left -= basket(world, account, shop, bought).min(left);
    }
    account
}

/// One to three things of one shop, reviewed some days later in one go. Says how many things it was.
fn basket(world: &mut World, account: usize, shop: Option<usize>, bought: f64) -> i64 {
    let things = match world.random.unit() {
        part if part < 0.6 => 1,
        part if part < 0.85 => 2,
        _ => 3,
    };
    let first = world.product(shop);
    let shop = world.products[first].shop;
    let mut written = bought + world.random.float(4.0, 14.0);
    for thing in 0..things {
        let product = if thing == 0 { first } else { world.product(Some(shop)) };
        review(world, account, product, written);
        written += 0.003;
    }
    things
}

fn review(world: &mut World, account: usize, product: usize, at: f64) {
    let stars = world.stars(product);
    let text = texts::honest(&mut world.random);
    world.review(account, product, stars, at, &text);
}

/// One address, often one card or one tablet, and at times what one of them liked.
fn family(world: &mut World, members: &[usize]) {
    world.share(SignalKind::Address, members);
    if world.random.chance(0.5) {
        world.share(SignalKind::Payment, members);
    }
    if world.random.chance(0.4) {
        world.share(SignalKind::Device, members);
    }
    for member in members {
        if world.random.chance(0.25) {
            recommended(world, *member, members, 40.0);
        }
    }
}

/// Buys what somebody else of the group reviewed, within so many days.
fn recommended(world: &mut World, member: usize, group: &[usize], within: f64) {
    let liked = |review: &&Review| group.contains(&review.author) && review.author != member;
    let liked: Vec<(usize, i64)> =
        world.reviews.iter().filter(liked).map(|review| (review.product, review.at.0)).collect();
    if liked.is_empty() {
        return;
    }
    let (product, at) = *world.random.pick(&liked);
    let days = (at - day(0.0).0) as f64 / shared::timestamp::DAY_MS as f64;
    let later = days + world.random.float(1.0, within);
    review(world, member, product, later);
}

fn friends_buy_alike(world: &mut World, friends: &[usize]) {
    for _ in 0..2 {
        recommended(world, friends[0], friends, 12.0);
    }
}

/// A product that many waited for: sixty people who have nothing to do with each other, a third of them new, in four days.
/// Some take another thing of the shop along.
fn launch(world: &mut World, buyers: &[usize]) {
    world.launch = world.product(None);
    let shop = world.products[world.launch].shop;
    world.products[world.launch].quality = 4.7;
    let open = day(LAUNCH_DAY + 8.0);
    world.reviews.retain(|review| review.product != world.launch || review.at > open);
    let mut crowd = world.random.some(buyers, LAUNCH_BUYERS * 2 / 3);
    crowd.extend((crowd.len()..LAUNCH_BUYERS).map(|_| new_account(world)).collect::<Vec<_>>());
    for account in crowd {
        let at = LAUNCH_DAY + 4.0 + world.random.float(0.0, 4.0);
        let stars = if world.random.chance(0.75) { 5 } else { world.stars(world.launch) };
        let text = texts::excited(&mut world.random);
        if let Some(review) = world.review(account, world.launch, stars, at, &text) {
            world.launch_reviews.insert(review);
        }
        if world.random.chance(0.3) {
            let product = world.product(Some(shop));
            review(world, account, product, at + 0.01);
        }
    }
}

fn new_account(world: &mut World) -> usize {
    let opened = LAUNCH_DAY - world.random.float(0.0, 1.0);
    world.account(opened, None)
}
