//! What is read of how a shop stands.

use super::ShopStandingLevel;
use crate::data::{scalars::DateTime, schema};

/// Of which shop.
#[derive(cynic::QueryVariables)]
pub struct StandingVariables {
    pub(crate) shop: String,
}

/// How a shop stood at its last evaluation.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "StandingVariables")]
pub struct StandingQuery {
    #[arguments(slug: $shop)]
    pub(crate) shop: Option<StandingShop>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Shop")]
pub(crate) struct StandingShop {
    pub(crate) suspended_since: Option<DateTime>,
    pub(crate) standing: StandingFields,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ShopStanding")]
pub(crate) struct StandingFields {
    pub(crate) level: ShopStandingLevel,
    pub(crate) evaluated_at: DateTime,
    pub(crate) window_months: i32,
    pub(crate) inputs: InputFields,
}

/// What it was computed from. The thresholds are those of `shared::trust::standing`.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ShopStandingInputs")]
pub(crate) struct InputFields {
    pub(crate) orders: i32,
    pub(crate) history_days: i32,
    pub(crate) defects: Option<ShareFields>,
    pub(crate) unresolved_cases: Option<ShareFields>,
    pub(crate) late_shipments: Option<ShareFields>,
    pub(crate) valid_tracking: Option<ShareFields>,
    pub(crate) first_replies: Option<ShareFields>,
    pub(crate) rating: Option<RatingFields>,
}

#[derive(cynic::QueryFragment, Clone, Copy)]
#[cynic(graphql_type = "ShopStandingShare")]
pub(crate) struct ShareFields {
    pub(crate) count: i32,
    pub(crate) total: i32,
    pub(crate) rate: f64,
    pub(crate) level: ShopStandingLevel,
}

#[derive(cynic::QueryFragment, Clone, Copy)]
#[cynic(graphql_type = "ShopStandingRating")]
pub(crate) struct RatingFields {
    pub(crate) score: f64,
    pub(crate) reviews: i32,
    pub(crate) level: ShopStandingLevel,
}
