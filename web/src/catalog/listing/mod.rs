//! Lists of products that can be narrowed: a category's page here, the search page in `search`.

mod category;
mod choice;
mod facets;
mod pager;
mod price;
mod price_fields;
mod query;
mod view;

pub use category::CategoryPage;
pub(crate) use category::breadcrumb_list;
pub use choice::{Choice, ProductSort};
pub use pager::{Pager, PagerProps};
pub use query::{ListingFields, PageInfo, ProductFilter};
pub use view::{Listing, ListingProps};
