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
    /// Per item the recent demand: purchases, each counting half when it is 14 days older than the newest.
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

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000;

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
}
