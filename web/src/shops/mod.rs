//! Shops.

mod card;

pub use card::{ShopCard, ShopCardFields, ShopCardProps};
