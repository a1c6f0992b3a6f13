//! Search: the index by itself, the catalogue as the API searches it, what a search means, and what many search for.

mod catalog;
mod index;
mod meaning;
mod popular;
