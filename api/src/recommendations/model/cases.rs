//! Asking a model about baskets it has not seen, each as of the moment it was bought.

use super::board::{Board, Lifts, Question, Weights};
use super::demand::{Demand, lift};
use super::ledger::{Event, Held, Ledger};
use super::repeat::Propensity;
use super::trained::{Past, Repeats};
use super::{Parameters, Settings};

/// A basket that was held out, and what its buyer had done until then.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) at: i64,
    pub(super) history: Vec<Past>,
    /// What was bought, in the order of the items' numbers.
    pub(super) basket: Vec<u32>,
    /// Of that, what was new to the buyer.
    pub(super) new: Vec<u32>,
}

impl Case {
    /// What is to be found.
    pub(super) fn wanted(&self, repeats: Repeats) -> &[u32] {
        match repeats {
            Repeats::OnlyNew => &self.new,
            Repeats::WithRepeats => &self.basket,
        }
    }

    fn of(rest: &Ledger, held: Held, most: usize) -> Self {
        let events = rest.person(held.person);
        let mut had: Vec<u32> = events.iter().filter(|event| event.is_purchase()).map(|event| event.item).collect();
        had.sort_unstable();
        let new = held.basket.iter().filter(|item| had.binary_search(item).is_err()).copied().collect();
        let past = |event: &Event| Past { item: event.item, at: event.at, weight: event.strength };
        let history = events.iter().rev().take(most).map(past).collect();
        Self { at: held.at, history, basket: held.basket, new }
    }
}

/// Everything that was held out, with what the others did meanwhile.
#[derive(Clone, Debug)]
pub(super) struct Cases {
    /// What was not held out.
    pub(super) rest: Ledger,
    /// In the order of their time.
    pub(super) cases: Vec<Case>,
    arrivals: Vec<Event>,
    purchases: Vec<Event>,
    propensity: Propensity,
}

impl Cases {
    /// Takes out the last baskets of people with at least so many, and of no more people than `most`.
    pub(super) fn hold_out(ledger: &Ledger, at_least: usize, most: usize, settings: &Settings) -> Self {
        let (rest, held) = ledger.hold_out(at_least, most);
        let mut cases: Vec<Case> = held.into_iter().map(|held| Case::of(&rest, held, settings.history)).collect();
        cases.sort_by_key(|case| case.at);
        let (arrivals, purchases) = (rest.arrivals(), rest.purchases());
        Self { cases, arrivals, purchases, propensity: Propensity::of(&rest), rest }
    }

    /// The same with every item once in a history, however often it was bought.
    pub(super) fn once(&self) -> Self {
        let mut once = self.clone();
        for case in &mut once.cases {
            case.history.sort_by_key(|past| past.item);
            case.history.dedup_by_key(|past| past.item);
        }
        once
    }

    /// Ranks for every case in which there is something to be found, as of its moment.
    pub(super) fn ask(
        &self,
        weights: Weights<'_>,
        (repeats, limit): (Repeats, usize),
        mut each: impl FnMut(&Case, &[u32]),
    ) {
        let (parameters, items) = (weights.parameters, self.rest.items);
        let mut lifts = Moment {
            parameters,
            propensity: &self.propensity,
            arrivals: Demand::new(&self.arrivals, items, parameters.arrival_half_life),
            purchases: Demand::new(&self.purchases, items, parameters.demand_half_life),
        };
        let mut board = Board::default();
        let mut ranking = Vec::with_capacity(limit);
        for case in self.cases.iter().filter(|case| !case.wanted(repeats).is_empty()) {
            lifts.arrivals.advance(case.at);
            lifts.purchases.advance(case.at);
            let asked = Question { history: &case.history, now: case.at, repeats, limit };
            ranking.clear();
            ranking.extend(board.rank(weights, &lifts, asked).iter().map(|scored| scored.item));
            each(case, &ranking);
        }
    }

    /// Ranks by demand alone, faded or not, the same for everybody but for what they have.
    pub(super) fn ask_demand(
        &self,
        (purchases, half_life): (&[Event], Option<f32>),
        (repeats, limit): (Repeats, usize),
        mut each: impl FnMut(&Case, &[u32]),
    ) {
        let mut demand = Demand::new(purchases, self.rest.items, half_life);
        let mut items: Vec<(f32, u32)> = Vec::new();
        for case in self.cases.iter().filter(|case| !case.wanted(repeats).is_empty()) {
            demand.advance(case.at);
            let had = |item: u32| case.history.iter().any(|past| past.item == item);
            let most = limit + case.history.len();
            items.clear();
            items.extend((0_u32..).take(self.rest.items).map(|item| (demand.relative(item), item)));
            let order = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
            if items.len() > most {
                items.select_nth_unstable_by(most, order);
                items.truncate(most);
            }
            items.sort_unstable_by(order);
            let ranking =
                items.iter().map(|(_, item)| *item).filter(|item| repeats == Repeats::WithRepeats || !had(*item));
            each(case, &ranking.take(limit).collect::<Vec<u32>>());
        }
    }

    /// First purchases of an item by a person, in the order of their time: popularity counts people.
    pub(super) fn arrivals(&self) -> &[Event] {
        &self.arrivals
    }

    /// All purchases, in the order of their time.
    pub(super) fn purchases(&self) -> &[Event] {
        &self.purchases
    }
}

/// What multiplies scores at one moment.
struct Moment<'a> {
    parameters: &'a Parameters,
    propensity: &'a Propensity,
    arrivals: Demand<'a>,
    purchases: Demand<'a>,
}

impl Lifts for Moment<'_> {
    fn taste(&self, item: u32) -> f32 {
        lift(self.arrivals.relative(item), self.parameters.arrival_power)
    }

    fn again(&self, item: u32) -> f32 {
        self.propensity.lift(item, self.parameters) * lift(self.purchases.relative(item), self.parameters.demand_power)
    }
}
