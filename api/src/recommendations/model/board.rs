//! Adding up what speaks for which item.

use super::fading::left;
use super::ledger::PURCHASE;
use super::trained::{Past, Repeats, Scored};
use super::{Parameters, trained};
use std::cmp::Ordering;

/// Sums per item that are wiped by what was touched, not by the size of the catalogue.
#[derive(Clone, Debug, Default)]
pub(super) struct Board {
    cells: Vec<Cell>,
    touched: Vec<u32>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    sum: f32,
    most: f32,
    /// The item of the history that gave the most.
    by: u32,
    own: f32,
    bought: bool,
    touched: bool,
}

/// An item of somebody's history, all its events together.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Had {
    item: u32,
    taste: f32,
    again: f32,
    bought: bool,
}

/// What multiplies a taste for an item, and what having bought it counts.
pub(super) trait Lifts {
    fn taste(&self, item: u32) -> f32;
    fn again(&self, item: u32) -> f32;
}

/// The weights and how they are used.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weights<'a> {
    pub(super) neighbours: &'a [Vec<(u32, f32)>],
    pub(super) parameters: &'a Parameters,
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question<'a> {
    pub(super) history: &'a [Past],
    pub(super) now: i64,
    pub(super) repeats: Repeats,
    pub(super) limit: usize,
}

impl Board {
    /// The best items, the best first, ties by the number of the item.
    pub(super) fn rank(&mut self, weights: Weights<'_>, lifts: &impl Lifts, asked: Question<'_>) -> Vec<Scored> {
        let items = weights.neighbours.len();
        if self.cells.len() < items {
            self.cells.resize(items, Cell::default());
        }
        for had in together(weights.parameters, asked, items) {
            self.own(had, lifts, asked.repeats);
            for (item, weight) in &weights.neighbours[had.item as usize] {
                self.add(*item, weight * had.taste, had.item);
            }
        }
        let found = self.read(lifts, asked.repeats, weights.parameters.bought_taste);
        self.wipe();
        trained::first(found, asked.limit)
    }

    fn own(&mut self, had: Had, lifts: &impl Lifts, repeats: Repeats) {
        if !had.bought {
            return;
        }
        let own = if repeats == Repeats::WithRepeats { had.again * lifts.again(had.item) } else { 0.0 };
        if let Some(cell) = self.cell(had.item) {
            (cell.bought, cell.own) = (true, own);
        }
    }

    fn add(&mut self, item: u32, share: f32, by: u32) {
        if let Some(cell) = self.cell(item) {
            cell.sum += share;
            if share > cell.most {
                (cell.most, cell.by) = (share, by);
            }
        }
    }

    fn cell(&mut self, item: u32) -> Option<&mut Cell> {
        let cell = self.cells.get_mut(item as usize)?;
        if !cell.touched {
            cell.touched = true;
            self.touched.push(item);
        }
        Some(cell)
    }

    fn read(&self, lifts: &impl Lifts, repeats: Repeats, bought_taste: f32) -> Vec<Scored> {
        let one = |item: &u32| {
            let cell = self.cells.get(*item as usize).filter(|cell| !cell.bought || repeats == Repeats::WithRepeats)?;
            let lift = lifts.taste(*item) * if cell.bought { bought_taste } else { 1.0 };
            let score = cell.sum * lift + cell.own;
            let by = if cell.own > cell.most * lift { *item } else { cell.by };
            (score > 0.0 && score.is_finite()).then_some(Scored { item: *item, score, because: Some(by) })
        };
        self.touched.iter().filter_map(one).collect()
    }

    fn wipe(&mut self) {
        for item in self.touched.drain(..) {
            if let Some(cell) = self.cells.get_mut(item as usize) {
                *cell = Cell::default();
            }
        }
    }
}

/// One entry per item. Ages are counted from the newest event, so that somebody who comes back after years has a taste:
/// only how events compare matters.
fn together(parameters: &Parameters, asked: Question<'_>, items: usize) -> Vec<Had> {
    let known = |past: &&Past| (past.item as usize) < items && past.weight.is_finite() && past.weight > 0.0;
    let newest = asked.history.iter().filter(known).map(|past| past.at).max().unwrap_or(asked.now).min(asked.now);
    let had = |past: &Past| {
        let (age, bought) = (newest.saturating_sub(past.at), past.weight >= PURCHASE);
        let taste = left(age, parameters.history_half_life) as f32 * past.weight;
        let again = if bought { left(age, parameters.repeat_half_life) as f32 } else { 0.0 };
        Had { item: past.item, taste, again, bought }
    };
    let mut all: Vec<Had> = asked.history.iter().filter(known).map(had).collect();
    all.sort_by_key(|had| had.item);
    all.dedup_by(|next, kept| {
        let same = next.item == kept.item;
        if same {
            kept.taste += next.taste;
            kept.again += next.again;
            kept.bought |= next.bought;
        }
        same
    });
    for had in &mut all {
        had.again = had.again.powf(parameters.frequency_power);
    }
    all
}

/// Better first, ties by the number of the item.
pub(super) fn better(a: &Scored, b: &Scored) -> Ordering {
    b.score.total_cmp(&a.score).then(a.item.cmp(&b.item))
}
