//! The whole core: what it learns from markets of different kinds, and what it bears.

use super::ease;
use super::knn;
use super::ledger::Ledger;
use super::matrix::Matrix;
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

/// People of the first half of the items and people of the second, who take one after the other; every `again`th basket
/// is the one before.
fn market(people: u32, items: u32, baskets: u32, again: u32) -> Corpus {
    let half = items / 2;
    let one = |person: u32| {
        (0..baskets).flat_map(move |place| {
            let place_bought = if again > 0 && place % again == again - 1 { place - 1 } else { place };
            let first = (person / 2 * 7 + place_bought * 3) % half;
            let day = i64::from(place * 20 + person % 17);
            let side = person % 2 * half;
            (0..3).map(move |next| bought(person, side + (first + next) % half, day, person * baskets + place))
        })
    };
    corpus(people as usize, items as usize, (0..people).flat_map(one).collect())
}

/// Three people with items {0, 1}, {0, 1} and {1, 2}.
fn three() -> Matrix {
    let interactions = vec![
        bought(0, 0, 1, 0),
        bought(0, 1, 1, 0),
        bought(1, 0, 1, 1),
        bought(1, 1, 1, 1),
        bought(2, 1, 1, 2),
        bought(2, 2, 1, 2),
    ];
    Matrix::of(&Ledger::of(&corpus(3, 3, interactions)), None)
}

fn weight(lists: &[Vec<(u32, f32)>], from: usize, to: u32) -> Option<f32> {
    lists[from].iter().find(|(item, _)| *item == to).map(|(_, weight)| *weight)
}

#[test]
fn the_cosine_by_hand() {
    let parameters = Parameters { balance: 0.5, shrinkage: 0.0, ..Parameters::default() };
    let lists = knn::weights(&three(), &parameters, 200);
    assert!((weight(&lists, 0, 1).unwrap() - 2.0 / (2_f32 * 3.0).sqrt()).abs() < 1e-6);
    assert!((weight(&lists, 2, 1).unwrap() - 1.0 / 3_f32.sqrt()).abs() < 1e-6);
    assert_eq!(weight(&lists, 0, 2), None);
    let leaning = knn::weights(&three(), &Parameters { balance: 0.3, shrinkage: 1.0, ..parameters }, 200);
    assert!((weight(&leaning, 0, 1).unwrap() - 2.0 / (2_f32.powf(0.3) * 3_f32.powf(0.7) + 1.0)).abs() < 1e-6);
}

#[test]
fn ease_by_hand() {
    // Columns hold 2, 3 and 1 and are divided by √3, √4 and √2; with λ = 1 the matrix is
    //   5/3   1/√3   0
    //   1/√3  7/4    1/√8
    //   0     1/√8   3/2
    let (a, b, c) = (5.0 / 3.0, 7.0 / 4.0, 3.0 / 2.0);
    let (d, e) = (1.0 / 3_f64.sqrt(), 1.0 / 8_f64.sqrt());
    // Cofactors; the determinant falls out of −Pᵢⱼ / Pⱼⱼ.
    let (p00, p11, p22) = (b * c - e * e, a * c, a * b - d * d);
    let (p01, p12) = (-d * c, -a * e);
    let lists = ease::weights(&three(), 1.0, 200);
    let close = |from, to, expected: f64| {
        let found = f64::from(weight(&lists, from, to).unwrap());
        assert!((found - expected).abs() < 1e-5, "{from} to {to}: {found}, by hand {expected}");
    };
    close(0, 1, -p01 / p11);
    close(1, 0, -p01 / p00);
    close(1, 2, -p12 / p22);
    close(2, 1, -p12 / p11);
    assert_eq!(weight(&lists, 0, 2), None, "what speaks against an item is left out");
}

