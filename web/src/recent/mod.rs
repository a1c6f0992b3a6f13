//! What was looked at lately. The browser alone remembers it: the server is asked for the products, not told of a person.

mod rail;
mod store;

pub use rail::{Rail, RailProps, Recent, RecentProps};
