//! The arithmetic of trust: pure formulas, so that whoever doubts a figure can compute it again.

pub mod score;

pub use score::{Histogram, PRIOR_WEIGHT, bayesian_mean, wilson_lower_bound};
