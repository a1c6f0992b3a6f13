//! Products and categories.

mod card;
mod price;

pub use card::{ProductCard, ProductCardFields, ProductCardProps, ProductGrid, ProductGridProps};
pub use price::{Price, PriceProps, PriceRange, PriceRangeProps};
