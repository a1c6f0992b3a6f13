//! From the cart to an order, on one page.

mod countries;
mod fields;
mod form;
mod keep;
mod keeper;
mod page;
mod place;
mod sections;
mod signed_out;
mod summary;
mod words;

pub use countries::{countries, country_name, likely};
pub use fields::{Checked, CheckoutFields, FieldProblem, payment_name};
pub use keep::keep_buyer;
pub use page::{CheckoutDraft, CheckoutPage, CheckoutPageProps};
pub use place::{LineObstacle, Obstacles, PlaceOutcome, Whole, place_order};
pub use words::{field_label, problem_sentence};
