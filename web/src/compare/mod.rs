//! Two to four products side by side.

mod fields;
mod page;
mod table;

pub use page::{ComparePage, ComparePageProps};

/// Most products side by side.
const MOST: usize = 4;
