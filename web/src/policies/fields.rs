//! What is read of a shop's promises.

use crate::{
    carts::PaymentMethod,
    data::{MoneyFields, scalars::DateTime, schema},
};

/// Of which shop.
#[derive(cynic::QueryVariables)]
pub struct TermsVariables {
    pub(crate) shop: String,
}

/// The promises as the pages of products and shops show them.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "TermsVariables")]
pub struct TermsQuery {
    #[arguments(slug: $shop)]
    pub(crate) shop: Option<TermsFields>,
    pub(crate) site: TermsSite,
}

/// How the market takes money.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Site")]
pub struct TermsSite {
    pub(crate) payment_methods: Vec<PaymentMethod>,
}

/// The shop's part of them.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Shop")]
pub struct TermsFields {
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) country_code: Option<String>,
    pub(crate) returns: String,
    pub(crate) policies: Option<FactFields>,
    pub(crate) delivery: DeliveryToFields,
    pub(crate) delivery_options: Vec<ServedFields>,
}

/// The facts beside the prose.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "ShopPolicies")]
pub struct FactFields {
    pub(crate) return_days: Option<i32>,
    pub(crate) return_postage: Option<ReturnPostage>,
    pub(crate) warranty_months: Option<i32>,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReturnPostage {
    Shop,
    Buyer,
}

/// How it delivers to where the visitor is.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "ShopDelivery")]
pub struct DeliveryToFields {
    pub(crate) country_code: String,
    pub(crate) options: Vec<WayFields>,
    pub(crate) promise: Option<PromiseFields>,
}

/// When it comes.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "DeliveryPromise")]
pub struct PromiseFields {
    pub(crate) earliest: DateTime,
    pub(crate) latest: DateTime,
    pub(crate) from: MoneyFields,
}

/// One way of sending.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "DeliveryOption")]
pub struct WayFields {
    pub(crate) name: String,
    pub(crate) price: MoneyFields,
    pub(crate) free_over: Option<MoneyFields>,
    pub(crate) min_days: i32,
    pub(crate) max_days: i32,
}

/// Where a way of sending goes.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "DeliveryOption")]
pub struct ServedFields {
    pub(crate) kind: DeliveryKind,
    pub(crate) countries: Option<Vec<String>>,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeliveryKind {
    Standard,
    Express,
    Pickup,
}
