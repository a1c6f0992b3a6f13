//! Orders: what was bought, one part per shop, and how it moves.

pub mod entity;
pub mod events;
mod progress;
mod transition;

pub use transition::{Change, LockedOrder, TransitionError, announce, lock, transition};
