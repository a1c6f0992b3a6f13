//! Rows of `reviews`, `review_revisions`, `review_votes`, `review_terms`, `rating_histograms`, `review_aspect_counts`,
//! `review_requests` and `order_line_refunds`.

use crate::catalog::entity::ImageCard;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use shared::id::{AccountId, OrderId, OrderLineId, OrderPartId, ProductId, ReviewId, ShopId, VariantId};
use shared::reviews::{Aspects, ReviewKind, ReviewSource, ReviewStatus};
use shared::{Locale, Timestamp, text_enum};

/// The photographs of a review, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, sea_orm::FromJsonQueryResult)]
#[serde(transparent)]
pub struct Photos(pub Vec<ImageCard>);

/// One review.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reviews")]
pub struct Model {
    /// The review.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReviewId,
    /// What is reviewed.
    pub kind: ReviewKind,
    /// The product or the shop that is.
    pub subject_id: Uuid,
    /// The product, of a review of one.
    pub product_id: Option<ProductId>,
    /// The shop that sold it, or that is reviewed.
    pub shop_id: ShopId,
    /// The variant that was bought.
    pub variant_id: Option<VariantId>,
    /// Its title as it was bought.
    pub variant_title: Option<String>,
    /// The order.
    pub order_id: Option<OrderId>,
    /// The line that a review of a product is about; unique.
    pub order_line_id: Option<OrderLineId>,
    /// The part that a review of a shop is about; unique.
    pub order_part_id: Option<OrderPartId>,
    /// Who wrote it; nobody known for an imported review, and once its author's account is deleted.
    pub account_id: Option<AccountId>,
    /// The name under which it is shown.
    pub author_name: Option<String>,
    /// Where it comes from.
    pub source: ReviewSource,
    /// Who sees it.
    pub status: ReviewStatus,
    /// 1 to 5.
    pub stars: i32,
    /// Its title; may be empty.
    pub title: String,
    /// What it says, plain text.
    pub body: String,
    /// How its author judges the thing in the respects that its category asks about.
    pub aspects: Aspects,
    /// The language in which it was written, as its author said.
    pub locale: Locale,
    /// Its photographs.
    pub photos: Photos,
    /// How many they are, for sorting.
    pub photo_count: i32,
    /// Whether its stars count: verified, published, and not paid back.
    pub counts: bool,
    /// When what it is about was paid back.
    pub refunded_at: Option<Timestamp>,
    /// Why it is hidden.
    pub status_reason: Option<String>,
    /// Votes that found it helpful.
    pub helpful_up: i32,
    /// Votes that did not.
    pub helpful_down: i32,
    /// Wilson's lower bound of them, in billionths.
    pub rank: i64,
    /// What the shop answered.
    pub answer_body: Option<String>,
    /// When it did.
    pub answered_at: Option<Timestamp>,
    /// When the answer was last changed.
    pub answer_edited_at: Option<Timestamp>,
    /// What tells it from others of its subject in the file that it was imported from.
    pub external_reference: Option<String>,
    /// SHA-256 of what was imported, in hex.
    pub source_hash: Option<String>,
    /// When it was written; 0 where an import does not say.
    pub written_at: Timestamp,
    /// When everybody could first see it.
    pub published_at: Option<Timestamp>,
    /// When its author last changed it.
    pub edited_at: Option<Timestamp>,
    /// Raised whenever it is changed.
    pub version: i32,
}

impl Model {
    /// Whether its stars count.
    #[must_use]
    pub fn should_count(&self) -> bool {
        self.source == ReviewSource::Verified && self.status == ReviewStatus::Published && self.refunded_at.is_none()
    }

    /// When it was written, if that is known.
    #[must_use]
    pub fn written(&self) -> Option<Timestamp> {
        (self.written_at.0 != 0).then_some(self.written_at)
    }
}

/// No relations: loaders join by id.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

