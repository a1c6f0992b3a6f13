//! Learning a model from a corpus.

use super::choose::choose;
use super::demand::{Demand, lift};
use super::ledger::{Event, Ledger};
use super::matrix::Matrix;
use super::neighbours::learn;
use super::parameters::TREND_HALF_LIFE;
use super::repeat::Propensity;
use super::trained::{Summary, Trained};
use super::{Corpus, Parameters, Phase, Progress, Settings};
use std::collections::HashSet;

/// Learns from everything in the corpus, with parameters that it chooses on the last baskets in it. `now` is the moment
/// that recent demand is meant for; what happened later does not count as demand. The same corpus gives the same model.
pub fn train(corpus: &Corpus, now: i64, settings: &Settings, progress: &mut dyn FnMut(Progress)) -> Trained {
    progress(Progress { phase: Phase::Counting, done: 0, of: corpus.interactions.len() });
    learn_from(&Ledger::of(corpus), now, settings, progress)
}

/// The same from a ledger.
pub(super) fn learn_from(
    ledger: &Ledger,
    now: i64,
    settings: &Settings,
    progress: &mut dyn FnMut(Progress),
) -> Trained {
    let mut summary = summary(ledger);
    let choice = choose(ledger, summary.items <= settings.dense_up_to, settings, progress);
    let propensity = Propensity::of(ledger);
    let mut parameters = choice.parameters;
    if propensity.rate == 0.0 {
        // Nobody buys anything again: nothing says how it would be chosen.
        parameters.bought_taste = 0.0;
    }
    progress(Progress { phase: Phase::Learning, done: 0, of: summary.items });
    let neighbours = learn(&Matrix::of(ledger, parameters.learning_half_life), &parameters, settings.neighbours);
    progress(Progress { phase: Phase::Learning, done: summary.items, of: summary.items });
    (summary.validated_on, summary.tries) = (choice.people, choice.tries);
    (summary.ndcg_new, summary.ndcg_all) = (choice.ndcg_new, choice.ndcg_all);
    let (demand, taste_lift, repeat_lift) = lifts(ledger, now, &propensity, &parameters);
    Trained { neighbours, demand, taste_lift, repeat_lift, parameters, summary }
}

/// The demand of every item, and what it makes of a taste for it and of having bought it.
fn lifts(
    ledger: &Ledger,
    now: i64,
    propensity: &Propensity,
    parameters: &Parameters,
) -> (Vec<f32>, Vec<f32>, Vec<f32>) {
    let (arrivals, purchases) = (ledger.arrivals(), ledger.purchases());
    let until_now = |events, half_life| {
        let mut demand = Demand::new(events, ledger.items, half_life);
        demand.advance(now.saturating_add(1));
        demand
    };
    let arriving = until_now(&arrivals, parameters.arrival_half_life);
    let again = until_now(&purchases, parameters.demand_half_life);
    let taste = |item: u32| lift(arriving.relative(item), parameters.arrival_power);
    let again = |item: u32| propensity.lift(item, parameters) * lift(again.relative(item), parameters.demand_power);
    let items = || (0_u32..).take(ledger.items);
    (until_now(&purchases, Some(TREND_HALF_LIFE)).all(), items().map(taste).collect(), items().map(again).collect())
}

fn summary(ledger: &Ledger) -> Summary {
    let events: Vec<&Event> = ledger.everybody().flatten().collect();
    Summary {
        people: ledger.everybody().filter(|events| !events.is_empty()).count(),
        items: events.iter().map(|event| event.item).collect::<HashSet<u32>>().len(),
        interactions: events.len(),
        baskets: events.iter().map(|event| event.basket).collect::<HashSet<u32>>().len(),
        ..Summary::default()
    }
}
