//! What a training chooses by itself.

use serde::{Deserialize, Serialize};

/// How the weights between items are learned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Counted: item-kNN.
    Knn,
    /// Solved for in closed form: EASE.
    Ease,
}

/// Days after which a purchase counts half for what is in demand now, the same in every market.
pub const TREND_HALF_LIFE: f32 = 14.0;

/// What a training chose on its validation slice. Stored as JSON beside the neighbours. No half-life means that nothing
/// fades; a power of zero, that what it is the power of does not count. What an older version did not store has its default.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Parameters {
    /// How the weights between items were learned.
    pub method: Method,
    /// Days after which an interaction counts half when learning.
    pub learning_half_life: Option<f32>,
    /// How strongly EASE is held back from rare coincidences (λ).
    pub ridge: f32,
    /// How much of item-kNN's normalisation falls on the item that speaks; the rest falls on the one spoken for.
    pub balance: f32,
    /// What item-kNN adds below the fraction, against pairs that are rare.
    pub shrinkage: f32,
    /// How many items are heard, of those that speak for an item in item-kNN: the ones that speak most.
    pub reach: u32,
    /// Days after which something in a shopper's history counts half.
    pub history_half_life: Option<f32>,
    /// Days after which a purchase by somebody to whom the item was new counts half as demand.
    pub arrival_half_life: Option<f32>,
    /// The power of that demand that multiplies a taste.
    pub arrival_power: f32,
    /// What a taste for an item counts that was bought already, against one that is new.
    pub bought_taste: f32,
    /// What having bought an item weighs beside what its neighbours say, times the share of purchases that are repeats.
    pub repeat_weight: f32,
    /// Days after which a purchase counts half for buying again.
    pub repeat_half_life: Option<f32>,
    /// The power of how often and how lately somebody bought an item.
    pub frequency_power: f32,
    /// The power of how readily the item is bought again by its buyers.
    pub propensity_power: f32,
    /// Days after which a purchase counts half as demand for buying again.
    pub demand_half_life: Option<f32>,
    /// The power of that demand that multiplies buying again.
    pub demand_power: f32,
}

impl Default for Parameters {
    /// Where a search begins, and what holds where there is too little to choose by.
    fn default() -> Self {
        Self {
            method: Method::Ease,
            learning_half_life: Some(240.0),
            ridge: 10.0,
            balance: 0.5,
            shrinkage: 3.0,
            reach: 50,
            history_half_life: Some(120.0),
            arrival_half_life: Some(14.0),
            arrival_power: 0.3,
            bought_taste: 1.0,
            repeat_weight: 1.0,
            repeat_half_life: Some(120.0),
            frequency_power: 1.0,
            propensity_power: 0.4,
            demand_half_life: Some(14.0),
            demand_power: 0.15,
        }
    }
}
