//! Changing what is known of a visitor's taste: the same for scripts and for plain forms.

use crate::data::{SharedTransport, schema, send};
use cynic::MutationBuilder;

/// Why a product is not to be suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hiding {
    /// It does not interest them.
    NotInterested,
    /// They have it already.
    Owned,
}

impl Hiding {
    /// The value of a form's button.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotInterested => "not-interested",
            Self::Owned => "owned",
        }
    }

    /// Reads it back.
    #[must_use]
    pub fn from_form(value: &str) -> Option<Self> {
        [Self::NotInterested, Self::Owned].into_iter().find(|hiding| hiding.as_str() == value)
    }
}

/// Never suggests a product again. Returns whether that was taken.
pub async fn hide(transport: &SharedTransport, product: &str, hiding: Hiding) -> bool {
    let reason = match hiding {
        Hiding::NotInterested => HidingFields::NotInterested,
        Hiding::Owned => HidingFields::Owned,
    };
    let variables = HideVariables { product: cynic::Id::new(product), reason };
    let answer = send(transport, HideMutation::build(variables)).await;
    answer.is_ok_and(|answer| answer.recommendation_dismiss.user_errors.is_empty())
}

/// Lets a product be suggested again. Returns whether that was taken.
pub async fn restore(transport: &SharedTransport, product: &str) -> bool {
    let variables = RestoreVariables { product: cynic::Id::new(product) };
    let answer = send(transport, RestoreMutation::build(variables)).await;
    answer.is_ok_and(|answer| answer.recommendation_restore.user_errors.is_empty())
}

/// Forgets what the visitor did with a product, or all of it. Returns whether that was taken.
pub async fn forget(transport: &SharedTransport, product: Option<&str>) -> bool {
    let variables = ForgetVariables { product: product.map(cynic::Id::new) };
    let answer = send(transport, ForgetMutation::build(variables)).await;
    answer.is_ok_and(|answer| answer.taste_forget.user_errors.is_empty())
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "RecommendationHiding")]
pub(super) enum HidingFields {
    NotInterested,
    Owned,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "RecommendationUserError")]
struct Refusal {
    #[expect(dead_code, reason = "every refusal is told alike")]
    message: String,
}

#[derive(cynic::QueryVariables)]
struct HideVariables {
    product: cynic::Id,
    reason: HidingFields,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "HideVariables")]
struct HideMutation {
    #[arguments(input: { productId: $product, reason: $reason })]
    recommendation_dismiss: HidePayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "RecommendationDismissPayload")]
struct HidePayload {
    user_errors: Vec<Refusal>,
}

#[derive(cynic::QueryVariables)]
struct RestoreVariables {
    product: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "RestoreVariables")]
struct RestoreMutation {
    #[arguments(input: { productId: $product })]
    recommendation_restore: RestorePayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "RecommendationRestorePayload")]
struct RestorePayload {
    user_errors: Vec<Refusal>,
}

#[derive(cynic::QueryVariables)]
struct ForgetVariables {
    product: Option<cynic::Id>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ForgetVariables")]
struct ForgetMutation {
    #[arguments(input: { productId: $product })]
    taste_forget: ForgetPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "TasteForgetPayload")]
struct ForgetPayload {
    user_errors: Vec<Refusal>,
}