text_enum! {
    /// What was changed.
    pub enum RevisionPart {
        /// The review.
        Review = "review",
        /// The shop's answer to it.
        Answer = "answer",
    }
}

/// What reviews and answers were before they were changed.
pub mod revision {
    use super::RevisionPart;
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;
    use shared::id::ReviewId;
    use shared::reviews::Aspects;

    /// One text that was replaced.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "review_revisions")]
    pub struct Model {
        /// The review.
        #[sea_orm(primary_key, auto_increment = false)]
        pub review_id: ReviewId,
        /// Whether it was the review's text or the answer's.
        #[sea_orm(primary_key, auto_increment = false)]
        pub part: RevisionPart,
        /// The review's version that it was replaced by.
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        /// The stars that were given; none of an answer.
        pub stars: Option<i32>,
        /// The title.
        pub title: String,
        /// The text.
        pub body: String,
        /// How the thing was judged; not at all of an answer.
        pub aspects: Aspects,
        /// When it was replaced.
        pub replaced_at: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who found what helpful.
pub mod vote {
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;
    use shared::id::{AccountId, ReviewId};

    /// One vote.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "review_votes")]
    pub struct Model {
        /// The review.
        #[sea_orm(primary_key, auto_increment = false)]
        pub review_id: ReviewId,
        /// Who voted.
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: AccountId,
        /// Helpful, or not.
        pub up: bool,
        /// When it was given.
        pub created_at: Timestamp,
        /// Whether it does not count, because a brigade gave it.
        pub discounted: bool,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// By which words a review is found: written with it, never by themselves.
pub mod term {
    use sea_orm::entity::prelude::*;
    use shared::id::ReviewId;

    /// One word of one review.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "review_terms")]
    pub struct Model {
        /// The product or the shop that is reviewed.
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject_id: Uuid,
        /// A search term of its title or body.
        #[sea_orm(primary_key, auto_increment = false)]
        pub term: String,
        /// The review.
        #[sea_orm(primary_key, auto_increment = false)]
        pub review_id: ReviewId,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The figures of products and shops.
pub mod histogram {
    use sea_orm::entity::prelude::*;
    use shared::reviews::ReviewKind;

    /// The figures of one of them.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "rating_histograms")]
    pub struct Model {
        /// The product or the shop.
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject_id: Uuid,
        /// Which of them it is.
        pub kind: ReviewKind,
        /// Reviews that count and gave one star.
        pub stars1: i32,
        /// Two.
        pub stars2: i32,
        /// Three.
        pub stars3: i32,
        /// Four.
        pub stars4: i32,
        /// Five.
        pub stars5: i32,
        /// Reviews that their authors took back.
        pub withdrawn: i32,
        /// Reviews that moderators hide.
        pub hidden: i32,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How buyers judge products in the respects that their categories ask about.
pub mod aspect_count {
    use sea_orm::entity::prelude::*;
    use shared::reviews::{AspectValue, ReviewAspect};

    /// How many reviews of one product that count chose one value.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "review_aspect_counts")]
    pub struct Model {
        /// The product.
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject_id: Uuid,
        /// The respect.
        #[sea_orm(primary_key, auto_increment = false)]
        pub aspect: ReviewAspect,
        /// How the product is in it.
        #[sea_orm(primary_key, auto_increment = false)]
        pub value: AspectValue,
        /// How many.
        pub count: i32,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Orders whose buyers were asked for reviews.
pub mod request {
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;
    use shared::id::OrderId;

    /// One order.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "review_requests")]
    pub struct Model {
        /// The order.
        #[sea_orm(primary_key, auto_increment = false)]
        pub order_id: OrderId,
        /// When its buyer was asked.
        pub created_at: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Lines of orders that were paid back.
pub mod refund {
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;
    use shared::id::OrderLineId;

    /// One line.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "order_line_refunds")]
    pub struct Model {
        /// The line.
        #[sea_orm(primary_key, auto_increment = false)]
        pub order_line_id: OrderLineId,
        /// When its money went back.
        pub refunded_at: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
