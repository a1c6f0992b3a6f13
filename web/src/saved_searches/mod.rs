//! Saved searches: the button on the page of a search, and the page of all that an account keeps.
//!
//! The button stands in the first page's module, so it is a plain form there; what it does with script comes in a module of
//! its own when it is pressed. The forms of the page are plain ones, with and without script.

mod fields;
mod form;
mod item;
mod page;
#[cfg(feature = "hydrate")]
mod save;
mod send;

pub use form::{SaveSearch, SaveSearchProps};
pub use page::{SavedSearchesPage, SavedSearchesPageProps};
#[cfg(feature = "hydrate")]
pub(crate) use save::{PLAIN, take_over};
pub use send::{SaveOutcome, delete_search, open_search, save_search, switch_letters};
