//! Categories, products, their variants with stock, and their pictures.

pub mod entity;
