//! What is like a product.

use super::super::blend::{Candidate, Parts, Profile};
use super::super::reasons::Why;
use super::near;
use super::scene::Scene;
use shared::id::ProductId;

pub(super) fn rank(scene: &Scene<'_>, product: ProductId) -> Vec<Candidate> {
    // The price and the category that count are those of the product, not the shopper's.
    let profile = scene.market.offers.of(product).map(Profile::around).unwrap_or_default();
    let near = near::near(scene, product);
    let candidates =
        near.iter().map(|(offer, pull)| (*offer, Parts { pull: *pull, wanted: 0.0 }, Why::Similar(product)));
    scene.spread(&scene.ranked(&profile, candidates))
}
