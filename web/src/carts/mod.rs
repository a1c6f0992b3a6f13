//! The cart.

mod add;

pub use add::{AddOutcome, AddToCart, AddToCartProps, CartProblem, add_to_cart};
