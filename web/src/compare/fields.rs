//! What the comparison reads.

use crate::data::{ImageFields, MoneyFields, MoneyRangeFields, scalars::DateTime, schema};

#[derive(cynic::QueryVariables)]
pub(super) struct CompareVariables {
    pub(super) slugs: Vec<String>,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Query", variables = "CompareVariables")]
pub(super) struct CompareQuery {
    #[arguments(slugs: $slugs)]
    pub(super) products_by_slugs: Vec<Option<ComparedProduct>>,
    pub(super) wishlist: Option<ComparedList>,
}

/// The visitor's list: what else could be compared.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Wishlist")]
pub(super) struct ComparedList {
    pub(super) items: Vec<ComparedItem>,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "WishlistItem")]
pub(super) struct ComparedItem {
    pub(super) product: Option<Candidate>,
}

/// Something that could be compared too.
#[derive(cynic::QueryFragment, Clone, PartialEq)]
#[cynic(graphql_type = "Product")]
pub(super) struct Candidate {
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) image: Option<ImageFields>,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Product")]
pub(super) struct ComparedProduct {
    pub(super) id: cynic::Id,
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) image: Option<ImageFields>,
    pub(super) shop: ComparedShop,
    pub(super) category: Option<ComparedCategory>,
    pub(super) price_range: MoneyRangeFields,
    pub(super) compare_at_price_range: Option<MoneyRangeFields>,
    pub(super) status: ProductStatus,
    pub(super) available: bool,
    pub(super) in_wishlist: bool,
    pub(super) rating: ComparedRating,
    pub(super) options: Vec<ComparedOption>,
    pub(super) delivery_promise: Option<ComparedPromise>,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ProductStatus {
    Draft,
    Active,
    Archived,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Shop")]
pub(super) struct ComparedShop {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) returns: String,
}

/// Where it stands, with what stands beside it.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Category")]
pub(super) struct ComparedCategory {
    #[arguments(first: 8, filter: { available: true })]
    pub(super) products: Candidates,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "ProductConnection")]
pub(super) struct Candidates {
    pub(super) nodes: Vec<Candidate>,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Rating")]
pub(super) struct ComparedRating {
    pub(super) average: Option<f64>,
    pub(super) count: i32,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "ProductOption")]
pub(super) struct ComparedOption {
    pub(super) name: String,
    pub(super) values: Vec<ComparedValue>,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "ProductOptionValue")]
pub(super) struct ComparedValue {
    pub(super) name: String,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "DeliveryPromise")]
pub(super) struct ComparedPromise {
    pub(super) earliest: DateTime,
    pub(super) latest: DateTime,
    pub(super) from: MoneyFields,
}
