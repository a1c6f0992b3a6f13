//! The whole core: what it learns from markets of different kinds, and what it bears.

use super::*;
use proptest::prelude::*;

const DAY: i64 = 86_400_000;

fn bought(person: u32, item: u32, day: i64, basket: u32) -> Interaction {
    Interaction { person, item, at: day * DAY, basket, strength: 1.0 }
}

fn corpus(people: usize, items: usize, mut interactions: Vec<Interaction>) -> Corpus {
    interactions.sort_by_key(|each| each.at);
    Corpus { people, items, interactions }
}

fn trained(corpus: &Corpus) -> Trained {
    train(corpus, 400 * DAY, &Settings::default(), &mut |_| {})
}

/// People of the first half of the items and people of the second, who take one after the other; one basket of `again` is
/// the one before, for half of the people another than for the others.
fn market(people: u32, items: u32, baskets: u32, again: u32) -> Corpus {
    let half = items / 2;
    let one = |person: u32| {
        (0..baskets).flat_map(move |place| {
            let is_again = again > 0 && place > 0 && (person / 2 + place).is_multiple_of(again);
            let first = (person / 2 * 7 + (place - u32::from(is_again)) * 3) % half;
            let day = i64::from(place * 20 + person % 17);
            let side = person % 2 * half;
            (0..3).map(move |next| bought(person, side + (first + next) % half, day, person * baskets + place))
        })
    };
    corpus(people as usize, items as usize, (0..people).flat_map(one).collect())
}

#[test]
fn the_two_halves_of_a_market_do_not_mix() {
    let model = trained(&market(80, 40, 8, 0));
    for (item, list) in model.neighbours.iter().enumerate() {
        assert!(!list.is_empty());
        assert!(list.iter().take(5).all(|(other, _)| (*other < 20) == (item < 20)), "{item}: {list:?}");
    }
}

#[test]
fn buying_again_counts_where_it_happens_and_nowhere_else() {
    let with = trained(&market(80, 40, 8, 2));
    assert!(with.parameters.repeat_weight > 0.0);
    assert!(with.repeat_lift.iter().any(|lift| *lift > 0.0));
    let once =
        (0..60).flat_map(|person| (0..6).map(move |k| bought(person, (person + k) % 40, i64::from(k), person * 6 + k)));
    let without = trained(&corpus(60, 40, once.collect()));
    assert!(without.repeat_lift.iter().all(|lift| *lift == 0.0));
    let history = [0, 1].map(|item| Past { item, at: DAY, weight: 1.0 });
    let found = without.score(&history, 9 * DAY, Repeats::WithRepeats, 40);
    assert!(!found.is_empty() && found.iter().all(|scored| scored.item > 1), "{found:?}");
}

#[test]
fn above_the_limit_weights_are_counted() {
    let settings = Settings { dense_up_to: 10, ..Settings::default() };
    let model = train(&market(80, 40, 8, 0), 400 * DAY, &settings, &mut |_| {});
    assert_eq!(model.parameters.method, Method::Knn);
    assert!(model.neighbours.iter().all(|list| !list.is_empty()));
}

#[test]
fn the_same_corpus_gives_the_same_model_and_tells_of_its_progress() {
    let market = market(80, 40, 8, 3);
    let mut told = Vec::new();
    let first = train(&market, 400 * DAY, &Settings::default(), &mut |progress| told.push(progress));
    assert_eq!(first, trained(&market));
    assert!(told.iter().any(|progress| progress.phase == Phase::Choosing));
    assert!(first.summary.tries <= Settings::default().tries);
    let stored = serde_json::to_string(&first.parameters).unwrap();
    assert_eq!(serde_json::from_str::<Parameters>(&stored).unwrap(), first.parameters);
}

#[test]
fn next_to_nothing_is_borne() {
    let alone = vec![bought(0, 0, 1, 0)];
    let strange = vec![
        Interaction { person: 9, ..bought(0, 0, 1, 0) },
        Interaction { item: 9, ..bought(0, 0, 1, 0) },
        Interaction { strength: f32::NAN, ..bought(0, 0, 1, 0) },
        Interaction { at: i64::MAX, ..bought(0, 0, 1, 0) },
        Interaction { at: i64::MIN, ..bought(0, 0, 1, 1) },
    ];
    let all_at_once = market(80, 40, 8, 2).interactions.into_iter().map(|each| Interaction { at: 5, ..each }).collect();
    for corpus in [
        corpus(0, 0, vec![]),
        corpus(0, 3, vec![]),
        corpus(3, 0, vec![]),
        corpus(1, 1, alone),
        corpus(2, 2, strange),
        corpus(80, 40, all_at_once),
    ] {
        let model = trained(&corpus);
        assert_eq!(model.neighbours.len(), corpus.items);
        assert_eq!(
            (model.demand.len(), model.taste_lift.len(), model.repeat_lift.len()),
            (corpus.items, corpus.items, corpus.items)
        );
        let figures = [&model.demand, &model.taste_lift, &model.repeat_lift];
        assert!(figures.into_iter().flatten().all(|figure| figure.is_finite()));
        let evaluation = evaluate(&corpus, &Settings::default(), EvaluationOptions::default(), &mut |_| {});
        assert_eq!(evaluation.rows.len(), 4);
    }
}

#[test]
fn an_evaluation_compares_on_the_last_baskets() {
    let evaluation = evaluate(&market(80, 40, 8, 2), &Settings::default(), EvaluationOptions::default(), &mut |_| {});
    assert_eq!(evaluation.people, 80);
    let of = |contender| evaluation.rows.iter().find(|row| row.contender == contender).unwrap().all;
    assert!(of(Contender::Ours).ndcg_10 > of(Contender::ItemKnn).ndcg_10);
    assert!(of(Contender::ItemKnn).ndcg_10 > of(Contender::Popularity).ndcg_10);
    let few = EvaluationOptions { baskets: 9 };
    assert_eq!(evaluate(&market(80, 40, 8, 2), &Settings::default(), few, &mut |_| {}).people, 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happened_a_model_is_finite_and_bounded(
        events in proptest::collection::vec((0_u32..12, 0_u32..30, 0_i64..400, 0_u32..40, 0.05_f32..1.2), 0..300),
        most in 1_usize..8,
        dense in any::<bool>(),
    ) {
        let interaction = |(person, item, day, basket, strength): (u32, u32, i64, u32, f32)|
            Interaction { person, item, at: day * DAY, basket: person * 40 + basket, strength };
        let corpus = corpus(12, 30, events.into_iter().map(interaction).collect());
        let settings = Settings { neighbours: most, dense_up_to: if dense { 10_000 } else { 0 }, tries: 20, ..Settings::default() };
        let model = train(&corpus, 300 * DAY, &settings, &mut |_| {});
        for (item, list) in (0_u32..).zip(&model.neighbours) {
            prop_assert!(list.len() <= most);
            prop_assert!(list.iter().all(|(other, weight)| *other != item && *other < 30 && weight.is_finite() && *weight > 0.0));
            prop_assert!(list.is_sorted_by(|a, b| a.1 >= b.1));
        }
        let history: Vec<Past> =
            corpus.interactions.iter().take(40).map(|each| Past { item: each.item, at: each.at, weight: each.strength }).collect();
        let bought = |item: u32| history.iter().any(|past| past.item == item && past.weight >= 1.0);
        for scored in model.score(&history, 300 * DAY, Repeats::OnlyNew, 30) {
            prop_assert!(scored.score.is_finite() && scored.score > 0.0 && !bought(scored.item));
            let because = scored.because.unwrap();
            prop_assert!(history.iter().any(|past| past.item == because));
        }
    }
}
