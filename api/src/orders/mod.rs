//! Orders: what was bought, one part per shop, and how it moves.

pub mod access;
mod again;
mod anonymise;
mod cancel;
mod confirm_payment;
pub mod entity;
pub mod events;
pub mod graphql;
pub mod list;
pub mod loaders;
mod number;
mod place;
mod place_rows;
mod progress;
mod transition;

pub use again::{BoughtAgain, buy_again};
pub use anonymise::{anonymise, open_of, readdress};
pub use cancel::{Changed, OrderError, cancel, expire};
pub use confirm_payment::confirm_payment;
pub use place::{OrderRequest, PlaceError, Placed, Refusal, place};
pub use transition::{Change, LockedOrder, TransitionError, announce, lock, transition};
