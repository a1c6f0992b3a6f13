//! The catalogue.

mod barcodes;
mod edit;
mod options;
mod reads;
mod stock;
