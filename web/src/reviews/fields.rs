//! What the list of reviews reads.

use crate::{
    catalog::PageInfo,
    data::{
        ImageFields,
        scalars::{AspectValue, DateTime, LanguageCode, ReviewAspect},
        schema,
    },
};

/// Of what, and which of them.
#[derive(cynic::QueryVariables)]
pub struct ReviewsVariables {
    pub(crate) slug: String,
    pub(crate) after: Option<String>,
    pub(crate) sort: Option<ReviewSort>,
    pub(crate) filter: Option<ReviewFilter>,
}

/// The order of a list.
#[derive(cynic::Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReviewSort {
    /// What helped most.
    #[default]
    MostHelpful,
    /// The newest first.
    Newest,
    /// Many stars first.
    Highest,
    /// Few stars first.
    Lowest,
    /// Most photographs first.
    WithPhotos,
}

/// What narrows a list.
#[derive(cynic::InputObject, Clone, Debug, PartialEq, Eq)]
pub struct ReviewFilter {
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(crate) stars: Option<Vec<i32>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(crate) variant_id: Option<cynic::Id>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(crate) language: Option<LanguageCode>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(crate) verified: Option<bool>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(crate) with_photos: Option<bool>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(crate) search: Option<String>,
}

/// The reviews of a product.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "ReviewsVariables")]
pub struct ProductReviewsQuery {
    #[arguments(slug: $slug)]
    pub(crate) product: Option<ReviewedProduct>,
}

/// The product.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Product", variables = "ReviewsVariables")]
pub struct ReviewedProduct {
    pub(crate) rating: RatingFields,
    #[arguments(first: 20, after: $after, sort: $sort, filter: $filter)]
    pub(crate) reviews: ReviewsFields,
    pub(crate) variants: Vec<ReviewedVariant>,
}

/// What can be bought of it.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ProductVariant")]
pub struct ReviewedVariant {
    pub(crate) id: cynic::Id,
    pub(crate) title: String,
}

/// The reviews of a shop's service.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "ReviewsVariables")]
pub struct ShopReviewsQuery {
    #[arguments(slug: $slug)]
    pub(crate) shop: Option<ReviewedShop>,
}

/// The shop.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Shop", variables = "ReviewsVariables")]
pub struct ReviewedShop {
    pub(crate) rating: RatingFields,
    #[arguments(first: 20, after: $after, sort: $sort, filter: $filter)]
    pub(crate) reviews: ReviewsFields,
}

/// What buyers say in figures.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Rating")]
pub struct RatingFields {
    pub(crate) average: Option<f64>,
    pub(crate) score: Option<f64>,
    pub(crate) count: i32,
    pub(crate) histogram: Vec<i32>,
    pub(crate) aspects: Vec<AspectSummaryFields>,
    pub(crate) withdrawn_count: i32,
    pub(crate) hidden_count: i32,
}

/// How many say what of it in one respect.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "AspectSummary")]
pub struct AspectSummaryFields {
    pub(crate) aspect: ReviewAspect,
    pub(crate) low: i32,
    pub(crate) middle: i32,
    pub(crate) high: i32,
}

/// A page of the list.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ReviewConnection")]
pub struct ReviewsFields {
    pub(crate) nodes: Vec<ReviewFields>,
    pub(crate) page_info: PageInfo,
    pub(crate) total_count: i32,
    pub(crate) total_count_is_exact: bool,
}

/// One of them.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Review")]
pub struct ReviewFields {
    pub(crate) id: cynic::Id,
    pub(crate) author_name: Option<String>,
    pub(crate) variant_id: Option<cynic::Id>,
    pub(crate) variant_title: Option<String>,
    pub(crate) stars: i32,
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) aspects: Vec<AspectFields>,
    pub(crate) language: LanguageCode,
    pub(crate) photos: Vec<ImageFields>,
    pub(crate) verified: bool,
    pub(crate) imported: bool,
    pub(crate) refunded: bool,
    pub(crate) written_at: Option<DateTime>,
    pub(crate) edited_at: Option<DateTime>,
    pub(crate) revisions: Vec<RevisionFields>,
    pub(crate) answer: Option<AnswerFields>,
    pub(crate) helpful_count: i32,
    pub(crate) viewer_vote: Option<ReviewVote>,
    pub(crate) viewer_can_vote: bool,
    pub(crate) viewer_is_author: bool,
    pub(crate) viewer_can_answer: bool,
}

/// What it says in one respect.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "ReviewAspectChoice")]
pub struct AspectFields {
    pub(crate) aspect: ReviewAspect,
    pub(crate) value: AspectValue,
}

/// What it, or the answer, said before.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ReviewRevision")]
pub struct RevisionFields {
    pub(crate) stars: Option<i32>,
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) aspects: Vec<AspectFields>,
    pub(crate) replaced_at: DateTime,
}

/// What the shop answered.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ReviewAnswer")]
pub struct AnswerFields {
    pub(crate) body: String,
    pub(crate) shop: AnsweredBy,
    pub(crate) answered_at: Option<DateTime>,
    pub(crate) edited_at: Option<DateTime>,
    pub(crate) revisions: Vec<RevisionFields>,
}

/// Who answered.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Shop")]
pub struct AnsweredBy {
    pub(crate) name: String,
}

/// Whether a review helped.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewVote {
    /// It did.
    Up,
    /// It did not.
    Down,
}
