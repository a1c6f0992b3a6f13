//! A simulated market that shows what holding finds and what it leaves alone. Seeded: the same figures everywhere.
//!
//! `cargo test -p shared --test market -- --nocapture` prints a line for each market. `VOUCH_MARKET_SEEDS=201..220` looks
//! at others.

mod campaigns;
mod honest;
mod judge;
mod random;
mod texts;
mod world;

use judge::Tally;
use world::World;

/// The parameters were chosen on 1 to 5; these were not looked at before.
const SEEDS: std::ops::RangeInclusive<u64> = 1..=5;

struct Figures {
    seed: u64,
    reviews: usize,
    rings: usize,
    held: Tally,
    campaign: Tally,
    by_ring: [Tally; 5],
    launch_held: usize,
    launch: usize,
    votes: Tally,
    moved: [usize; 3],
    unheld: [usize; 3],
}

fn market(seed: u64) -> World {
    let mut world = World::of(seed);
    honest::fill(&mut world);
    campaigns::fill(&mut world);
    campaigns::votes(&mut world);
    world
}

fn figures(seed: u64) -> Figures {
    let t = std::time::Instant::now();
    let world = market(seed);
    println!("world {:?}", t.elapsed());
    let rings = judge::find_rings(&world);
    println!("rings {:?}", t.elapsed());
    let verdicts = judge::verdicts(&world, &rings);
    println!("verdicts {:?}", t.elapsed());
    let (mut held, mut campaign, mut by_ring) = (Tally::default(), Tally::default(), <[Tally; 5]>::default());
    let mut launch_held = 0;
    let detail = std::env::var("VOUCH_MARKET_DETAIL").is_ok();
    for (review, verdict) in world.reviews.iter().zip(&verdicts) {
        let ring = world.accounts[review.author].ring;
        held.add(ring.is_some(), verdict.hold);
        campaign.add(review.campaign, verdict.hold);
        if let Some(ring) = ring {
            by_ring[ring].add(true, verdict.hold);
        }
        if detail && ring.is_some() != verdict.hold {
            println!(
                "   {:?} campaign {} {:?}",
                ring,
                review.campaign,
                verdict
                    .parts
                    .iter()
                    .map(|part| (part.signal.as_str(), (part.value * 100.0).round()))
                    .collect::<Vec<_>>()
            );
        }
        launch_held += usize::from(verdict.hold && world.launch_reviews.contains(&review.id));
    }
    if std::env::var("VOUCH_MARKET_DETAIL").is_ok() {
        for ring in rings
            .iter()
            .filter(|ring| ring.members.iter().any(|m| world.accounts.iter().any(|a| a.id == *m && a.ring.is_none())))
        {
            let kinds: Vec<_> = ring
                .members
                .iter()
                .map(|member| world.accounts.iter().find(|account| account.id == *member).unwrap().ring)
                .collect();
            let ringless: Vec<_> =
                ring.members.iter().zip(&kinds).filter(|(_, kind)| kind.is_none()).map(|(m, _)| *m).collect();
            for bond in &ring.bonds {
                if ringless.contains(&bond.a) || ringless.contains(&bond.b) {
                    println!(
                        "    {:.2} acts {:.2} tie {:.2} {:?} like {:.2}",
                        bond.weight, bond.acts, bond.tie, bond.shared, bond.likeness
                    );
                }
            }
            println!(
                "  {:.2} {:?} {:?}",
                ring.score,
                kinds,
                ring.parts.iter().map(|part| (part.signal.as_str(), (part.value * 100.0).round())).collect::<Vec<_>>()
            );
        }
    }
    println!("v {:?}", t.elapsed());
    judge::votes(&world);
    println!("v {:?}", t.elapsed());
    Figures {
        seed,
        reviews: world.reviews.len(),
        rings: rings.len(),
        launch: world.launch_reviews.len(),
        votes: judge::votes(&world),
        moved: judge::moved(&world, &verdicts, true),
        unheld: judge::moved(&world, &verdicts, false),
        held,
        campaign,
        by_ring,
        launch_held,
    }
}

impl Figures {
    fn print(&self) {
        let by_ring: Vec<String> = self
            .by_ring
            .iter()
            .zip(campaigns::RINGS)
            .map(|(tally, name)| format!("{name} {:.2}", tally.recall()))
            .collect();
        println!(
            "seed {}: {} reviews, {} groups, precision {:.3} recall {:.3} (campaign recall {:.3}; {}), launch {}/{} held, votes precision {:.3} recall {:.3}, moved {:?} (without holding {:?}), {} false alarms",
            self.seed,
            self.reviews,
            self.rings,
            self.held.precision(),
            self.held.recall(),
            self.campaign.recall(),
            by_ring.join(", "),
            self.launch_held,
            self.launch,
            self.votes.precision(),
            self.votes.recall(),
            self.moved,
            self.unheld,
            self.held.alarms,
        );
    }
}

fn seeds() -> std::ops::RangeInclusive<u64> {
    let wanted = std::env::var("VOUCH_MARKET_SEEDS").ok();
    let range = wanted.as_deref().and_then(|text| text.split_once(".."));
    range.map_or(SEEDS, |(first, last)| first.parse().unwrap()..=last.parse().unwrap())
}

#[test]
fn rings_are_held_and_honest_buyers_are_not() {
    for seed in seeds() {
        let figures = figures(seed);
        figures.print();
    }
}
