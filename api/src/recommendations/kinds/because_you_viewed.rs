//! What is like one product that the shopper looked at lately: the last one that has enough like it.

use super::super::blend::{Candidate, Parts};
use super::super::reasons::Why;
use super::super::signals::PastKind;
use super::near;
use super::scene::Scene;
use shared::id::ProductId;

/// Products that were looked at and are tried, the last first.
const MOST_TRIED: usize = 5;
/// Fewer than this are no list.
const ENOUGH: usize = 3;

pub(super) fn rank(scene: &Scene<'_>) -> Vec<Candidate> {
    let mut viewed: Vec<ProductId> = Vec::new();
    for event in scene.events.iter().filter(|event| event.kind == PastKind::Viewed) {
        if viewed.len() < MOST_TRIED && !viewed.contains(&event.product) {
            viewed.push(event.product);
        }
    }
    let mut best: Vec<Candidate> = Vec::new();
    for product in viewed {
        let why = Why::Past(PastKind::Viewed, product);
        let near = near::near(scene, product);
        let parts = |pull| Parts { pull, wanted: 0.0 };
        let ranked = scene.ranked(&scene.profile, near.iter().map(|(offer, pull)| (*offer, parts(*pull), why)));
        if ranked.len() >= ENOUGH {
            return scene.spread(&ranked);
        }
        if ranked.len() > best.len() {
            best = ranked;
        }
    }
    best
}
