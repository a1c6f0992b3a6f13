//! What the page of saved searches reads.

use crate::data::{MoneyFields, scalars::DateTime, schema};

/// Whose searches they are.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
pub(super) struct SavedSearchesQuery {
    pub(super) me: Option<Owner>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account")]
pub(super) struct Owner {
    pub(super) saved_searches: Vec<SavedSearchFields>,
}

/// A search.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "SavedSearch")]
pub(super) struct SavedSearchFields {
    pub(super) id: cynic::Id,
    pub(super) search: Option<String>,
    pub(super) category: Option<SearchedCategory>,
    pub(super) shops: Vec<SearchedShop>,
    pub(super) min_price: Option<MoneyFields>,
    pub(super) max_price: Option<MoneyFields>,
    pub(super) available: Option<bool>,
    pub(super) address: String,
    pub(super) letters: bool,
    pub(super) new_count: i32,
    pub(super) created_at: DateTime,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Category")]
pub(super) struct SearchedCategory {
    pub(super) name: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Shop")]
pub(super) struct SearchedShop {
    pub(super) name: String,
}
