//! A trained model, and what it answers.

use super::Parameters;
use super::board::{Board, Lifts, Question, Weights, better};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;

/// Something a shopper did, as far as scoring needs it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Past {
    /// With what.
    pub item: u32,
    /// When, in milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// 1.0 and more is a purchase; weaker signals are less.
    pub weight: f32,
}

/// Whether what the shopper already has may be suggested again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeats {
    /// Only items that the history has no purchase of. What was only looked at may be suggested.
    OnlyNew,
    /// The items of the history as well, by how likely they are bought again.
    WithRepeats,
}

/// An item and how well it fits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// Which.
    pub item: u32,
    /// Only comparable within one answer; positive and finite.
    pub score: f32,
    /// The item of the history that contributed most; the item itself where it is bought again.
    pub because: Option<u32>,
}

/// Of what the model was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// People with at least one interaction.
    pub people: usize,
    /// Items with at least one interaction.
    pub items: usize,
    /// Interactions.
    pub interactions: usize,
    /// Baskets, weak signals counted as one each.
    pub baskets: usize,
    /// People whose last basket served to choose the parameters.
    pub validated_on: usize,
    /// Parameters that were tried.
    pub tries: usize,
    /// NDCG@10 on the validation slice, items that were new to their buyer.
    pub ndcg_new: f32,
    /// NDCG@10 on the validation slice, the whole basket.
    pub ndcg_all: f32,
}

/// A model: everything a request needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Trained {
    /// Per item the items it speaks for and how much, the most first.
    pub neighbours: Vec<Vec<(u32, f32)>>,
    /// Per item the recent demand: purchases, each faded by its age against the newest.
    pub demand: Vec<f32>,
    /// Per item what its recent demand among people who are new to it makes of a taste for it: a factor.
    pub taste_lift: Vec<f32>,
    /// Per item what buying it again weighs: how readily that happens, and its recent demand.
    pub repeat_lift: Vec<f32>,
    /// What was chosen.
    pub parameters: Parameters,
    /// Of what it was made.
    pub summary: Summary,
}

thread_local! {
    static BOARD: RefCell<Board> = RefCell::default();
}

impl Trained {
    /// What somebody with this history may want next, the best first. It touches the neighbours of the history and nothing
    /// else, so it takes well under a millisecond, and what happened a moment ago counts. Empty without a history.
    pub fn score(&self, history: &[Past], now: i64, repeats: Repeats, limit: usize) -> Vec<Scored> {
        let weights = Weights { neighbours: &self.neighbours, parameters: &self.parameters };
        BOARD.with_borrow_mut(|board| board.rank(weights, self, Question { history, now, repeats, limit }))
    }
}

impl Lifts for Trained {
    fn taste(&self, item: u32) -> f32 {
        self.taste_lift.get(item as usize).copied().unwrap_or(1.0)
    }

    fn again(&self, item: u32) -> f32 {
        self.repeat_lift.get(item as usize).copied().unwrap_or_default()
    }
}

/// The first so many, in order.
pub(super) fn first(mut found: Vec<Scored>, limit: usize) -> Vec<Scored> {
    if found.len() > limit {
        found.select_nth_unstable_by(limit, better);
        found.truncate(limit);
    }
    found.sort_unstable_by(better);
    found
}
