//! What is much wanted among those who read the shopper's language; where no demand is known, the newest, which say so.

use super::super::blend::Candidate;
use super::super::reasons::Why;
use super::scene::Scene;
use std::collections::HashSet;

pub(super) fn rank(scene: &Scene<'_>) -> Vec<Candidate> {
    let allowed = |offer: u32| scene.offer(offer).is_some_and(|row| scene.may(row.product));
    let wanted = scene.market.wanted(scene.locale).iter().filter(|(offer, _)| allowed(*offer));
    let wanted: Vec<Candidate> =
        wanted.map(|(offer, score)| Candidate { offer: *offer, score: *score, why: Why::Trending }).collect();
    let known: HashSet<u32> = wanted.iter().map(|candidate| candidate.offer).collect();
    let mut ranked = scene.spread(&wanted);
    let newest = scene.market.offers.newest.iter().copied();
    let newest = newest.filter(|offer| !known.contains(offer) && allowed(*offer)).take(scene.first * 2);
    ranked.extend(newest.map(|offer| Candidate { offer, score: 0.0, why: scene.newness(offer) }));
    ranked
}
