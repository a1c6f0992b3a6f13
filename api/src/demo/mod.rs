//! The demonstration: our own catalogue, accounts that anybody may sign in with, and what buyers bought and said before.

mod files;
mod history;
mod history_file;
mod load;
mod people;

pub use load::{Loaded, load, load_if_empty};
pub use people::{DemoAccount, PASSWORD, accounts};
