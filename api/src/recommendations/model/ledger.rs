//! A corpus in the order of people: each person's events, oldest first, and what is left when something is held out.

use super::{Corpus, Interaction};
use std::cmp::Ordering;
use std::collections::HashSet;

/// From this strength on an interaction is a purchase; anything less is a weaker signal.
pub(super) const PURCHASE: f32 = 1.0;

/// One interaction of a known person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Event {
    pub(super) item: u32,
    pub(super) at: i64,
    pub(super) basket: u32,
    pub(super) strength: f32,
}

impl Event {
    pub(super) fn is_purchase(&self) -> bool {
        self.strength >= PURCHASE
    }
}

/// Events by person, oldest first; an item is in a basket once.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    pub(super) items: usize,
    people: Vec<Vec<Event>>,
}

/// The basket of somebody that a model has not seen. What is left of them in the ledger is what they did before.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Held {
    pub(super) person: usize,
    pub(super) at: i64,
    /// In the order of their number.
    pub(super) basket: Vec<u32>,
}

impl Ledger {
    /// What is out of range or not a positive number is left out.
    pub(super) fn of(corpus: &Corpus) -> Self {
        let mut people = vec![Vec::new(); corpus.people];
        for each in &corpus.interactions {
            let known = (each.item as usize) < corpus.items && each.strength.is_finite() && each.strength > 0.0;
            if let Some(events) = people.get_mut(each.person as usize).filter(|_| known) {
                let Interaction { item, at, basket, strength, .. } = *each;
                events.push(Event { item, at, basket, strength });
            }
        }
        for events in &mut people {
            events.sort_by(|a, b| order(a, b).then(b.strength.total_cmp(&a.strength)));
            events.dedup_by(|next, kept| order(next, kept) == Ordering::Equal);
        }
        Self { items: corpus.items, people }
    }

    /// How many people there may be.
    pub(super) fn people(&self) -> usize {
        self.people.len()
    }

    /// What one person did, oldest first.
    pub(super) fn person(&self, person: usize) -> &[Event] {
        self.people.get(person).map_or(&[], Vec::as_slice)
    }

    /// Everybody's events, by person.
    pub(super) fn everybody(&self) -> impl Iterator<Item = &[Event]> {
        self.people.iter().map(Vec::as_slice)
    }

    /// When the last thing happened.
    pub(super) fn newest(&self) -> Option<i64> {
        self.everybody().filter_map(<[Event]>::last).map(|event| event.at).max()
    }

    /// The first purchase of an item by a person: what brings a new buyer.
    pub(super) fn arrivals(&self) -> Vec<Event> {
        let mut seen = HashSet::new();
        let mut arrivals = Vec::new();
        for events in self.everybody() {
            seen.clear();
            arrivals.extend(events.iter().filter(|event| event.is_purchase() && seen.insert(event.item)));
        }
        in_time(arrivals)
    }

    /// All purchases, in the order of their time.
    pub(super) fn purchases(&self) -> Vec<Event> {
        in_time(self.everybody().flatten().filter(|event| event.is_purchase()).copied().collect())
    }

    /// Takes the last basket of everybody who has at least so many, and whatever they did from then on. When more people
    /// than `most` qualify, they are picked at even distances, and the others keep theirs.
    pub(super) fn hold_out(&self, at_least: usize, most: usize) -> (Self, Vec<Held>) {
        let last: Vec<Held> = (0..self.people()).filter_map(|person| self.last_basket(person, at_least)).collect();
        let step = last.len().div_ceil(most.max(1)).max(1);
        let held: Vec<Held> = last.into_iter().step_by(step).collect();
        let mut rest = self.clone();
        for each in &held {
            if let Some(events) = rest.people.get_mut(each.person) {
                let basket = events.iter().rfind(|event| event.is_purchase()).map(|event| event.basket);
                events.retain(|event| event.at <= each.at && Some(event.basket) != basket);
            }
        }
        (rest, held)
    }

    fn last_basket(&self, person: usize, at_least: usize) -> Option<Held> {
        let events = self.person(person);
        let baskets: HashSet<u32> =
            events.iter().filter(|event| event.is_purchase()).map(|event| event.basket).collect();
        let last = events.iter().rfind(|event| event.is_purchase()).filter(|_| baskets.len() >= at_least.max(2))?;
        let bought = events.iter().filter(|event| event.basket == last.basket && event.is_purchase());
        let mut basket: Vec<u32> = bought.map(|event| event.item).collect();
        basket.sort_unstable();
        Some(Held { person, at: last.at, basket })
    }

    /// Only the most bought items, under the numbers they have.
    pub(super) fn most_bought(&self, most: usize) -> Self {
        let mut counts = vec![0_u32; self.items];
        for event in self.everybody().flatten() {
            if let Some(count) = counts.get_mut(event.item as usize) {
                *count += 1;
            }
        }
        let mut places: Vec<u32> = (0_u32..).take(self.items).collect();
        places.sort_by_key(|item| std::cmp::Reverse(counts.get(*item as usize).copied().unwrap_or_default()));
        places.truncate(most);
        let kept: HashSet<u32> = places.into_iter().collect();
        let keep = |events: &Vec<Event>| events.iter().filter(|event| kept.contains(&event.item)).copied().collect();
        Self { items: self.items, people: self.people.iter().map(keep).collect() }
    }
}

fn order(a: &Event, b: &Event) -> Ordering {
    a.at.cmp(&b.at).then(a.basket.cmp(&b.basket)).then(a.item.cmp(&b.item))
}

fn in_time(mut events: Vec<Event>) -> Vec<Event> {
    events.sort_by(order);
    events
}
