//! Search: the index by itself, the catalogue as the API searches it, and what a search means.

mod catalog;
mod index;
mod meaning;
