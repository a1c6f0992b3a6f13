//! The catalogue.

mod edit;
mod reads;
mod stock;
