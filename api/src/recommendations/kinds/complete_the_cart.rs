//! What goes with the things in a cart: what others bought with them, what the model holds for neighbours, and, where
//! nobody has bought yet, what the same shops sell, since it comes in the same parcel.

use super::super::blend::{Candidate, Parts};
use super::super::reasons::Why;
use super::bought_together::pairs;
use super::near::neighbours;
use super::scene::Scene;
use rustc_hash::FxHashMap;
use shared::id::ProductId;

/// What being a neighbour counts, beside being bought together.
const NEIGHBOUR: f32 = 0.5;
/// Offers of each shop that are looked at when the model knows too little, the newest.
const OF_SHOP: usize = 60;

pub(super) fn rank(scene: &Scene<'_>, cart: &[ProductId]) -> Vec<Candidate> {
    let mut found: FxHashMap<u32, Gain> = FxHashMap::default();
    for product in cart {
        add(scene, &mut found, pairs(scene, *product), 1.0, *product);
        add(scene, &mut found, neighbours(scene, *product), NEIGHBOUR, *product);
    }
    let most = found.values().map(|gain| gain.sum).fold(f32::MIN_POSITIVE, f32::max);
    let mut candidates: FxHashMap<u32, (Parts, Why)> = found
        .into_iter()
        .map(|(offer, gain)| (offer, (Parts { pull: gain.sum / most, wanted: 0.0 }, Why::GoesWith(gain.because))))
        .collect();
    if candidates.len() < scene.first {
        of_the_same_shops(scene, cart, &mut candidates);
    }
    let outside = candidates.into_iter().filter(|(offer, _)| {
        let in_cart = scene.offer(*offer).is_none_or(|row| cart.contains(&row.product));
        !in_cart
    });
    scene.spread(&scene.ranked(&scene.profile, outside.map(|(offer, (parts, why))| (offer, parts, why))))
}

/// What speaks for an offer, and the line that says most of it.
struct Gain {
    sum: f32,
    greatest: f32,
    because: ProductId,
}

fn add(scene: &Scene<'_>, found: &mut FxHashMap<u32, Gain>, list: &[(u32, f32)], part: f32, line: ProductId) {
    let most = list.iter().map(|(_, weight)| *weight).fold(f32::MIN_POSITIVE, f32::max);
    for (item, weight) in list {
        let Some(offer) = scene.market.offer_of(*item) else { continue };
        let gain = part * weight / most;
        let known = found.entry(offer).or_insert(Gain { sum: 0.0, greatest: 0.0, because: line });
        known.sum += gain;
        if gain > known.greatest {
            (known.greatest, known.because) = (gain, line);
        }
    }
}

fn of_the_same_shops(scene: &Scene<'_>, cart: &[ProductId], candidates: &mut FxHashMap<u32, (Parts, Why)>) {
    let offers = &scene.market.offers;
    let wanted: FxHashMap<u32, f32> = scene.market.wanted(scene.locale).iter().copied().collect();
    for line in cart {
        let Some(shop) = offers.of(*line).map(|offer| offer.shop) else { continue };
        for offer in offers.in_shop(shop).iter().take(OF_SHOP) {
            let wanted = wanted.get(offer).copied().unwrap_or(0.0);
            candidates.entry(*offer).or_insert((Parts { pull: 0.0, wanted }, Why::SameShop(*line)));
        }
    }
}
