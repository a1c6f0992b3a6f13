//! What is counted beside the model: what is bought together, after how many days things are bought again, and what is in demand
//! by language. Everything here, and every neighbour that is served, is backed by [`ENOUGH`] people or more, so that nobody's
//! suggestions tell what another did.

use super::model::{Corpus, Interaction};
use shared::Locale;
use shared::timestamp::DAY_MS;
use std::collections::HashMap;

/// As many people must have done something before it is shown to others.
pub const ENOUGH: usize = 5;
/// Baskets of more products than this say little about what goes together.
const LARGE_BASKET: usize = 100;
/// Pairs that are kept of a product, the closest.
const PAIRS: usize = 50;
/// So many buyers are added below the fraction: a pair that few bought may be chance.
const DOUBT: f32 = 5.0;
/// Purchases nearer to each other than this are one: they say nothing of a rhythm.
const APART_MS: i64 = DAY_MS;

fn purchases(corpus: &Corpus) -> impl Iterator<Item = &Interaction> {
    corpus.interactions.iter().filter(|each| each.strength >= 1.0)
}

/// The people who had to do with each item, in order.
fn people_by_item<'a>(items: usize, interactions: impl Iterator<Item = &'a Interaction>) -> Vec<Vec<u32>> {
    let mut people: Vec<Vec<u32>> = vec![Vec::new(); items];
    for each in interactions {
        if let Some(of_item) = people.get_mut(each.item as usize) {
            of_item.push(each.person);
        }
    }
    for of_item in &mut people {
        of_item.sort_unstable();
        of_item.dedup();
    }
    people
}

/// Takes neighbours away that fewer than [`ENOUGH`] people share with their item.
pub(super) fn keep_shared(neighbours: &mut [Vec<(u32, f32)>], corpus: &Corpus) {
    let people = people_by_item(corpus.items, corpus.interactions.iter());
    for (own, list) in people.iter().zip(neighbours) {
        list.retain(|(other, _)| people.get(*other as usize).is_some_and(|other| share_enough(own, other)));
        list.shrink_to_fit();
    }
}

/// Whether two lists in order have [`ENOUGH`] in common.
fn share_enough(one: &[u32], other: &[u32]) -> bool {
    let (mut one, mut other, mut common) = (one, other, 0);
    while let ([a, rest_of_one @ ..], [b, rest_of_other @ ..]) = (one, other) {
        if a == b {
            common += 1;
            if common >= ENOUGH {
                return true;
            }
        }
        if a <= b {
            one = rest_of_one;
        }
        if b <= a {
            other = rest_of_other;
        }
    }
    false
}

/// What is bought together with each item by [`ENOUGH`] buyers or more, the closest first. The number beside it is its lift,
/// how many times more often than by chance a buyer of the one has the other in the same basket, drawn down where few do:
/// `buyers / (buyers + 5)` of it.
pub(super) fn pairs(corpus: &Corpus) -> Vec<Vec<(u32, f32)>> {
    let mut bought: Vec<(u32, u32, u32)> =
        purchases(corpus).map(|each| (each.person, each.basket, each.item)).collect();
    bought.sort_unstable();
    bought.dedup();
    let baskets: Vec<&[(u32, u32, u32)]> = bought.chunk_by(|one, next| one.1 == next.1 && one.0 == next.0).collect();
    let mut baskets_of: Vec<Vec<u32>> = vec![Vec::new(); corpus.items];
    for (number, basket) in (0..).zip(&baskets) {
        for (_, _, item) in basket.iter().filter(|_| basket.len() <= LARGE_BASKET) {
            if let Some(of_item) = baskets_of.get_mut(*item as usize) {
                of_item.push(number);
            }
        }
    }
    let buyers: Vec<usize> =
        people_by_item(corpus.items, purchases(corpus)).into_iter().map(|people| people.len()).collect();
    let mut everybody: Vec<u32> = bought.iter().map(|(person, ..)| *person).collect();
    everybody.dedup();
    let mut counter = Counter::new(corpus.items);
    let pairs_of = |(item, own): (u32, &Vec<u32>)| {
        for basket in own.iter().filter_map(|number| baskets.get(*number as usize)) {
            for (person, _, other) in basket.iter().filter(|(_, _, other)| *other != item) {
                counter.count(item, *other, *person);
            }
        }
        let lift = |other: u32, both: u32| {
            let of = |item: u32| buyers.get(item as usize).map_or(1.0, |buyers| (*buyers).max(1) as f32);
            both as f32 / of(item) * everybody.len() as f32 / of(other)
        };
        let enough = counter.take().filter(|(_, both)| *both as usize >= ENOUGH);
        let mut pairs: Vec<(u32, f32)> = enough
            .map(|(other, both)| (other, lift(other, both), both as f32))
            .filter(|(_, lift, _)| *lift > 1.0)
            .map(|(other, lift, both)| (other, lift * both / (both + DOUBT)))
            .collect();
        pairs.sort_unstable_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        pairs.truncate(PAIRS);
        pairs.shrink_to_fit();
        pairs
    };
    (0..).zip(&baskets_of).map(pairs_of).collect()
}

