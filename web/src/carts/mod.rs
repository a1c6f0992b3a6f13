//! The cart.

mod add;
mod change;
mod delivery;
mod desk;
mod fields;
mod line;
mod page;
mod totals;
mod warnings;

#[cfg(feature = "ssr")]
pub use add::variant_of;
pub use add::{AddOutcome, AddToCart, AddToCartProps, CartProblem, add_to_cart};
pub use change::{Change, Changed, Refusal, change_cart};
pub use delivery::{DeliveryChoice, DeliveryChoiceProps};
pub use desk::CartDesk;
pub use fields::{
    CartContent, CartDeliveryFields, CartDeliveryName, CartLineFields, CartOption, CartPartFields, CartProduct,
    CartShop, CartVariant, CartWarningFields, PaymentMethod, PaymentMethodFields, WarningCode,
};
pub use line::{choice, left_text, problem_text, refusal_text, warning_text};
pub use page::{CartPage, CartPageProps, CartQuery, Empty, EmptyProps};
pub use totals::{Totals, TotalsProps};
pub use warnings::{Warnings, WarningsProps};
