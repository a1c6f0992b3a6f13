//! What these pages read of the API.

use crate::data::{
    ImageFields,
    scalars::{DateTime, LanguageCode},
    schema,
};

/// Whether a case waits.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ModerationCaseState")]
pub(super) enum CaseState {
    Open,
    Decided,
}

/// What a case is about.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ModerationSubjectKind")]
pub(super) enum SubjectKind {
    Review,
}

/// What brought a case into the queue.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ModerationOrigin")]
pub(super) enum Origin {
    Holding,
    Flag,
    Appeal,
}

/// Who sees a review.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ReviewStatus")]
pub(super) enum ReviewStatus {
    Published,
    Held,
    Hidden,
    Deleted,
}

/// What a moderator may decide.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ModerationDecision")]
pub(super) enum Decision {
    Uphold,
    Hide,
    Restore,
    Warn,
    Suspend,
}

/// The rule that a decision names.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ModerationGround")]
pub(super) enum Ground {
    Fake,
    Spam,
    Offensive,
    PrivateData,
    OffTopic,
    Illegal,
    Other,
}

/// What somebody says is wrong with a review.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "FlagCategory")]
pub(super) enum Category {
    Fake,
    Spam,
    Offensive,
    PrivateData,
    OffTopic,
    Illegal,
    Other,
}

/// What was done about a case.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ModerationActionKind")]
pub(super) enum ActionKind {
    Held,
    Released,
    Flagged,
    Appealed,
    Upheld,
    Hidden,
    Restored,
    Warned,
    Suspended,
}

/// What an author is told of.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "StatementDecision")]
pub(super) enum StatementDecision {
    Held,
    Hidden,
    Warned,
    Suspended,
}

/// A part of the score of a review.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "HoldingPart")]
pub(super) enum Part {
    Ring,
    Texts,
    Shared,
    Exclusivity,
    Burst,
    Deviation,
    Youth,
}

/// A part of the score of a ring.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "RingMeasure")]
pub(super) enum Measure {
    Bonds,
    Focus,
    Support,
    Window,
    Ratio,
    Dissent,
}

/// How somebody belongs to a ring.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "RingRole")]
pub(super) enum Role {
    Member,
    Accomplice,
    Follower,
}

/// By what two members are bound.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "RingBondReason")]
pub(super) enum BondReason {
    Acts,
    Address,
    Device,
    Payment,
    Texts,
    Cell,
}

/// A review, with all that a moderator or its author may see.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Review")]
pub(super) struct ReviewFields {
    pub id: cynic::Id,
    pub product: Option<ProductName>,
    pub shop: ShopName,
    pub variant_title: Option<String>,
    pub author_name: Option<String>,
    pub stars: i32,
    pub title: String,
    pub body: String,
    pub language: LanguageCode,
    pub photos: Vec<ImageFields>,
    pub verified: bool,
    pub status: ReviewStatus,
    pub written_at: Option<DateTime>,
    pub edited_at: Option<DateTime>,
    pub revisions: Vec<RevisionFields>,
    pub answer: Option<AnswerFields>,
    pub viewer_is_author: bool,
    pub statement: Option<StatementFields>,
    pub appealed_at: Option<DateTime>,
    pub may_appeal: bool,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Product")]
pub(super) struct ProductName {
    pub slug: String,
    pub title: String,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Shop")]
pub(super) struct ShopName {
    pub slug: String,
    pub name: String,
}

/// What a review said before.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "ReviewRevision")]
pub(super) struct RevisionFields {
    pub stars: Option<i32>,
    pub title: String,
    pub body: String,
    pub replaced_at: DateTime,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "ReviewAnswer")]
pub(super) struct AnswerFields {
    pub body: String,
    pub shop: ShopName,
}

/// What an author is told, and why.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "StatementOfReasons")]
pub(super) struct StatementFields {
    pub decision: StatementDecision,
    pub ground: Option<Ground>,
    pub text: String,
    pub automated: bool,
    pub issued_at: DateTime,
    pub appealable_until: DateTime,
}

/// A case with all that speaks for and against.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "ModerationCase")]
pub(super) struct CaseFields {
    pub id: cynic::Id,
    pub version: i32,
    pub state: CaseState,
    pub review: Option<ReviewFields>,
    pub origin: Origin,
    pub priority: i32,
    pub opened_at: DateTime,
    pub evidence: Option<EvidenceFields>,
    pub flags: Vec<FlagFields>,
    pub appeal: Option<AppealFields>,
    pub mine: bool,
    pub log: Vec<ActionFields>,
}

/// Why the machine held a review.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "HoldingEvidence")]
pub(super) struct EvidenceFields {
    pub score: f64,
    pub threshold: f64,
    pub judged_at: DateTime,
    pub parts: Vec<PartFields>,
    pub ring: Option<RingFields>,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "EvidencePart")]
pub(super) struct PartFields {
    pub part: Part,
    pub value: f64,
    pub weight: i32,
    pub note: String,
}

/// A group that acts together.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "ReviewRing")]
pub(super) struct RingFields {
    pub score: f64,
    pub parts: Vec<MeasureFields>,
    pub members: Vec<MemberFields>,
    pub targets: Vec<TargetFields>,
    pub reviews: Vec<EdgeFields>,
    pub bonds: Vec<BondFields>,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "RingPart")]
pub(super) struct MeasureFields {
    pub part: Measure,
    pub value: f64,
    pub weight: i32,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "RingMember")]
pub(super) struct MemberFields {
    pub index: i32,
    pub name: String,
    pub opened_at: DateTime,
    pub review_count: i32,
    pub role: Role,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "RingTarget")]
pub(super) struct TargetFields {
    pub index: i32,
    pub title: String,
    pub shop_name: String,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "RingReview")]
pub(super) struct EdgeFields {
    pub member: i32,
    pub target: i32,
    pub stars: i32,
    pub written_at: DateTime,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "RingBond")]
pub(super) struct BondFields {
    pub a: i32,
    pub b: i32,
    pub strength: f64,
    pub reasons: Vec<BondReason>,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "ModerationFlag")]
pub(super) struct FlagFields {
    pub category: Category,
    pub comment: String,
    pub created_at: DateTime,
    pub by: String,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "ModerationAppeal")]
pub(super) struct AppealFields {
    pub text: String,
    pub created_at: DateTime,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "ModerationAction")]
pub(super) struct ActionFields {
    pub action: ActionKind,
    pub by: Option<String>,
    pub at: DateTime,
    pub reason: Option<String>,
}

/// What an id means to this visitor.
#[derive(cynic::InlineFragments, Clone)]
#[cynic(graphql_type = "Node")]
pub(super) enum Found {
    Review(Box<ReviewFields>),
    #[cynic(fallback)]
    Other,
}
