//! Orders: what was bought, one part per shop, and how it moves.

pub mod entity;
