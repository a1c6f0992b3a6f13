//! What pulls a shopper where: their history times the model, what they do just now by itself, and the likeness of words
//! for what the model does not know.

use super::super::blend::fade;
use super::super::model::{Past, Repeats};
use super::super::signals::PastEvent;
use super::near;
use super::scene::Scene;
use rustc_hash::FxHashMap;
use shared::id::ProductId;

/// Offers that the model is asked for, before those are left out that cannot be suggested.
const MOST: usize = 400;
/// What somebody did within so many milliseconds counts by itself besides the whole history, in which a single glance
/// would drown: two hours.
const JUST_NOW_MS: i64 = 2 * 3_600_000;
/// What that counts, beside the history's 1.
const JUST_NOW: f32 = 0.9;
/// Of so many products, the newest, the words are compared…
const MOST_COMPARED: usize = 5;
/// …when the model knows fewer neighbours of them than this.
const FEW_NEIGHBOURS: usize = 10;
/// What the likeness of words counts at most.
const WORDS: f32 = 0.7;
/// Days in which that halves.
const WORDS_HALF: f32 = 14.0;

/// How strongly something is pulled, and by which product that the shopper dealt with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pull {
    pub(super) strength: f32,
    pub(super) because: ProductId,
}

/// Everything that pulls, by offer; the strongest pull is 1 or less. Nothing when nobody is known.
pub(super) fn pulls(scene: &Scene<'_>) -> FxHashMap<u32, Pull> {
    let mut pulls = FxHashMap::default();
    let events = &scene.events;
    by_model(scene, events, 1.0, &mut pulls);
    let since = scene.now.plus_ms(-JUST_NOW_MS);
    let lately: Vec<PastEvent> = events.iter().take_while(|event| event.at >= since).copied().collect();
    if !lately.is_empty() && lately.len() < events.len() {
        by_model(scene, &lately, JUST_NOW, &mut pulls);
    }
    by_words(scene, &mut pulls);
    pulls
}

fn by_model(scene: &Scene<'_>, events: &[PastEvent], part: f32, pulls: &mut FxHashMap<u32, Pull>) {
    let Some(serving) = scene.serving() else { return };
    let past = |event: &PastEvent| {
        if event.weight <= 0.0 {
            return None;
        }
        let item = serving.index.get(&event.product).copied()?;
        Some(Past { item, at: event.at.0, weight: event.weight })
    };
    let history: Vec<Past> = events.iter().filter_map(past).collect();
    if history.is_empty() {
        return;
    }
    let scored = serving.trained.score(&history, scene.now.0, Repeats::OnlyNew, MOST);
    let best = scored.iter().map(|scored| scored.score).fold(f32::MIN_POSITIVE, f32::max);
    for scored in scored {
        let cause = scored.because.and_then(|item| serving.products.get(item as usize).copied());
        let Some((offer, because)) = scene.market.offer_of(scored.item).zip(cause) else { continue };
        // What they looked at may come again because of something else, but not because of itself.
        if scored.because != Some(scored.item) {
            keep(pulls, offer, Pull { strength: part * scored.score / best, because });
        }
    }
}

/// What is like the last products by its words, where buyers have not yet shown what goes with them.
fn by_words(scene: &Scene<'_>, pulls: &mut FxHashMap<u32, Pull>) {
    let mut looked_at: Vec<&PastEvent> = Vec::new();
    for event in scene.events.iter().filter(|event| event.weight > 0.0) {
        if looked_at.len() < MOST_COMPARED && looked_at.iter().all(|known| known.product != event.product) {
            looked_at.push(event);
        }
    }
    for event in looked_at {
        if near::neighbours(scene, event.product).len() >= FEW_NEIGHBOURS {
            continue;
        }
        let part = WORDS * (0.5 + 0.5 * event.weight.clamp(0.0, 1.0)) * fade(event.at, scene.now, WORDS_HALF);
        for (offer, nearness) in near::near(scene, event.product).iter() {
            let dealt_with = scene.offer(*offer).is_none_or(|row| scene.past(row.product).is_some());
            if !dealt_with {
                keep(pulls, *offer, Pull { strength: part * nearness.min(1.0), because: event.product });
            }
        }
    }
}

/// The strongest pull counts, and it is the one that is named.
fn keep(pulls: &mut FxHashMap<u32, Pull>, offer: u32, pull: Pull) {
    let known = pulls.entry(offer).or_insert(pull);
    if (pull.strength, known.because) > (known.strength, pull.because) {
        *known = pull;
    }
}
