//! What others bought together with a product. Only pairs that five buyers or more made are in the model, and nothing
//! else is shown: no list is better than one that tells of a single order.

use super::super::blend::Candidate;
use super::super::reasons::Why;
use super::scene::Scene;
use shared::id::ProductId;

pub(super) fn rank(scene: &Scene<'_>, product: ProductId) -> Vec<Candidate> {
    let pairs = pairs(scene, product);
    let best = pairs.first().map_or(1.0, |(_, lift)| lift.max(f32::MIN_POSITIVE));
    let candidate = |(item, lift): &(u32, f32)| {
        let offer = scene.market.offer_of(*item)?;
        scene.offer(offer).filter(|row| row.product != product && scene.may(row.product))?;
        Some(Candidate { offer, score: lift / best, why: Why::BoughtTogether(product) })
    };
    pairs.iter().filter_map(candidate).collect()
}

/// What is bought together with a product, the best first.
pub(super) fn pairs<'a>(scene: &'a Scene<'_>, product: ProductId) -> &'a [(u32, f32)] {
    let found = scene.serving().and_then(|serving| {
        let item = serving.index.get(&product)?;
        serving.pairs.get(*item as usize)
    });
    found.map_or(&[], Vec::as_slice)
}
