//! The catalogue.

mod reads;
mod stock;
