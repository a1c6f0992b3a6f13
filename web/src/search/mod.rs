//! Searching the catalogue.