/// Counts the people who have other items together with one; a person counts once, if their baskets come one after another.
struct Counter {
    /// Who was counted last for an item, and for which.
    last: Vec<Option<(u32, u32)>>,
    counts: Vec<u32>,
    touched: Vec<u32>,
}

impl Counter {
    fn new(items: usize) -> Self {
        Self { last: vec![None; items], counts: vec![0; items], touched: Vec::new() }
    }

    fn count(&mut self, of: u32, other: u32, person: u32) {
        let place = other as usize;
        let (Some(last), Some(count)) = (self.last.get_mut(place), self.counts.get_mut(place)) else { return };
        if *last != Some((of, person)) {
            *last = Some((of, person));
            if *count == 0 {
                self.touched.push(other);
            }
            *count += 1;
        }
    }

    /// What was counted; after that it begins anew.
    fn take(&mut self) -> impl Iterator<Item = (u32, u32)> + use<> {
        let touched = std::mem::take(&mut self.touched);
        let counted: Vec<_> = touched
            .into_iter()
            .filter_map(|item| Some((item, std::mem::take(self.counts.get_mut(item as usize)?))))
            .collect();
        counted.into_iter()
    }
}

/// After how many days each item is bought again: the median of its buyers' own medians, where [`ENOUGH`] of them have bought
/// it again.
pub(super) fn rhythm(corpus: &Corpus) -> Vec<Option<f32>> {
    let mut bought: Vec<(u32, u32, i64)> = purchases(corpus).map(|each| (each.item, each.person, each.at)).collect();
    bought.sort_unstable();
    let mut rhythm = vec![None; corpus.items];
    for of_item in bought.chunk_by(|one, next| one.0 == next.0) {
        let own: Vec<i64> = of_item.chunk_by(|one, next| one.1 == next.1).filter_map(own_rhythm).collect();
        if let (true, Some(place)) = (own.len() >= ENOUGH, rhythm.get_mut(of_item[0].0 as usize)) {
            *place = median(own).map(|gap| gap as f32 / DAY_MS as f32);
        }
    }
    rhythm
}

fn own_rhythm(bought: &[(u32, u32, i64)]) -> Option<i64> {
    let mut times: Vec<i64> = bought.iter().map(|(_, _, at)| *at).collect();
    times.dedup_by(|later, earlier| *later - *earlier < APART_MS);
    median(times.windows(2).map(|pair| pair[1] - pair[0]).collect())
}

fn median(mut of: Vec<i64>) -> Option<i64> {
    of.sort_unstable();
    of.get(of.len() / 2).copied()
}

