//! What the pages of an account read of reviews.

use super::{fields::AspectFields, send::ReviewStatus};
use crate::{
    catalog::PageInfo,
    data::{
        ImageFields,
        scalars::{DateTime, LanguageCode, ReviewAspect},
        schema,
    },
};

#[derive(cynic::QueryVariables)]
pub(super) struct OwnVariables {
    pub(super) after: Option<String>,
}

/// What an account may review, and what it wrote.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "OwnVariables")]
pub(super) struct OwnQuery {
    pub(super) me: Option<Reviewer>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account", variables = "OwnVariables")]
pub(super) struct Reviewer {
    pub(super) reviewable_lines: Vec<OpenLine>,
    pub(super) reviewable_parts: Vec<OpenPart>,
    #[arguments(first: 20, after: $after)]
    pub(super) reviews: OwnReviews,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ReviewConnection")]
pub(super) struct OwnReviews {
    pub(super) nodes: Vec<OwnReview>,
    pub(super) page_info: PageInfo,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ReviewableLine")]
pub(super) struct OpenLine {
    pub(super) order_line: LineFields,
    pub(super) until: DateTime,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ReviewablePart")]
pub(super) struct OpenPart {
    pub(super) order_part: PartFields,
    pub(super) until: DateTime,
}

/// A line of an order.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "OrderLine")]
pub(super) struct LineFields {
    pub(super) id: cynic::Id,
    pub(super) title: String,
    pub(super) variant_title: Option<String>,
    pub(super) image: Option<ImageFields>,
}

/// What a shop delivered of an order.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "OrderPart")]
pub(super) struct PartFields {
    pub(super) id: cynic::Id,
    pub(super) shop: ShopFields,
    pub(super) order: OrderFields,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Order")]
pub(super) struct OrderFields {
    pub(super) number: String,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Shop")]
pub(super) struct ShopFields {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) emblem: Option<ImageFields>,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Product")]
pub(super) struct ProductFields {
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) image: Option<ImageFields>,
    pub(super) review_aspects: Vec<ReviewAspect>,
}

/// What is reviewed.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReviewKind {
    Product,
    Shop,
}

/// A review as its author sees it, and who answers it.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Review")]
pub(super) struct OwnReview {
    pub(super) id: cynic::Id,
    pub(super) kind: ReviewKind,
    pub(super) product: Option<ProductFields>,
    pub(super) shop: ShopFields,
    pub(super) variant_title: Option<String>,
    pub(super) author_name: Option<String>,
    pub(super) stars: i32,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) aspects: Vec<AspectFields>,
    pub(super) language: LanguageCode,
    pub(super) photos: Vec<PhotoFields>,
    pub(super) status: ReviewStatus,
    pub(super) status_reason: Option<String>,
    pub(super) refunded: bool,
    pub(super) written_at: Option<DateTime>,
    pub(super) edited_at: Option<DateTime>,
    pub(super) editable_until: Option<DateTime>,
    pub(super) answer: Option<OwnAnswer>,
    pub(super) viewer_is_author: bool,
    pub(super) viewer_can_edit: bool,
    pub(super) viewer_can_answer: bool,
}

/// A photograph with the id by which it stays.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Image")]
pub(super) struct PhotoFields {
    pub(super) id: cynic::Id,
    pub(super) url: Option<String>,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "ReviewAnswer")]
pub(super) struct OwnAnswer {
    pub(super) body: String,
}

#[derive(cynic::QueryVariables)]
pub(super) struct Which {
    pub(super) id: cynic::Id,
}

/// Something that was bought, for the form that reviews it.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "Which")]
pub(super) struct BoughtQuery {
    pub(super) me: Option<SignedIn>,
    #[arguments(id: $id)]
    pub(super) node: Option<Bought>,
}

/// A review, for the forms that change and answer it.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "Which")]
pub(super) struct ReviewQuery {
    pub(super) me: Option<SignedIn>,
    #[arguments(id: $id)]
    pub(super) node: Option<Found>,
}

/// That somebody is signed in, and how they are called.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account")]
pub(super) struct SignedIn {
    pub(super) display_name: String,
}

#[derive(cynic::InlineFragments)]
#[cynic(graphql_type = "Node")]
pub(super) enum Bought {
    Line(BoughtLine),
    Part(BoughtPart),
    #[cynic(fallback)]
    Other,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "OrderLine")]
pub(super) struct BoughtLine {
    pub(super) title: String,
    pub(super) variant_title: Option<String>,
    pub(super) image: Option<ImageFields>,
    pub(super) product: Option<AskedProduct>,
    pub(super) review: Option<KnownReview>,
    pub(super) reviewable_until: Option<DateTime>,
}

/// What its category asks about.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Product")]
pub(super) struct AskedProduct {
    pub(super) review_aspects: Vec<ReviewAspect>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "OrderPart")]
pub(super) struct BoughtPart {
    pub(super) shop: ShopFields,
    pub(super) order: OrderFields,
    pub(super) review: Option<KnownReview>,
    pub(super) reviewable_until: Option<DateTime>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Review")]
pub(super) struct KnownReview {
    pub(super) id: cynic::Id,
    pub(super) viewer_is_author: bool,
}

#[derive(cynic::InlineFragments)]
#[cynic(graphql_type = "Node")]
pub(super) enum Found {
    Review(Box<OwnReview>),
    #[cynic(fallback)]
    Other,
}
