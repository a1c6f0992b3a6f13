//! The catalogue.

mod edit;
mod options;
mod reads;
mod stock;
