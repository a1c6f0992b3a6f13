//! What is near a product: by what buyers do, by its words, and failing both by its category.

use super::scene::Scene;
use rustc_hash::FxHashMap;
use shared::id::ProductId;
use std::sync::Arc;

/// What the likeness of words counts, beside what the model holds for neighbours: somebody who looks at a teapot and asks
/// for what is like it wants teapots before tea.
const WORDS: f32 = 0.6;
const MODEL: f32 = 0.4;
/// What the same category counts where nothing else is known.
const CATEGORY: f32 = 0.1;
/// With fewer found than this, the category is looked through.
const ENOUGH: usize = 12;
/// The newest of a category that are taken then.
const OF_CATEGORY: usize = 40;

/// The offers near a product, each from 0 to 1, without the product itself: found once for all who ask.
pub(super) fn near(scene: &Scene<'_>, product: ProductId) -> Arc<[(u32, f32)]> {
    if let Some(known) = scene.market.near(product) {
        return known;
    }
    let alike = scene.app.outlook.alike(scene.app, product);
    let near: Arc<[(u32, f32)]> = found(scene, product, &alike).into_iter().collect();
    // What is not in the index yet may be there in a moment.
    if !alike.is_empty() {
        scene.market.keep_near(product, &near);
    }
    near
}

fn found(scene: &Scene<'_>, product: ProductId, alike: &[(ProductId, f32)]) -> FxHashMap<u32, f32> {
    let (market, offers) = (&scene.market, &scene.market.offers);
    let mut near: FxHashMap<u32, f32> = FxHashMap::default();
    for (other, likeness) in alike {
        if let Some(place) = offers.place(*other) {
            *near.entry(place).or_default() += WORDS * likeness;
        }
    }
    let neighbours = neighbours(scene, product);
    let most = neighbours.iter().map(|(_, weight)| *weight).fold(f32::MIN_POSITIVE, f32::max);
    for (item, weight) in neighbours {
        if let Some(place) = market.offer_of(*item) {
            *near.entry(place).or_default() += MODEL * weight / most;
        }
    }
    let category = offers.of(product).and_then(|offer| offer.category);
    if let Some(category) = category.filter(|_| near.len() < ENOUGH) {
        for place in offers.in_category(category).iter().take(OF_CATEGORY) {
            *near.entry(*place).or_default() += CATEGORY;
        }
    }
    if let Some(own) = offers.place(product) {
        near.remove(&own);
    }
    near
}

/// What the model holds for neighbours of a product, the nearest first.
pub(super) fn neighbours<'a>(scene: &'a Scene<'_>, product: ProductId) -> &'a [(u32, f32)] {
    let found = scene.serving().and_then(|serving| {
        let item = serving.index.get(&product)?;
        serving.trained.neighbours.get(*item as usize)
    });
    found.map_or(&[], Vec::as_slice)
}
