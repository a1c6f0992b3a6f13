//! The demonstration: our own catalogue, and accounts that anybody may sign in with.

mod files;
mod load;
mod people;

pub use load::{Loaded, load, load_if_empty};
pub use people::{DemoAccount, PASSWORD, accounts};
