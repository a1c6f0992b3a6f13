//! Orders: what was bought, one part per shop, and how it moves.

pub mod access;
pub mod entity;
pub mod events;
pub mod graphql;
pub mod list;
pub mod loaders;
mod progress;
mod transition;

pub use transition::{Change, LockedOrder, TransitionError, announce, lock, transition};