/// The demand for each item by the language of the order: each purchase counts half after so many days. Languages in which an item
/// has fewer than [`ENOUGH`] buyers do not count for it.
pub(super) fn demand_by_locale(
    corpus: &Corpus,
    locales: &[Locale],
    now: i64,
    half_life_days: f32,
) -> HashMap<Locale, Vec<f32>> {
    let mut demand: HashMap<Locale, Vec<f32>> = HashMap::new();
    for locale in Locale::ALL {
        let theirs = || purchases(corpus).filter(|each| locales.get(each.basket as usize) == Some(locale));
        let buyers = people_by_item(corpus.items, theirs());
        let mut sums = vec![0.0_f32; corpus.items];
        for each in theirs() {
            let enough = buyers.get(each.item as usize).is_some_and(|buyers| buyers.len() >= ENOUGH);
            if let (true, Some(sum)) = (enough, sums.get_mut(each.item as usize)) {
                let days = (now - each.at).max(0) as f64 / DAY_MS as f64;
                *sum += (-days / f64::from(half_life_days)).exp2() as f32;
            }
        }
        if sums.iter().any(|sum| *sum > 0.0) {
            demand.insert(*locale, sums);
        }
    }
    demand
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each row is a basket: who, on which day, and what.
    fn corpus(baskets: &[(u32, i64, &[u32])]) -> Corpus {
        let mut corpus = Corpus::default();
        for (basket, (person, day, items)) in (0..).zip(baskets) {
            corpus.people = corpus.people.max(*person as usize + 1);
            for item in *items {
                corpus.items = corpus.items.max(*item as usize + 1);
                let bought = Interaction { person: *person, item: *item, at: day * DAY_MS, basket, strength: 1.0 };
                corpus.interactions.push(bought);
            }
        }
        corpus.interactions.sort_by_key(|each| each.at);
        corpus
    }

    #[test]
    fn a_pair_takes_five_buyers_and_not_five_purchases() {
        let mut baskets: Vec<(u32, i64, &[u32])> = (0..4).map(|person| (person, 0, [0, 1].as_slice())).collect();
        baskets.extend([(0, 1, [0, 1].as_slice()), (0, 2, [0, 1].as_slice())]);
        baskets.extend((10..20).map(|person| (person, 0, [2].as_slice())));
        assert!(pairs(&corpus(&baskets))[0].is_empty());
        baskets.push((5, 0, &[0, 1]));
        let found = pairs(&corpus(&baskets));
        // Five of fifteen people have both, and nobody has one alone: a lift of 3, of which half is believed.
        assert_eq!(found[0], [(1, 1.5)]);
        assert_eq!(found[1], [(0, 1.5)]);
        assert!(found[2].is_empty());
    }

    #[test]
    fn what_everybody_buys_goes_with_nothing_and_large_baskets_say_nothing() {
        let all: Vec<u32> = (0..101).collect();
        let large: Vec<(u32, i64, &[u32])> = (0..9).map(|person| (person, 0, all.as_slice())).collect();
        assert!(pairs(&corpus(&large)).iter().all(Vec::is_empty));
        let small: Vec<(u32, i64, &[u32])> = (0..9).map(|person| (person, 0, [0, 1].as_slice())).collect();
        assert!(pairs(&corpus(&small)).iter().all(Vec::is_empty), "no more often than by chance");
    }

    #[test]
    fn a_neighbour_is_kept_by_five_people_in_common() {
        let mut baskets: Vec<(u32, i64, &[u32])> = (0..5).map(|person| (person, 0, [0, 1].as_slice())).collect();
        baskets.extend((0..4).map(|person| (person, 1, [2].as_slice())));
        let mut neighbours = vec![vec![(1, 0.5), (2, 0.4), (9, 0.3)], vec![], vec![(0, 0.2)]];
        keep_shared(&mut neighbours, &corpus(&baskets));
        assert_eq!(neighbours, [vec![(1, 0.5)], vec![], vec![]]);
    }

    #[test]
    fn a_rhythm_takes_five_who_came_again() {
        let again = |people: u32, days: i64| -> Vec<(u32, i64, &[u32])> {
            (0..people).flat_map(|person| [0, days, days].map(|day| (person, day, [0].as_slice()))).collect()
        };
        assert_eq!(rhythm(&corpus(&again(4, 30))), [None]);
        assert_eq!(rhythm(&corpus(&again(5, 30))), [Some(30.0)]);
        assert_eq!(rhythm(&corpus(&again(5, 0))), [None], "twice on one day is once");
    }

    #[test]
    fn demand_is_told_by_language_where_five_buy() {
        let baskets: Vec<(u32, i64, &[u32])> = (0..9).map(|person| (person, 0, [0].as_slice())).collect();
        let locales: Vec<Locale> = (0..9).map(|person| if person < 5 { Locale::Vi } else { Locale::Hy }).collect();
        let demand = demand_by_locale(&corpus(&baskets), &locales, 10 * DAY_MS, 10.0);
        assert_eq!(demand, HashMap::from([(Locale::Vi, vec![2.5])]));
    }
}
