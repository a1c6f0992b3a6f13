//! Wishlists: the heart at a product, one's own list, and a list that somebody shares.

mod fields;
mod heart;
mod page;
mod set;
mod share;
mod shared;

pub use fields::WishlistFields;
#[cfg(feature = "hydrate")]
pub(crate) use heart::press_heart;
pub use heart::{Heart, HeartProps};
pub use page::{WishlistPage, WishlistPageProps};
pub use set::{KeepProblem, keep};
pub use share::{ShareOutcome, share_wishlist};
pub use shared::{SharedWishlistPage, SharedWishlistPageProps};
