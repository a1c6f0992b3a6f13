//! How much things speak for a product beside a purchase, which is 1.0.
//!
//! Chosen by judgement, not from data: the order of looking, putting aside and buying is what matters, and the training finds out
//! by itself how much a purchase says.

use super::super::entity::SignalKind;

/// A purchase.
pub(crate) const BOUGHT: f32 = 1.0;
const CARTED: f32 = 0.5;
const WISHED: f32 = 0.4;
const SEARCHED: f32 = 0.2;
/// A glance…
const GLANCED: f32 = 0.1;
/// …and what is added to it by looking for [`LONG_MS`] or longer.
const LOOKED: f32 = 0.2;
const LONG_MS: f32 = 60_000.0;

/// How much a signal says.
pub(crate) fn of_signal(kind: SignalKind, dwell_ms: i32) -> f32 {
    match kind {
        SignalKind::View => GLANCED + LOOKED * (dwell_ms.max(0) as f32 / LONG_MS).min(1.0),
        SignalKind::SearchClick => SEARCHED,
        SignalKind::Cart => CARTED,
        SignalKind::Wishlist => WISHED,
        SignalKind::NotInterested | SignalKind::Owned => 0.0,
    }
}

/// How much a review says beside the purchase that it is about.
pub(crate) const fn of_review(stars: i32) -> f32 {
    match stars {
        5.. => 0.5,
        4 => 0.3,
        _ => 0.0,
    }
}
