//! A simulated market that shows what holding finds and what it leaves alone. Seeded: the same figures everywhere.
//!
//! `cargo test -p shared --test market -- --nocapture` prints a line for each market. `VOUCH_MARKET_SEEDS=101..110` takes
//! others, `VOUCH_MARKET_SLIPS=0.5` makes rings share half as many addresses, devices and cards: these print, and assert
//! nothing.

#![expect(clippy::expect_used, reason = "a market that cannot be made fails with the reason it names")]

mod campaigns;
mod honest;
mod judge;
mod random;
mod texts;
mod world;

use std::ops::RangeInclusive;

use judge::{Counting, Tally};
use world::World;

/// The weights and thresholds were chosen on these and 6 to 20. docs/trust/holding.md has the figures of others.
const SEEDS: RangeInclusive<u64> = 1..=5;
/// No product stands further from its place without rings than this: in the listings of shops and categories as soon as
/// rings are held, and in every listing once people have looked at what is held.
const MOST_PLACES: usize = 2;

/// What holding did in a market.
struct Figures {
    seed: u64,
    reviews: usize,
    held: Tally,
    by_ring: [Tally; 5],
    launch: Tally,
    votes: Tally,
    /// In the listings of shops, of categories, of the market: with holding, after people decided, without holding, and by
    /// one honest review.
    moved: [usize; 3],
    decided: [usize; 3],
    unheld: [usize; 3],
    by_one: [f64; 3],
}

#[test]
fn rings_are_held_and_honest_buyers_are_not() {
    let wanted = |name: &str| std::env::var(name).ok();
    let (seeds, slips) = (wanted("VOUCH_MARKET_SEEDS"), wanted("VOUCH_MARKET_SLIPS"));
    let assert = seeds.is_none() && slips.is_none();
    let range = seeds.as_deref().and_then(|text| text.split_once(".."));
    let seeds = range.map_or(SEEDS, |(first, last)| first.parse().unwrap()..=last.parse().unwrap());
    let slips = slips.map_or(1.0, |text| text.parse().unwrap());
    for seed in seeds {
        let figures = figures(seed, slips);
        figures.print();
        if assert {
            figures.check();
        }
    }
}

fn figures(seed: u64, slips: f64) -> Figures {
    let mut world = World::of(seed, slips);
    honest::fill(&mut world);
    campaigns::fill(&mut world);
    campaigns::votes(&mut world);
    let rings = judge::find_rings(&world);
    let verdicts = judge::verdicts(&world, &rings);
    let (mut held, mut launch, mut by_ring) = (Tally::default(), Tally::default(), <[Tally; 5]>::default());
    for (review, verdict) in world.reviews.iter().zip(&verdicts) {
        let ring = world.accounts[review.author].ring;
        held.add(ring.is_some(), verdict.hold);
        if let Some(ring) = ring {
            by_ring[ring].add(true, verdict.hold);
        }
        if world.launch_reviews.contains(&review.id) {
            launch.add(false, verdict.hold);
        }
    }
    Figures {
        seed,
        reviews: world.reviews.len(),
        held,
        by_ring,
        launch,
        votes: judge::votes(&world),
        moved: judge::moved(&world, &verdicts, Counting::NotHeld),
        decided: judge::moved(&world, &verdicts, Counting::Decided),
        unheld: judge::moved(&world, &verdicts, Counting::Everything),
        by_one: judge::moved_by_one(&world),
    }
}

impl Figures {
    fn print(&self) {
        let by_ring = self.by_ring.iter().zip(campaigns::RINGS);
        let by_ring: Vec<String> = by_ring.map(|(tally, name)| format!("{name} {:.2}", tally.recall())).collect();
        println!(
            "seed {}: {} reviews, {} of rings; precision {:.3}, recall {:.3} ({}), {} honest held; launch {} held; \
             votes: precision {:.3}, recall {:.3}; places moved in shops, categories, market: {:?}, {:?} after people decided, \
             without holding {:?}, by one review {:.0?}",
            self.seed,
            self.reviews,
            self.held.hits + self.held.misses,
            self.held.precision(),
            self.held.recall(),
            by_ring.join(", "),
            self.held.alarms,
            self.launch.alarms,
            self.votes.precision(),
            self.votes.recall(),
            self.moved,
            self.decided,
            self.unheld,
            self.by_one,
        );
    }

    fn check(&self) {
        for (what, tally) in [("reviews", &self.held), ("votes", &self.votes)] {
            let (precision, recall) = (tally.precision(), tally.recall());
            assert!(precision >= 0.9 && recall >= 0.8, "seed {}, {what}: {precision}, {recall}", self.seed);
        }
        assert_eq!(self.launch.alarms, 0, "seed {}: the honest launch was held", self.seed);
        let [shops, categories, _] = self.moved;
        assert!(shops <= MOST_PLACES && categories <= MOST_PLACES, "seed {}: {:?}", self.seed, self.moved);
        let furthest = self.decided.into_iter().max().unwrap_or_default();
        assert!(furthest <= MOST_PLACES, "seed {}, after people decided: {:?}", self.seed, self.decided);
    }
}
