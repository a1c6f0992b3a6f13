//! How readily items are bought again by those who have them.

use super::Parameters;
use super::ledger::Ledger;
use std::collections::HashMap;

/// Purchases that an item's own figures must outweigh before they count for more than those of all.
const PRIOR: f32 = 5.0;

/// What is known about buying again.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Propensity {
    /// The share of purchases that are not the buyer's first of the item.
    pub(super) rate: f32,
    /// Per item its own share against that of all, drawn towards 1 where little is known:
    /// `(again + 5 · rate) / (purchases + 5) / rate`.
    pub(super) items: Vec<f32>,
}

impl Propensity {
    pub(super) fn of(ledger: &Ledger) -> Self {
        let (mut purchases, mut again) = (vec![0.0_f32; ledger.items], vec![0.0_f32; ledger.items]);
        let mut last: HashMap<u32, u32> = HashMap::new();
        for events in ledger.everybody() {
            last.clear();
            for event in events.iter().filter(|event| event.is_purchase()) {
                let item = event.item as usize;
                purchases[item] += 1.0;
                if last.insert(event.item, event.basket).is_some() {
                    again[item] += 1.0;
                }
            }
        }
        let rate = again.iter().sum::<f32>() / purchases.iter().sum::<f32>().max(1.0);
        let relative =
            |(again, of): (&f32, &f32)| if rate > 0.0 { (again + PRIOR * rate) / (of + PRIOR) / rate } else { 1.0 };
        Self { rate, items: again.iter().zip(&purchases).map(relative).collect() }
    }

    /// What having bought an item counts: nothing where nobody ever buys anything again.
    pub(super) fn lift(&self, item: u32, parameters: &Parameters) -> f32 {
        let own = self.items.get(item as usize).copied().unwrap_or(1.0);
        parameters.repeat_weight * self.rate * own.powf(parameters.propensity_power)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Corpus, Interaction};
    use super::*;

    fn bought(person: u32, item: u32, basket: u32) -> Interaction {
        Interaction { person, item, at: i64::from(basket), basket, strength: 1.0 }
    }

    #[test]
    fn an_item_that_comes_again_is_more_ready_than_one_that_does_not() {
        let interactions = vec![bought(0, 0, 0), bought(0, 0, 1), bought(0, 1, 1), bought(0, 0, 2)];
        let propensity = Propensity::of(&Ledger::of(&Corpus { people: 1, items: 3, interactions }));
        // Two of four purchases are repeats, both of the first item, which was bought three times.
        assert!((propensity.rate - 0.5).abs() < 1e-6);
        let by_hand = [(2.0 + 2.5) / (3.0 + 5.0) / 0.5, 2.5 / 6.0 / 0.5, 1.0];
        for (found, expected) in propensity.items.iter().zip(by_hand) {
            assert!((found - expected).abs() < 1e-6);
        }
    }

    #[test]
    fn nothing_again_counts_nothing() {
        let interactions = vec![bought(0, 0, 0), bought(0, 1, 1)];
        let propensity = Propensity::of(&Ledger::of(&Corpus { people: 1, items: 2, interactions }));
        assert!(propensity.lift(0, &Parameters::default()).abs() < 1e-9);
    }
}
