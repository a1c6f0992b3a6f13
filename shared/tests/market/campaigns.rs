//! Five rings of eight accounts, each with its own way of not being found, and a brigade that votes.

use shared::trust::brigade::Vote;
use shared::trust::sightings::SignalKind::{Address, Device, Payment};

use crate::texts;
use crate::world::{Review, SHOPS, World, YEAR, day};

const ACCOUNTS: usize = 8;
const BRIGADE: usize = 12;
pub const RINGS: [&str; 5] = ["burst", "slow drip", "camouflage", "paraphrase and defame", "mutual praise"];

pub fn fill(world: &mut World) {
    let mut shops: Vec<usize> = (0..SHOPS).filter(|shop| *shop != world.products[world.launch].shop).collect();
    world.random.shuffle(&mut shops);
    burst(world, shops[0]);
    slow_drip(world, shops[1]);
    camouflage(world, &shops[2..4]);
    paraphrase(world, &shops[4..6], shops[6]);
    mutual_praise(world, &shops[7..11]);
}

fn accounts(world: &mut World, ring: usize, oldest: f64, youngest: f64) -> Vec<usize> {
    let mut opened = || world.random.float(oldest, youngest);
    let opened: Vec<f64> = (0..ACCOUNTS).map(|_| opened()).collect();
    opened.into_iter().map(|opened| world.account(opened, Some(ring))).collect()
}

fn praise(world: &mut World) -> u8 {
    if world.random.chance(0.9) { 5 } else { 4 }
}

/// What a fake account does to look like a buyer: things that people buy, stars that people give.
fn live(world: &mut World, account: usize, low: i64, high: i64) {
    for _ in 0..world.random.between(low, high) {
        let product = world.product(None);
        let (stars, at) = (world.stars(product), world.random.float(0.0, YEAR));
        let text = texts::honest(&mut world.random);
        world.review(account, product, stars, at, &text);
    }
}

/// New accounts, four days, two texts copied with a touch, a few devices and addresses.
fn burst(world: &mut World, shop: usize) {
    let start = world.random.float(40.0, 330.0);
    let accounts = accounts(world, 0, start - 14.0, start - 4.0);
    let count = world.random.between(3, 4) as usize;
    let masters = [texts::long(&mut world.random, false, 3), texts::long(&mut world.random, false, 4)];
    for product in world.quiet_products(shop, count) {
        for account in &accounts {
            if world.random.chance(0.9) {
                let (stars, at) = (praise(world), start + world.random.float(0.0, 4.0));
                let master = world.random.pick(&masters).clone();
                let text = texts::copied(&mut world.random, &master);
                world.review(*account, product, stars, at, &text);
            }
        }
    }
    let values = world.random.between(2, 3) as usize;
    world.slip(Device, &accounts, values, 0.8);
    world.slip(Address, &accounts, values + 1, 0.7);
}

/// Half a year, words of their own, but three cards and a few addresses for all.
fn slow_drip(world: &mut World, shop: usize) {
    let start = world.random.float(5.0, 160.0);
    let length = world.random.float(150.0, 190.0);
    let accounts = accounts(world, 1, start - 200.0, start - 10.0);
    let products = world.quiet_products(shop, 5);
    for account in &accounts {
        let count = world.random.between(3, 4) as usize;
        for product in world.random.some(&products, count) {
            let (stars, at) = (praise(world), start + world.random.float(0.0, length));
            let text = texts::own(&mut world.random, false);
            world.review(*account, product, stars, at, &text);
        }
        live(world, *account, 0, 1);
    }
    let values = world.random.between(2, 3) as usize;
    world.slip(Payment, &accounts, values, 0.9);
    world.slip(Address, &accounts, 4, 0.6);
}

/// Old accounts with honest-looking reviews all over the market; two shops of one owner praised in three weeks; drop
/// addresses.
fn camouflage(world: &mut World, shops: &[usize]) {
    let start = world.random.float(60.0, 330.0);
    let accounts = accounts(world, 2, -500.0, -200.0);
    let products: Vec<usize> = shops.iter().flat_map(|shop| world.quiet_products(*shop, 2)).collect();
    for account in &accounts {
        live(world, *account, 3, 5);
        let count = world.random.between(3, 4) as usize;
        for product in world.random.some(&products, count) {
            let (stars, at) = (praise(world), start + world.random.float(0.0, 21.0));
            let text = texts::own(&mut world.random, false);
            world.review(*account, product, stars, at, &text);
        }
    }
    world.slip(Address, &accounts, 3, 0.85);
    world.slip(Device, &accounts, 4, 0.4);
}

