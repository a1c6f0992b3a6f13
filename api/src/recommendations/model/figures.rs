//! How good a ranking is.

use std::collections::HashSet;

/// What is found among the first so many.
pub(super) const SHORT: usize = 10;
/// The longer look.
pub(super) const LONG: usize = 20;

/// How good rankings were, averaged over people.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// People that something was to be found for.
    pub people: usize,
    /// Of what was to be found, the share among the first 10.
    pub recall_10: f32,
    /// Of what was to be found, the share among the first 20.
    pub recall_20: f32,
    /// Normalised discounted cumulative gain of the first 10 (Järvelin and Kekäläinen 2002), each find of the same worth:
    /// 1 is the best order possible.
    pub ndcg_10: f32,
    /// Of all items that anybody has, the share that is among somebody's first 10.
    pub coverage: f32,
}

/// The figures of one person.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Found {
    pub(super) recall_10: f64,
    pub(super) recall_20: f64,
    pub(super) ndcg_10: f64,
}

impl Found {
    /// Compares a ranking with what was to be found, which is in the order of the items' numbers and not empty.
    pub(super) fn of(ranking: &[u32], wanted: &[u32]) -> Self {
        let hit = |item: &u32| wanted.binary_search(item).is_ok();
        let hits = |most: usize| ranking.iter().take(most).filter(|item| hit(item)).count() as f64;
        let gain = |place: usize| ((place + 2) as f64).log2().recip();
        let gained: f64 =
            ranking.iter().take(SHORT).enumerate().filter(|(_, i)| hit(i)).map(|(place, _)| gain(place)).sum();
        let best: f64 = (0..wanted.len().min(SHORT)).map(gain).sum();
        let all = wanted.len().max(1) as f64;
        Self {
            recall_10: hits(SHORT) / all,
            recall_20: hits(LONG) / all,
            ndcg_10: if best > 0.0 { gained / best } else { 0.0 },
        }
    }
}

/// Adds up what was found.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    people: usize,
    sum: Found,
    shown: HashSet<u32>,
}

impl Tally {
    /// Nothing is counted where nothing was to be found.
    pub(super) fn add(&mut self, ranking: &[u32], wanted: &[u32]) {
        if wanted.is_empty() {
            return;
        }
        let found = Found::of(ranking, wanted);
        self.people += 1;
        self.sum.recall_10 += found.recall_10;
        self.sum.recall_20 += found.recall_20;
        self.sum.ndcg_10 += found.ndcg_10;
        self.shown.extend(ranking.iter().take(SHORT));
    }

    /// The averages, with the share of so many items that was shown.
    pub(super) fn figures(&self, items: usize) -> Figures {
        let of = self.people.max(1) as f64;
        Figures {
            people: self.people,
            recall_10: (self.sum.recall_10 / of) as f32,
            recall_20: (self.sum.recall_20 / of) as f32,
            ndcg_10: (self.sum.ndcg_10 / of) as f32,
            coverage: self.shown.len() as f32 / items.max(1) as f32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_by_hand() {
        // Wanted: 3, 5 and 8. Found: 5 in the second place, 8 in the twelfth.
        let mut ranking: Vec<u32> = (100..120).collect();
        (ranking[1], ranking[11]) = (5, 8);
        let found = Found::of(&ranking, &[3, 5, 8]);
        assert!((found.recall_10 - 1.0 / 3.0).abs() < 1e-9);
        assert!((found.recall_20 - 2.0 / 3.0).abs() < 1e-9);
        let best = 1.0 + 1.0 / 3_f64.log2() + 0.5;
        assert!((found.ndcg_10 - (1.0 / 3_f64.log2()) / best).abs() < 1e-9);
    }

    #[test]
    fn the_best_order_is_one_and_nothing_wanted_does_not_count() {
        let mut tally = Tally::default();
        tally.add(&[4, 7, 1], &[4, 7]);
        tally.add(&[4, 7, 1], &[]);
        let figures = tally.figures(6);
        assert_eq!((figures.people, figures.ndcg_10, figures.recall_10, figures.coverage), (1, 1.0, 1.0, 0.5));
    }
}
