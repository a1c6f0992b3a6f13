//! Search: the index by itself, and the catalogue as the API searches it.

mod catalog;
mod index;
