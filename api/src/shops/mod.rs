//! Shops, their staff, and how they deliver.

pub mod entity;
