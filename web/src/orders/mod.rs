//! Orders: one to follow live.

mod again;
mod cancel;
mod fields;
mod live;
mod page;
mod parts;
mod payment;
mod progress;
mod timeline;
mod words;
mod zone;

pub use again::{Again, BuyAgain, BuyAgainProps, buy_again};
pub use cancel::{CancelOutcome, cancel_order};
pub use fields::{OrderFields, OrderState, OrderVariables};
pub use page::{OrderPage, OrderPageProps};
pub use words::state_name;
