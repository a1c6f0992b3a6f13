//! Products and categories.

mod card;
mod listing;
mod offers;
mod price;
mod product;

pub(crate) use card::stars;
pub use card::{CardRating, ProductCard, ProductCardFields, ProductCardProps, ProductGrid, ProductGridProps};
pub(crate) use listing::breadcrumb_list;
pub use listing::{
    CategoryPage, Choice, Listing, ListingFields, ListingProps, PageInfo, Pager, PagerProps, ProductFilter, ProductSort,
};
pub(crate) use offers::{OfferFields, OfferedElsewhere, Offers};
pub use price::{Price, PriceProps, PriceRange, PriceRangeProps};
pub use product::ProductPage;
#[cfg(feature = "hydrate")]
pub(crate) use product::{Zoom, expect_product};
