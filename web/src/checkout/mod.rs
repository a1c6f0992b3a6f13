//! From the cart to an order, on one page.

mod countries;
mod fields;
mod form;
mod page;
mod place;
mod summary;

pub use countries::{countries, country_name, likely};
pub use fields::{Checked, CheckoutFields, FieldProblem, payment_name};
pub use form::problem_sentence;
pub use page::{CheckoutDraft, CheckoutPage, CheckoutPageProps};
pub use place::{LineObstacle, Obstacles, PlaceOutcome, Whole, place_order};
