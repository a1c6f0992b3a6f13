//! What somebody bought and may need again, by their own rhythm or, of what they bought once, by that of others.

use super::super::blend::{self, Candidate};
use super::super::reasons::Why;
use super::super::signals::{PastEvent, PastKind};
use super::super::stored::Serving;
use super::scene::Scene;
use shared::Timestamp;
use shared::id::ProductId;
use shared::timestamp::DAY_MS;
use std::collections::HashMap;

/// Purchases nearer to each other than this are one: they say nothing of a rhythm.
const APART_MS: i64 = DAY_MS;
/// The shortest rhythm that is told, in days.
const SHORTEST: f32 = 2.0;
/// From this part of a rhythm on, something is suggested again…
const SOON: f32 = 0.5;
/// …and from this on it is due.
const NOW: f32 = 0.85;

/// How often something is bought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rhythm {
    /// When it was bought last.
    last: Timestamp,
    /// Days from one purchase to the next.
    days: f32,
    /// Whether it is the shopper's own; else it is other buyers'.
    own: bool,
}

/// Something that may be needed again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Due {
    pub(super) product: ProductId,
    /// 1 on the day, less before and after.
    pub(super) score: f32,
    rhythm: Rhythm,
    /// The time since the last purchase, in rhythms.
    passed: f32,
}

impl Due {
    /// Whether it is time.
    pub(super) fn is_now(&self) -> bool {
        self.passed >= NOW
    }

    pub(super) fn why(&self) -> Why {
        Why::Due { days: self.rhythm.days.round() as u32, own: self.rhythm.own }
    }
}

/// The rhythms of what somebody bought: their own median where they bought it twice or more, else that of others, where
/// five buyers or more have one.
pub(super) fn rhythms(events: &[PastEvent], serving: Option<&Serving>) -> HashMap<ProductId, Rhythm> {
    let mut bought: HashMap<ProductId, Vec<Timestamp>> = HashMap::new();
    for event in events.iter().filter(|event| event.kind == PastKind::Bought) {
        bought.entry(event.product).or_default().push(event.at);
    }
    let rhythm = |(product, times): (ProductId, Vec<Timestamp>)| {
        let last = times.iter().max().copied()?;
        let (days, own) = match own_days(times) {
            Some(days) => (days, true),
            None => (serving?.rhythm_of(product)?, false),
        };
        Some((product, Rhythm { last, days: days.max(SHORTEST), own }))
    };
    bought.into_iter().filter_map(rhythm).collect()
}

/// The median of the days between purchases.
fn own_days(mut times: Vec<Timestamp>) -> Option<f32> {
    times.sort_unstable();
    times.dedup_by(|later, earlier| later.0 - earlier.0 < APART_MS);
    let mut gaps: Vec<i64> = times.windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
    gaps.sort_unstable();
    let middle = gaps.get(gaps.len() / 2)?;
    Some(*middle as f32 / DAY_MS as f32)
}

/// What may be needed again, in no order: not what was bought a moment ago.
pub(super) fn due(scene: &Scene<'_>) -> Vec<Due> {
    let due = |(product, rhythm): (ProductId, Rhythm)| {
        let passed = (scene.now.0 - rhythm.last.0) as f32 / DAY_MS as f32 / rhythm.days;
        (passed >= SOON).then(|| Due { product, score: score(passed), rhythm, passed })
    };
    rhythms(&scene.events, scene.serving()).into_iter().filter_map(due).collect()
}

/// Rises evenly until the day, and falls slowly after it: what was not bought for three rhythms is half forgotten.
fn score(passed: f32) -> f32 {
    if passed < 1.0 { (passed - SOON) / (1.0 - SOON) } else { 1.0 / (1.0 + 0.5 * (passed - 1.0)) }
}

pub(super) fn rank(scene: &Scene<'_>) -> Vec<Candidate> {
    let candidate = |due: Due| {
        let offer = scene.market.offers.place(due.product).filter(|_| scene.may(due.product))?;
        Some(Candidate { offer, score: due.score, why: due.why() })
    };
    let mut ranked: Vec<Candidate> = due(scene).into_iter().filter_map(candidate).collect();
    blend::best(&mut ranked, scene.enough());
    ranked
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const START: Timestamp = Timestamp::from_civil(2026, 3, 2, 9, 0, 0);

    fn bought(product: u128, days_ago: i64) -> PastEvent {
        let product = ProductId(Uuid::from_u128(product));
        PastEvent { kind: PastKind::Bought, product, at: START.plus_days(-days_ago), weight: 1.0 }
    }

    #[test]
    fn a_rhythm_is_the_median_of_what_lies_between() {
        let events = [bought(1, 100), bought(1, 70), bought(1, 38), bought(1, 8), bought(2, 3)];
        let rhythms = rhythms(&events, None);
        assert_eq!(rhythms.len(), 1, "what was bought once has no rhythm of its own");
        let rhythm = rhythms[&ProductId(Uuid::from_u128(1))];
        assert_eq!((rhythm.days, rhythm.own, rhythm.last), (30.0, true, START.plus_days(-8)));
    }

    #[test]
    fn two_orders_of_one_day_are_no_rhythm() {
        assert!(rhythms(&[bought(1, 3), bought(1, 3)], None).is_empty());
    }

    #[test]
    fn it_is_most_due_on_the_day() {
        assert!(score(0.6) < score(0.9) && score(0.9) < score(1.0) && score(1.0) > score(2.0) && score(3.0) > 0.4);
    }
}