/// A model with one neighbour list, whose parameters do not fade.
fn simple(neighbours: Vec<Vec<(u32, f32)>>) -> Trained {
    let items = neighbours.len();
    let parameters = Parameters { history_half_life: Some(10.0), repeat_half_life: None, ..Parameters::default() };
    Trained {
        neighbours,
        demand: vec![0.0; items],
        taste_lift: vec![1.0; items],
        repeat_lift: vec![0.5; items],
        parameters,
        summary: Summary::default(),
    }
}

fn past(item: u32, day: i64, weight: f32) -> Past {
    Past { item, at: day * DAY, weight }
}

#[test]
fn a_score_by_hand() {
    let mut model = simple(vec![vec![(2, 0.5), (3, 0.25)], vec![(2, 0.4), (0, 0.1)], vec![], vec![]]);
    model.taste_lift[3] = 4.0;
    // Item 0 is ten days older than item 1, so it counts half.
    let history = [past(1, 20, 1.0), past(0, 10, 1.0)];
    let new = model.score(&history, 20 * DAY, Repeats::OnlyNew, 10);
    let scored = |item, score, by| Scored { item, score, because: Some(by) };
    assert_eq!(new, [scored(2, 0.65, 1), scored(3, 0.5, 0)]);
    let all = model.score(&history, 20 * DAY, Repeats::WithRepeats, 10);
    assert_eq!(all, [scored(2, 0.65, 1), scored(0, 0.6, 0), scored(1, 0.5, 1), scored(3, 0.5, 0)]);
    assert_eq!(model.score(&history, 20 * DAY, Repeats::WithRepeats, 2), all[..2]);
}

#[test]
fn what_was_only_looked_at_may_be_suggested_and_is_not_a_repeat() {
    let model = simple(vec![vec![(1, 0.5)], vec![(0, 0.5)]]);
    let looked = [past(0, 1, 0.2), past(1, 1, 1.0)];
    let found = model.score(&looked, DAY, Repeats::OnlyNew, 10);
    assert_eq!(found, [Scored { item: 0, score: 0.5, because: Some(1) }]);
    let found = model.score(&looked, DAY, Repeats::WithRepeats, 10);
    assert_eq!(found.iter().map(|scored| scored.item).collect::<Vec<_>>(), [1, 0]);
    assert_eq!(found[0].because, Some(1), "its own purchase counts more than the look at the other");
}

#[test]
fn ties_are_in_the_order_of_the_items_and_nothing_comes_of_nothing() {
    let model = simple(vec![vec![(3, 0.5), (1, 0.5), (2, 0.5)], vec![], vec![], vec![]]);
    let found = model.score(&[past(0, 1, 1.0)], DAY, Repeats::OnlyNew, 2);
    assert_eq!(found.iter().map(|scored| scored.item).collect::<Vec<_>>(), [1, 2]);
    assert!(model.score(&[], DAY, Repeats::WithRepeats, 10).is_empty());
    let unknown = [past(77, 1, 1.0), past(0, 1, f32::NAN), past(0, 1, -1.0)];
    assert!(model.score(&unknown, DAY, Repeats::WithRepeats, 10).is_empty());
    assert!(model.score(&[past(0, 1, 1.0)], DAY, Repeats::OnlyNew, 0).is_empty());
}

#[test]
fn somebody_who_comes_back_after_years_has_a_taste() {
    let model = simple(vec![vec![(1, 0.5)], vec![]]);
    let found = model.score(&[past(0, 0, 1.0)], 40_000 * DAY, Repeats::OnlyNew, 10);
    assert_eq!(found, [Scored { item: 1, score: 0.5, because: Some(0) }]);
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
    let once = (0..60).flat_map(|person| (0..6).map(move |k| bought(person, (person + k) % 40, i64::from(k), person * 6 + k)));
    let without = trained(&corpus(60, 40, once.collect()));
    assert!(without.repeat_lift.iter().all(|lift| *lift == 0.0));
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
        assert_eq!((model.demand.len(), model.taste_lift.len(), model.repeat_lift.len()), (corpus.items, corpus.items, corpus.items));
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
