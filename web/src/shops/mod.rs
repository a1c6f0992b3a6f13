//! Shops.

mod card;
mod page;

pub use card::{ShopCard, ShopCardFields, ShopCardProps};
pub use page::ShopPage;