/// A paid group: two shops praised and a rival defamed, a week each, one text a product put in other words.
fn paraphrase(world: &mut World, shops: &[usize], rival: usize) {
    let start = world.random.float(60.0, 300.0);
    let accounts = accounts(world, 3, start - 150.0, start - 5.0);
    let jobs: Vec<(usize, bool)> = shops.iter().map(|shop| (*shop, true)).chain([(rival, false)]).collect();
    for (week, (shop, good)) in jobs.into_iter().enumerate() {
        for product in world.quiet_products(shop, 2) {
            let master = texts::long(&mut world.random, false, 4);
            for account in &accounts {
                if world.random.chance(0.85) {
                    let stars = if good { praise(world) } else { 1 };
                    let at = start + 14.0 * week as f64 + world.random.float(0.0, 8.0);
                    let text = texts::paraphrased(&mut world.random, &master);
                    world.review(*account, product, stars, at, &text);
                }
            }
        }
    }
    for account in &accounts {
        live(world, *account, 0, 2);
    }
    world.slip(Payment, &accounts[..2], 1, 1.0);
    world.slip(Payment, &accounts[2..4], 1, 1.0);
}

/// Four sellers with two accounts each praise each other's shops, in words of their own.
fn mutual_praise(world: &mut World, shops: &[usize]) {
    let start = world.random.float(30.0, 280.0);
    let accounts = accounts(world, 4, start - 400.0, start - 20.0);
    for (seller, shop) in shops.iter().enumerate() {
        let week = start + 15.0 * seller as f64;
        for product in world.quiet_products(*shop, 2) {
            for (at, account) in accounts.iter().enumerate() {
                if at / 2 != seller && world.random.chance(0.85) {
                    let (stars, at) = (praise(world), week + world.random.float(0.0, 12.0));
                    let text = texts::own(&mut world.random, false);
                    world.review(*account, product, stars, at, &text);
                }
            }
        }
    }
    for seller in accounts.chunks(2) {
        if world.random.chance(0.6) {
            world.slip(Device, seller, 1, 1.0);
        }
        if world.random.chance(0.7) {
            world.slip(Address, seller, 1, 1.0);
        }
    }
    for account in &accounts {
        live(world, *account, 1, 2);
    }
}

/// Visitors who find the first reviews of a page helpful or not, and twelve accounts that vote a shop's critical reviews
/// down in a day and a half.
pub fn votes(world: &mut World) {
    for voter in 0..world.accounts.len() {
        if world.accounts[voter].ring.is_none() && world.random.chance(0.6) {
            for _ in 0..world.random.between(1, 3) {
                visit(world, voter);
            }
        }
    }
    let critical = |world: &World, shop: usize| {
        let of_shop = |review: &&Review| world.products[review.product].shop == shop && review.stars <= 3;
        world.reviews.iter().filter(of_shop).map(|review| (review.id, review.at)).collect::<Vec<_>>()
    };
    let mut shops: Vec<usize> = (0..SHOPS).collect();
    world.random.shuffle(&mut shops);
    let shop = shops.into_iter().find(|shop| critical(world, *shop).len() >= 8).expect("a shop with critical reviews");
    let mut targets = critical(world, shop);
    world.random.shuffle(&mut targets);
    targets.truncate(12);
    let start = targets.iter().map(|(_, at)| at.0).max().unwrap_or_default().max(day(YEAR / 2.0).0);
    let mut members = Vec::new();
    for _ in 0..BRIGADE {
        let opened = world.random.float(0.0, 150.0);
        let voter = world.account(opened, None);
        members.push(voter);
        for _ in 0..world.random.between(1, 2) {
            visit(world, voter);
        }
        for (review, _) in targets.clone() {
            if world.random.chance(0.85) {
                let at = shared::Timestamp(start).plus_ms(world.random.between(0, 36 * 3_600_000));
                let id = world.accounts[voter].id;
                cast(world, Vote { review, at, voter: id, shop: world.shops[shop], up: false });
                world.brigade_votes.insert((review, id));
            }
        }
    }
    world.slip(Device, &members, 4, 0.5);
}

/// One page, some of its first five reviews, within minutes. Long reviews are found helpful, others less.
fn visit(world: &mut World, voter: usize) {
    let product = world.product(None);
    let at = day(world.random.float(30.0, YEAR));
    let on_page = |review: &&Review| review.product == product && review.at < at && review.author != voter;
    let mut shown: Vec<(u32, usize)> = world
        .reviews
        .iter()
        .enumerate()
        .filter(|(_, review)| on_page(review))
        .map(|(place, review)| (review.text.shingles(), place))
        .collect();
    shown.sort_unstable_by(|a, b| b.cmp(a));
    for (length, place) in shown.into_iter().take(5) {
        if world.random.chance(0.5) {
            let up = world.random.chance(if length > 60 { 0.85 } else { 0.5 });
            let at = at.plus_ms(world.random.between(0, 600_000));
            let (review, shop) = (world.reviews[place].id, world.shops[world.products[product].shop]);
            cast(world, Vote { review, at, voter: world.accounts[voter].id, shop, up });
        }
    }
}

/// One vote a voter and review.
fn cast(world: &mut World, vote: Vote) {
    if !world.votes.iter().any(|known| known.review == vote.review && known.voter == vote.voter) {
        world.votes.push(vote);
    }
}
