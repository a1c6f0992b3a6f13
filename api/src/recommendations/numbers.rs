//! Numbers that follow from what happened, and from nothing else. Ids are random in part, and the order in which a model meets
//! items decides between equals and how sums are rounded, which can be enough to choose other parameters.

use super::model::{Corpus, Interaction};

/// By the number that something had, the number that it gets.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    pub(super) items: Vec<u32>,
    pub(super) people: Vec<u32>,
    pub(super) baskets: Vec<u32>,
}

/// By what something is known again: when it first occurs, and a sum over all that was done with it, in whatever order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Trace {
    first: i64,
    sum: u64,
}

const NOTHING: Trace = Trace { first: i64::MAX, sum: 0 };

impl Trace {
    fn add(&mut self, at: i64, what: u64) {
        self.first = self.first.min(at);
        self.sum = self.sum.wrapping_add(mixed(at.cast_unsigned() ^ mixed(what)));
    }
}

/// Spreads the bits of a number over all of it (the finaliser of SplitMix64: Steele, Lea and Flood, 2014).
const fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

impl Numbers {
    /// Numbers everything anew: items by when they were first met and then by whose they became, people by that and by what they
    /// did, baskets by their time and what is in them, the first `orders` before all others. Two items that the same people
    /// bought in the same moments cannot be told apart, and stay in the order they had.
    pub(super) fn of(corpus: &Corpus, orders: usize) -> Self {
        let all = &corpus.interactions;
        let baskets = all.iter().map(|each| each.basket as usize + 1).max().unwrap_or(0).max(orders);
        // A name must not follow from a number: people are known by when they came, items by that and their people.
        let came = traces(corpus.people, all, |each| (each.person, 0));
        let items = traces(corpus.items, all, |each| (each.item, came[each.person as usize].sum));
        let people = traces(corpus.people, all, |each| (each.person, items[each.item as usize].sum));
        let baskets = traces(baskets, all, |each| {
            (each.basket, items[each.item as usize].sum ^ mixed(people[each.person as usize].sum))
        });
        // What orders are stays before what is none.
        let mut order: Vec<u32> = (0..).take(baskets.len()).collect();
        order.sort_by_key(|basket| (*basket as usize >= orders, baskets[*basket as usize]));
        Self { baskets: places(&order), items: ranks(&items), people: ranks(&people) }
    }

    /// Gives a corpus these numbers, and puts it in the order of its time.
    pub(super) fn apply(&self, corpus: &mut Corpus) {
        for each in &mut corpus.interactions {
            each.item = self.items[each.item as usize];
            each.person = self.people[each.person as usize];
            each.basket = self.baskets[each.basket as usize];
        }
        corpus.interactions.sort_unstable_by_key(|each| (each.at, each.basket, each.item));
    }
}

/// By number the trace of what has it. `of` tells which number an interaction is about, and with what.
fn traces(count: usize, all: &[Interaction], of: impl Fn(&Interaction) -> (u32, u64)) -> Vec<Trace> {
    let mut traces = vec![NOTHING; count];
    for each in all {
        let (number, what) = of(each);
        traces[number as usize].add(each.at, what ^ u64::from(each.strength.to_bits()));
    }
    traces
}

/// By number its rank among all traces.
fn ranks(traces: &[Trace]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..).take(traces.len()).collect();
    order.sort_by_key(|number| traces[*number as usize]);
    places(&order)
}

/// Where each number stands in an order of all of them.
fn places(order: &[u32]) -> Vec<u32> {
    let mut places = vec![0; order.len()];
    for (place, number) in (0..).zip(order) {
        places[*number as usize] = place;
    }
    places
}

/// Things in the order of their new numbers.
pub(super) fn moved<T: Clone>(things: &[T], numbers: &[u32]) -> Vec<T> {
    let mut order: Vec<(u32, &T)> = numbers.iter().copied().zip(things).collect();
    order.sort_by_key(|(number, _)| *number);
    order.into_iter().map(|(_, thing)| thing.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bought(person: u32, item: u32, at: i64, basket: u32) -> Interaction {
        Interaction { person, item, at, basket, strength: 1.0 }
    }

    fn numbered(mut corpus: Corpus, orders: usize) -> (Numbers, Vec<Interaction>) {
        let numbers = Numbers::of(&corpus, orders);
        numbers.apply(&mut corpus);
        (numbers, corpus.interactions)
    }

    #[test]
    fn the_same_happenings_give_the_same_numbers_whatever_they_had() {
        // The same two orders and a look, under other numbers.
        let one = Corpus {
            people: 2,
            items: 3,
            interactions: vec![
                bought(0, 2, 10, 0),
                bought(0, 1, 10, 0),
                bought(1, 1, 20, 1),
                Interaction { strength: 0.2, ..bought(1, 0, 5, 2) },
            ],
        };
        let other = Corpus {
            people: 2,
            items: 3,
            interactions: vec![
                bought(0, 0, 20, 0),
                bought(1, 0, 10, 1),
                bought(1, 1, 10, 1),
                Interaction { strength: 0.2, ..bought(0, 2, 5, 2) },
            ],
        };
        let ((one, first), (other, second)) = (numbered(one, 2), numbered(other, 2));
        assert_eq!(first, second);
        assert_eq!((one.items[0], other.items[2]), (0, 0), "what was met first");
        assert_eq!((one.items[1], one.items[2]), (other.items[0], other.items[1]));
        assert_eq!((one.baskets[2], other.baskets[2]), (2, 2), "what is no order comes after all orders");
        assert_eq!(moved(&["look", "both", "one"], &one.items), moved(&["both", "one", "look"], &other.items));
    }

    #[test]
    fn what_was_bought_in_the_same_moment_is_told_apart_by_its_buyers() {
        // Two bought something in the same moment, and came back at different times for a third thing.
        let happened = |[first, second]: [u32; 2], [one, other]: [u32; 2]| Corpus {
            people: 2,
            items: 3,
            interactions: vec![
                bought(first, one, 10, 0),
                bought(second, other, 10, 1),
                bought(first, 2, 20, 2),
                bought(second, 2, 21, 3),
            ],
        };
        let (_, plain) = numbered(happened([0, 1], [0, 1]), 4);
        for (people, items) in [([1, 0], [0, 1]), ([0, 1], [1, 0]), ([1, 0], [1, 0])] {
            assert_eq!(numbered(happened(people, items), 4).1, plain, "{people:?} {items:?}");
        }
    }
}
