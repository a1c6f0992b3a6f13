//! What a product's page reads. What only machines read of it stands in `structured`, what the shop promises in
//! `policies`.

use crate::{
    catalog::{CardRating, ProductCardFields},
    data::{ImageFields, MoneyFields, scalars::DateTime, schema},
    reputation::ShopStandingLevel,
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
    pub(super) options: Vec<OptionFields>,
    pub(super) variants: Vec<VariantFields>,
    pub(super) in_wishlist: bool,
    pub(super) rating: CardRating,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ProductStatus {
    Draft,
    Active,
    Archived,
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
    pub(super) price: MoneyFields,
    pub(super) compare_at_price: Option<MoneyFields>,
    #[cynic(rename = "lowestPriceInLast30Days")]
    pub(super) lowest_price: Option<MoneyFields>,
    pub(super) available_quantity: i32,
    pub(super) selected_options: Vec<SelectedFields>,
    pub(super) image: Option<ImageFields>,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "SelectedOption")]
pub(super) struct SelectedFields {
    pub(super) key: String,
}

/// Something that variants differ in.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "ProductOption")]
pub(super) struct OptionFields {
    pub(super) name: String,
    pub(super) values: Vec<ValueFields>,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "ProductOptionValue")]
pub(super) struct ValueFields {
    pub(super) key: String,
    pub(super) name: String,
}

/// Who sells it, and what else.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Shop")]
pub(super) struct ProductShop {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) tagline: String,
    pub(super) city: Option<String>,
    pub(super) founded_year: Option<i32>,
    pub(super) emblem: Option<ImageFields>,
    pub(super) standing_level: ShopStandingLevel,
    pub(super) suspended_since: Option<DateTime>,
    #[arguments(first: 5, filter: { available: true })]
    pub(super) products: OtherProducts,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "ProductConnection")]
pub(super) struct OtherProducts {
    pub(super) nodes: Vec<ProductCardFields>,
}
