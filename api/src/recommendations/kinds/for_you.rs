//! What somebody may like: by their history, and what they are due to buy again; where nobody is known, what is wanted
//! and, on the page of a product, what is like that.

use super::super::blend::{Candidate, Parts, Profile};
use super::super::reasons::Why;
use super::scene::Scene;
use super::{buy_again, interest, near};
use rustc_hash::FxHashMap;
use shared::id::ProductId;

/// What being due counts beside the strongest pull.
const DUE: f32 = 0.6;

pub(super) fn rank(scene: &Scene<'_>, product: Option<ProductId>) -> Vec<Candidate> {
    let pulls = interest::pulls(scene);
    let mut found: FxHashMap<u32, (Parts, Why)> = FxHashMap::default();
    found.reserve(pulls.len() + scene.market.wanted(scene.locale).len());
    for (offer, pull) in pulls {
        let Some(kind) = scene.past(pull.because) else { continue };
        found.insert(offer, (Parts { pull: pull.strength, wanted: 0.0 }, Why::Past(kind, pull.because)));
    }
    for due in buy_again::due(scene).into_iter().filter(buy_again::Due::is_now) {
        if let Some(offer) = scene.market.offers.place(due.product) {
            // Twice, since what they have dealt with counts half.
            found.insert(offer, (Parts { pull: 2.0 * DUE * due.score, wanted: 0.0 }, due.why()));
        }
    }
    let mut around = None;
    if scene.events.is_empty()
        && let Some(product) = product
    {
        around = scene.market.offers.of(product).map(Profile::around);
        for (offer, nearness) in near::near(scene, product).iter() {
            found.insert(*offer, (Parts { pull: *nearness, wanted: 0.0 }, Why::Similar(product)));
        }
    }
    scene.filled(&mut found);
    let itself = product.and_then(|product| scene.market.offers.place(product));
    let candidates = found.into_iter().filter(|(offer, _)| Some(*offer) != itself);
    let candidates = candidates.map(|(offer, (parts, why))| (offer, parts, why));
    scene.spread(&scene.ranked(around.as_ref().unwrap_or(&scene.profile), candidates))
}
