//! What a product's page reads.

use crate::{
    catalog::ProductCardFields,
    data::{ImageFields, MoneyFields, scalars::DateTime, schema},
};

#[derive(cynic::QueryVariables)]
pub(super) struct ProductVariables {
    pub(super) slug: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "ProductVariables")]
pub(super) struct ProductQuery {
    #[arguments(slug: $slug)]
    pub(super) product: Option<ProductFields>,
}

/// The product.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Product")]
pub(super) struct ProductFields {
    pub(super) id: cynic::Id,
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) status: ProductStatus,
    pub(super) shop: ProductShop,
    pub(super) category: Option<ProductCategory>,
    pub(super) images: Vec<ImageFields>,
    pub(super) rating: ProductRating,
    pub(super) variants: Vec<VariantFields>,
    pub(super) delivery_promise: Option<PromiseFields>,
    pub(super) in_wishlist: bool,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ProductStatus {
    Draft,
    Active,
    Archived,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Rating")]
pub(super) struct ProductRating {
    pub(super) average: Option<f64>,
    pub(super) count: i32,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Category")]
pub(super) struct ProductCategory {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) ancestors: Vec<AncestorCategory>,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Category")]
pub(super) struct AncestorCategory {
    pub(super) slug: String,
    pub(super) name: String,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "ProductVariant")]
pub(super) struct VariantFields {
    pub(super) id: cynic::Id,
    pub(super) sku: Option<String>,
    pub(super) title: String,
    pub(super) price: MoneyFields,
    pub(super) compare_at_price: Option<MoneyFields>,
    pub(super) available_quantity: i32,
    pub(super) selected_options: Vec<OptionFields>,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "SelectedOption")]
pub(super) struct OptionFields {
    pub(super) name: String,
    pub(super) value: String,
}

/// When it comes.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "DeliveryPromise")]
pub struct PromiseFields {
    /// Not before.
    pub earliest: DateTime,
    /// Not after.
    pub latest: DateTime,
    /// What the cheapest way costs.
    pub from: MoneyFields,
}

/// Who sells it, on what terms, and what else.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Shop")]
pub(super) struct ProductShop {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) tagline: String,
    pub(super) city: Option<String>,
    pub(super) founded_year: Option<i32>,
    pub(super) emblem: Option<ImageFields>,
    pub(super) returns: String,
    pub(super) delivery_options: Vec<DeliveryFields>,
    #[arguments(first: 5, filter: { available: true })]
    pub(super) products: OtherProducts,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "ProductConnection")]
pub(super) struct OtherProducts {
    pub(super) nodes: Vec<ProductCardFields>,
}

/// One way in which a shop sends.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "DeliveryOption")]
pub struct DeliveryFields {
    /// What the shop calls it.
    pub name: String,
    /// What it costs.
    pub price: MoneyFields,
    /// From which amount it costs nothing.
    pub free_over: Option<MoneyFields>,
    /// Days at least.
    pub min_days: i32,
    /// Days at most.
    pub max_days: i32,
}
