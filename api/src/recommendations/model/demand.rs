//! Recent demand: purchases, each faded by its age.

use super::fading::left;
use super::ledger::Event;

/// Demand that follows the time. Only how items compare is of interest, and that does not change while nothing is bought:
/// so nothing is faded that is there already; what is new counts more instead.
#[derive(Clone, Debug)]
pub(super) struct Demand<'a> {
    /// In the order of their time.
    purchases: &'a [Event],
    half_life: Option<f32>,
    counted: usize,
    since: i64,
    sums: Vec<f64>,
    total: f64,
}

/// How much more something new may count than what is there: further on, what is there is scaled down.
const MOST: f64 = 1e100;

impl<'a> Demand<'a> {
    /// Before anything was bought.
    pub(super) fn new(purchases: &'a [Event], items: usize, half_life: Option<f32>) -> Self {
        let since = purchases.first().map(|event| event.at).unwrap_or_default();
        Self { purchases, half_life, counted: 0, since, sums: vec![0.0; items], total: 0.0 }
    }

    /// Counts what was bought before a moment. Moments may only grow.
    pub(super) fn advance(&mut self, until: i64) {
        while let Some(event) = self.purchases.get(self.counted).filter(|event| event.at < until) {
            let mut weight = left(event.at.saturating_sub(self.since), self.half_life).recip();
            if weight > MOST {
                self.fade(left(event.at.saturating_sub(self.since), self.half_life));
                self.since = event.at;
                weight = 1.0;
            }
            self.sums[event.item as usize] += weight;
            self.total += weight;
            self.counted += 1;
        }
    }

    fn fade(&mut self, factor: f64) {
        for sum in &mut self.sums {
            *sum *= factor;
        }
        self.total *= factor;
    }

    /// How an item compares with the average: 1 is as much. Zero for everything while nothing is bought.
    pub(super) fn relative(&self, item: u32) -> f32 {
        if self.total > 0.0 { (self.sums[item as usize] / self.total * self.sums.len() as f64) as f32 } else { 0.0 }
    }

    /// Purchases of every item, faded to the moment of the last one counted.
    pub(super) fn all(&self) -> Vec<f32> {
        let last = self.counted.checked_sub(1).and_then(|last| self.purchases.get(last));
        let factor = last.map_or(1.0, |event| left(event.at.saturating_sub(self.since), self.half_life));
        self.sums.iter().map(|sum| (sum * factor) as f32).collect()
    }
}

/// What a demand, relative to the average, makes of a score: nothing at a power of zero. An item without any demand
/// keeps what one with a twentieth of the average has, so that nothing is impossible.
pub(super) fn lift(relative: f32, power: f32) -> f32 {
    if power == 0.0 { 1.0 } else { (relative + 0.05).powf(power) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000;

    fn bought(item: u32, day: i64) -> Event {
        Event { item, at: day * DAY, basket: 0, strength: 1.0 }
    }

    #[test]
    fn purchases_fade_by_their_age() {
        let purchases = [bought(0, 0), bought(0, 14), bought(1, 28)];
        let mut demand = Demand::new(&purchases, 3, Some(14.0));
        demand.advance(28 * DAY);
        assert!((demand.relative(0) - 3.0).abs() < 1e-6, "only what was before counts");
        demand.advance(28 * DAY + 1);
        // 1/4 + 1/2 against 1, of 1.75 in all, over three items.
        assert!((demand.relative(0) - 0.75 / 1.75 * 3.0).abs() < 1e-6);
        assert_eq!(demand.all(), [0.75, 1.0, 0.0]);
        assert!(demand.relative(2).abs() < 1e-6);
    }

    #[test]
    fn a_long_time_does_not_overflow() {
        let purchases = [bought(0, 0), bought(1, 100_000), bought(2, 100_001)];
        let mut demand = Demand::new(&purchases, 3, Some(1.0));
        demand.advance(i64::MAX);
        assert_eq!(demand.all(), [0.0, 0.5, 1.0]);
        assert!((demand.relative(2) - 2.0).abs() < 1e-6);
    }
}
