//! The arithmetic of trust: pure formulas, so that whoever doubts a figure can compute it again.
//!
//! [`score`] makes stars a score. [`holding`] says which reviews wait for a moderator, with [`rings`] as its strongest
//! part and [`brigade`] as the same for votes; [`likeness`] compares texts and [`groups`] finds dense groups for both.
//! They use only the four operations of arithmetic on numbers, in an order that does not hang on the order of what
//! they are given: the same input gives the same bits everywhere.

pub mod brigade;
pub mod groups;
pub mod holding;
pub mod likeness;
pub mod parts;
pub mod rings;
pub mod score;
pub mod sightings;
pub mod standing;

pub use score::{Histogram, PRIOR_WEIGHT, bayesian_mean, is_recommendable, wilson_lower_bound};
pub use standing::StandingLevel;

/// Brings a value into 0..1; what is no number counts as 0.
pub(crate) fn unit(value: f64) -> f64 {
    if value > 0.0 { value.min(1.0) } else { 0.0 }
}

/// Takes several independent traces together, each 0..1: `1 − Π(1 − trace)`. More traces only raise it, none takes it
/// past 1.
pub(crate) fn together(traces: impl IntoIterator<Item = f64>) -> f64 {
    1.0 - traces.into_iter().fold(1.0, |rest, trace| rest * (1.0 - unit(trace)))
}
