//! What was listed in the last sixty days, by what the shopper likes; the newest first where nobody is known.

use super::super::blend::{Candidate, Parts, freshness};
use super::super::reasons::Why;
use super::interest;
use super::scene::Scene;

/// How long something is new, in days.
const NEW_DAYS: i64 = 60;
/// New offers that are looked at, the newest.
const MOST: usize = 500;
/// What interest in its category counts beside the strongest pull.
const CATEGORY: f32 = 0.3;

pub(super) fn rank(scene: &Scene<'_>) -> Vec<Candidate> {
    let newest = &scene.market.offers.newest;
    let since = scene.now.plus_days(-NEW_DAYS);
    let new = newest.iter().take_while(|offer| scene.offer(**offer).is_some_and(|row| row.listed_at >= since));
    let mut new: Vec<u32> = new.take(MOST).copied().collect();
    if new.is_empty() {
        new = newest.iter().take(scene.first * 4).copied().collect();
    }
    if scene.events.is_empty() {
        return new.into_iter().filter_map(|offer| plain(scene, offer)).collect();
    }
    let pulls = interest::pulls(scene);
    let candidates = new.into_iter().filter_map(|offer| {
        let row = scene.offer(offer)?;
        let pull = pulls.get(&offer).map(|pull| (pull.strength, pull.because));
        let category = scene.profile.interest(row).map(|(interest, because)| (CATEGORY * interest, because));
        let strongest = pull.into_iter().chain(category).max_by(|one, other| one.0.total_cmp(&other.0));
        let strongest = strongest.filter(|(_, because)| *because != row.product);
        Some(match strongest {
            Some((pull, because)) => (offer, Parts { pull, wanted: 0.0 }, Why::NewLike(because)),
            None => (offer, Parts::default(), scene.newness(offer)),
        })
    });
    scene.spread(&scene.ranked(&scene.profile, candidates))
}

/// Something new, worth how new it is.
fn plain(scene: &Scene<'_>, offer: u32) -> Option<Candidate> {
    let row = scene.offer(offer).filter(|row| scene.may(row.product))?;
    Some(Candidate { offer, score: freshness(row, scene.now), why: scene.newness(offer) })
}
