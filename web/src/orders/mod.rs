//! Orders: one to follow live.

mod cancel;
mod fields;
mod live;
mod page;
mod parts;
mod payment;
mod progress;
mod timeline;
mod words;

pub use cancel::{CancelOutcome, cancel_order};
pub use fields::{OrderFields, OrderState, OrderVariables};
pub use page::{OrderPage, OrderPageProps};
pub use words::state_name;
