//! What a list reads.

use crate::{
    catalog::ProductCardFields,
    data::{MoneyFields, scalars::Decimal, schema},
};

/// What narrows a list.
#[derive(cynic::InputObject, Clone, Debug, PartialEq, Eq)]
pub struct ProductFilter {
    /// A category's slug; includes its descendants.
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Shops' slugs.
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub shops: Option<Vec<String>>,
    /// The lowest price.
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub min_price: Option<Decimal>,
    /// The highest price.
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub max_price: Option<Decimal>,
    /// Only what can be bought, or only what cannot.
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub available: Option<bool>,
}

/// A page of a list, and what it could be narrowed by.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ProductConnection")]
pub struct ListingFields {
    /// The products.
    pub nodes: Vec<ProductCardFields>,
    /// Whether there is more.
    pub page_info: PageInfo,
    /// How many in all.
    pub total_count: i32,
    /// Whether that is exact, or "at least".
    pub total_count_is_exact: bool,
    /// The search as it was understood, when a typo was mended.
    pub corrected_search: Option<String>,
    /// Whether no product has all the words of the search.
    pub search_relaxed: bool,
    /// Another search that may have been meant.
    pub suggested_search: Option<String>,
    /// Whether the visitor's taste has moved products on this page.
    pub personalised: bool,
    /// What it could be narrowed by.
    pub facets: ProductFacets,
}

/// Whether there is more.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct PageInfo {
    /// After this page.
    pub has_next_page: bool,
    /// Before it.
    pub has_previous_page: bool,
    /// The first cursor.
    pub start_cursor: Option<String>,
    /// The last cursor.
    pub end_cursor: Option<String>,
}

/// What a list could be narrowed by.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct ProductFacets {
    /// Categories.
    pub categories: Vec<CategoryFacet>,
    /// Shops.
    pub shops: Vec<ShopFacet>,
    /// Price ranges.
    pub prices: Vec<PriceFacet>,
    /// Whether it can be bought.
    pub available: Vec<AvailabilityFacet>,
}

/// A category and how many products of the list are in it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct CategoryFacet {
    /// The category.
    pub category: Named,
    /// How many.
    pub count: i32,
}

/// A category's name and address.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Category")]
pub struct Named {
    /// The address.
    pub slug: String,
    /// The name.
    pub name: String,
}

/// A shop and how many products of the list it sells.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct ShopFacet {
    /// The shop.
    pub shop: NamedShop,
    /// How many.
    pub count: i32,
}

/// A shop's name and address.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Shop")]
pub struct NamedShop {
    /// The address.
    pub slug: String,
    /// The name.
    pub name: String,
}

/// A price range and how many products of the list are in it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct PriceFacet {
    /// From.
    pub min: MoneyFields,
    /// To; none is open.
    pub max: Option<MoneyFields>,
    /// How many.
    pub count: i32,
}

/// How many products of the list can be bought, or cannot.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct AvailabilityFacet {
    /// Whether they can.
    pub available: bool,
    /// How many.
    pub count: i32,
}
