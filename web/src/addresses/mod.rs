//! Address books: an account's addresses, and the fields of one wherever it is asked for.

mod book;
mod fields;
mod form;
mod page;

pub use book::{AddressInput, BookProblem, delete_address, make_default_address, save_address};
pub use fields::{AddressFields, AddressText, SavedAddressFields, one_line};
pub use form::{AddressFieldset, AddressFieldsetProps};
pub use page::{AccountAddressesPage, AccountAddressesPageProps, AddressDraft};
